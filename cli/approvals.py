"""``provenance approvals``: which decisions and waivers lie there, and who vouches for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from provenance.config import load_production
from provenance.manifests.engine import Engine
from provenance.model.approval import Approval, Waiver
from provenance.model.evidence import Attestation
from provenance.records import read_records, record_files

from . import options
from .exits import Exit
from .words import near, say, tell, visible, warn


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
    with Engine(house.trust(trust)) as engine:
        found = read_records(record_files(places), engine)
    if as_json:
        tell(
            {
                "approvals": [_row("approval", each) for each in found.approvals],
                "problems": found.problems,
                "waivers": [_row("waiver", each) for each in found.waivers],
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
    for problem in found.problems:
        warn(problem)
    if not (found.approvals or found.waivers or found.problems or as_json):
        where = ", ".join(near(place) for place in places or house.approvals)
        say(f"no approvals in {where}" if where else "no approvals: no folder for them is known")
    return Exit.FINDINGS if found.problems else Exit.PASS


def _row(kind: str, held: Any) -> dict[str, Any]:
    vouched: Attestation = held.attestation
    return {
        kind: held.record.model_dump(mode="json", by_alias=True),
        "source": vouched.source,
        "integrity": vouched.integrity,
        "trust": vouched.trust.state,
        "signer": vouched.signature.name if vouched.signature else "",
        "fingerprint": vouched.signature.fingerprint if vouched.signature else "",
    }


def _approval(record: Approval, vouched: Attestation) -> Iterator[str]:
    until = f", until {record.expires}" if record.expires else ""
    yield f"{record.id}  {record.decision}  {record.approver.name}{until}  [{_signed(vouched)}]"
    yield f"    {_about(record)}"


def _waiver(record: Waiver, vouched: Attestation) -> Iterator[str]:
    what = f"waived {record.kind}".rstrip()
    yield f"{record.id}  {what}  {record.owner}, until {record.expires}  [{_signed(vouched)}]"
    parts = (
        _digests(record.digests),
        *(f"paths {each}" for each in record.patterns),
        f"title {record.title_id}" if record.title_id else "",
    )
    yield f"    {record.rule}: {', '.join(part for part in parts if part)}: {record.reason}"


def _signed(vouched: Attestation) -> str:
    if not vouched.signature:
        return "unsigned"
    signer = f"{vouched.integrity}, {vouched.trust.state}"
    return f"{signer}, {vouched.signature.name} {vouched.signature.fingerprint}".rstrip()


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
