"""``provenance register``: what was stamped and approved here, and that nobody rewrote it."""

from pathlib import Path

import click

import provenance
from provenance.config import load_production
from provenance.errors import ConfigError
from provenance.register import Register

from . import options
from .exits import Exit
from .words import near, say, tell, visible


@click.group()
def register() -> None:
    """Make or show the register, and check its chain of events."""


def _open(place: str | None, config: Path | None) -> Register:
    house = load_production(Path.cwd(), config=config)
    where = provenance.register_place(place, house)
    if not where:
        raise ConfigError(
            "there is no register here",
            hint="Run `provenance register create`, or name one with --register.",
        )
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
