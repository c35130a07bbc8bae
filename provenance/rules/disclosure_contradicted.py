"""Rule ``disclosure-contradicted``."""

from collections.abc import Iterator, Sequence
from typing import Final

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import basis, by_stage, rule, shown
from provenance.standings.completeness import contradictions
from provenance.standings.laundering import laundered
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing, firmly_ai
from provenance.standings.vouching import day_of

_SHOWN: Final = 3


@rule(Severity.BLOCKING)
def disclosure_contradicted(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A disclosure says what the file says.

    The file declares generated content and the disclosure denies it; or two answers of the
    disclosure exclude one another, such as a temporary use at the stage final; or another file of
    the delivery carries the very same disclosure over other bytes, although each stamp makes its
    own. Told as overridable at most: a date of it that lies after the day of the scan, which only a
    wrong clock writes. Told as a warning at most: two files that say they were made from the same
    bytes; and a tool that the file names and the disclosure does not, for a model, its service and
    the program around them often go by three names. Where nothing but an ingredient says generated,
    and ``ingredient-laundered`` tells it with as much weight, it is not told twice.

    Why:
        A disclosure that does not fit its file is worse than none. It is what a hurried copy of
        another file's disclosure looks like, and what a false one looks like.

    Source:
        House rule, after C2PA Asset Rubrics of August 2026 for what each source type means.

    Fix:
        Find out which of the two is true. Then stamp the file again with a disclosure that
        supersedes the wrong one, or replace the file.

    Fails:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [[disclosures]]
        digital_source_type = "digitalCapture"

    Passes:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [[disclosures]]
        digital_source_type = "compositeWithTrainedAlgorithmicMedia"
    """
    declaration = evidence.declaration
    counting = disclosure_standing(evidence, policy).counting
    for held in counting:
        record = held.record
        ahead = _ahead(record, policy)
        if ahead:
            yield Problem(
                f"disclosure {record.id} does not agree: a clock was wrong: {ahead}",
                key=f"{record.id} clock",
                at_most=Severity.OVERRIDABLE,
            )
        for key, sentence in contradictions(evidence, record):
            if key == "evidence" and _told_of_ingredient(evidence, policy):
                continue
            signals = declaration.signals if key == "evidence" else ()
            source = f" ({basis(evidence, signals)})" if signals else ""
            yield Problem(
                f"disclosure {record.id} does not agree: {sentence}{source}",
                signals,
                key=f"{record.id} {key}",
            )
    if counting and evidence.twins:
        yield Problem(
            f"its disclosure is also that of {_paths(evidence.twins)}, which holds other bytes",
            key="twins",
        )
    if counting and evidence.cousins:
        yield Problem(
            f"it says it was made from the same bytes as {_paths(evidence.cousins)}",
            key="cousins",
            at_most=Severity.WARNING,
        )
    unnamed = _unnamed(evidence, [held.record for held in counting])
    if unnamed:
        yield Problem(
            f"the file names {', '.join(map(shown, unnamed))}, which no disclosure names",
            declaration.signals,
            key="tools",
            at_most=Severity.WARNING,
        )


def _ahead(record: Disclosure, policy: Policy) -> str:
    """What a disclosure dates after the day of the scan; "" where nothing is."""
    told = (
        ("written", record.created_at),
        ("the tool first used", record.first_used_at),
        ("the buyer told", record.notice.at if record.notice else None),
    )
    days = ((what, day_of(moment, policy)) for what, moment in told if moment is not None)
    late = (f"{what} on {day}" for what, day in days if policy.as_of and day > policy.as_of)
    words = ", ".join(late)
    return f"{words}, and scanned on {policy.as_of}" if words else ""


def _told_of_ingredient(evidence: Evidence, policy: Policy) -> bool:
    """Whether only ingredients speak of generation, and their own rule tells it, as heavily.

    That rule is content with a manifest that says a model took part, as that of an enhancement
    does: the disclosure denies what was generated all the same.
    """
    if not laundered(evidence, policy):
        return False
    if not all(evidence.signals[each].in_ingredient for each in evidence.declaration.signals):
        return False
    usual = by_stage(Severity.BLOCKING)
    own = policy.severity("disclosure-contradicted", usual)
    return policy.severity("ingredient-laundered", usual).at_least(own)


def _paths(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(map(shown, paths[:_SHOWN])) + more


def _unnamed(evidence: Evidence, records: Sequence[Disclosure]) -> list[str]:
    """Generators that the file declares and none of the disclosed tools resembles."""
    told = [record for record in records if uses_ai(record) and record.tools]
    if not told or not firmly_ai(evidence):
        return []
    words = {
        _folded(word)
        for record in told
        for tool in record.tools
        for word in (tool.name, tool.model, tool.vendor)
    } - {""}
    return [
        agent.name
        for agent in evidence.declaration.generators
        if _folded(agent.name)
        and not any(word in _folded(agent.name) or _folded(agent.name) in word for word in words)
    ]


def _folded(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalnum())
