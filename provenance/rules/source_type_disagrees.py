"""Rule ``source-type-disagrees``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Declared, Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import AiClass, read_source_type
from provenance.rules.base import rule, shown
from provenance.standings.completeness import contradictions
from provenance.standings.declaring import declare
from provenance.standings.standing import disclosure_standing

_C2PA: Final = "c2pa"
"""Name of the reader of manifests."""
_SAYS: Final = {
    AiClass.GENERATED: Declared.GENERATED,
    AiClass.COMPOSITE: Declared.COMPOSITE,
    AiClass.ENHANCED: Declared.ENHANCED,
    AiClass.NOT_GENERATED: Declared.NOT_GENERATED,
}
_TOGETHER: Final = (
    frozenset({Declared.ENHANCED, Declared.NOT_GENERATED}),
    frozenset({Declared.GENERATED, Declared.COMPOSITE}),
)
"""What goes together: a capture that was enhanced; and, told as a warning, whole and part."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What one source says.

    Attributes:
        who: The source, in words.
        says: What its types come to.
        code: The type that says so.
        signals: Indices of its signals.
    """

    who: str
    says: Declared
    code: str
    signals: tuple[int, ...] = ()


@rule(Severity.OVERRIDABLE, kind="standard")
def source_type_disagrees(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """The digital source type is the same in the manifest, in the metadata and in the disclosure.

    What the manifest's own actions come to, what XMP and the like say of the file, and what each
    disclosure that counts says must mean the same: generated, composite, enhanced or not
    generated. Generated in one place and composite in the other is a warning at most; a capture
    that was enhanced is both. A file that declares generated content against a disclosure that
    denies it is told by ``disclosure-contradicted``, an ambiguous type by
    ``source-type-ambiguous``. What an ingredient says is not compared.

    Why:
        Platforms and archives each read one of these places. If they differ, what the audience is
        told depends on who reads; and one of the places was forgotten, or edited.

    Source:
        IPTC Photo Metadata Standard 2025.1, Digital Source Type; C2PA specification 2.2 (1 May
        2025), section 18.15 (actions); C2PA Asset Rubrics of August 2026 for what each type means.

    Fix:
        Decide which is true and stamp the file again: ``provenance stamp`` writes the same type
        into the manifest, the metadata and the disclosure.

    Fails:
        [[signals]]
        reader = "c2pa"
        where = "c2pa one c2pa.actions.v2[0]"
        source_type = "digitalCapture"

        [[signals]]
        source_type = "trainedAlgorithmicMedia"

    Passes:
        [[signals]]
        reader = "c2pa"
        where = "c2pa one c2pa.actions.v2[0]"
        source_type = "trainedAlgorithmicMedia"

        [[signals]]
        source_type = "trainedAlgorithmicMedia"
    """
    told = [*_of_file(evidence), *_of_records(evidence, policy)]
    meanings = {each.says for each in told}
    if len(meanings) < 2 or meanings == _TOGETHER[0]:  # noqa: PLR2004 - two can disagree
        return
    words = "; ".join(f"{each.who} says {shown(each.code)} ({each.says})" for each in told)
    yield Problem(
        f"the digital source types do not agree: {words}",
        tuple(index for each in told for index in each.signals),
        at_most=Severity.WARNING if meanings == _TOGETHER[1] else Severity.BLOCKING,
    )


def _of_file(evidence: Evidence) -> Iterator[_Word]:
    own = [
        (index, signal)
        for index, signal in enumerate(evidence.signals)
        if signal.source_type and not signal.in_ingredient
    ]
    for who, of_manifest in (("the manifest", True), ("the metadata", False)):
        group = [each for each in own if (each[1].reader == _C2PA) is of_manifest]
        declaration = declare([signal for _, signal in group])
        if declaration.declared is not Declared.SILENT:
            saying = [group[index] for index in declaration.signals]
            code = _code(saying[0][1].source_type)
            yield _Word(who, declaration.declared, code, tuple(index for index, _ in saying))


def _of_records(evidence: Evidence, policy: Policy) -> Iterator[_Word]:
    for held in disclosure_standing(evidence, policy).counting:
        record = held.record
        says = _told(record)
        denied = any(key == "evidence" for key, _ in contradictions(evidence, record))
        if says is not None and not denied:
            code = record.digital_source_type or "that no generative AI was used"
            yield _Word(f"disclosure {record.id}", says, code)


def _told(record: Disclosure) -> Declared | None:
    if record.genai_used == "none" and not record.digital_source_type:
        return Declared.NOT_GENERATED
    return _SAYS.get(record.ai) if record.ai else None


def _code(written: str) -> str:
    reading = read_source_type(written)
    return reading.term.code if reading.term else written
