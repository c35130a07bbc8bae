"""Rule ``record-orphaned``."""

from collections.abc import Iterator

from provenance.indexes.patterns import Patterns
from provenance.model.approval import Decision, Scope
from provenance.model.delivery import DeliveryEvidence, Held
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import capped, delivery_rule, shown
from provenance.standings.expecting import Names, expected_here, for_title, names_of


@delivery_rule(Severity.WARNING)
def record_orphaned(delivery: DeliveryEvidence, policy: Policy) -> Iterator[Problem]:
    """Every record that lies in the delivery speaks of something in it.

    A disclosure, approval, consent, labelling or waiver came with the delivery, and nothing here
    is what it names: no file has the digest, id or path, its title is another, the approval that
    it revokes is not known, no disclosure names the talent. An approval that counts and whose
    files are missing is told by ``approved-missing``, a sidecar without its file by
    ``unreadable``. What the register or the house holds beside the delivery is not looked at, and
    of named files nothing is said.

    Why:
        A record without its file is what is left of one that was renamed, replaced or forgotten,
        or it belongs to somebody else's production and should not have been sent.

    Source:
        House rule.

    Fix:
        Deliver the file that it speaks of, or take the record out. If the file was changed since,
        have the record made again for the new one.

    Fails:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[disclosures]]
        subject = { path = "sky.png", sha256 = "b" }

    Passes:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[disclosures]]
        subject = { path = "bg.png", sha256 = "a" }
    """
    if not delivery.part:
        yield from capped(_orphans(delivery, policy), "records like this one")


def _orphans(delivery: DeliveryEvidence, policy: Policy) -> Iterator[Problem]:
    names = names_of(delivery)
    fitting = _fitting(delivery)
    for held in delivery.here(delivery.disclosures):
        subject = held.record.subject
        known = [name for name in (subject.sha256, held.record.id) if name]
        if subject.path not in names.paths and not any(map(names.here, known)):
            what = subject.path or subject.sha256 or "a file that it does not name"
            yield _orphan(held, f"the disclosure {held.record.id} speaks of {shown(what)}", names)
    yield from _decisions(delivery, policy, names, fitting)
    for labelling in delivery.here(delivery.labellings):
        what = f"the labelling {labelling.record.id}"
        yield from _of_scope(labelling, labelling.record.scope, what, names, fitting)
    for waiver in delivery.here(delivery.waivers):
        given = waiver.record
        scope = Scope(title_id=given.title_id, digests=given.digests, patterns=given.patterns)
        yield from _of_scope(waiver, scope, f"the waiver {given.id}", names, fitting)
    yield from _consents(delivery, names)


def _decisions(
    delivery: DeliveryEvidence, policy: Policy, names: Names, fitting: frozenset[str]
) -> Iterator[Problem]:
    known = {each.record.id for each in delivery.approvals}
    for held in delivery.here(delivery.approvals):
        record = held.record
        what = f"the decision {shown(record.reference)}"
        if record.decision is Decision.REVOKED and record.revokes:
            if record.revokes not in known:
                yield _orphan(held, f"{what} revokes {shown(record.revokes)}", names)
        elif not expected_here(held, delivery, policy):
            yield from _of_scope(held, record.scope, what, names, fitting)


def _consents(delivery: DeliveryEvidence, names: Names) -> Iterator[Problem]:
    talents = {
        name
        for each in delivery.assets
        for held in each.disclosures
        for talent in held.record.talent
        for name in (talent.name, talent.consent_ref)
    } | {held.record.id for each in delivery.assets for held in each.consents}
    for held in delivery.here(delivery.consents):
        if talents.isdisjoint({held.record.id, *held.names}):
            # A consent holds personal data: its id is enough to find it by.
            yield _orphan(held, f"the consent {held.record.id} is of a talent", names)


def _of_scope(
    held: Held, scope: Scope, what: str, names: Names, fitting: frozenset[str]
) -> Iterator[Problem]:
    named = (*scope.digests, *scope.asset_ids)
    if not for_title(scope.title_id, names.titles):
        yield _orphan(held, f"{what} is for the title {shown(scope.title_id)}", names)
    elif not (named or scope.patterns) or held.record.id in fitting:
        return
    elif not any(map(names.here, named)):
        first = names.path(named[0]) or named[0] if named else scope.patterns[0]
        more = len(named) + len(scope.patterns) - 1
        beside = f" and {more} more" if more else ""
        yield _orphan(held, f"{what} names {shown(first)}{beside}", names)


def _orphan(held: Held, what: str, names: Names) -> Problem:
    return Problem(
        f"{what}, and nothing in the delivery is that{names.doubt}",
        key=held.record.id,
        path=held.attestation.source,
        undetermined=bool(names.unhashed),
    )


def _fitting(delivery: DeliveryEvidence) -> frozenset[str]:
    """Ids of the records of which a pattern fits a file."""
    scopes = [(held.record.id, held.record.scope.patterns) for held in delivery.approvals]
    scopes += [(held.record.id, held.record.scope.patterns) for held in delivery.labellings]
    scopes += [(held.record.id, held.record.patterns) for held in delivery.waivers]
    if not any(every for _, every in scopes):  # as a rule
        return frozenset()
    patterns = Patterns([(pattern, name) for name, every in scopes for pattern in every])
    return frozenset(
        name for each in delivery.assets for name in patterns.matching(each.asset.path)
    )
