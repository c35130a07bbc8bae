"""China's implicit label: the AIGC field of GB 45438-2025, in every carrier.

Sources: GB 45438-2025 annex E; TC260 practice guide TC260-PG-20257A for the carriers; files of
Doubao, Jimeng, Baidu and HappyHorse. ``Label`` 1 is generated, 2 possibly, 3 suspected: the last
two are what a distributor guessed and count as a hint. What is off about the form of a field is
told in the signal's value; a text that is called AIGC and is no such field declares nothing.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from provenance.errors import DamagedFileError
from provenance.frozen import dataclass
from provenance.model.aigc import KEYS, malformed
from provenance.model.aigc import READER as READER_NAME
from provenance.model.evidence import Signal, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Reader, Reading, cut, each_of, json_object, text_of
from provenance.readers.texts import Text, texts

NAME = READER_NAME

PRODUCERS = MappingProxyType(
    {
        "001191110102MACQD9K64010000": "Doubao (ByteDance)",
        "00119144030008867405X210001": "Jimeng (ByteDance)",
        "001191110000802100433B10005": "Baidu",
        "001191330106MA2CFLDG4R10001": "HappyHorse/Wan (Alibaba)",
    }
)
"""Producer codes seen in files: 001, 1, the company's 18-character code, 5 digits of product."""

_NAMES = MappingProxyType({"doubao": "Doubao (ByteDance)", "jimeng": "Jimeng (ByteDance)"})
"""Producers who wrote a name and no code, folded: Doubao does in files, Jimeng is its sister."""

_COMPANY = slice(4, 22)
_COMPANIES = MappingProxyType(
    {
        code[_COMPANY]: name.rsplit("(", maxsplit=1)[-1].rstrip(")")
        for code, name in PRODUCERS.items()
    }
)
_MEANING = MappingProxyType({"1": "generated", "2": "possibly generated", "3": "suspected"})
_PRODUCER_KEYS = ("ContentProducer", "ServiceProvider")
_EXTRA_KEYS = frozenset({"ProduceID", "ContentPropagator", "PropagateID", "ServiceUser"})
MAX_FIELD: Final = 100_000
"""Characters of the field; real ones have some hundred."""


@dataclass(frozen=True, slots=True)
class AigcLabel:
    """The field's keys, as written; "" where a key is absent.

    ``flaws`` says what is off about its form, for people.
    """

    label: str
    producer: str = ""
    produce_id: str = ""
    propagator: str = ""
    propagate_id: str = ""
    reserved_1: str = ""
    reserved_2: str = ""
    flaws: tuple[str, ...] = ()

    @property
    def producer_name(self) -> str:
        """The producer's name, as far as its code is known."""
        if self.producer in PRODUCERS:
            return PRODUCERS[self.producer]
        if self.producer.casefold() in _NAMES:
            return _NAMES[self.producer.casefold()]
        company = _COMPANIES.get(self.producer[_COMPANY])
        return company or (f"producer {self.producer[:64]}" if self.producer else "")


def parse(key: str, value: str) -> AigcLabel | None:
    """The label in one text, or None where it has another shape.

    Args:
        key: Name of the text in its place.
        value: The text: the JSON, also HTML-escaped, or wrapped in ``{"AIGC": ...}``.

    Raises:
        DamagedFileError: The field is longer than ``MAX_FIELD``, or its JSON too deep.
    """
    if "Label" not in value and "ContentProducer" not in value and "ServiceProvider" not in value:
        return None
    named = _is_named(key)
    if len(value) > MAX_FIELD:
        if named:
            raise DamagedFileError(
                f"AIGC field of {len(value)} characters, over the limit of {MAX_FIELD}"
            )
        return None
    value = value.strip()
    if value.startswith("AIGC"):
        named, value = True, value[4:].lstrip(" :=")
    found = json_object(_unescaped(value) if "&quot;" in value else value)
    if found is None:
        return None
    inner = found.get("AIGC")
    if isinstance(inner, str):
        inner = json_object(inner)
    if isinstance(inner, dict):
        named, found = True, inner
    return _label(found) if named else None


def _is_named(key: str) -> bool:
    return key.casefold().replace("txxx:", "").rsplit(":", 1)[-1] == "aigc"


def _flaws(found: dict[str, Any]) -> Iterator[str]:
    """What is off about a field's keys and values."""
    absent = [key for key in KEYS if key not in found]
    if absent:
        yield f"lacks {', '.join(absent)}"
    empty = [key for key in KEYS[:3] if key in found and not text_of(found[key])]
    if empty:
        yield f"empty {', '.join(empty)}"
    other = [key for key in KEYS if key in found and not isinstance(found[key], str)]
    if other:
        yield f"no text in {', '.join(other)}"
    marks = [key for key in KEYS if any(mark in text_of(found.get(key)) for mark in '"\\')]
    if marks:
        yield f"quotation mark or backslash in {', '.join(marks)}"


