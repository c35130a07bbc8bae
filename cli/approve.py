"""``provenance approve``, ``revoke``, ``approvals``: decisions that travel, signed."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import click

import provenance
from provenance.config import Production, load_production
from provenance.errors import ConfigError
from provenance.manifests.engine import Engine
from provenance.model.approval import Approval, Decision
from provenance.model.record import now
from provenance.model.vocabulary import Stage, UseCategory
from provenance.records import read_records, record_files

from . import options
from .exits import Exit
from .words import near, say, tell, visible, warn

DECISIONS = [each.value for each in Decision if each is not Decision.REVOKED]
folder_option = click.option(
    "--folder", type=options.PathType(), help="Where records lie; the production's by default."
)
unsigned = click.option("--unsigned", is_flag=True, help="Counts only through the register.")


class Day(click.ParamType[date]):
    """``YYYY-MM-DD``, the whole day included."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Parse, or say how a date is written."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date like 2026-12-31", param, ctx)


@click.command()
@click.argument("targets", nargs=-1, metavar="FILE|DIGEST...")
@click.option(
    "--decision",
    type=click.Choice(DECISIONS),
    default="approved",
    show_default=True,
    metavar="DECISION",
    help=f"{', '.join(DECISIONS)}.",
)
@click.option("--by", required=True, metavar="NAME", help="Who decided.")
@click.option("--role", default="", help="Of whoever decided.")
@click.option("--organisation", default="", help="Of whoever decided.")
@click.option("--reference", required=True, help="Letter, e-mail or ticket.")
@click.option("--evidence", type=options.PathType(), help="That letter as a file; hashed.")
@click.option(
    "--category",
    "categories",
    type=click.Choice([each.value for each in UseCategory]),
    metavar="CATEGORY",
    multiple=True,
    help=f"Restrict to a use: {', '.join(UseCategory)}; repeatable.",
)
@click.option(
    "--stage",
    "stages",
    type=click.Choice([each.value for each in Stage]),
    metavar="STAGE",
    multiple=True,
    help=f"Restrict to a stage: {', '.join(Stage)}; repeatable.",
)
@click.option(
    "--pattern", "patterns", multiple=True, help="Paths it covers, as a shell pattern; repeatable."
)
@click.option("--title-id", default="", help="Restrict to a production.")
@click.option(
    "--condition", "conditions", multiple=True, help="What the approver asks for; repeatable."
)
@click.option("--expires", type=Day(), help="Last day on which it holds.")
@folder_option
@unsigned
@options.config
@options.as_json
def approve(**given: Any) -> None:
    """Decide on the use of generated files, and sign the decision.

    The record is written as JSON with its signature beside it (.c2pa); both can travel with the
    delivery. It covers the files named, as they are and as they were before they were stamped.
    """
    house = load_production(Path.cwd(), config=given["config"])
    with _register(house) as register:
        made = provenance.approve(
            given["targets"],
            by=given["by"],
            reference=given["reference"],
            decision=Decision(given["decision"]),
            role=given["role"],
            organisation=given["organisation"],
            title_id=given["title_id"],
            categories=[UseCategory(each) for each in given["categories"]],
            stages=[Stage(each) for each in given["stages"]],
            patterns=given["patterns"],
            conditions=given["conditions"],
            expires=given["expires"],
            evidence=given["evidence"],
            folder=_folder(given["folder"], house),
            signer=None if given["unsigned"] else house.signer(),
            register=register,
        )
    _tell(made, as_json=given["as_json"])


@click.command()
@click.argument("approval", metavar="FILE|ID")
@click.option("--by", required=True, metavar="NAME", help="Who revokes it.")
@click.option("--reference", required=True, help="Letter, e-mail or ticket.")
@folder_option
@unsigned
@options.config
@options.as_json
def revoke(**given: Any) -> None:
    """End an approval by a signed record of its own; the approval itself is never changed."""
    house = load_production(Path.cwd(), config=given["config"])
    with _register(house) as register:
        made = provenance.revoke(
            given["approval"],
            by=given["by"],
            reference=given["reference"],
            folder=_folder(given["folder"], house),
            signer=None if given["unsigned"] else house.signer(),
            register=register,
        )
    _tell(made, as_json=given["as_json"])


