"""The shard: what one machine read of a delivery that several share. Machine contract version 1."""

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from provenance.model.approval import Approval, Waiver
from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence
from provenance.model.label import Labelling
from provenance.model.record import Moment, Sha256
from provenance.model.report import ToolView
from provenance.model.vocabulary import Effort, Stage

SHARD_SCHEMA: Final = "provenance.shard/1"
MAX_SHARDS: Final = 10_000
"""Shards of one delivery."""
_NOT_READ: Final = (
    "approvals", "entries", "twins", "cousins", "misplaced", "consents", "waivers", "labellings",
    "sources", "veiled",
)  # fmt: skip
"""What is brought to a file when it is judged; no reading gives it, so no shard may."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Share(_Part):
    """Which part of the files was read."""

    index: Annotated[int, Field(ge=1, le=MAX_SHARDS)]
    count: Annotated[int, Field(ge=1, le=MAX_SHARDS)]

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.index > self.count:
            raise ValueError(f"there is no shard {self.index} of {self.count}")
        return self


class Asked(_Part):
    """What was asked for. Of all shards of one delivery it is the same."""

    policy: str
    """Name of the policy."""
    policy_digest: str
    stage: Stage
    effort: Effort
    trust: Sha256
    """Of the certificates whose signatures count."""
    folder: str
    """Where the scan ran: paths are relative to it."""
    paths: tuple[str, ...]
    """Files and folders, as they were named."""
    exclude: tuple[str, ...] = ()
    ignoring: tuple[str, ...] = ()
    """The folder of the ignore file, and its lines; empty without one."""
    hidden: bool = False
    digests: bool = False
    """Whether a digest of every file was asked for. A shard has one of each in any case: what can
    name a file is known to who merges."""
    facts: bool = False
    """Whether technical facts were read."""


class ShardFile(_Part):
    """One file that was read."""

    path: str
    """As reports show it."""
    size: int
    changed: int
    """When it was last changed, nanoseconds since 1970; with ``size`` tells whether it still is
    what was read."""
    evidence: Evidence

    @model_validator(mode="after")
    def _read_alone(self) -> Self:
        if self.evidence.asset.path != self.path:
            raise ValueError("the evidence is of another file")
        for name in _NOT_READ:
            if getattr(self.evidence, name):
                raise ValueError(f"{name}: no reading of a file gives any")
        return self


class Shard(_Part):
    """What ``provenance scan --shard`` writes and ``provenance merge`` reads."""

    schema_: Literal["provenance.shard/1"] = Field(SHARD_SCHEMA, alias="schema")
    tool: ToolView
    generated_at: Moment
    share: Share
    asked: Asked
    units: tuple[str, ...]
    """Every file of the delivery that counts, whoever reads it, as reports show it."""
    files: tuple[ShardFile, ...] = ()


_NAMES: Final = {
    each.__name__: each for each in (Approval, Consent, Disclosure, Entry, Labelling, Waiver)
}
ShardFile.model_rebuild(force=True, _types_namespace={**globals(), **_NAMES})
Shard.model_rebuild(force=True, _types_namespace={**globals(), **_NAMES})
