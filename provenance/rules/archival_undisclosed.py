"""Rule ``archival-undisclosed``."""

from collections.abc import Iterator
from typing import Final, get_args

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.label import LabelPlace
from provenance.model.policy import Policy
from provenance.model.vocabulary import AiClass, UseCategory
from provenance.rules.base import rule, shown
from provenance.standings.completeness import is_told
from provenance.standings.labelling import label_standing
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing

GENRES: Final = ("documentary", "news")
PLACES: Final[tuple[LabelPlace, ...]] = ("on_screen", "spoken", "cue_sheet")
APART: Final = (
    UseCategory.IDEATION.value,
    UseCategory.TEXT.value,
    UseCategory.MUSIC_OR_SOUND.value,
)
"""Uses that nobody takes for a document of the past."""


@rule(
    Severity.BLOCKING,
    kind="standard",
    parameters={"genres": GENRES, "genre": "", "places": PLACES, "apart": APART},
    choices={
        "genres": frozenset({"scripted", "documentary", "news", "ad", "trailer"}),
        "genre": frozenset({"", "scripted", "documentary", "news", "ad", "trailer"}),
        "places": frozenset(get_args(LabelPlace)),
        "apart": frozenset(UseCategory),
    },
    agreements={"genres": "all"},
)
def archival_undisclosed(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Generated material in documentary and news is told on screen or in the cue sheet.

    In a production of one of the ``genres``, each generated or partly generated picture, shot or
    voice has a notice at one of the ``places``, or the disclosure names the cue sheet that lists
    it. ``genre`` is that of a production whose disclosures tell none. Uses that are ``apart``
    (ideas, text, music) are not asked for.

    Why:
        Who watches a documentary takes its pictures for records. A generated one, once unmarked in
        the stream, is cited as a source by the next film.

    Source:
        Archival Producers Alliance, best practices for generative AI in documentaries (2024): a
        cue sheet of all generated material, and telling the audience; the BBC's guidance on AI:
        never mislead, and disclose in a way that fits the content.

    Fix:
        Put a notice on the picture and declare it (``labels``, ``where = "on_screen"``), or enter
        the element into the cue sheet and name it as ``cue_sheet_ref``.

    Fails:
        [[disclosures]]
        genre = "documentary"

    Passes:
        [[disclosures]]
        genre = "documentary"
        cue_sheet_ref = "cue sheet 2, line 14"
    """
    name = "archival-undisclosed"
    genres = policy.parameter(name, "genres", GENRES)
    usual = policy.parameter(name, "genre", "")
    places = policy.parameter(name, "places", PLACES)
    apart = policy.parameter(name, "apart", APART)
    for held in disclosure_standing(evidence, policy).counting:
        record = held.record
        genre = record.genre or usual
        if genre not in genres or record.use_category in apart:
            continue
        if not uses_ai(record) or record.ai is AiClass.ENHANCED or is_told(record.cue_sheet_ref):
            continue
        labels = label_standing(evidence, policy).labels
        if not any(each.where in places for each in labels):
            where = shown(", ".join(places))
            yield Problem(
                f"generated material in {genre}, with no cue sheet entry and no notice at {where}",
                key=record.id,
            )
