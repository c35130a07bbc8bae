"""Manifests as reports show them: part of machine contract version 1."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from provenance.model.record import Moment


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class GeneratorView(_View):
    """A generator or software agent."""

    name: str
    version: str = ""


class ActionView(_View):
    """One action of a manifest."""

    action: str
    where: str = ""
    source_type: str | None = None
    software_agent: GeneratorView | None = None
    when: str | None = None


class IngredientView(_View):
    """One ingredient of a manifest."""

    title: str = ""
    relationship: str = ""
    manifest: str | None = None
    source_type: str | None = None
    failures: tuple[str, ...] = ()


class ManifestNodeView(_View):
    """One manifest in the tree."""

    label: str
    path: tuple[str, ...]
    referenced: bool = True
    title: str = ""
    claim_generator: str = ""
    signer: str = ""
    time: Moment | None = None
    actions: tuple[ActionView, ...] = ()
    ingredients: tuple[IngredientView, ...] = ()
    assertions: tuple[str, ...] = ()


class StatusView(_View):
    """A C2PA status code."""

    code: str
    url: str = ""
    explanation: str = ""


class ManifestView(_View):
    """The manifest store."""

    active: str
    location: Literal["embedded", "sidecar", "remote"]
    where: str = ""
    claim_generator: str = ""
    signer: str = ""
    time: Moment | None = None
    status: dict[str, tuple[StatusView, ...]] = Field(default_factory=dict)
    manifests: tuple[ManifestNodeView, ...] = ()
    signer_fingerprint: str = ""
    """``sha256:...`` of the signing certificate, as policies name it; "" where it is not known."""
