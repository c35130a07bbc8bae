"""Which rule tells that a use is not approved: one fact is one finding.

Some ways in which an approval fails have a rule of their own, which a policy may weigh otherwise.
Where it does not list that rule, or has it off, the general one tells: what is not approved is
told in any case.
"""

from typing import Final

from provenance.model.approval import Approval
from provenance.model.disclosure import Disclosure
from provenance.model.policy import Policy
from provenance.model.vocabulary import UseCategory
from provenance.standings.cataloguing import completed
from provenance.standings.looking import ApprovalState, Look
from provenance.standings.needs import more_than_incidental, unanswered
from provenance.standings.scoping import Aspect
from provenance.standings.standing import ApprovalStanding

MISSING: Final = "approval-missing"
AUTHORITY: Final = "approval-authority"
BACKGROUND: Final = "background-unapproved"
PRINCIPLE: Final = "principle-unsure"
OUT_OF_SCOPE: Final = "approval-out-of-scope"
EXPIRED: Final = "approval-expired"
CONDITIONS: Final = "approval-conditions-open"
TOOL: Final = "approval-tool"
TERRITORY: Final = "approval-territory"
_SPECIAL: Final = {Aspect.TOOL: TOOL, Aspect.TERRITORY: TERRITORY}
_ENDED: Final = frozenset({ApprovalState.EXPIRED, ApprovalState.REVOKED, ApprovalState.REJECTED})


def tellers(standing: ApprovalStanding, policy: Policy) -> tuple[str, ...]:
    """Names of the rules that tell what a use lacks of an approval; empty where it lacks nothing.

    Args:
        standing: Of one disclosed use. What is undisclosed is told elsewhere.
        policy: Which rules it lists.
    """
    if standing.disclosure is None:
        return ()
    if standing.state is ApprovalState.MISSING:
        return (_missing(standing, standing.disclosure, policy),)
    if standing.state is ApprovalState.OUT_OF_SCOPE:
        look = standing.looks[0]
        rules = [_beyond(look, each.aspect, policy) for each in look.limits]
        return tuple(dict.fromkeys((*rules, *((CONDITIONS,) if look.open else ()))))
    if standing.state in _ENDED:
        return (EXPIRED,)
    return (CONDITIONS,) if standing.state is ApprovalState.CONDITIONS_OPEN else ()


def lacks(standing: ApprovalStanding, policy: Policy, rule: str) -> tuple[str, ...]:
    """What a rule tells of the approval that comes closest: where the use lies outside its scope.

    Args:
        standing: Of one disclosed use.
        policy: Which rules it lists.
        rule: The rule that asks.
    """
    if standing.state is not ApprovalState.OUT_OF_SCOPE:
        return ()
    look = standing.looks[0]
    return tuple(each.text for each in look.limits if _beyond(look, each.aspect, policy) == rule)


def closest_approval(standing: ApprovalStanding) -> Approval:
    """The approval of ``lacks``."""
    return standing.looks[0].held.record


def _missing(standing: ApprovalStanding, disclosure: Disclosure, policy: Policy) -> str:
    """Specific before general: what sort of element it is, who decided, what is left to answer."""
    if policy.lists(BACKGROUND) and _incidental(disclosure, policy):
        return BACKGROUND
    if any(each.unentitled for each in standing.looks) and policy.lists(AUTHORITY):
        return AUTHORITY
    if set(standing.needs) <= set(unanswered(disclosure)) and policy.lists(PRINCIPLE):
        return PRINCIPLE
    return MISSING


def _beyond(look: Look, aspect: Aspect, policy: Policy) -> str:
    """Of an approval for another use, its limits on tools and territories matter no more."""
    special = _SPECIAL.get(aspect, OUT_OF_SCOPE)
    elsewhere = any(each.aspect is Aspect.USE for each in look.limits)
    return special if not elsewhere and policy.lists(special) else OUT_OF_SCOPE


def _incidental(disclosure: Disclosure, policy: Policy) -> bool:
    """Whether it is a background element and no more, the tool catalogue's word included."""
    background = disclosure.use_category is UseCategory.BACKGROUND_ELEMENT
    return background and not more_than_incidental(completed(disclosure, policy.tools))
