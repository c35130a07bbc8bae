"""Where an asset stands with its label: is a notice asked for, and is one declared? Pure.

A label is what the audience perceives. The mark in the file, the disclosure to the buyer and the
approval are other facts, and none of them stands in for it: Commission guidelines C(2026) 5054,
paragraph 117, say so of the mark.

* A notice is **asked for** by a destination of the policy, by the parameter ``places`` of the rule
  ``label-missing``, or for the European Union by ``eu-label-missing``. Before turnover there is no
  audience, so nothing is asked for.
* A notice is **declared** by a disclosure that counts, or by a record of notices (``Labelling``)
  that somebody trusted has signed, that the register vouches for, or that lies in the folder of
  the production itself. It says nothing of what a screen really shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, cast, get_args

from provenance.model.evidence import Evidence, firmly_ai
from provenance.model.finding import Severity
from provenance.model.label import Label, LabelPlace
from provenance.model.policy import Policy
from provenance.model.vocabulary import TEMPORARY_STAGES, AiClass, Stage
from provenance.standings.deceiving import ARTISTIC, ARTISTIC_PLACES, EU, PLACES, may_deceive
from provenance.standings.needs import uses_ai
from provenance.standings.notices import Told, told_notices
from provenance.standings.remembering import last_answer
from provenance.standings.routing import destinations_of, outlets_of, reaches, territories_of
from provenance.standings.standing import DisclosureStanding, disclosure_standing

LABEL_MISSING: Final = "label-missing"
EU_LABEL_MISSING: Final = "eu-label-missing"
EVERY_PLACE: Final[tuple[LabelPlace, ...]] = get_args(LabelPlace)
MAX_REASONS: Final = 20
"""Notices that are told with the reason why they do not do."""
_ON: Final = dict.fromkeys(Stage, Severity.INFO)


class LabelState(StrEnum):
    """Whether the audience is told."""

    NOT_REQUIRED = "not_required"
    PRESENT = "present"
    MISSING = "missing"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Ask:
    """A notice that is asked for, and what became of it.

    Attributes:
        rule: The rule that asks.
        destination: For which destination; "" where none is told.
        places: Places of which one must carry it.
        why: What in the asset asks for it, in words.
        met: Whether a declared notice answers it.
        unsure: Why that cannot be said; "" where it can.
        label: The notice that answers it.
    """

    rule: str
    destination: str = ""
    places: tuple[str, ...] = ()
    why: str = ""
    met: bool = False
    unsure: str = ""
    label: Label | None = None

    @property
    def whose(self) -> str:
        """For whom, in words."""
        return f" for {self.destination}" if self.destination else ""


@dataclass(frozen=True, slots=True)
class LabelStanding:
    """Whether the notices that are asked for are declared.

    Attributes:
        state: How far.
        records: Ids of the records that declare notices which count; where none does, of those
            that lie there.
        reasons: Why a notice that lies there does not do, or why nothing can be said.
        asks: Every notice that is asked for.
        labels: Notices that count, whatever is asked for.
    """

    state: LabelState
    records: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    labels: tuple[Label, ...] = ()


@last_answer
def label_standing(evidence: Evidence, policy: Policy) -> LabelStanding:
    """Whether the notices that an asset's destinations ask for are declared.

    Args:
        evidence: All that is known of the asset.
        policy: Destinations, stage, the rules' parameters and the day of the scan.
    """
    standing = disclosure_standing(evidence, policy)
    told = tuple(told_notices(evidence, policy, standing))
    asks = tuple(_answered(each, told, standing) for each in _asks(evidence, policy, standing))
    counting = [each for each in told if not each.flaw and not each.unsure]
    records = tuple(dict.fromkeys(each.record for each in counting or told))
    labels = tuple(each.label for each in counting)
    open_ = [each for each in asks if not each.met]
    if not open_:
        state = LabelState.PRESENT if counting else LabelState.NOT_REQUIRED
        return LabelStanding(state, records, (), asks, labels)
    sure = any(not each.unsure for each in open_)
    reasons = dict.fromkeys((*(each.unsure for each in open_), *_flaws(told)))
    return LabelStanding(
        LabelState.MISSING if sure else LabelState.UNDETERMINED,
        records,
        tuple(each for each in reasons if each)[:MAX_REASONS],
        asks,
        labels,
    )


def speaks_of_ai(evidence: Evidence, standing: DisclosureStanding) -> bool:
    """Whether an asset declares generated content, or anybody discloses it.

    What is left open counts as yes; a disclosure that does not count is believed, since it is
    against the interest of who wrote it.
    """
    return firmly_ai(evidence) or any(
        uses_ai(held.record) and held.record.ai is not AiClass.ENHANCED
        for held in (*standing.counting, *standing.void)
    )


def _asks(evidence: Evidence, policy: Policy, standing: DisclosureStanding) -> Iterator[Ask]:
    if policy.stage in TEMPORARY_STAGES or not speaks_of_ai(evidence, standing):
        return
    names = destinations_of(evidence, policy)
    outlets = outlets_of(evidence, policy)
    known = {each.name: each for each in policy.destinations}
    if _asked_by(LABEL_MISSING, policy, names):
        usual: tuple[str, ...] = tuple(policy.parameter(LABEL_MISSING, "places", ()))
        for name in names or ("",):
            own = known[name].labels if name in known else ()
            if own or usual:
                yield Ask(LABEL_MISSING, name, own or usual)
            elif name and known and name not in known:
                unsure = f"the policy does not say what the destination {name} asks for"
                yield Ask(LABEL_MISSING, name, unsure=unsure)
    if not _asked_by(EU_LABEL_MISSING, policy, names):
        return
    territories = territories_of(evidence, policy)
    if territories and not reaches(territories, {EU}):
        return
    there = [
        each.name for each in outlets if not each.territories or reaches(each.territories, {EU})
    ]
    unknown = [name for name in names if name not in known]
    yield from _eu_asks(standing, policy, there or unknown or [""])


def _eu_asks(standing: DisclosureStanding, policy: Policy, names: Iterable[str]) -> Iterator[Ask]:
    records = [held.record for held in (*standing.counting, *standing.void)]
    why = tuple(dict.fromkeys(reason for each in records for reason in may_deceive(each)))
    telling = any(uses_ai(held.record) for held in standing.counting)
    if telling and not why:
        return
    ask = Ask(EU_LABEL_MISSING, why=" and ".join(why))
    if not why:
        ask = replace(ask, unsure="nothing that counts says what the generated content depicts")
    genres = {each.genre for each in records}
    artistic = set(policy.parameter(EU_LABEL_MISSING, "artistic", ARTISTIC))
    name, usual = "places_artistic", ARTISTIC_PLACES
    if not genres or not genres <= artistic:
        name, usual = "places", PLACES
    ask = replace(ask, places=tuple(policy.parameter(EU_LABEL_MISSING, name, usual)))
    for each in dict.fromkeys(names):
        yield replace(ask, destination=each)


def _asked_by(rule: str, policy: Policy, names: tuple[str, ...]) -> bool:
    """Whether the policy runs a rule at its stage, for one of the destinations."""
    return policy.severity(rule, _ON, names) is not Severity.OFF


def _answered(ask: Ask, told: tuple[Told, ...], standing: DisclosureStanding) -> Ask:
    if ask.unsure:
        return ask
    unsure = ""
    for each in told:
        if each.flaw or each.label.where not in ask.places:
            continue
        if each.unsure:
            unsure = unsure or each.unsure
        elif not each.versions or ask.destination in each.versions:
            return replace(ask, met=True, label=each.label)
        elif not ask.destination:
            versions = ", ".join(each.versions)
            unsure = unsure or f"only {versions} carries the notice, and no destination is told"
    untold = ask.rule == EU_LABEL_MISSING and any(
        not held.record.genre for held in standing.counting
    )
    elsewhere = [each for each in told if not each.flaw and each.label.where in ARTISTIC_PLACES]
    if untold and elsewhere and not unsure:
        unsure = (
            f"whether a notice at {elsewhere[0].label.where} is enough depends on the genre, "
            "which is not told"
        )
    return replace(ask, unsure=unsure)


def _flaws(told: Iterable[Told]) -> Iterator[str]:
    for each in told:
        if each.flaw:
            yield f"notice at {cast('str', each.label.where)} of {each.record}: {each.flaw}"
