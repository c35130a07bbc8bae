"""XMP: what an embedded packet or an ``.xmp`` sidecar states about generation.

Sources: IPTC Photo Metadata Standard 2025.1 (``DigitalSourceType``, ``AISystemUsed``,
``AISystemVersionUsed``, ``AIPromptInformation``, ``AIPromptWriterName``); Google's credit lines
and its misspelt ``DigitalSourceFileType`` as seen in files; C2PA 2.2 section 11.4 for
``dcterms:provenance``. Anybody can edit a packet, so nothing here counts for more than stated.
"""

from collections.abc import Iterator
from types import MappingProxyType

from provenance.formats.base import BlockKind
from provenance.formats.xmp import IPTC_EXT, OURS, XmpProperty
from provenance.model.evidence import Signal, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass, read_source_type
from provenance.readers.base import Pattern, Reader, Reading, cut
from provenance.readers.generators import by_creator_tool
from provenance.readers.remote import is_remote_reference
from provenance.readers.texts import Packet, packets, texts

NAME = "xmp"

SOURCE_TYPE_FIELDS = frozenset({"digitalsourcetype", "digitalsourcefiletype"})
"""Folded names. The second is Google's, in two letter cases."""

CREDITS = MappingProxyType(
    {
        "made with google ai": (AiClass.GENERATED, "Google AI"),
        "edited with google ai": (AiClass.COMPOSITE, "Google AI"),
    }
)
"""Folded credit lines: what they say and who writes them."""

_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_CANVA = "https://schemas.canva.com/xmp/1.0/"
_EDITED_WITH_AI = frozenset({"apple photos clean up"})


def read(reading: Reading) -> Iterator[Signal]:
    """Signals of every packet; a packet that cannot be read is told after the others.

    Raises:
        DamagedFileError: A packet could not be read.
    """
    for packet in packets(reading):
        own = any(prop.namespace == OURS for prop in packet.properties)
        for prop in packet.properties:
            yield from _property(packet, prop, own=own)
        yield from _system(packet, own=own)
    for text in texts(reading):
        if text.kind is BlockKind.IPTC and text.key == "Credit":
            yield from _credit(text.where, text.value)
    for packet in packets(reading):
        if packet.error is not None:
            raise packet.error


def _property(packet: Packet, prop: XmpProperty, *, own: bool) -> Iterator[Signal]:
    value, name = prop.value.strip(), prop.name.casefold()
    if not value:
        return
    where = f"{packet.where} {prop.path}"
    if name in SOURCE_TYPE_FIELDS and _is_asset_level(prop):
        yield Signal(
            reader=NAME,
            where=where,
            value=cut(value),
            strength=Strength.STATED,
            ai=read_source_type(value).ai,
            source_type=value,
            generator=_writer(packet),
            own_stamp=own,
        )
    elif prop.namespace == _PHOTOSHOP and prop.name == "Credit":
        yield from _credit(where, value)
    elif prop.namespace == _XMP and prop.name == "CreatorTool":
        yield from _creator_tool(where, value)
    elif prop.namespace == _CANVA and prop.name == "AI-generation-source":
        agent = SoftwareAgent("Canva AI")
        yield Signal(NAME, where, cut(value), Strength.STATED, AiClass.GENERATED, generator=agent)
    elif is_remote_reference(prop):
        yield Signal(NAME, where, cut(f"manifest store elsewhere: {value}"), Strength.STATED)
    elif prop.namespace == OURS:
        yield Signal(NAME, where, cut(value), Strength.STATED, own_stamp=True)
    elif prop.namespace == _PLUS and prop.name == "DataMining":
        yield Signal(NAME, where, cut(f"data mining: {value}"), Strength.STATED)
    elif prop.namespace == IPTC_EXT and prop.name == "AIPromptInformation":
        yield Signal(NAME, where, f"prompt {len(value)} characters", Strength.STATED)


def _is_asset_level(prop: XmpProperty) -> bool:
    """Whether the field speaks of the asset and not of an ingredient, a region or an item."""
    return "/" not in prop.path


def _credit(where: str, value: str) -> Iterator[Signal]:
    folded = " ".join(value.casefold().split())
    if folded in CREDITS:
        ai, name = CREDITS[folded]
        yield Signal(NAME, where, cut(value), Strength.STATED, ai, generator=SoftwareAgent(name))
    elif folded in _EDITED_WITH_AI:
        yield Signal(
            NAME,
            where,
            cut(value),
            Strength.STATED,
            AiClass.COMPOSITE,
            generator=SoftwareAgent("Apple Photos Clean Up"),
        )


def _creator_tool(where: str, value: str) -> Iterator[Signal]:
    known = by_creator_tool(value)
    if known is not None:
        agent, ai = known
        yield Signal(NAME, where, cut(value), Strength.STATED, ai, generator=agent)


