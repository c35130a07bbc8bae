"""The shape of a decision: what its scope restricts and who signed it. Pure.

Of decisions that name no asset, those of one shape say the same of a use; and a use that differs in
nothing that a shape restricts is the same use to it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from provenance.model.evidence import HeldApproval
from provenance.model.policy import Policy
from provenance.model.tool import Tool
from provenance.model.veiling import plain_name
from provenance.standings.authority import authority_flaw
from provenance.standings.looking import Alone, Look, foreign, no, said
from provenance.standings.scoping import Limit, Use, limits

Parts: TypeAlias = tuple[Hashable, ...]
"""What a scope or an approver may restrict, of one use: see ``parts_of``."""

_TITLE, _STAGES, _CATEGORY, _TOOLS, _PLACES, _BOUND = range(6)


@dataclass(frozen=True, slots=True)
class Shape:
    """What decisions of one shape have in common.

    Attributes:
        held: One of them.
        parts: Which parts of a use matter to them.
        asked: Picks these out of all.
        talents: Names of talents to whom their scope is limited, as they are compared in clear.
    """

    held: HeldApproval
    parts: tuple[int, ...]
    asked: Callable[[Parts], Hashable]
    talents: frozenset[str]

    @classmethod
    def of(cls, held: HeldApproval, policy: Policy) -> "Shape":
        """The shape of a decision.

        Args:
            held: The decision.
            policy: Its approvers may be limited as well.
        """
        scope, approvers = held.record.scope, policy.approvers
        matter = {
            _TITLE: True,
            _STAGES: scope.stages or approvers,
            _CATEGORY: scope.categories or approvers,
            _TOOLS: scope.tools or scope.models,
            _PLACES: scope.territories or approvers,
            _BOUND: scope.destinations,
        }
        parts = tuple(each for each, matters in matter.items() if matters)
        talents = frozenset(map(plain_name, scope.talents))
        return cls(held, parts, itemgetter(*parts), talents)


@dataclass(frozen=True, slots=True)
class Fact:
    """What decisions of one shape come to for a use.

    Attributes:
        foreign: Why they cannot mean the asset; "" where they can.
        unentitled: Why their signer may not decide this; "" where the signer may.
        beyond: Where the use lies outside their scope.
    """

    foreign: str
    unentitled: str
    beyond: tuple[Limit, ...]

    @classmethod
    def of(cls, held: HeldApproval, use: Use, policy: Policy) -> "Fact":
        """What one of them comes to, and so all.

        Args:
            held: The decision; one that names no asset.
            use: The use.
            policy: Approvers.
        """
        scope = held.record.scope
        return cls(foreign(scope, use), authority_flaw(held, policy, use), limits(scope, use))

    def look(self, alone: Alone) -> Look:
        """What one of them does, other records left aside.

        Args:
            alone: The decision.
        """
        flaw = alone.flaw or self.foreign or alone.clock
        if flaw or self.unentitled:
            return no(alone.held, flaw, self.unentitled)
        return said(alone, self.beyond)


def parts_of(use: Use) -> Parts:
    """All of a use that a scope or an approver may restrict, talents and names left aside."""
    told = use.disclosure
    return (
        told.title_id,
        (use.stage, told.stage),
        told.use_category,
        tuple(map(_tool, told.tools)),
        use.places,
        tuple(use.destinations or told.destinations),
    )


def shape_key(held: HeldApproval) -> Hashable:
    """Equal for decisions of one shape."""
    scope, attestation = held.record.scope, held.attestation
    tools = tuple((each.name, each.versions) for each in scope.tools)
    lists = (scope.categories, scope.stages, tools, scope.models, scope.talents)
    signature = attestation.signature
    name: Hashable = None
    if signature is not None:
        name = signature.fingerprint, signature.subject, signature.organisation, signature.name
    where = (scope.title_id, scope.territories, scope.destinations)
    return *where, *lists, attestation.integrity, attestation.trust, name


def _tool(tool: Tool) -> Hashable:
    return tool.name, tool.version, tool.model, tool.model_version, tool.model_id
