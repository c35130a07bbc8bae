"""Rule ``eu-watermark-undetermined``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.asset import Family
from provenance.model.evidence import Evidence, firmly_ai
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import Json
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.completeness import is_told
from provenance.standings.deceiving import EU
from provenance.standings.labelling import speaks_of_ai
from provenance.standings.routing import may_reach
from provenance.standings.standing import disclosure_standing

_NAME: Final = "eu-watermark-undetermined"
_MEDIA: Final = frozenset({Family.IMAGE, Family.VIDEO, Family.AUDIO})
_BINDING: Final = "c2pa.soft-binding"
_PIXELS: Final = "pixels"
"""Name of the reader that looks for open watermarks at deep effort."""


@rule(
    Severity.INFO,
    kind="standard",
    fixed=True,
    parameters={"undetermined": False},
    agreements={"undetermined": "most"},
)
def eu_watermark_undetermined(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """The second layer of marking, an imperceptible watermark, is known.

    Generated media that reaches the EU: a watermark is declared, in the disclosure or as a soft
    binding in the manifest, and cannot be verified here, because its detector belongs to the
    vendor; or none is declared, and whether there is one is not known. Both are told as
    information. An open watermark that was found in the pixels (``--effort deep``) is content.
    With the parameter ``undetermined = true`` the file is left undetermined as well; by default
    it is not, because otherwise no delivery to the EU could ever pass.

    Why:
        The Code asks for two layers, since metadata falls off. A declared watermark is a claim
        until the vendor's detector was asked.

    Source:
        EU Code of Practice on marking and labelling, 10 June 2026, section 1, measure 1.1; it is
        voluntary and addresses providers. Read in secondary sources.

    Fix:
        Ask the vendor of the tool whether its output is watermarked, write it into the disclosure
        (``watermark = "ALGORITHM, VENDOR"``), and have the vendor's detector look at the final
        version.

    Fails:
        [[disclosures]]
        watermark = "Example Mark, Example Vendor"

    Passes:
        [[disclosures]]
        genai_used = "none"
        digital_source_type = "digitalCapture"
    """
    standing = disclosure_standing(evidence, policy)
    if evidence.asset.family not in _MEDIA or not may_reach(evidence, policy, {EU}):
        return
    if not speaks_of_ai(evidence, standing) or _seen(evidence):
        return
    declared = [
        held.record.watermark for held in standing.counting if is_told(held.record.watermark)
    ] + list(_bound(evidence))
    message = "no imperceptible watermark is declared, and none can be ruled out"
    if declared:
        message = f"the watermark {shown(declared[0])} is declared, and cannot be verified here"
    yield Problem(
        message,
        evidence.declaration.signals if firmly_ai(evidence) else (),
        undetermined=bool(policy.parameter(_NAME, "undetermined", default=False)),
        key="declared" if declared else "untold",
    )


def _seen(evidence: Evidence) -> bool:
    return any(
        each.reader == _PIXELS and "watermark" in each.where.casefold() for each in evidence.signals
    )


def _bound(evidence: Evidence) -> Iterator[str]:
    """What the active manifest says of watermarks; a soft binding may be a fingerprint as well."""
    if evidence.store is None:
        return
    for each in evidence.store.active.assertions:
        data: Json = each.data
        if each.label.split("__")[0] == _BINDING and isinstance(data, dict):
            yield f"or fingerprint {data.get('alg') or 'without a name'}"
    for action in evidence.store.active.actions:
        if action.name.startswith("c2pa.watermarked"):
            yield f"of the action {action.name}"
