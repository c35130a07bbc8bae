"""Of many decisions, those of some kinds. Pure."""

from collections.abc import Collection, Mapping, Sequence

from provenance.model.approval import Decision
from provenance.model.evidence import HeldApproval
from provenance.model.holding import own_of, wide_of
from provenance.standings.remembering import last_answer


def decided(
    approvals: Sequence[HeldApproval], kinds: Collection[Decision]
) -> tuple[HeldApproval, ...]:
    """The decisions of some kinds, in order.

    Args:
        approvals: Of one asset. Those that name none are sorted once for all assets that share
            them.
        kinds: What was decided.
    """
    own = (held for held in own_of(approvals) if held.record.decision in kinds)
    wide = wide_of(approvals)
    if not wide:
        return tuple(own)
    sorted_ = _by_kind(wide)
    places = sorted(place for kind in kinds for place in sorted_.get(kind, ()))
    return (*own, *(wide[place] for place in places))


@last_answer
def _by_kind(wide: tuple[HeldApproval, ...]) -> Mapping[Decision, Sequence[int]]:
    places: dict[Decision, list[int]] = {}
    for place, held in enumerate(wide):
        places.setdefault(held.record.decision, []).append(place)
    return places
