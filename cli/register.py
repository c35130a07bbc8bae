"""``provenance register``: what was stamped and approved here, and that nobody rewrote it."""

from pathlib import Path
from typing import Any

import click

import provenance
from provenance.config import Production, load_production
from provenance.errors import ConfigError
from provenance.model.evidence import Attestation
from provenance.model.seal import SignOff
from provenance.register import Register

from . import options
from .exits import Exit
from .words import near, say, tell, visible


@click.group()
def register() -> None:
    """Make or show the register, and check its chain of events."""


def _place(place: str | None, house: Production) -> str:
    where = provenance.register_place(place, house)
    if not where:
        raise ConfigError(
            "there is no register here",
            hint="Run `provenance register create`, or name one with --register.",
        )
    return where


def _open(place: str | None, config: Path | None) -> Register:
    where = _place(place, load_production(Path.cwd(), config=config))
    return Register.open(where if "://" in where else Path(where))


@register.command()
@options.register
@options.config
def create(register_place: str | None, config: Path | None) -> None:
    """Make the register that provenance.toml names, where it is missing.

    An empty PostgreSQL database becomes a register too. One that is there is never overwritten.
    """
    place = register_place or load_production(Path.cwd(), config=config).register
    if not place:
        raise ConfigError(
            "there is no production here, so no place for a register",
            hint="Run `provenance init`, or name a place with --register.",
        )
    made = provenance.create_register(place)
    say(f"register: {made if '://' in made else near(made)}")


@register.command()
@options.register
@options.config
@options.as_json
def verify(register_place: str | None, config: Path | None, *, as_json: bool) -> int:
    """Recompute the chain of events and compare the tables with it.

    Exit code 1 where something was changed by hand; the report says where.
    """
    with _open(register_place, config) as opened:
        breaks = opened.verify()
        head = opened.head()
    if as_json:
        rows = [{"sequence": each.sequence, "reason": each.message} for each in breaks]
        tell({"whole": not breaks, "head": head.hash, "breaks": rows})
    for each in breaks if not as_json else ():
        click.echo(visible(f"event {each.sequence}: {each.message}"))
    if not breaks:
        say(f"the register is whole: {head.sequence} events, head {head.hash}")
    return Exit.FINDINGS if breaks else Exit.PASS


@register.command("list")
@options.register
@options.config
@options.as_json
def list_entries(register_place: str | None, config: Path | None, *, as_json: bool) -> None:
    """List registered assets."""
    with _open(register_place, config) as opened:
        entries = opened.entries()
    if as_json:
        rows = [
            {
                "id": each.id,
                "path": each.path,
                "as_made": each.as_made,
                "as_stamped": each.as_stamped,
                "at": each.at.isoformat(),
                "disclosure": each.disclosure.model_dump(mode="json", by_alias=True),
            }
            for each in entries
        ]
        tell({"entries": rows})
        return
    for each in entries:
        line = (
            f"{each.at:%Y-%m-%d %H:%M}  {each.as_stamped[:19]}  "
            f"{each.disclosure.digital_source_type}  {each.path}"
        )
        click.echo(visible(line))


@register.command("seals")
@options.register
@options.config
@options.as_json
def list_seals(register_place: str | None, config: Path | None, *, as_json: bool) -> None:
    """List the deliveries that were signed off.

    When, with which verdict, what by its digest, and by whose certificate.
    """
    with _open(register_place, config) as opened:
        found = opened.records(SignOff)
    if as_json:
        tell({"seals": [_signed_off(*each) for each in found]})
        return
    for note, attestation in found:
        by = attestation.signature.name if attestation.signature else note.author
        line = (
            f"{note.created_at:%Y-%m-%d %H:%M}  {note.verdict:<12}  {note.digest[:19]}  "
            f"{note.files} files  {note.delivery}  {note.title_id or note.title}  by {by}"
        )
        click.echo(visible(line))


def _signed_off(note: SignOff, attestation: Attestation) -> dict[str, Any]:
    signature = attestation.signature
    return {
        **note.model_dump(mode="json", by_alias=True),
        "signer": signature.name if signature else None,
        "fingerprint": signature.fingerprint if signature else None,
    }


@register.command()
@options.register
@options.config
def upgrade(register_place: str | None, config: Path | None) -> None:
    """Bring a register of an earlier version up to this program's schema, all or nothing.

    Programs of the earlier version cannot open it afterwards.
    """
    from provenance.register.upgrading import upgrade_register  # noqa: PLC0415 - loads alembic

    where = _place(register_place, load_production(Path.cwd(), config=config))
    before, after = upgrade_register(where if "://" in where else Path(where))
    if before == after:
        say(f"nothing to do: its schema is {after}")
    else:
        say(f"upgraded: schema {before} to {after}")


@register.command("export")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@options.register
@options.config
@click.option("--overwrite", is_flag=True, help="Replace FILE where it is there.")
def export_register(
    target: Path, register_place: str | None, config: Path | None, *, overwrite: bool
) -> None:
    """Write what the register holds as a bundle, signed by the production's certificate.

    The signature goes to FILE.c2pa; send both. Prompts and names are salted hashes in it.
    """
    house = load_production(Path.cwd(), config=config)
    made = provenance.export_register(
        target, production=house, register=register_place, overwrite=overwrite
    )
    say(
        f"{target}: {len(made.entries)} assets, {len(made.approvals)} approvals, "
        f"{len(made.waivers)} waivers, {len(made.consents)} consents, {len(made.labellings)} labels"
    )
    say(f"register as of event {made.head.sequence}, {made.head.hash}")


@register.command("import")
@click.argument("source", metavar="FILE", type=options.PathType())
@options.register
@options.config
@options.trust
@click.option("--other-title", is_flag=True, help="Also where the bundle is of another title.")
@options.as_json
def import_bundle(
    source: Path,
    register_place: str | None,
    config: Path | None,
    trust: tuple[Path, ...],
    *,
    other_title: bool,
    as_json: bool,
) -> None:
    """Take a signed bundle into this register: verified first, then all of it or nothing."""
    came = provenance.import_bundle(
        source,
        production=load_production(Path.cwd(), config=config),
        register=register_place,
        trust=trust,
        other_title=other_title,
    )
    if as_json:
        bundle = {"id": came.bundle.id, "title_id": came.bundle.title_id, "signer": came.signer}
        tell({"bundle": bundle, "new": dict(came.new), "known": came.known})
        return
    new = ", ".join(f"{count} {name}" for name, count in came.new.items() if count) or "nothing"
    say(visible(f"{source.name}: signed by {came.signer}; new: {new}; known: {came.known}"))
