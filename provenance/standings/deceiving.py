"""What could falsely appear to be authentic: the class of assets that the EU calls deep fakes.

Regulation (EU) 2024/1689 (AI Act), Art. 3(60): generated or manipulated image, audio or video that
resembles existing persons, objects, places, entities or events and would falsely appear to be
authentic. Whether an asset is one is for people to say; here is what a disclosure says towards it.
"""

from typing import Final

from provenance.model.disclosure import Disclosure
from provenance.model.label import LabelPlace
from provenance.model.vocabulary import AiClass, UseCategory
from provenance.standings.needs import uses_ai

EU: Final = "EU"
ARTISTIC: Final = ("scripted",)
"""Genres that count as evidently artistic, creative, satirical or fictional (Art. 50(4))."""
PLACES: Final[tuple[LabelPlace, ...]] = ("opening", "on_screen", "spoken", "platform_ui")
"""Where a notice is perceived at first exposure (Code of Practice of 10 June 2026, section 2,
measures 1.1 and 1.2)."""
ARTISTIC_PLACES: Final[tuple[LabelPlace, ...]] = (*PLACES, "end_credits", "synopsis")
"""Where it is enough for artistic works, so that it does not hamper the enjoyment (section 2,
commitment 3)."""

_LIKENESS: Final = {
    UseCategory.TALENT_REPLICA: "it replicates a performer",
    UseCategory.VOICE: "it is a generated voice",
}


def may_deceive(disclosure: Disclosure) -> tuple[str, ...]:
    """What a disclosure says that makes the asset one that could appear to be authentic.

    Args:
        disclosure: What was disclosed.

    Returns:
        Reasons in words; empty where it says nothing of the kind.
    """
    if not uses_ai(disclosure) or disclosure.ai is AiClass.ENHANCED:
        return ()
    category = disclosure.use_category
    likeness = any(each.recognisable and each.type != "synthetic" for each in disclosure.talent)
    found = (
        (disclosure.real_person_depicted, "it depicts a real person"),
        (disclosure.realistic_event_risk, "it may be mistaken for a real event"),
        (likeness, "a performer is recognisable in it"),
        (category in _LIKENESS, _LIKENESS.get(category, "") if category else ""),
    )
    return tuple(reason for holds, reason in found if holds)
