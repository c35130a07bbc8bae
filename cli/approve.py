"""``provenance approve``, ``revoke``: decisions that travel, signed."""

from pathlib import Path
from typing import Any, Final

import click

import provenance
from provenance.config import Production, load_production
from provenance.model.approval import Decision, ToolRule
from provenance.model.vocabulary import Stage, UseCategory

from . import options
from .recording import (
    NOON,
    Day,
    Moment,
    folder_of,
    folder_option,
    register_of,
    tell_written,
    unsigned,
)
from .words import near, say, warn

DECISIONS: Final = [
    each.value for each in Decision if each not in {Decision.REVOKED, Decision.CONDITIONS_MET}
]


class Versions(click.ParamType[ToolRule]):
    """``NAME``, or ``NAME:VERSIONS``."""

    name = "tool"

    def convert(self, value: Any, param: Any, ctx: Any) -> ToolRule:
        """A tool and the rule for its version; every version without one."""
        del param, ctx
        name, colon, versions = str(value).rpartition(":")
        return ToolRule(name=name.strip(), versions=versions.strip()) if colon else _any(versions)


def _any(name: str) -> ToolRule:
    return ToolRule(name=name.strip())


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
    "--tool",
    "tools",
    type=Versions(),
    metavar="NAME[:VERSIONS]",
    multiple=True,
    help='Restrict to a tool and its versions, as "Painter:>=3,<4"; repeatable.',
)
@click.option("--model", "models", multiple=True, help="Restrict to a model; repeatable.")
@click.option(
    "--talent",
    "talents",
    metavar="NAME",
    multiple=True,
    help="Restrict to a performer; salted in the record where there is a register. Of a file that "
    "another house stamped, as it stands there: salted-sha256:...; repeatable.",
)
@click.option(
    "--territory",
    "territories",
    metavar="CODE",
    multiple=True,
    help="Restrict to a territory (DE, EU, WORLDWIDE); repeatable.",
)
@click.option(
    "--destination",
    "destinations",
    metavar="NAME",
    multiple=True,
    help="Restrict to a destination of the policy; repeatable.",
)
@click.option(
    "--condition", "conditions", multiple=True, help="What the approver asks for; repeatable."
)
@click.option(
    "--satisfies",
    metavar="APPROVAL[:CONDITION]",
    help="Record instead that a condition of an approval (its file or id) is met.",
)
@click.option(
    "--requested", "requested_at", type=Moment(NOON), help="When it was asked for, by day or time."
)
@click.option(
    "--granted",
    "granted_at",
    type=Moment(NOON),
    help="When it was decided, by day or time; now by default.",
)
@click.option("--expires", type=Day(), help="Last day on which it holds.")
@click.option("--legal-review", "legal_review_ref", default="", help="Legal review behind it.")
@click.option(
    "--rights-clearance", "rights_clearance_ref", default="", help="Clearance of rights behind it."
)
@folder_option()
@unsigned
@options.config
@options.as_json
def approve(**given: Any) -> None:
    """Decide on the use of generated files, and sign the decision.

    The record is written as JSON with its signature beside it (.c2pa); both can travel with the
    delivery. It covers the files named, as they are and as they were before they were stamped.
    """
    house = load_production(Path.cwd(), config=given["config"])
    if given["satisfies"] is not None:
        _satisfy(house, given)
        return
    with register_of(house) as register:
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
            tools=given["tools"],
            models=given["models"],
            talents=given["talents"],
            territories=given["territories"],
            destinations=given["destinations"],
            patterns=given["patterns"],
            conditions=given["conditions"],
            expires=given["expires"],
            requested_at=given["requested_at"],
            granted_at=given["granted_at"],
            legal_review_ref=given["legal_review_ref"],
            rights_clearance_ref=given["rights_clearance_ref"],
            evidence=given["evidence"],
            folder=folder_of(given["folder"], house.approvals, "approvals"),
            signer=None if given["unsigned"] else house.signer(),
            register=register,
        )
    _tell(made, as_json=given["as_json"])


_FOR_SCOPES: Final = (
    "targets",
    "patterns",
    "categories",
    "stages",
    "tools",
    "conditions",
    "expires",
)
"""What says nothing of a condition that is met."""


def _satisfy(house: Production, given: dict[str, Any]) -> None:
    """Record that a condition is met."""
    if any(given[name] for name in _FOR_SCOPES):
        raise click.UsageError("--satisfies takes no files and no scope: the approval has its own")
    approval, condition = given["satisfies"], ""
    if not Path(approval).is_file() and ":" in approval:
        approval, _, condition = approval.rpartition(":")
    with register_of(house) as register:
        made = provenance.satisfy(
            approval,
            condition,
            by=given["by"],
            reference=given["reference"],
            evidence=given["evidence"],
            folder=folder_of(given["folder"], house.approvals, "approvals"),
            signer=None if given["unsigned"] else house.signer(),
            register=register,
        )
    _tell(made, as_json=given["as_json"])


@click.command()
@click.argument("approval", metavar="FILE|ID")
@click.option("--by", required=True, metavar="NAME", help="Who revokes it.")
@click.option("--reference", required=True, help="Letter, e-mail or ticket.")
@folder_option()
@unsigned
@options.config
@options.as_json
def revoke(**given: Any) -> None:
    """End an approval or a waiver by a signed record of its own; what it ends is never changed.

    Where it has ended already by the same signer, nothing is written.
    """
    house = load_production(Path.cwd(), config=given["config"])
    with register_of(house) as register:
        made = provenance.revoke(
            given["approval"],
            by=given["by"],
            reference=given["reference"],
            folder=folder_of(given["folder"], house.approvals, "approvals"),
            signer=None if given["unsigned"] else house.signer(),
            register=register,
        )
    _tell(made, as_json=given["as_json"])


def _tell(made: provenance.Approved, *, as_json: bool) -> None:
    record = made.record
    if as_json:
        click.echo(record.to_json(), nl=False)
    if made.already:
        say(f"already revoked {_when(record)}, nothing was written: {near(made.path)}")
        return
    for each in made.earlier:
        warn(f"it was revoked before, {_when(each)}; whether that counts is for a scan to say")
    for name in made.unmatched:
        warn(
            f"talent {name}: the files tell no performer of this form, and it will not match them: "
            "they tell another, or were salted by another house's register",
            f"As they stand in the files: {', '.join(made.told)}",
        )
    if as_json:
        return
    tell_written(made.path, record.decision, signed=made.signed, last=record.expires)


def _when(record: provenance.Approval) -> str:
    return f"on {record.granted_at:%Y-%m-%d} by {record.approver.name} ({record.reference})"
