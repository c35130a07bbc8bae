"""Policy: which rules count, how much at which stage, and who may approve."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from provenance.model.approval import Waiver
from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage, UseCategory

_T = TypeVar("_T")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleSetting(_Part):
    """One rule under this policy."""

    severity: Severity | dict[Stage, Severity] | None = None
    """For all stages, or per stage; what is left out keeps the rule's default."""
    parameters: dict[str, Any] = Field(default_factory=dict)
    """Checked against the parameters that the rule declares."""


class PolicyApprover(_Part):
    """A certificate that may approve, and what."""

    name: str
    certificate: str = Field(min_length=1)
    """The leaf certificate's ``sha256:`` fingerprint; or its common name or organisation, which
    counts only together with ``trust_list``."""
    trust_list: str = ""
    """Name of the trust list that vouches for the name: every other authority that is trusted
    could write the same name into a certificate."""
    categories: tuple[UseCategory, ...] = ()
    """Empty: all."""
    stages: tuple[Stage, ...] = ()
    """Empty: all."""


class Policy(_Part):
    """A policy as it is applied: profiles merged, every rule name known.

    ``stage`` and ``as_of`` are set by the scan; judging itself looks at no clock.
    """

    name: str = Field(min_length=1)
    version: str = "1"
    title: str = ""
    """What it is, in a sentence."""
    source: str = ""
    """Whose rule it is, and of when."""
    kind: Literal["law", "contract", "standard", "house"] = "house"
    stage: Stage = Stage.FINAL
    fail_on: Severity = Severity.BLOCKING
    time_zone: str = "UTC"
    """A day (an expiry) ends when it ends in this zone."""
    rules: dict[str, RuleSetting] = Field(min_length=1)
    approvers: tuple[PolicyApprover, ...] = ()
    """Empty: every trusted signer may approve; self-approval is then told."""
    waivers: tuple[Waiver, ...] = ()
    digest: str = ""
    """SHA-256 over the merged policy, set by the loader."""
    as_of: date | None = None
    """The day of the scan in ``time_zone``."""

    def severity(self, rule: str, default: Mapping[Stage, Severity]) -> Severity:
        """How much a rule weighs at this policy's stage.

        Args:
            rule: The rule's id.
            default: The rule's own severities.
        """
        setting = self.rules.get(rule)
        if setting is None:
            return Severity.OFF
        if isinstance(setting.severity, Severity):
            return setting.severity
        own = (setting.severity or {}).get(self.stage)
        return own if own is not None else default[self.stage]

    def parameter(self, rule: str, name: str, default: _T) -> _T:
        """A rule's parameter under this policy.

        Args:
            rule: The rule's id.
            name: The parameter.
            default: What holds where the policy does not say.
        """
        setting = self.rules.get(rule)
        value: _T = setting.parameters.get(name, default) if setting else default
        return value