def _label(found: dict[str, Any]) -> AigcLabel | None:
    values = {key: text_of(value) for key, value in found.items()}
    label = values.get("Label", "")
    producer = next((values[key] for key in _PRODUCER_KEYS if values.get(key)), "")
    if label not in _MEANING and not (not label and producer):
        return None
    if label and not producer and not _EXTRA_KEYS & values.keys():
        return None
    return AigcLabel(
        label=label,
        producer=producer,
        produce_id=values.get("ProduceID", ""),
        propagator=values.get("ContentPropagator", ""),
        propagate_id=values.get("PropagateID", ""),
        reserved_1=values.get("ReservedCode1", ""),
        reserved_2=values.get("ReservedCode2", ""),
        flaws=tuple(_flaws(found)),
    )


def read(reading: Reading) -> Iterator[Signal]:
    """One signal for each field."""
    return each_of(texts(reading), _field)


def _field(text: Text) -> Iterator[Signal]:
    label = parse(text.key, text.value)
    if label is not None:
        yield _signal(text, label)
    elif _is_named(text.key) and text.value.strip():
        what = malformed((_why_none(text.value),)).rstrip(", ")
        yield Signal(NAME, text.where, cut(f"AIGC field, {what}"), Strength.HINT)


def _unescaped(value: str) -> str:
    from html import unescape  # noqa: PLC0415 - its table of entities is large, and few need it

    return unescape(value)


def _why_none(value: str) -> str:
    if len(value) > MAX_FIELD:
        return f"{len(value)} characters"
    found = json_object(_unescaped(value.strip()))
    if found is None:
        return "no JSON object"
    inner = found.get("AIGC", found)
    if isinstance(inner, str):
        inner = json_object(inner)
    if not isinstance(inner, dict):
        return "no JSON object"
    written = text_of(inner.get("Label"))
    if written and written not in _MEANING:
        return f"Label is {written[:20]!r}, not 1, 2 or 3"
    return "; ".join(_flaws(inner)) or "no producer"


def _signal(text: Text, label: AigcLabel) -> Signal:
    name = label.producer_name
    meaning = _MEANING.get(label.label, "no label")
    value = f"AIGC label {label.label or '-'} ({meaning}), {malformed(label.flaws)}"
    value += f"producer {label.producer or '-'}"
    guessed = label.label in {"2", "3"}
    return Signal(
        reader=NAME,
        where=text.where,
        value=cut(f"{value}, id {label.produce_id}" if label.produce_id else value),
        strength=Strength.HINT if guessed else Strength.STATED,
        ai=AiClass.GENERATED,
        generator=SoftwareAgent(name) if name else None,
    )


_LANDSCAPE = "wiltodelta/remove-ai-watermarks docs/watermarking-landscape.md"
_STANDARD = "TC260-PG-20257A; GB 45438-2025 annex E"

READER = Reader(
    NAME,
    read,
    "China's AIGC field with its seven keys in XMP, PNG text, EXIF, MP4 keys, Matroska, RIFF, ID3 "
    "and Vorbis tags (GB 45438-2025, TC260-PG-20257A)",
    (
        Pattern(
            "aigc-xmp",
            "China's AIGC field",
            "XMP TC260:AIGC, element or attribute, of any container",
            "JSON with Label or ContentProducer, also HTML-escaped",
            _STANDARD,
        ),
        Pattern(
            "aigc-png",
            "China's AIGC field",
            "PNG text AIGC",
            "the JSON",
            _LANDSCAPE,
        ),
        Pattern(
            "aigc-exif",
            "China's AIGC field",
            "EXIF UserComment, ImageDescription",
            '{"AIGC": {...}}',
            _LANDSCAPE,
        ),
        Pattern(
            "aigc-jpeg",
            "China's AIGC field",
            "JPEG segment APP0 to APP15 or comment",
            "AIGC{...}",
            _LANDSCAPE,
        ),
        Pattern(
            "aigc-mp4",
            "China's AIGC field",
            "MP4 and MOV keys AIGC; M4A ----:com.apple.iTunes:AIGC",
            "the JSON",
            _STANDARD,
        ),
        Pattern(
            "aigc-matroska",
            "China's AIGC field",
            "Matroska and WebM SimpleTag AIGC",
            "the JSON",
            _STANDARD,
        ),
        Pattern(
            "aigc-riff",
            "China's AIGC field",
            "AVI INFO AIGC, WAV chunk AIGC",
            "the JSON",
            _STANDARD,
        ),
        Pattern(
            "aigc-audio",
            "China's AIGC field",
            "ID3 TXXX:AIGC, Vorbis comment AIGC",
            "the JSON",
            _STANDARD,
        ),
        Pattern(
            "aigc-guessed",
            "China's AIGC field",
            "all of these",
            "Label 2 (possibly) or 3 (suspected), put there by a distributor: a hint",
            _STANDARD,
        ),
    ),
    words=("aigc", "label", "contentproducer", "serviceprovider"),
)
