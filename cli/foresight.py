"""What a scan will object to, told at the stamp while it can still be mended."""

from collections.abc import Iterator
from dataclasses import dataclass

import provenance
from provenance.config import Production
from provenance.errors import PolicyError
from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Attestation, Evidence, HeldDisclosure
from provenance.model.finding import Severity
from provenance.model.holding import REGISTER
from provenance.model.policy import Policy
from provenance.planning import Plan
from provenance.policies import profiles
from provenance.rules.tool_contradicts_catalogue import tool_contradicts_catalogue
from provenance.rules.tool_not_listed import tool_not_listed
from provenance.stamping import Stamped
from provenance.standings.completeness import REQUIRED, contradictions, missing_fields

_OPTIONS = {
    "digital_source_type": "--source-type",
    "tools": "--tool",
    "tools[0].version": "--tool-version",
    "use_category": "--use",
    "stage": "--stage",
}
"""How a field of the disclosure is told on the command line."""
_RULES = (tool_not_listed, tool_contradicts_catalogue)
"""Rules that ask the tool catalogue and nothing of the file."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """Knows what the production's policy will ask.

    Attributes:
        policy: The policy, where it has a tool catalogue; None without one.
        trouble: Why the policy cannot be read, or "".
    """

    policy: Policy | None = None
    trouble: str = ""

    @classmethod
    def of(cls, house: Production) -> "Foresight":
        """Read a production's policy. A profile of the program has no catalogue to read it for."""
        if house.root is None or house.policy in profiles():
            return cls()
        try:
            policy = provenance.load_policy(house.policy, stage=house.stage)
        except PolicyError as error:
            return cls(trouble=str(error))
        return cls(policy if policy.tools else None)

    def notes(self, each: Stamped | Plan) -> list[str]:
        """A sentence for each thing that a scan will object to in one file."""
        plan = each.plan if isinstance(each, Stamped) else each
        found = []
        if isinstance(each, Stamped):
            denied = contradictions(each.evidence, plan.disclosure)
            found += [f"{plan.path}: {sentence}; a scan will object" for _, sentence in denied]
        return [*found, *self.of_disclosure(plan.disclosure, plan.path.name)]

    def of_disclosure(self, told: Disclosure, name: str) -> list[str]:
        """A sentence for each thing that a scan will object to in what is disclosed.

        Args:
            told: The disclosure.
            name: Of what it speaks of.
        """
        found = []
        missing = missing_fields(told, REQUIRED)
        if missing:
            names = ", ".join(_OPTIONS.get(each, each) for each in missing)
            found.append(f"not told: {names}; a scan will ask for it")
        if self.trouble:
            found.append(f"{self.trouble}; a scan will stop at it")
        tools = self._of_tools(told, name)
        return [*found, *(f"{sentence}; a scan will object" for sentence in tools)]

    def _of_tools(self, told: Disclosure, name: str) -> Iterator[str]:
        if self.policy is None:
            return
        policy = self.policy.model_copy(update={"stage": told.stage or self.policy.stage})
        evidence = Evidence(
            Asset(name, "", Family.OTHER, "", 0),
            disclosures=(HeldDisclosure(told, Attestation(REGISTER)),),
        )
        for rule in _RULES:
            if policy.severity(rule.name, rule.severity, told.destinations) is not Severity.OFF:
                yield from (problem.message for problem in rule.check(evidence, policy))
