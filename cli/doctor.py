"""``provenance doctor``: does everything that this installation needs really work?"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from provenance.config import load_production
from provenance.errors import ConfigError, ProvenanceError
from provenance.isolation import Isolated
from provenance.manifests.engine import Engine
from provenance.manifests.signer import check_signer
from provenance.register import Register

from . import options
from .exits import Exit
from .words import tell, visible


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried.

    Attributes:
        name: What was tried.
        ok: Whether it works.
        detail: Version, or what is wrong.
    """

    name: str
    ok: bool
    detail: str


@click.command()
@options.config
@options.as_json
def doctor(config: Path | None, *, as_json: bool) -> int:
    """Try the engines, the signing identity and the register, and say what does not work."""
    checks = list(_checks(config))
    if as_json:
        rows = [{"check": each.name, "ok": each.ok, "detail": each.detail} for each in checks]
        tell({"checks": rows})
    for each in checks if not as_json else ():
        click.echo(visible(f"{'ok ' if each.ok else 'BAD'}  {each.name:<22} {each.detail}"))
    return Exit.PASS if all(each.ok for each in checks) else Exit.FINDINGS


def _checks(config: Path | None) -> Iterator[Check]:
    yield _try("C2PA engine", _engine)
    yield _try("technical facts", _facts)
    yield _try("temporary folder", _temporary)
    try:
        house = load_production(Path.cwd(), config=config)
    except ConfigError as error:
        yield Check("configuration", ok=False, detail=str(error))
        return
    if house.root is None:
        yield Check(
            "configuration", ok=True, detail="none here: scanning works, stamping needs one"
        )
        return
    yield Check("configuration", ok=True, detail=str(house.root / "provenance.toml"))
    yield _try("signing identity", lambda: _identity(house.signer))
    yield _try("trusted certificates", lambda: f"{len(house.trust().anchors)} usable")
    yield _try("register", lambda: _register(house.register))


def _try(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=check())
    except (ProvenanceError, OSError) as error:
        advice = f" - {error.advice()}" if isinstance(error, ProvenanceError) else ""
        return Check(name, ok=False, detail=f"{error}{advice}")


def _engine() -> str:
    with Engine() as engine:
        return ", ".join(f"{name} {version}" for name, version in engine.versions().items())


def _facts() -> str:
    with Isolated() as isolated:
        return str(isolated.call("provenance.readers.technical:versions_text", timeout=30))


def _temporary() -> str:
    with tempfile.TemporaryFile() as file:
        file.write(b"\0")
    return tempfile.gettempdir()


def _identity(signer: Callable[[], object]) -> str:
    facts = check_signer(signer())  # type: ignore[arg-type]
    days = (facts.not_after - datetime.now(UTC)).days
    said = f"{facts.subject}, {facts.algorithm}, valid for {days} more days"
    return f"{said}, {facts.fingerprint}"


def _register(place: str) -> str:
    with Register.open(place if "://" in place else Path(place)) as register:
        head = register.head()
    return f"{head.sequence} events"
