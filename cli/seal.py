"""``provenance seal``: sign off a delivery as it leaves."""

from typing import Any

import click

import provenance
from provenance.errors import SealError
from provenance.model.report import Report
from provenance.model.vocabulary import Effort
from provenance.reporters.text import render as render_text

from . import means, options, outputs
from .exits import Exit
from .progress import progress
from .words import colour_wanted, near, say, tell, warn


@click.command()
@click.argument("delivery", type=options.PathType())
@options.judging
@click.option(
    "--despite-findings",
    is_flag=True,
    help="Seal although the scan fails or is undetermined; the seal says so.",
)
@options.reading
@options.jobs
@options.as_json
@options.colour
@options.no_progress
@options.quiet
def seal(**given: Any) -> int:
    """Sign off a delivery: every file in it, and what its scan came to.

    DELIVERY/delivery.seal.json names every file with size and SHA-256, the disclosures and
    approvals that the verdict rests on, and the policy; its signature lies beside it. Whoever scans
    the folder later is told what was changed, lost or added. What does not pass is not sealed.

    \b
    Exit codes: 0 sealed, 1 not sealed because of findings, 2 usage or policy error,
                3 nothing to seal, 4 not sealed because the scan is undetermined.
    """
    quiet = given["quiet"]
    house = means.production_apart((given["delivery"],), given["config"], quiet=quiet)
    try:
        with progress("scanning", wanted=not (given["no_progress"] or quiet)) as moved:
            done = provenance.seal(
                given["delivery"],
                production=house,
                despite_findings=given["despite_findings"],
                **means.judged(given),
                effort=Effort(given["effort"]),
                timeout=given["timeout"],
                jobs=given["jobs"],
                progress=moved,
            )
    except SealError as error:
        return _refused(error, given)
    if given["as_json"]:
        tell(_view(done))
    elif not quiet:
        record = done.record
        count = len(record.members)
        despite = " despite its findings" if record.despite_findings else ""
        say(
            f"sealed{despite} {count} file{'s' if count != 1 else ''}: {record.verdict} under "
            f"{record.policy.name} {record.policy.version} at stage {record.stage}"
        )
        say(f"seal: {near(done.path)}, signed in {near(done.path)}.c2pa")
        for each in record.left_out:
            say(f"not sealed: {each}")
    if done.unregistered:
        warn(f"warning: sealed, but not registered: {done.unregistered}")
    return Exit.PASS


def _refused(error: SealError, given: dict[str, Any]) -> int:
    """Nothing was written: why, and what the scan found."""
    report = error.report
    if isinstance(report, Report) and report.counts.files and not given["quiet"]:
        if given["as_json"]:
            click.echo(report.to_json(), nl=False)
        else:
            coloured = colour_wanted(given["colour"])
            click.echo(render_text(report, colour=coloured), nl=False, color=coloured)
    warn(f"error: {error}", error.advice())
    if not isinstance(report, Report):
        return Exit.FINDINGS
    code = outputs.of_report(report)
    return code if code is not Exit.PASS else Exit.FINDINGS


def _view(done: provenance.Sealed) -> dict[str, Any]:
    """The document ``provenance.sealed/1``."""
    record = done.record
    return {
        "schema": "provenance.sealed/1",
        "path": str(done.path),
        "sidecars": [f"{done.path}.c2pa"],
        "manifest_label": done.manifest_label,
        "id": record.id,
        "title_id": record.title_id,
        "files": len(record.members),
        "bytes": sum(each.size for each in record.members),
        "digest": record.digest,
        "verdict": record.verdict.value,
        "sentence": record.sentence,
        "stage": record.stage.value,
        "policy": record.policy.model_dump(mode="json"),
        "despite_findings": record.despite_findings,
        "left_out": list(record.left_out),
        "unregistered": done.unregistered or None,
    }
