"""The machine contract: the report model as JSON, and nothing added."""

from provenance.model.report import EvidenceDocument, Report
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.escaping import escape_json


def render(report: Report, thumbnails: Thumbnails | None = None) -> str:
    r"""The report's JSON document, its hidden characters spelled as ``\u`` escapes.

    Args:
        report: What to render.
        thumbnails: Not used; pictures are no part of the contract.
    """
    del thumbnails
    return escape_json(report.to_json())


def render_evidence(document: EvidenceDocument) -> str:
    """The JSON document of ``provenance read --json``, ending with a newline.

    Args:
        document: What to render.
    """
    return escape_json(document.model_dump_json(by_alias=True, indent=2) + "\n")


REPORTER = Reporter("json", ".json", render, "the machine contract, schema provenance.report/1")
