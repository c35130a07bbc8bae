"""Rule ``china-aigc-missing``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.aigc import CHINA, fields_of
from provenance.model.asset import Family
from provenance.model.evidence import Coverage, Evidence, firmly_ai
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.labelling import speaks_of_ai
from provenance.standings.routing import may_reach
from provenance.standings.standing import disclosure_standing

_MEDIA: Final = frozenset({Family.IMAGE, Family.VIDEO, Family.AUDIO})


@rule(Severity.OVERRIDABLE, kind="law")
def china_aigc_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Generated media that reaches China carries the AIGC field.

    The file is an image, video or sound, declares generated content or is disclosed to hold it,
    and goes to China; and no field called AIGC was found in its metadata. Where nobody says where
    it goes, it counts as going there, since whoever lists this rule means what they scan. A file
    that was read in part only, without a field in what was read, is undetermined. The visible or
    audible label is a separate duty: name its places in the destination's ``labels``.

    Why:
        Distribution platforms in China look for the field, and mark what lacks it as suspected.

    Source:
        Measures for Labelling of AI-generated Synthetic Content and GB 45438-2025, in force since
        1 September 2025. They bind services that generate and platforms that distribute. Annex E
        of the standard was read in quotations only.

    Fix:
        Have the field written by the service that generated the content or by the distributor
        in China: each has a producer's code of its own, which cannot be made up here.

    Fails:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [[disclosures]]
        territories = ["CN"]

    Passes:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [[signals]]
        reader = "tc260"
        where = "XMP TC260:AIGC"
        value = "AIGC label 1 (generated), producer 00119144030008867405X210001, id 1"

        [[disclosures]]
        territories = ["CN"]
    """
    if evidence.asset.family not in _MEDIA or not may_reach(evidence, policy, CHINA):
        return
    if fields_of(evidence) or not speaks_of_ai(evidence, disclosure_standing(evidence, policy)):
        return
    signals = evidence.declaration.signals if firmly_ai(evidence) else ()
    if evidence.coverage is Coverage.PARTLY_READ:
        yield Problem(
            "holds generated content; no AIGC field was found, and not all of it was read",
            signals,
            undetermined=True,
        )
    else:
        yield Problem("holds generated content, and carries no AIGC field", signals)
