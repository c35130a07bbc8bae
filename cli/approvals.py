"""``provenance approvals``: which decisions and waivers lie there, and who vouches for them."""

from collections.abc import Iterator
from pathlib import Path

import click

from provenance.config import load_production
from provenance.model.approval import Approval, Waiver
from provenance.model.evidence import Attestation

from . import options
from .recorded import code_of, found_in, none_there, row, vouched
from .words import tell, visible


@click.command()
@click.argument("paths", nargs=-1, type=options.PathType())
@options.trust
@options.config
@options.as_json
def approvals(
    paths: tuple[Path, ...], trust: tuple[Path, ...], config: Path | None, *, as_json: bool
) -> int:
    """List approvals and waivers in PATHS (the production's folders by default), and who vouches.

    Exit code 1 where a record cannot be read or its signature does not verify.
    """
    house = load_production(Path.cwd(), config=config)
    places = paths or tuple(folder for folder in house.approvals if folder.is_dir())
    found = found_in(places, house, trust)
    if as_json:
        tell(
            {
                "approvals": [row("approval", each) for each in found.approvals],
                "problems": found.problems,
                "waivers": [row("waiver", each) for each in found.waivers],
            }
        )
    else:
        for line in (
            *(
                line
                for each in found.approvals
                for line in _approval(each.record, each.attestation)
            ),
            *(line for each in found.waivers for line in _waiver(each.record, each.attestation)),
        ):
            click.echo(visible(line))
    if not (found.approvals or found.waivers or found.problems or as_json):
        none_there("approvals", places or house.approvals)
    return code_of(found)


def _approval(record: Approval, attestation: Attestation) -> Iterator[str]:
    until = f", until {record.expires}" if record.expires else ""
    yield f"{record.id}  {record.decision}  {record.approver.name}{until}  [{_signed(attestation)}]"
    yield f"    {_about(record)}"


def _waiver(record: Waiver, attestation: Attestation) -> Iterator[str]:
    what = f"waived {record.kind}".rstrip()
    yield f"{record.id}  {what}  {record.owner}, until {record.expires}  [{_signed(attestation)}]"
    parts = (
        _digests(record.digests),
        *(f"paths {each}" for each in record.patterns),
        f"title {record.title_id}" if record.title_id else "",
    )
    yield f"    {record.rule}: {', '.join(part for part in parts if part)}: {record.reason}"


def _signed(attestation: Attestation) -> str:
    """With the fingerprint: it is what a policy names an approver by."""
    signature = attestation.signature
    return f"{vouched(attestation)} {signature.fingerprint if signature else ''}".rstrip()


def _digests(digests: tuple[str, ...]) -> str:
    return f"{len(digests)} digest{'s' if len(digests) > 1 else ''}" if digests else ""


def _about(record: Approval) -> str:
    """What a decision speaks of, in a line."""
    scope = record.scope
    parts = [
        f"revokes {record.revokes}" if record.revokes else "",
        f"met for {record.satisfies}" if record.satisfies else "",
        _digests(scope.digests),
        *(f"paths {each}" for each in scope.patterns),
        *scope.categories,
        *(f"stage {each}" for each in scope.stages),
        *(f"tool {each.name} {each.versions}".rstrip() for each in scope.tools),
        *(f"model {each}" for each in scope.models),
        f"{len(scope.talents)} talents" if scope.talents else "",
        *(f"territory {each}" for each in scope.territories),
        *(f"destination {each}" for each in scope.destinations),
        f"title {scope.title_id}" if scope.title_id else "",
        *(f"condition {each.id}: {each.text}" for each in record.conditions if record.satisfies),
        *(f"condition: {each.text}" for each in record.conditions if not record.satisfies),
    ]
    return f"{record.reference}: {', '.join(part for part in parts if part)}".rstrip(": ")
