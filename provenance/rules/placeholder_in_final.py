"""Rule ``placeholder-in-final``."""

import re
from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import DELIVERED_STAGES, TEMPORARY_STAGES
from provenance.rules.base import rule, shown
from provenance.standings.needs import discloses_ai
from provenance.standings.remembering import last_answer
from provenance.standings.standing import disclosure_standing

_WORDS: Final = (
    *("animatic", "draft", "fpo", "placeholder", "postviz", "previs", "previz", "scratch"),
    *("slug", "storyboard", "temp", "temporary", "tmp", "wip"),
)
"""What cutting rooms and vendors call material that is to be replaced."""
_PART: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""A word of a name: ``bg_tempScore_01`` has bg, temp and Score."""


@rule(Severity.WARNING, parameters={"words": _WORDS}, agreements={"words": "all"})
def placeholder_in_final(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Nothing in a final delivery is named as something that was to be replaced.

    A word of the file's name or of a folder above it is among the parameter ``words``: temp,
    placeholder, scratch, previs and the like. A name is never proof. It is a warning where the
    file declares generated content or is disclosed as such, information otherwise and where a
    disclosure that counts says that it is for the final all the same. What is disclosed as
    temporary is told by ``temp-in-final``.

    Why:
        A generated temp track, a face from a placeholder or an animatic that stays in the cut is
        the classic accident, and its name is often the last trace of it.

    Source:
        House rule, after Netflix, Using Generative AI in Content Production, August 2025,
        principle 4.

    Fix:
        Replace the file. If it is the final one, name it so, or have it disclosed for the stage
        final.

    Fails:
        asset = { path = "music/temp_score_04.wav" }

        [[signals]]
        source_type = "trainedAlgorithmicMedia"

    Passes:
        asset = { path = "music/temple_score_04.wav" }

        [[signals]]
        source_type = "trainedAlgorithmicMedia"
    """
    if policy.stage not in DELIVERED_STAGES or not evidence.readable:
        return
    found = _found(evidence.asset.path, *_sought(policy))
    if not found:
        return
    counting = [held.record for held in disclosure_standing(evidence, policy).counting]
    stages = {record.stage for record in counting}
    if not stages.isdisjoint(TEMPORARY_STAGES):
        return
    generated = evidence.declaration.is_ai or any(map(discloses_ai, counting))
    meant = bool(stages & DELIVERED_STAGES)
    yield Problem(
        f"it is called {shown(found)}, and delivered as {policy.stage}",
        evidence.declaration.signals if evidence.declaration.is_ai else (),
        at_most=Severity.WARNING if generated and not meant else Severity.INFO,
    )


@last_answer
def _sought(policy: Policy) -> tuple[frozenset[str], re.Pattern[str]]:
    """The words, and what matches where one of them stands, be it within another."""
    words = policy.parameter("placeholder-in-final", "words", _WORDS)
    folded = frozenset(each.casefold() for each in words)
    return folded, re.compile("|".join(map(re.escape, sorted(folded))))


def _found(path: str, words: frozenset[str], anywhere: re.Pattern[str]) -> str:
    """The last part of a path that has one of the words in it, or ""."""
    if not anywhere.search(path.casefold()):  # as a rule
        return ""
    for part in reversed(path.split("/")):
        if any(word.casefold() in words for word in _PART.findall(part)):
            return part
    return ""
