"""``provenance consent``: what performers allowed, kept in the house."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args

import click

import provenance
from provenance.config import Production, load_production
from provenance.model.consent import Consent
from provenance.model.record import now
from provenance.model.talent import TalentUse

from . import options
from .recorded import code_of, found_in, none_there, row, vouched
from .recording import REGISTER_ONLY, Day, Moment, folder_of, folder_option, register_of, unsigned
from .words import near, say, tell, visible

USES = [each for each in get_args(TalentUse) if each != "synthetic"]


@click.group()
def consent() -> None:
    """Keep what performers allowed, as signed records that stay in the house.

    A consent holds personal data. A disclosure refers to it by id (consent_ref) and names the
    performer, outside the house, only by a salted hash.
    """


@consent.command()
@click.option("--talent", required=True, metavar="NAME", help="The performer.")
@click.option(
    "--type",
    "types",
    type=click.Choice(USES),
    metavar="USE",
    multiple=True,
    required=True,
    help=f"Kind of use that is allowed: {', '.join(USES)}; repeatable.",
)
@click.option(
    "--signed", "signed_at", type=Moment(time()), required=True, help="When it was signed."
)
@click.option("--use", "use_description", default="", help="What is allowed, specifically.")
@click.option("--title-id", default="", help="The production that it is for; this one by default.")
@click.option(
    "--given-by",
    type=click.Choice(["talent", "guardian", "estate", "union"]),
    default="talent",
    show_default=True,
    help="Who signed.",
)
@click.option("--minor", is_flag=True, help="The performer is a minor; a guardian has to sign.")
@click.option("--guardian", default="", metavar="NAME", help="Who signed for the minor.")
@click.option(
    "--represented-by",
    type=click.Choice(["counsel", "union", "agent"]),
    help="Who stood by the performer.",
)
@click.option("--union", default="", help="The performer's union.")
@click.option("--signed-separately", is_flag=True, help="Apart from the rest of the contract.")
@click.option("--scan-notice", "scan_notice_at", type=Moment(time()), help="When told of a scan.")
@click.option("--scan-reason", default="", help="Why a scan was made.")
@click.option("--term-end", type=Day(), help="Last day on which it holds.")
@click.option(
    "--territory", "territories", multiple=True, help="Where; everywhere by default; repeatable."
)
@click.option("--compensation", "compensation_ref", default="", help="Where it is agreed on.")
@click.option("--security", "security_controls", default="", help="How scans and models are kept.")
@click.option("--reuse-allowed", is_flag=True, help="What was made may be used in another title.")
@click.option("--training-allowed", is_flag=True, help="A model may be trained on the performer.")
@click.option("--document", type=options.PathType(), help="The signed document; hashed, not kept.")
@click.option("--by", "author", default="", metavar="NAME", help="Who records it.")
@click.option("--note", default="", help="Free text.")
@folder_option("consents")
@unsigned
@options.config
@options.as_json
def add(**given: Any) -> None:
    """Record a consent, and sign the record.

    The signature says that this production holds the consent; what the performer signed is the
    document. Name the id that is printed as consent_ref in the disclosures that rest on it.
    """
    house, folder, signed, as_json = _apart(given)
    given["title_id"] = given["title_id"] or house.about.title_id
    given["represented_by"] = given["represented_by"] or ""
    with register_of(house) as register:
        made = provenance.consent(
            **given,
            folder=folder_of(folder, house.consents, "consents"),
            signer=house.signer() if signed else None,
            register=register,
        )
    _tell(made, as_json=as_json)


@consent.command()
@click.argument("consent", metavar="FILE|ID")
@click.option("--at", "revoked_at", type=Moment(time()), help="Since when it no longer holds; now.")
@click.option("--by", default="", metavar="NAME", help="Who records it.")
@click.option("--note", default="", help="Free text.")
@folder_option("consents")
@unsigned
@options.config
@options.as_json
def revoke(**given: Any) -> None:
    """End a consent by a signed record of its own; the consent itself is never changed."""
    house, folder, signed, as_json = _apart(given)
    with register_of(house) as register:
        made = provenance.revoke_consent(
            **given,
            folder=folder_of(folder, house.consents, "consents"),
            signer=house.signer() if signed else None,
            register=register,
        )
    _tell(made, as_json=as_json)


@consent.command("list")
@click.argument("paths", nargs=-1, type=options.PathType())
@options.trust
@options.config
@options.as_json
def list_consents(
    paths: tuple[Path, ...], trust: tuple[Path, ...], config: Path | None, *, as_json: bool
) -> int:
    """List consents in PATHS (the production's folders by default), names in clear.

    Exit code 1 where a record cannot be read or its signature does not verify.
    """
    house = load_production(Path.cwd(), config=config)
    places = paths or tuple(folder for folder in house.consents if folder.is_dir())
    found = found_in(places, house, trust)
    if as_json:
        tell(
            {
                "consents": [row("consent", held) for held in found.consents],
                "problems": found.problems,
            }
        )
    ended = {
        held.record.revokes: held.record.revoked_at
        for held in found.consents
        if held.record.revokes and held.attestation.proven
    }
    for held in found.consents if not as_json else ():
        record = held.record
        if record.revokes:
            continue
        at = record.revoked_at or ended.get(record.id)
        line = f"{record.id}  {record.talent}{_until(record, at)}  [{vouched(held.attestation)}]"
        click.echo(visible(line))
        click.echo(visible(f"    {_about(record)}"))
    if not (found.consents or found.problems or as_json):
        none_there("consents", places or house.consents)
    return code_of(found)


def _until(record: Consent, revoked: datetime | None) -> str:
    if revoked is not None:
        return f", revoked {revoked:%Y-%m-%d}"
    end: date | None = record.term_end
    if end is None:
        return ", no term"
    return f", ended {end}" if end < now().date() else f", until {end}"


def _about(record: Consent) -> str:
    """What a consent allows, in a line."""
    parts = [
        ", ".join(record.types),
        f"title {record.title_id}" if record.title_id else "",
        f"in {', '.join(record.territories)}" if record.territories else "",
        f"given by {record.given_by}" if record.given_by != "talent" else "",
        "reuse allowed" if record.reuse_allowed else "",
        "training allowed" if record.training_allowed else "",
        record.use_description,
    ]
    return "; ".join(part for part in parts if part)


def _apart(given: dict[str, Any]) -> tuple[Production, Path | None, bool, bool]:
    """The options that say where and how, taken out of those that say what."""
    house = load_production(Path.cwd(), config=given.pop("config"))
    return house, given.pop("folder"), not given.pop("unsigned"), given.pop("as_json")


def _tell(made: provenance.Consented, *, as_json: bool) -> None:
    if as_json:
        click.echo(made.record.to_json(), nl=False)
        return
    path = near(made.path)
    say(f"{'revoked' if made.record.revokes else 'consent'}: {path}")
    if made.signed:
        say(f"signature: {path}.c2pa")
    else:
        say(REGISTER_ONLY)
    if not made.record.revokes:
        say(f"consent_ref: {made.record.id}")
        say("It holds personal data: keep it in the house, and out of the delivery.")
