"""The fixed words: digital source types, stages, use categories, assertion labels.

Source types are IPTC's news codes <http://cv.iptc.org/newscodes/digitalsourcetype/> and C2PA's own
<https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html>. How each
one counts follows C2PA's Asset Rubrics of 2026-08-06.
"""

from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from provenance.frozen import dataclass

IPTC_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
C2PA_SOURCE_TYPES = "http://c2pa.org/digitalsourcetype/"

DISCLOSURE_LABEL = "org.media-provenance.disclosure"
"""Our one namespaced assertion: what no standard assertion holds (docs/adr/0006)."""


class AiClass(StrEnum):
    """What a digital source type says about generation."""

    GENERATED = "generated"
    COMPOSITE = "composite"
    ENHANCED = "enhanced"
    NOT_GENERATED = "not_generated"
    AMBIGUOUS = "ambiguous"
    """May or may not hold generated parts: a human has to say."""
    NEUTRAL = "neutral"
    """A blank canvas: later actions decide."""


@dataclass(frozen=True, slots=True)
class SourceType:
    """One term of the vocabulary.

    Attributes:
        code: The last part of the URI, as it is spelled there.
        uri: The full URI, always with ``http``.
        ai: What the term says about generation.
        retired: Whether the vocabulary keeps it for old files only: read it, never write it.
    """

    code: str
    uri: str
    ai: AiClass
    retired: bool = False


def _iptc(code: str, ai: AiClass, *, retired: bool = False) -> SourceType:
    return SourceType(code, IPTC_SOURCE_TYPES + code, ai, retired)


SOURCE_TYPES = MappingProxyType(
    {
        term.code: term
        for term in (
            _iptc("trainedAlgorithmicMedia", AiClass.GENERATED),
            SourceType(
                "trainedAlgorithmicData",
                C2PA_SOURCE_TYPES + "trainedAlgorithmicData",
                AiClass.GENERATED,
            ),
            _iptc("compositeWithTrainedAlgorithmicMedia", AiClass.COMPOSITE),
            _iptc("compositeSynthetic", AiClass.COMPOSITE),
            _iptc("algorithmicallyEnhanced", AiClass.ENHANCED),
            _iptc("composite", AiClass.AMBIGUOUS),
            _iptc("screenCapture", AiClass.AMBIGUOUS),
            _iptc("virtualRecording", AiClass.AMBIGUOUS),
            _iptc("digitalArt", AiClass.AMBIGUOUS, retired=True),
            _iptc("algorithmicMedia", AiClass.NOT_GENERATED),
            _iptc("dataDrivenMedia", AiClass.NOT_GENERATED),
            _iptc("digitalCreation", AiClass.NOT_GENERATED),
            _iptc("humanEdits", AiClass.NOT_GENERATED),
            _iptc("minorHumanEdits", AiClass.NOT_GENERATED, retired=True),
            _iptc("softwareImage", AiClass.NOT_GENERATED, retired=True),
            _iptc("digitalCapture", AiClass.NOT_GENERATED),
            _iptc("computationalCapture", AiClass.NOT_GENERATED),
            _iptc("compositeCapture", AiClass.NOT_GENERATED),
            _iptc("negativeFilm", AiClass.NOT_GENERATED),
            _iptc("positiveFilm", AiClass.NOT_GENERATED),
            _iptc("print", AiClass.NOT_GENERATED),
            SourceType("empty", C2PA_SOURCE_TYPES + "empty", AiClass.NEUTRAL),
        )
    }
)
"""Every known term by its code."""

CAPTURED = frozenset(
    {"digitalCapture", "computationalCapture", "compositeCapture", "negativeFilm", "positiveFilm"}
)
"""Terms that claim a camera or a microphone saw it."""

_LONGEST = 200
"""Characters of a source type whose reading is remembered."""
_BY_FOLDED_CODE = MappingProxyType({code.casefold(): term for code, term in SOURCE_TYPES.items()})


@dataclass(frozen=True, slots=True)
class SourceTypeReading:
    """A source type as a file spells it, and what it most likely means.

    Attributes:
        written: The value exactly as found.
        term: The known term, or None where the vocabulary has no such word.
        exact: Whether ``written`` is the term's URI to the letter.
    """

    written: str
    term: SourceType | None
    exact: bool

    @property
    def uri(self) -> str:
        """The term's URI; for an unknown term, the value as written."""
        return self.term.uri if self.term else self.written

    @property
    def ai(self) -> AiClass | None:
        """What it says about generation, or None where the term is unknown."""
        return self.term.ai if self.term else None


def read_source_type(written: str) -> SourceTypeReading:
    """Normalise a source type: scheme, letter case and bare codes are forgiven, typos are not.

    Args:
        written: A URI or a bare code, as found in a manifest or in XMP.
    """
    # The same few are met over and over; what is no source type may be of any length.
    return _remembered(written) if len(written) < _LONGEST else _read(written)


def _read(written: str) -> SourceTypeReading:
    value = written.strip()
    code = value.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    known_place = "/" not in value or "digitalsourcetype" in value.casefold()
    term = _BY_FOLDED_CODE.get(code.casefold()) if known_place else None
    return SourceTypeReading(written, term, term is not None and term.uri == written)


_remembered = lru_cache(maxsize=256)(_read)


class Stage(StrEnum):
    """How far towards the audience a use goes."""

    IDEATION = "ideation"
    TEMP = "temp"
    TURNOVER = "turnover"
    FINAL = "final"
    MARKETING = "marketing"


TEMPORARY_STAGES = frozenset({Stage.IDEATION, Stage.TEMP})
DELIVERED_STAGES = frozenset({Stage.FINAL, Stage.MARKETING})


class StoryRelevance(StrEnum):
    """How much the generated element carries the story."""

    NONE = "none"
    INCIDENTAL = "incidental"
    RELEVANT = "relevant"
    CENTRAL = "central"
    UNKNOWN = "unknown"


class UseCategory(StrEnum):
    """What the generated material is for: the rows of Netflix's use case matrix, and the rest."""

    IDEATION = "ideation"
    BACKGROUND_ELEMENT = "background_element"
    CHARACTER_OR_KEY_VISUAL = "character_or_key_visual"
    TALENT_REPLICA = "talent_replica"
    UNOWNED_TRAINING = "unowned_training"
    PROPRIETARY_INPUT = "proprietary_input"
    VISUAL_EFFECT = "visual_effect"
    MUSIC_OR_SOUND = "music_or_sound"
    VOICE = "voice"
    TEXT = "text"
    OTHER = "other"


class Answer(StrEnum):
    """An answer to one of the five principles. Unanswered is unsure."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Effort(StrEnum):
    """How much reading a result rests on."""

    FAST = "fast"
    """Headers and metadata only: no digest, no validation of the hard binding."""
    NORMAL = "normal"
    """Also the digest, the validation of the manifest store and the technical facts."""
    DEEP = "deep"
    """Also what needs the decoded picture."""