def _writer(packet: Packet) -> SoftwareAgent | None:
    """The generator that the rest of the packet names."""
    named = {
        prop.name: prop.value.strip()
        for prop in packet.properties
        if prop.namespace == IPTC_EXT and prop.name.startswith("AISystem") and prop.value.strip()
    }
    if "AISystemUsed" in named:
        return SoftwareAgent(named["AISystemUsed"], named.get("AISystemVersionUsed", ""))
    for prop in packet.properties:
        value = prop.value.strip()
        if prop.namespace == _PHOTOSHOP and prop.name == "Credit":
            credit = CREDITS.get(" ".join(value.casefold().split()))
            if credit:
                return SoftwareAgent(credit[1])
        if prop.namespace == _XMP and prop.name == "CreatorTool":
            known = by_creator_tool(value)
            if known is not None:
                return known[0]
    return None


def _system(packet: Packet, *, own: bool) -> Iterator[Signal]:
    """``AISystemUsed``: a model had a part in it; the source type beside it says which."""
    fields = {
        prop.name: prop for prop in packet.properties if prop.namespace == IPTC_EXT and prop.value
    }
    system = fields.get("AISystemUsed")
    if system is None:
        return
    classes = {
        read_source_type(prop.value).ai
        for prop in packet.properties
        if prop.name.casefold() in SOURCE_TYPE_FIELDS and _is_asset_level(prop)
    }
    yield Signal(
        reader=NAME,
        where=f"{packet.where} {system.path}",
        value=cut(system.value.strip()),
        strength=Strength.STATED,
        ai=system_class(classes),
        generator=_writer(packet),
        own_stamp=own,
    )


def system_class(classes: set[AiClass | None]) -> AiClass | None:
    """What a statement that an AI system was used says, given the source types beside it.

    A source type that speaks of generation or enhancement says it better. Without one the
    statement stands for itself; beside a claim of capture it means that a part was generated.
    """
    for decided in (AiClass.GENERATED, AiClass.COMPOSITE, AiClass.ENHANCED):
        if decided in classes:
            return decided
    if classes & {AiClass.NOT_GENERATED, AiClass.AMBIGUOUS}:
        return AiClass.COMPOSITE
    return AiClass.GENERATED


_IPTC = "IPTC Photo Metadata Standard 2025.1"

READER = Reader(
    NAME,
    read,
    "XMP packets, .xmp sidecars and IPTC-IIM credit: DigitalSourceType in every spelling, the "
    "IPTC 2025.1 AI fields, Google's and Apple's credit lines, known creator tools, references "
    "to remote manifest stores",
    (
        Pattern(
            "canva-source",
            "Canva AI",
            "XMP https://schemas.canva.com/xmp/1.0/ AI-generation-source",
            "any value, such as LEONARDO_IMAGE: the model behind Magic Media",
            "files",
        ),
        Pattern(
            "source-type",
            "IPTC",
            "XMP Iptc4xmpExt:DigitalSourceType of any container, and .xmp sidecars",
            "URI with http or https, or the bare code",
            _IPTC,
        ),
        Pattern(
            "source-file-type",
            "Google",
            "XMP DigitalSourceFileType",
            "the same, in a field that does not exist",
            "files of Google's generators",
        ),
        Pattern(
            "ai-system",
            "IPTC",
            "XMP AISystemUsed, AISystemVersionUsed, AIPromptInformation",
            "any value",
            _IPTC,
        ),
        Pattern(
            "google-made",
            "Google AI",
            "XMP photoshop:Credit, IPTC-IIM Credit",
            "Made with Google AI",
            "files of Gemini, Imagen, Whisk; wiltodelta/remove-ai-watermarks "
            "docs/watermarking-landscape.md",
        ),
        Pattern(
            "google-edited",
            "Google AI",
            "XMP photoshop:Credit, IPTC-IIM Credit",
            "Edited with Google AI: composite",
            "files of Google Photos; wiltodelta/remove-ai-watermarks "
            "docs/watermarking-landscape.md",
        ),
        Pattern(
            "apple-clean-up",
            "Apple Photos Clean Up",
            "XMP photoshop:Credit, IPTC-IIM Credit",
            "Apple Photos Clean Up: composite",
            "wiltodelta/remove-ai-watermarks _internal/constants.py",
        ),
        Pattern(
            "draw-things",
            "Draw Things",
            "XMP xmp:CreatorTool",
            "Draw Things",
            "alakae/draw-things-flux-guide (files)",
        ),
        Pattern(
            "data-mining",
            "PLUS",
            "XMP plus:DataMining",
            "any value: a permission, says nothing about generation",
            "PLUS License Data Format 2.0.1",
        ),
        Pattern(
            "remote-store",
            "C2PA",
            "XMP dcterms:provenance",
            "an http or https address: told, never fetched",
            "C2PA 2.2 section 11.4",
        ),
    ),
    kinds=frozenset({BlockKind.XMP, BlockKind.IPTC}),
)
