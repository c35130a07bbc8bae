"""A generative tool: what it is, where it runs, what it does with what it is given."""

from enum import StrEnum

from pydantic import Field

from provenance.model.record import Moment, Sha256, Value
from provenance.model.vocabulary import Answer


class Deployment(StrEnum):
    """Where a tool runs."""

    LOCAL = "local"
    SAAS = "saas"
    API = "api"
    UNKNOWN = "unknown"


class Environment(StrEnum):
    """Who secures the place where a tool runs."""

    ENTERPRISE_SECURED = "enterprise_secured"
    VENDOR_SECURED = "vendor_secured"
    CONSUMER = "consumer"
    UNKNOWN = "unknown"


class Tool(Value):
    """One generative tool, identified to its version."""

    name: str = Field(min_length=1)
    version: str = ""
    vendor: str = ""
    model: str = ""
    model_version: str = ""
    model_id: str = ""
    """Identifier of the model as its maker publishes it (a purl, a hash, a registry's id)."""
    deployment: Deployment = Deployment.UNKNOWN
    account_tier: str = ""
    environment: Environment = Environment.UNKNOWN
    stores_inputs: Answer = Answer.UNSURE
    stores_outputs: Answer = Answer.UNSURE
    trains_on_inputs: Answer = Answer.UNSURE
    trains_on_outputs: Answer = Answer.UNSURE
    terms_url: str = ""
    terms_sha256: Sha256 | None = None
    terms_checked_at: Moment | None = None
