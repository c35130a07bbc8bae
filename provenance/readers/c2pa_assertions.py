"""What assertions other than plain actions say about generation.

Sources: C2PA 2.2 section 18 and 2.4 (``c2pa.ai-disclosure``), CAWG metadata 1.1, the older
``stds.iptc`` and ``stds.schema-org`` assertions, schema.org's ``digitalSourceType``, and labels
seen in public files: ``c2pa.ai_generated_content`` (Black Forest Labs), ``com.adobe.generative-ai``
(Firefly 2023), ``com.suno.provenance``, ``actions`` (Microsoft 2023). The training-mining
assertions contain the words "ai_generative" and are no claim: they sit on human media.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from provenance.frozen import dataclass
from provenance.model.manifest import Assertion, Manifest, SoftwareAgent
from provenance.model.vocabulary import DISCLOSURE_LABEL, AiClass, read_source_type
from provenance.readers.base import each_of, text_of, walk_json
from provenance.readers.generators import known_agent

_METADATA: Final = frozenset(
    {"c2pa.metadata", "cawg.metadata", "stds.iptc", "stds.iptc.photo-metadata", "stds.exif"}
)
_SCHEMA_ORG: Final = "DigitalSource"
_MARKS: Final = {
    "c2pa.ai_generated_content": "",
    "c2pa.ai_generated": "",
    "com.adobe.generative-ai": "Adobe Firefly",
    "com.suno.provenance": "Suno",
}
"""Labels whose presence says "generated", and the tool where the label implies it."""

_SOURCE_TYPES: Final = frozenset({"digitalsourcetype", "digitalsourcefiletype"})
_AI_DISCLOSURE: Final = frozenset({"c2pa.ai-disclosure", "c2pa.ai_disclosure"})


@dataclass(frozen=True, slots=True)
class AssertionClaim:
    """What one assertion says of the manifest's asset.

    Attributes:
        where: The assertion's label, and the path inside it.
        value: As signals show it.
        ai: What it says about generation.
        source_type: As written, or "".
        agent: Tool that it names.
        own_stamp: Whether it is our own disclosure assertion.
    """

    where: str
    value: str
    ai: AiClass | None
    source_type: str = ""
    agent: SoftwareAgent | None = None
    own_stamp: bool = False


def assertion_claims(manifest: Manifest) -> Iterator[AssertionClaim]:
    """The claims of every assertion of a manifest, its plain actions left aside.

    Raises:
        DamagedFileError: An assertion has more values than are looked at; after the others.
    """
    return each_of(manifest.assertions, lambda assertion: _claims(manifest, assertion))


def _claims(manifest: Manifest, assertion: Assertion) -> Iterator[AssertionClaim]:
    base = assertion.label.split("__")[0]
    if base.startswith("c2pa.actions"):
        yield from _inside_actions(assertion)
    elif base == "actions":
        yield from _loose_actions(assertion)
    elif base in _METADATA or base.endswith(".metadata") or base.startswith("stds.schema-org"):
        yield from _metadata(assertion)
    elif base in _AI_DISCLOSURE:
        yield _ai_disclosure(manifest, assertion)
    elif base == DISCLOSURE_LABEL:
        yield _own(assertion)
    elif base in _MARKS and not _denied(assertion.data):
        yield _mark(base, assertion)


@lru_cache(maxsize=1024)
def _last(key: str) -> str:
    """The last part of a key, folded: ``com.adobe.digitalSourceType`` and XMP names alike."""
    return key.replace("/", ".").replace(":", ".").rsplit(".", 1)[-1].casefold()


def _source_types(data: Any) -> Iterator[tuple[str, str, str]]:
    for path, key, value in walk_json(data):
        if _last(key) not in _SOURCE_TYPES:
            continue
        if isinstance(value, dict):
            value = value.get("@id") or value.get("@value")  # noqa: PLW2901  JSON-LD
        if isinstance(value, str) and value.strip():
            yield path, key, value.strip()


def _read(value: str) -> AiClass | None:
    """The class of a source type, also where schema.org's names are used for it."""
    name = value.rsplit("/", 1)[-1]
    if name.endswith(_SCHEMA_ORG):
        return read_source_type(name.removesuffix(_SCHEMA_ORG)).ai
    return read_source_type(value).ai


def _inside_actions(assertion: Assertion) -> Iterator[AssertionClaim]:
    """Source types in templates, vendors' parameters and changes; not those of the actions."""
    for path, _, value in _source_types(assertion.data):
        parts = path.split(".")
        plain = len(parts) == 2 and parts[0].startswith("actions[")  # noqa: PLR2004
        if not plain:
            yield AssertionClaim(f"{assertion.label} {path}", value, _read(value), value)


