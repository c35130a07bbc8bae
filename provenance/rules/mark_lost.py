"""Rule ``mark-lost``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, Integrity
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import StoreLocation
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.standing import approvals_of_these_bytes, disclosure_standing

_DECIDED = (
    "Deliver the stamped file, with its sidecar where it has one. If nothing in it was generated, "
    "say so: `provenance stamp FILE --source-type digitalCapture`, or whatever it is."
)
_GONE = frozenset({Integrity.NO_MANIFEST, Integrity.EXTERNAL_ONLY})


@rule(Severity.OVERRIDABLE)
def mark_lost(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A file that was stamped still carries its stamp.

    Four ways to see that it does not: the register knows the file, and this is the copy from
    before the stamp, or its sidecar was left behind; our own metadata is in the file and the
    manifest store that was written with it is gone; an approval names these very bytes, and
    nothing discloses them; or a sidecar lies beside the file and is bound to other bytes.

    Why:
        A transcode, an upload or a "save as" drops a manifest without a word. Who receives the
        file next finds nothing.

    Source:
        House rule, after the EU Code of Practice of June 2026, measure 1.2: marks are kept.

    Fix:
        Deliver the stamped file, with its sidecar where it has one. If this version is the one
        that is meant, stamp it, with the stamped file as ``--ingredient``.

    Fails:
        [[entries]]
        as_made = "a"
        as_stamped = "b"
        location = "embedded"

    Passes:
        [store]

        [[entries]]
        as_made = "b"
        as_stamped = "a"
        location = "embedded"
    """
    store = evidence.store
    if evidence.integrity in _GONE:
        yield from _gone(evidence, policy)
    elif store is not None and store.location is StoreLocation.SIDECAR:
        bound_elsewhere = evidence.integrity is Integrity.INVALID and store.validation.tampered
        if bound_elsewhere:
            yield Problem(
                f"the sidecar {shown(store.where)} is bound to other bytes than these",
                key="sidecar",
            )


def _gone(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    for entry in evidence.entries:
        name = shown(entry.path)
        if entry.location == "sidecar":
            message = f"stamped as {name} with a sidecar, which is not beside it"
        elif evidence.asset.digest == entry.as_stamped:
            message = f"stamped as {name} with a manifest, which is not found in it"
        else:
            message = (
                f"known as {name} from before its stamp; the stamped file carries a manifest, "
                "this one does not"
            )
        yield Problem(message, key=f"entry {entry.id}")
    own = tuple(
        index
        for index, signal in enumerate(evidence.signals)
        if signal.own_stamp and not signal.in_ingredient
    )
    if own and not evidence.entries:
        where = shown(evidence.signals[own[0]].where)
        yield Problem(
            f"it was stamped ({where}), and the manifest store is gone",
            own,
            key="stripped",
        )
    named = approvals_of_these_bytes(evidence)
    if named and not (own or evidence.entries or disclosure_standing(evidence, policy).counting):
        yield Problem(
            f"{shown(named[0].record.reference)} decides on the use of these very bytes, and "
            "nothing in or beside the file says how they were made: its sidecar was left behind, "
            "or this is the file from before its stamp",
            advice=_DECIDED,
            key="approval",
        )
