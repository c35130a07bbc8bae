"""Which disclosures of an asset count, and how far it is disclosed.

Pure, and cheap enough to be asked once per rule. A disclosure counts when a valid manifest store
or the register carries it. An unsigned one, or one whose signature does not fit, is told as the
reason why the asset is not disclosed. Who signed is a second question (rule ``signer-untrusted``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from provenance.model.evidence import Attestation, Evidence, HeldDisclosure
from provenance.model.holding import REGISTER
from provenance.model.policy import Policy
from provenance.standings.cataloguing import completed
from provenance.standings.claims import claims_ai, heritage
from provenance.standings.completeness import REQUIRED, contradictions, missing_fields
from provenance.standings.remembering import last_answer
from provenance.standings.vouching import disclosure_flaw, disclosure_weight


class DisclosureState(StrEnum):
    """How far an asset is disclosed."""

    NONE = "none"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class DisclosureStanding:
    """Whether an asset is disclosed.

    Attributes:
        state: How far.
        records: Ids of the disclosures that count; where none does, of those that lie there.
        reasons: What is missing or contradicted, or why what lies there does not count.
        counting: The disclosures that count, superseded ones left out.
        void: Those that do not.
    """

    state: DisclosureState
    records: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    counting: tuple[HeldDisclosure, ...] = ()
    void: tuple[HeldDisclosure, ...] = ()


@last_answer
def disclosure_standing(evidence: Evidence, policy: Policy | None = None) -> DisclosureStanding:
    """Whether an asset is disclosed.

    Args:
        evidence: All that is known of it.
        policy: Says which fields are required; without one, the usual ones are.
    """
    counting, void = disclosures_of(evidence)
    if not counting:
        return DisclosureStanding(
            DisclosureState.NONE,
            tuple(each.record.id for each, _ in void),
            tuple(f"{each.attestation.source}: {reason}" for each, reason in void),
            void=tuple(each for each, _ in void),
        )
    required: Sequence[str] = REQUIRED
    if policy is not None:
        required = policy.parameter("disclosure-incomplete", "required", required)
    denied = [text for each in counting for _, text in contradictions(evidence, each.record)]
    known = policy.tools if policy is not None else ()
    judged = [completed(each.record, known) for each in counting]
    missing = [name for each in judged for name in missing_fields(each, required)]
    state = DisclosureState.COMPLETE
    if missing:
        state = DisclosureState.INCOMPLETE
    if denied:
        state = DisclosureState.CONTRADICTED
    return DisclosureStanding(
        state,
        tuple(each.record.id for each in counting),
        (*denied, *(f"missing: {name}" for name in dict.fromkeys(missing))),
        counting,
        tuple(each for each, _ in void),
    )


@last_answer
def disclosures_of(
    evidence: Evidence,
) -> tuple[tuple[HeldDisclosure, ...], tuple[tuple[HeldDisclosure, str], ...]]:
    """Those that count, and those that do not with the reason; each id once."""
    if not (evidence.disclosures or evidence.entries):
        return (), ()
    best: dict[str, tuple[int, HeldDisclosure]] = {}
    registered = (
        HeldDisclosure(entry.disclosure, Attestation(REGISTER)) for entry in evidence.entries
    )
    for each in (*evidence.disclosures, *registered):
        weight = disclosure_weight(each.attestation)
        if each.record.id not in best or weight > best[each.record.id][0]:
            best[each.record.id] = (weight, each)
    # What a stranger signed must not put aside what the production vouches for.
    superseding: dict[str, int] = {}
    for weight, each in best.values():
        if each.record.supersedes and weight:
            older = each.record.supersedes
            superseding[older] = max(weight, superseding.get(older, 0))
    current = [
        (weight, each)
        for weight, each in best.values()
        if superseding.get(each.record.id, -1) < weight
    ] or list(best.values())
    counting = [each for weight, each in current if weight]
    void = [(each, disclosure_flaw(each.attestation)) for weight, each in current if not weight]
    own = [each for each in counting if not _ancestor(evidence, each)]
    if own or not counting:
        return tuple(own), tuple(void)
    # The nearest ancestor's disclosure speaks of this asset until something new was generated.
    near = heritage(evidence.store) if evidence.store else ()
    mine = sorted(
        (each for each in counting if _ancestor(evidence, each) in near),
        key=lambda each: near.index(_ancestor(evidence, each)),
    )
    # Of a manifest that the store does not hold no way is known; what the file says now counts.
    if evidence.store and not claims_ai(evidence.store.active):
        mine += (each for each in counting if not evidence.store.find(_ancestor(evidence, each)))
    if mine:
        return tuple(mine[:1]), tuple(void)
    later = "it speaks of an ancestor, and generated content was added since"
    return (), (*void, *((each, later) for each in counting))


def _ancestor(evidence: Evidence, held: HeldDisclosure) -> str:
    """Label of the ancestor's manifest that holds a disclosure; "" where the asset's own does."""
    kind, _, label = held.attestation.source.partition(" ")
    store = evidence.store
    return label if kind == "manifest" and store and label != store.active_label else ""
