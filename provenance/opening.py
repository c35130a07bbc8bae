"""What the verbs open alike: the register, a policy as of today, and who we are."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from provenance import rules
from provenance.config import Production
from provenance.errors import PolicyError, RegisterError
from provenance.manifests.engine import Engine
from provenance.model.finding import Severity
from provenance.model.policy import Policy
from provenance.model.report import ToolView
from provenance.model.vocabulary import Stage
from provenance.packages.ignoring import IGNORE_NAME, Ignoring, read_ignoring
from provenance.policies import loading

if TYPE_CHECKING:
    from provenance.register import Register

DISTRIBUTION: Final = "media-provenance"
MAX_VERIFIED: Final = 20_000
"""Events of a register up to which a scan verifies its chain: four seconds on a slow machine. A
facility's larger one is verified by ``provenance register verify``, at its own hours."""


def tool_view(engine: Engine | None) -> ToolView:
    """This program and the engines it asked, with their versions: verdicts change between them.

    Args:
        engine: None where nobody asked it, which fast reading does not.
    """
    engines = engine.versions() if engine else {}
    return ToolView(name=DISTRIBUTION, version=version(DISTRIBUTION), engines=engines)


def register_place(given: Path | str | None, production: Production) -> str:
    """Path or URL of the register to ask, or "" for none.

    A register is never looked for where a delivery lies: it vouches for records without a
    signature, so one that came with the files would approve them itself.

    Args:
        given: What the caller names; it wins.
        production: Its register is next, where it exists.
    """
    if given is not None:
        return str(given)
    house = production.register
    if house and ("://" in house or Path(house).exists()):
        return house
    return ""


def open_register(
    place: str, *, read_only: bool = False
) -> "AbstractContextManager[Register | None]":
    """The register at a path or URL; None for "".

    Args:
        place: As ``register_place`` gives it.
        read_only: Only look things up; permission to write is then not needed.

    Raises:
        RegisterError: It cannot be opened.
    """
    if not place:
        return nullcontext()
    from provenance.register import Register  # noqa: PLC0415 - most commands open none

    return Register.open(place if "://" in place else Path(place), read_only=read_only)


def load_policy(
    policy: Policy | str | Path = "netflix",
    *,
    stage: Stage | None = None,
    fail_on: Severity | None = None,
    bound_for: Sequence[str] = (),
) -> Policy:
    """A policy as a scan of today applies it, ready for ``judge``.

    Args:
        policy: Name of a profile, a TOML file, or a policy that was loaded before.
        stage: Stage to judge for; the policy's own by default.
        fail_on: Lightest severity that fails; the policy's own by default.
        bound_for: Names of the destinations of what is judged; each must be one of the policy's.

    Raises:
        PolicyError: It cannot be read, or names what does not exist; with file, line and key. Or
            it does not know a destination.
    """
    if not isinstance(policy, Policy):
        policy = loading.load_policy(policy, {rule.name: rule for rule in rules.load()})
    try:
        zone = UTC if policy.time_zone == "UTC" else ZoneInfo(policy.time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise PolicyError(f"{policy.name}: time_zone: no zone {policy.time_zone!r}") from error
    return policy.model_copy(
        update={
            "stage": stage or policy.stage,
            "fail_on": fail_on or policy.fail_on,
            "as_of": policy.as_of or datetime.now(zone).date(),
            "bound_for": _known_destinations(policy, bound_for) or policy.bound_for,
        }
    )


def _known_destinations(policy: Policy, names: Sequence[str]) -> tuple[str, ...]:
    known = [each.name for each in policy.destinations]
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            meant = f"; did you mean {close[0]!r}?" if close else ""
            raise PolicyError(
                f"policy {policy.name}: no destination is called {name!r}{meant}",
                hint=f"It knows {', '.join(known)}."
                if known
                else "It knows none: write [[destinations]] into a policy that extends it.",
            )
    return tuple(dict.fromkeys(names))


def ignoring_of(production: Production, named: Path | None = None) -> Ignoring | None:
    """The ignore file that counts: the one that is named, else the production's own, if any.

    Never one that lies in what is scanned: whoever delivers could hide files with it.

    Raises:
        ConfigError: It cannot be read.
    """
    if named is not None:
        return read_ignoring(named)
    own = production.root / IGNORE_NAME if production.root else None
    return read_ignoring(own) if own and own.is_file() else None


def refuse_changed(register: "Register | None") -> None:
    """Look whether a register is what was written before anything in it is believed.

    It vouches for disclosures and approvals without a signature. Whoever may write the file can
    still forge the whole chain; a row that was edited by hand is found.

    Raises:
        RegisterError: It is not.
    """
    if register is None or register.head().sequence > MAX_VERIFIED:
        return
    breaks = register.verify()
    if breaks:
        more = f" ({len(breaks) - 1} more)" if len(breaks) > 1 else ""
        first = breaks[0].message.rstrip(".")
        raise RegisterError(
            f"{register.shown}: the register is not what was written: {first}{more}",
            hint="`provenance register verify` tells all; `--register ''` scans without it.",
        )
