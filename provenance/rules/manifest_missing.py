"""Rule ``manifest-missing``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, Integrity
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.needs import discloses_ai
from provenance.standings.standing import disclosure_standing, firmly_ai


@rule(Severity.OVERRIDABLE)
def manifest_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Generated media carries a manifest store, embedded or beside it.

    The file declares generated content or is disclosed as such, and there is no C2PA manifest
    store. A reference to a store elsewhere is named and not followed: nothing is fetched.

    Why:
        Metadata in plain text is lost on the first re-save and written by anyone. A manifest
        binds the disclosure to these bytes.

    Source:
        House rule. Netflix's guidance of August 2025 names no file mark; Regulation (EU) 2024/1689
        (AI Act), Art. 50(2), asks providers of a system for one that is machine-readable.

    Fix:
        Stamp the file: ``provenance stamp FILE``. Where the format cannot hold a manifest, that
        writes a sidecar; deliver it with the file.

    Fails:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

    Passes:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [store]
    """
    if evidence.integrity not in {Integrity.NO_MANIFEST, Integrity.EXTERNAL_ONLY}:
        return
    standing = disclosure_standing(evidence, policy)
    disclosed = any(discloses_ai(held.record) for held in (*standing.counting, *standing.void))
    if not disclosed and not firmly_ai(evidence):
        return
    says = "declares" if firmly_ai(evidence) else "is disclosed to hold"
    where = "no manifest store"
    if evidence.integrity is Integrity.EXTERNAL_ONLY:
        where = "only a reference to a manifest store elsewhere, which was not fetched"
    yield Problem(
        f"{says} generated content, and has {where}",
        evidence.declaration.signals if firmly_ai(evidence) else (),
    )
