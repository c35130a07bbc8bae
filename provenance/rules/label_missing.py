"""Rule ``label-missing``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.asset import Family
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.label import TIMECODE
from provenance.model.policy import Policy
from provenance.model.summary import one_line
from provenance.rules.base import rule, shown
from provenance.standings.labelling import (
    EU_LABEL_MISSING,
    EVERY_PLACE,
    LABEL_MISSING,
    Ask,
    LabelStanding,
    label_standing,
)

_TIMED: Final = frozenset({"opening", "on_screen", "spoken", "end_credits"})
"""Places within the programme, where a timecode leads to the notice."""
_RUNNING: Final = frozenset({Family.VIDEO, Family.AUDIO})


@rule(
    Severity.OVERRIDABLE,
    kind="contract",
    parameters={"places": ()},
    choices={"places": frozenset(EVERY_PLACE)},
)
def label_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """The notice to the audience that a destination asks for is declared.

    The asset holds generated content, and goes to a destination whose ``labels`` name places for
    a notice; one of them has to carry it. The parameter ``places`` asks for one wherever the asset
    goes. A notice counts when a disclosure that counts declares it, or a signed record of notices
    whose scope covers the asset; it must say something, and must be in the version that goes
    there. What a screen really shows, nobody here has seen. In a running programme, a notice
    within it without a timecode is told as a warning: nobody finds it to check. A destination of
    which the policy says nothing leaves the file undetermined. Before turnover nothing is asked
    for.

    Why:
        A mark in the file is for machines, a disclosure for the buyer. The audience sees neither.

    Source:
        The destination's contract, as the policy states it; Archival Producers Alliance, best
        practices, 2024, and the BBC's guidance on AI for its suppliers ask for notices fitted to
        the content.

    Fix:
        Put the notice in, and declare it: ``provenance label FILE --where end_credits --text TEXT
        --start-tc TIMECODE``, or under ``labels`` in the disclosure.

    Fails:
        [policy]
        bound_for = ["cinema"]
        destinations = [{ name = "cinema", labels = ["opening", "end_credits"] }]

        [[disclosures]]

    Passes:
        [policy]
        bound_for = ["cinema"]
        destinations = [{ name = "cinema", labels = ["opening", "end_credits"] }]

        [[disclosures]]
        labels = [{ where = "end_credits", text = "Made in part with AI" }]
    """
    standing = label_standing(evidence, policy)
    # The rule on the European Union tells it with its own reason.
    elsewhere = {
        each.destination
        for each in standing.asks
        if each.rule == EU_LABEL_MISSING and not each.met and not each.unsure
    }
    for ask in standing.asks:
        if ask.rule != LABEL_MISSING:
            continue
        if ask.unsure:
            message = f"whether a notice is declared{ask.whose} cannot be said: {ask.unsure}"
            yield Problem(one_line(message), undetermined=True, key=ask.destination)
        elif not ask.met and ask.destination not in elsewhere:
            yield Problem(_lacking(ask, standing), advice=_advice(ask), key=ask.destination)
    timed = _untimed(evidence, standing)
    if timed:
        yield Problem(timed, key="timecode", at_most=Severity.WARNING)


def _advice(ask: Ask) -> str:
    place = next(iter(ask.places), "end_credits")
    when = " --start-tc TIMECODE" if place in _TIMED else ""
    return (
        f"Put the notice in, and declare it: `provenance label FILE --where {place} --text "
        f"TEXT{when}`, or under `labels` in the disclosure."
    )


def _lacking(ask: Ask, standing: LabelStanding) -> str:
    message = f"no notice to the audience is declared{ask.whose}, which has to stand in one of: "
    message += ", ".join(ask.places)
    reasons = [each for each in standing.reasons if each]
    return one_line(f"{message} ({'; '.join(reasons)})" if reasons else message)


def _untimed(evidence: Evidence, standing: LabelStanding) -> str:
    if evidence.asset.family not in _RUNNING:
        return ""
    for ask in standing.asks:
        label = ask.label
        if label is None or label.where not in _TIMED:
            continue
        if not TIMECODE.fullmatch(label.start_tc.strip()):
            told = f"the timecode {shown(label.start_tc)!r}" if label.start_tc else "no timecode"
            return f"the notice at {label.where} is declared with {told}, so nobody finds it"
    return ""
