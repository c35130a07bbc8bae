"""Rule ``eu-mark-unsigned``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence, Integrity
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.claims import claims_ai
from provenance.standings.deceiving import EU
from provenance.standings.labelling import speaks_of_ai
from provenance.standings.routing import may_reach
from provenance.standings.standing import disclosure_standing

_NONE: Final = {
    Integrity.NO_MANIFEST: "carries no signed mark that says so",
    Integrity.EXTERNAL_ONLY: "only refers to a mark elsewhere, which was not fetched",
}
_WRONG: Final = {
    Integrity.INVALID: "the signed mark does not validate",
    Integrity.UNREADABLE: "the mark cannot be read",
    Integrity.NOT_CHECKED: "the mark was not validated",
}


@rule(Severity.WARNING, kind="law")
def eu_mark_unsigned(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Generated media that reaches the EU carries a signed, machine-readable mark.

    The file declares generated content, or is disclosed to hold it, and no valid C2PA manifest of
    it says so: there is none, or the one that is there does not speak of generation. The duty is
    the provider's, who offers the generator; a production is one only where it ships a system of
    its own. For everybody else the finding tells that a mark did not come along. A missing
    manifest is left to ``manifest-missing`` where the policy lists that rule, and a broken one to
    ``manifest-invalid``.

    Why:
        Plain metadata says who made it until the first re-save. Platforms in the EU look for the
        signed mark.

    Source:
        Regulation (EU) 2024/1689 (AI Act), Art. 50(2), applies since 2 August 2026, for systems
        already on the market from 2 December 2026 (Regulation (EU) 2026/1744); Code of Practice
        of 10 June 2026, section 1, measures 1.1 and 1.1.1. Read in secondary sources.

    Fix:
        Use the file as the generator wrote it, or stamp it: ``provenance stamp FILE``.

    Fails:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

    Passes:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [store]

        [[store.manifests]]
        actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]
    """
    if not speaks_of_ai(evidence, disclosure_standing(evidence, policy)):
        return
    if not may_reach(evidence, policy, {EU}):
        return
    integrity, store = evidence.integrity, evidence.store
    signals = evidence.declaration.signals if evidence.declaration.is_ai else ()
    if integrity in _NONE:
        if not policy.lists("manifest-missing"):
            yield Problem(f"holds generated content, and {_NONE[integrity]}", signals, key="none")
    elif integrity in _WRONG:
        if not policy.lists("manifest-invalid"):
            yield Problem(
                f"holds generated content, and {_WRONG[integrity]}",
                signals,
                undetermined=integrity is not Integrity.INVALID,
                key="broken",
            )
    elif store is not None and not any(
        claims_ai(node.manifest) for node in store.walk() if node.referenced
    ):
        yield Problem(
            "holds generated content, and the signed manifest does not say so", signals, key="mute"
        )
