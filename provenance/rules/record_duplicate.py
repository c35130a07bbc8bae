"""Rule ``record-duplicate``."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from provenance.model.approval import Approval
from provenance.model.delivery import DeliveryEvidence
from provenance.model.disclosure import Disclosure, Notice
from provenance.model.evidence import HeldDisclosure
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import capped, delivery_rule, enumerated, shown
from provenance.standings.counting import disclosures_of

_VEILED: Final = frozenset({"author", "note", "inputs", "talent"})
"""Fields that hold something else in a file that leaves the house than in the register.

Of the notice to the buyer only the addressee does; see `_said`.
"""
_ITS_OWN: Final = frozenset(
    {"schema_", "id", "created_at", "supersedes", "subject", "approval_refs"}
)
"""Fields in which two disclosures of one asset may differ without saying two things of it."""
_SAME_ID: Final = (
    "Find out who made the second one. A record that is to say something else is a new record, "
    "with an id of its own and, for a disclosure, `supersedes`."
)


@delivery_rule(Severity.WARNING)
def record_duplicate(delivery: DeliveryEvidence, _: Policy) -> Iterator[Problem]:
    """An asset has one disclosure, and an id one record.

    Two disclosures that count speak of the same file, neither supersedes the other, and they do
    not say the same; or two disclosures or approvals bear one id and have different contents. The
    same record twice (in the file, in the register, as a file of its own) is a copy and no
    matter; so is what only the form that leaves the house veils.

    Why:
        Which of the two is true? Every other rule believes both and holds the file to the
        stricter one; and an id that means two things makes an approval mean two things.

    Source:
        House rule.

    Fix:
        Decide which disclosure holds and have the file stamped with one that supersedes the
        other.

    Fails:
        [[assets]]

        [[assets.disclosures]]
        stage = "temp"

        [[assets.disclosures]]
        stage = "final"

    Passes:
        [[assets]]

        [[assets.disclosures]]
        stage = "temp"

        [[assets.disclosures]]
        stage = "final"
        supersedes = "disclosure-1"
    """
    yield from capped(_of_assets(delivery), "files with more than one disclosure")
    yield from capped(_of_ids(delivery), "ids with more than one content")


def _of_assets(delivery: DeliveryEvidence) -> Iterator[Problem]:
    for evidence in delivery.assets:
        if not (evidence.disclosures or evidence.entries):  # as a rule
            continue
        counting, _ = disclosures_of(evidence)
        if len(counting) < 2:  # noqa: PLR2004 - two make a duplicate
            continue
        differ = _differing([held.record for held in counting], _ITS_OWN | _VEILED)
        if differ:
            ids = enumerated([held.record.id for held in counting])
            yield Problem(
                f"{shown(evidence.asset.path)} has {len(counting)} disclosures ({ids}) that "
                f"differ in {', '.join(differ)}",
                key="asset",
                path=evidence.asset.path,
                digest=evidence.asset.digest or "",
            )


def _of_ids(delivery: DeliveryEvidence) -> Iterator[Problem]:
    yield from _twice("disclosure", (held.record for held in _disclosures(delivery)))
    yield from _twice("approval", (held.record for held in delivery.approvals))


def _disclosures(delivery: DeliveryEvidence) -> Iterator[HeldDisclosure]:
    yield from delivery.disclosures
    for evidence in delivery.assets:
        yield from evidence.disclosures


def _twice(kind: str, records: Iterable[Disclosure | Approval]) -> Iterator[Problem]:
    first: dict[str, Disclosure | Approval] = {}
    told: set[str] = set()
    for record in records:
        known = first.setdefault(record.id, record)
        if known is record or known == record or record.id in told:
            continue
        differ = _differing([known, record], _VEILED if kind == "disclosure" else frozenset())
        if differ:
            told.add(record.id)
            yield Problem(
                f"two records bear the id {shown(record.id)} of one {kind} and differ in "
                f"{', '.join(differ)}",
                advice=_SAME_ID,
                key=f"{kind} {record.id}",
            )


def _differing(records: Sequence[Disclosure | Approval], apart: frozenset[str]) -> list[str]:
    """Names of the fields that are not the same in all records."""
    fields = type(records[0]).model_fields
    return [
        name
        for name in fields
        if name not in apart
        and any(_said(each, name) != _said(records[0], name) for each in records[1:])
    ]


def _said(record: Disclosure | Approval, name: str) -> object:
    """What a record says in a field, without a name that leaves the house only salted."""
    value = getattr(record, name)
    return value.model_copy(update={"to": ""}) if isinstance(value, Notice) else value
