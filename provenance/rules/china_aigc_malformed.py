"""Rule ``china-aigc-malformed``."""

from collections.abc import Iterator

from provenance.model.aigc import CHINA, fields_of, flaws_told
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.routing import may_reach


@rule(Severity.WARNING, kind="law")
def china_aigc_malformed(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An AIGC field has the keys and values that it should have.

    The field is a JSON object with seven keys: Label (1, 2 or 3), ContentProducer, ProduceID,
    ReservedCode1, ContentPropagator, PropagateID, ReservedCode2. The finding tells which are not
    there, which of the first three are empty, and where a value is no text or holds a quotation
    mark or a backslash. Something that is called AIGC and is no such object at all weighs more:
    no program can read it. Empty reserved codes are in order, and so is an empty propagator, as
    services write it. Where nobody says where an asset goes, it counts as going to China.

    Why:
        A platform that cannot read the field treats the file as one without it.

    Source:
        GB 45438-2025, annex E, in force since 1 September 2025, as the practice guide
        TC260-PG-20257A and the makers of other tools quote it.

    Fix:
        Have the field written again by whoever wrote it.

    Fails:
        [[signals]]
        reader = "tc260"
        where = "PNG tEXt AIGC"
        value = "AIGC label 1 (generated), malformed (lacks ProduceID), producer 001"

    Passes:
        [[signals]]
        reader = "tc260"
        where = "PNG tEXt AIGC"
        value = "AIGC label 1 (generated), producer 00119144030008867405X210001, id 1"
    """
    if not may_reach(evidence, policy, CHINA):
        return
    for index in fields_of(evidence):
        signal = evidence.signals[index]
        flaws = flaws_told(signal.value)
        if flaws:
            yield Problem(
                f"the AIGC field at {shown(signal.where)} is malformed: {shown(flaws)}",
                (index,),
                key=f"{signal.where} {index}",
            )
