"""Policy: which rules count, how much at which stage, and who may approve."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from provenance.model.approval import Waiver
from provenance.model.finding import Severity
from provenance.model.label import LabelPlace
from provenance.model.record import Sha256
from provenance.model.tool import Deployment, Environment
from provenance.model.vocabulary import Answer, Stage, UseCategory

_T = TypeVar("_T")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleSetting(_Part):
    """One rule under this policy."""

    severity: Severity | dict[Stage, Severity] | None = None
    """For all stages, or per stage; what is left out keeps the rule's default."""
    destinations: dict[str, Severity | dict[Stage, Severity]] = Field(default_factory=dict)
    """For assets that go to a destination, by its name; the heaviest counts."""
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
    territories: tuple[str, ...] = ()
    """Empty: all."""
    waives: tuple[str, ...] = ()
    """Rules that this person may waive by a signed waiver; ``*``: every rule. Empty: none."""


class CatalogueTool(_Part):
    """A tool as the house looked at it: what may be used, how, and on what terms."""

    name: str = Field(min_length=1)
    vendor: str = ""
    versions: str = ""
    """Comma separated comparisons ("3", ">=3,<4"); empty: all."""
    models: tuple[str, ...] = ()
    """Empty: all."""
    allowed: bool = True
    """False: looked at and refused."""
    deployments: tuple[Deployment, ...] = ()
    account_tiers: tuple[str, ...] = ()
    environment: Environment = Environment.UNKNOWN
    stores_inputs: Answer = Answer.UNSURE
    stores_outputs: Answer = Answer.UNSURE
    trains_on_inputs: Answer = Answer.UNSURE
    trains_on_outputs: Answer = Answer.UNSURE
    categories: tuple[UseCategory, ...] = ()
    """Uses that it is cleared for; empty: all."""
    stages: tuple[Stage, ...] = ()
    terms_url: str = ""
    terms_sha256: Sha256 | None = None
    """Digest of the snapshot of the terms."""
    terms_seen: date | None = None
    note: str = ""


class Destination(_Part):
    """Where a version goes, and what must reach its audience."""

    name: str = Field(min_length=1)
    territories: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2, or "EU"."""
    media: str = ""
    """Kind of outlet ("streaming", "theatrical", "social")."""
    labels: tuple[LabelPlace, ...] = ()
    """Places of which one must carry the notice; empty: none is asked for."""
    labels_publicly: bool = False
    """Whether the outlet turns marks in the file into a public label of its own."""


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
    tools: tuple[CatalogueTool, ...] = ()
    """The tool catalogue; empty: there is none, and disclosures are not checked against one."""
    destinations: tuple[Destination, ...] = ()
    bound_for: tuple[str, ...] = ()
    """Names of the destinations of what is judged, set by the scan; empty: each disclosure's."""
    waivers: tuple[Waiver, ...] = ()
    digest: str = ""
    """SHA-256 over the merged policy, set by the loader."""
    as_of: date | None = None
    """The day of the scan in ``time_zone``."""

    def severity(
        self, rule: str, default: Mapping[Stage, Severity], destinations: Collection[str] = ()
    ) -> Severity:
        """How much a rule weighs at this policy's stage.

        Args:
            rule: The rule's id.
            default: The rule's own severities.
            destinations: Where the asset goes. What the policy sets for one of them comes before
                what it sets for all; of several, each with its own or the general severity, the
                heaviest counts.
        """
        setting = self.rules.get(rule)
        if setting is None:
            return Severity.OFF
        own = self._at_stage(setting.severity)
        general = own if own is not None else default[self.stage]
        if not destinations or not setting.destinations:
            return general
        weights = [
            special
            if (special := self._at_stage(setting.destinations.get(name))) is not None
            else general
            for name in destinations
        ]
        return min(weights, key=lambda each: each.rank)

    def _at_stage(self, written: Severity | Mapping[Stage, Severity] | None) -> Severity | None:
        return written if isinstance(written, Severity) else (written or {}).get(self.stage)

    def lists(self, rule: str) -> bool:
        """Whether a rule is part of this policy and not off at its stage, as far as it says."""
        setting = self.rules.get(rule)
        return setting is not None and self._at_stage(setting.severity) is not Severity.OFF

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
