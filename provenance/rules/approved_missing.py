"""Rule ``approved-missing``."""

from collections.abc import Iterator, Sequence
from typing import Final

from provenance.model.delivery import DeliveryEvidence
from provenance.model.evidence import HeldApproval
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import DELIVERED_STAGES
from provenance.rules.base import capped, delivery_rule, enumerated, shown
from provenance.standings.expecting import (
    Names,
    absent_of,
    expected_here,
    names_of,
    whole_title,
)

_DIGITS: Final = len("sha256:") + 12
_STAMPED: Final = "Deliver the file, or say in the register that it was dropped."
_NO_TITLE: Final = (
    "Set `title_id` under [production] in provenance.toml, or turn `whole_title` off."
)


@delivery_rule(
    Severity.WARNING, parameters={"whole_title": False}, agreements={"whole_title": "most"}
)
def approved_missing(delivery: DeliveryEvidence, policy: Policy) -> Iterator[Problem]:
    """What was approved by name is in the delivery.

    An approval came with the delivery, names assets by digest or id, counts, is in force and is
    for this stage and title; and of an asset that it names nothing is here: neither the file as
    made nor as stamped, nor anything that says it was derived from it. Approvals for other titles
    or stages are left alone, and so is a scan of named files: it is no delivery.

    With the parameter ``whole_title`` the delivery is meant to hold everything of the title. Then
    approvals that the register or the house holds are expected here as well, and so is what the
    register has as stamped for this stage.

    Why:
        An approved shot that is not delivered was dropped, or another file lies in its place, and
        that one nobody approved.

    Source:
        House rule.

    Fix:
        Deliver the file that was approved. Where it was dropped, have the approval revoked:
        ``provenance revoke APPROVAL``; where another file took its place, get that approved.

    Fails:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[approvals]]
        scope = { digests = ["a", "b"] }

    Passes:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[assets]]
        asset = { path = "sky.png", digest = "b" }

        [[approvals]]
        scope = { digests = ["a", "b"] }
    """
    if delivery.part or not delivery.assets:
        return
    names = names_of(delivery)
    whole = whole_title(policy)
    if whole and not names.titles:
        yield Problem(
            "the whole title is expected, and nobody says which title this is",
            advice=_NO_TITLE,
            undetermined=True,
            key="title",
        )
        whole = False
    yield from capped(_missing(delivery, policy, names, whole=whole), "approvals like this one")


def _missing(
    delivery: DeliveryEvidence, policy: Policy, names: Names, *, whole: bool
) -> Iterator[Problem]:
    told: set[str] = set()
    for held in delivery.approvals:
        here = delivery.lies_here(held)
        if not (here or whole) or not expected_here(held, delivery, policy):
            continue
        sure = here or held.record.scope.title_id in names.titles
        absent = [
            name for name in absent_of(held.record.scope, names) if sure or names.of_title(name)
        ]
        new = [name for name in absent if names.group(name) not in told]
        told.update(map(names.group, absent))
        if new:
            yield _of_approval(held, new, delivery, names)
    if whole:
        yield from _of_register(delivery, policy, names, told)


def _of_approval(
    held: HeldApproval, absent: Sequence[str], delivery: DeliveryEvidence, names: Names
) -> Problem:
    digests = [name for name in absent if name.startswith("sha256:")]
    what = enumerated([names.path(name) or _short(name) for name in absent])
    return Problem(
        f"{shown(held.record.reference)} approves what is not in the delivery: {what}"
        f"{_unsure(delivery, names)}",
        undetermined=bool(names.unhashed),
        key=held.record.id,
        path=held.attestation.source if delivery.lies_here(held) else "",
        digest=digests[0] if digests else "",
    )


def _short(name: str) -> str:
    """A digest as people compare them: the first twelve digits."""
    return f"{name[:_DIGITS]}..." if name.startswith("sha256:") else name


def _of_register(
    delivery: DeliveryEvidence, policy: Policy, names: Names, told: set[str]
) -> Iterator[Problem]:
    """Assets that the register has as stamped for this stage; of one path, the last one."""
    if policy.stage not in DELIVERED_STAGES:
        return
    latest = {entry.path: entry for entry in sorted(delivery.entries, key=lambda one: one.at)}
    for entry in latest.values():
        disclosure = entry.disclosure
        group = names.group(entry.as_stamped)
        meant = disclosure.stage is policy.stage and disclosure.title_id in names.titles
        if meant and group not in told and not names.here(entry.as_stamped):
            told.add(group)
            yield Problem(
                f"{shown(entry.path)} was stamped for the stage {policy.stage} and is not in the "
                f"delivery{_unsure(delivery, names)}",
                advice=_STAMPED,
                undetermined=bool(names.unhashed),
                key=entry.id,
                path=entry.path,
                digest=entry.as_stamped,
            )


def _unsure(delivery: DeliveryEvidence, names: Names) -> str:
    out = delivery.excluded
    left = f"; {out} file{' was' if out == 1 else 's were'} left out of the scan" if out else ""
    return left + names.doubt