def _loose_actions(assertion: Assertion) -> Iterator[AssertionClaim]:
    """Actions under a label that no version of the specification knows."""
    actions = assertion.data.get("actions") if isinstance(assertion.data, dict) else None
    for index, action in enumerate(actions if isinstance(actions, list) else ()):
        if not isinstance(action, dict):
            continue
        where = f"{assertion.label}[{index}]"
        name = text_of(action.get("softwareAgent"))
        agent = SoftwareAgent(name) if name else None
        source_type = text_of(action.get("digitalSourceType"))
        known = known_agent(agent)
        if source_type:
            yield AssertionClaim(where, source_type, _read(source_type), source_type, agent)
        elif known is not None and action.get("action") == "c2pa.created":
            yield AssertionClaim(where, f"c2pa.created by {name}, a generator", known.ai, "", agent)


def _metadata(assertion: Assertion) -> Iterator[AssertionClaim]:
    system = ""
    for path, key, value in walk_json(assertion.data):
        if _last(key) == "aisystemused" and isinstance(value, str):
            system = value
            yield AssertionClaim(
                f"{assertion.label} {path}", f"AI system {value}", None, "", SoftwareAgent(value)
            )
    for path, _, value in _source_types(assertion.data):
        agent = SoftwareAgent(system) if system else None
        yield AssertionClaim(f"{assertion.label} {path}", value, _read(value), value, agent)


def _ai_disclosure(manifest: Manifest, assertion: Assertion) -> AssertionClaim:
    """A model had a part in the asset; the source types of the actions say which part."""
    data = assertion.data if isinstance(assertion.data, dict) else {}
    name = text_of(data.get("modelName")) or text_of(data.get("modelIdentifier"))
    profile = data.get("contentProfile")
    oversight = text_of(profile.get("humanOversightLevel")) if isinstance(profile, dict) else ""
    value = ", ".join(
        f"{label} {part}"
        for label, part in (
            ("model type", text_of(data.get("modelType"))),
            ("model", name),
            ("human oversight", oversight),
        )
        if part
    )
    return AssertionClaim(
        assertion.label,
        value or "an AI model was used",
        _model_class(manifest),
        agent=SoftwareAgent(name) if name else None,
    )


def _model_class(manifest: Manifest) -> AiClass | None:
    classes = {
        read_source_type(action.source_type).ai for action in manifest.actions if action.source_type
    }
    for decided in (AiClass.GENERATED, AiClass.COMPOSITE, AiClass.ENHANCED):
        if decided in classes:
            return decided
    opened = any(action.name == "c2pa.opened" for action in manifest.actions)
    if opened or classes & {AiClass.NOT_GENERATED, AiClass.AMBIGUOUS}:
        return AiClass.COMPOSITE
    return AiClass.GENERATED


def _own(assertion: Assertion) -> AssertionClaim:
    """Our own disclosure: its source type, and else how far generation was used."""
    whole = assertion.data if isinstance(assertion.data, dict) else {}
    told = whole.get("disclosure")
    data = told if isinstance(told, dict) else {}
    source_type = text_of(data.get("digital_source_type"))
    used = text_of(data.get("genai_used"))
    by_use = {
        "full": AiClass.GENERATED,
        "partial": AiClass.COMPOSITE,
        "assisted": AiClass.COMPOSITE,
        "none": AiClass.NOT_GENERATED,
    }
    tools = data.get("tools")
    tool = tools[0] if isinstance(tools, list) and tools and isinstance(tools[0], dict) else {}
    name = text_of(tool.get("name"))
    return AssertionClaim(
        assertion.label,
        f"disclosure {text_of(data.get('id'))} {source_type or used}".strip(),
        _read(source_type) if source_type else by_use.get(used),
        read_source_type(source_type).uri if source_type else "",  # records hold the bare code
        SoftwareAgent(name, text_of(tool.get("version"))) if name else None,
        own_stamp=True,
    )


def _denied(data: Any) -> bool:
    return isinstance(data, dict) and data.get("ai_generated") is False


def _mark(base: str, assertion: Assertion) -> AssertionClaim:
    data = assertion.data if isinstance(assertion.data, dict) else {}
    name = text_of(data.get("model")) or _MARKS[base]
    version = text_of(data.get("version")) if base == "com.adobe.generative-ai" else ""
    return AssertionClaim(
        assertion.label,
        f"{base} {name}".strip(),
        AiClass.GENERATED,
        agent=SoftwareAgent(name, version) if name else None,
    )