@click.command()
@click.argument("paths", nargs=-1, type=options.PathType())
@options.trust
@options.config
@options.as_json
def approvals(
    paths: tuple[Path, ...], trust: tuple[Path, ...], config: Path | None, *, as_json: bool
) -> int:
    """List approvals in PATHS (the production's folders by default), and who vouches for them.

    Exit code 1 where a record cannot be read or its signature does not verify.
    """
    house = load_production(Path.cwd(), config=config)
    places = paths or tuple(folder for folder in house.approvals if folder.is_dir())
    with Engine(house.trust(trust)) as engine:
        found = read_records(record_files(places), engine)
    if as_json:
        rows = [
            {
                "approval": held.record.model_dump(mode="json", by_alias=True),
                "source": held.attestation.source,
                "integrity": held.attestation.integrity,
                "trust": held.attestation.trust.state,
                "signer": held.attestation.signature.name if held.attestation.signature else "",
                "fingerprint": (
                    held.attestation.signature.fingerprint if held.attestation.signature else ""
                ),
            }
            for held in found.approvals
        ]
        tell({"approvals": rows, "problems": found.problems})
    for held in found.approvals if not as_json else ():
        record, vouched = held.record, held.attestation
        until = f", until {record.expires}" if record.expires else ""
        signer = "unsigned"
        if vouched.signature:
            signer = f"{vouched.integrity}, {vouched.trust.state}"
            signer += f", {vouched.signature.name} {vouched.signature.fingerprint}".rstrip()
        line = f"{record.id}  {record.decision}  {record.approver.name}{until}  [{signer}]"
        click.echo(visible(line))
        click.echo(visible(f"    {_about(record)}"))
    for problem in found.problems:
        warn(problem)
    if not (found.approvals or found.problems or as_json):
        where = ", ".join(near(place) for place in places or house.approvals)
        say(f"no approvals in {where}" if where else "no approvals: no folder for them is known")
    return Exit.FINDINGS if found.problems else Exit.PASS


def _about(record: Approval) -> str:
    """What a decision speaks of, in a line."""
    scope = record.scope
    digests = f"{len(scope.digests)} digest{'s' if len(scope.digests) > 1 else ''}"
    parts = [
        f"revokes {record.revokes}" if record.revokes else "",
        digests if scope.digests else "",
        *(f"paths {each}" for each in scope.patterns),
        *scope.categories,
        *(f"stage {each}" for each in scope.stages),
        f"title {scope.title_id}" if scope.title_id else "",
        *(f"condition: {each.text}" for each in record.conditions),
    ]
    return f"{record.reference}: {', '.join(part for part in parts if part)}".rstrip(": ")


def _register(house: Production) -> Any:
    return provenance.open_register(house.register) if house.root else nullcontext()


def _folder(given: Path | None, house: Production) -> Path:
    if given is not None:
        return given
    if not house.approvals:
        raise ConfigError("no folder for approvals", hint="Name one with --folder.")
    return house.approvals[0]


def _tell(made: provenance.Approved, *, as_json: bool) -> None:
    if as_json:
        click.echo(made.record.to_json(), nl=False)
        return
    path = near(made.path)
    say(f"{made.record.decision}: {path}")
    if made.record.expires and made.record.expires < now().date():
        warn(f"its last day was {made.record.expires}: it counts for nothing any more")
    if not made.signed:
        say("unsigned: it counts through this register only, and not for the receiver")
        return
    say(f"signature: {path}.c2pa")
    say("Both must travel with the delivery: in it, or apart for `scan --approvals`.")
