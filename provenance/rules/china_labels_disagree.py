"""Rule ``china-labels-disagree``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.aigc import CHINA, fields_of, said
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.routing import may_reach

_SHOWN: Final = 3


@rule(Severity.WARNING, kind="law")
def china_labels_disagree(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """All AIGC fields of a file say the same.

    A file may carry the field in several places: XMP, a text block, EXIF, a container's tags. Two
    of them name another label, another producer or another id. Fields that are no JSON object say
    nothing and are left to ``china-aigc-malformed``. Where nobody says where an asset goes, it
    counts as going to China.

    Why:
        One of them is left over from another file, or was changed. Which one a platform reads,
        nobody knows.

    Source:
        GB 45438-2025, annex E; Measures for Labelling, Art. 10 (labels are not deleted, forged or
        hidden), in force since 1 September 2025. Read in quotations.

    Fix:
        Go back to the file as the service wrote it, and find the step that added the other.

    Fails:
        [[signals]]
        reader = "tc260"
        where = "XMP TC260:AIGC"
        value = "AIGC label 1 (generated), producer 001, id 1"

        [[signals]]
        reader = "tc260"
        where = "EXIF UserComment"
        value = "AIGC label 3 (suspected), producer 002, id 7"

    Passes:
        [[signals]]
        reader = "tc260"
        where = "XMP TC260:AIGC"
        value = "AIGC label 1 (generated), producer 001, id 1"

        [[signals]]
        reader = "tc260"
        where = "EXIF UserComment"
        value = "AIGC label 1 (generated), producer 001, id 1"
    """
    if not may_reach(evidence, policy, CHINA):
        return
    places: dict[str, int] = {}
    for index in fields_of(evidence):
        text = said(evidence.signals[index].value)
        if text.startswith("AIGC label "):
            places.setdefault(text, index)
    if len(places) > 1:
        told = [
            f"{shown(evidence.signals[index].where)}: {shown(text)}"
            for text, index in list(places.items())[:_SHOWN]
        ]
        more = f"; and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        yield Problem(
            f"{len(places)} AIGC fields disagree: {'; '.join(told)}{more}", tuple(places.values())
        )
