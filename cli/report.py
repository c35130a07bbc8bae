"""``provenance report``: a saved report in another form."""

from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from provenance.errors import RecordError
from provenance.model.report import Report
from provenance.model.summary import disagreement, retold

from . import options, outputs


@click.command()
@click.argument("file", type=options.PathType())
@options.reports
@options.colour
@options.verbose
def report(**given: Any) -> int:
    """Render a saved JSON report again: as text (by default), html, csv or json.

    The exit code is that of the scan it came from. A report whose verdict does not follow from
    its results is refused; one that was forged as a whole cannot be told from a true one.
    """
    saved = _load(given["file"])
    outputs.write(
        saved,
        outputs.parse(given["values"], as_json=False),
        {},
        colour=given["colour"],
        verbose=given["verbose"],
        quiet=False,
    )
    return outputs.of_report(saved)


def _load(file: Path) -> Report:
    try:
        saved = Report.model_validate_json(file.read_bytes())
    except OSError as error:
        raise RecordError(f"{file}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "document"
        raise RecordError(
            f"{file}: {key}: {first['msg']}",
            hint="Name a report that `provenance scan -o json=FILE` wrote.",
        ) from error
    wrong = disagreement(saved)
    if wrong:
        raise RecordError(
            f"{file}: {wrong}: it was changed after it was written",
            hint="Scan again, or ask who scanned for the report.",
        )
    return retold(saved)
