"""Where each talent of an asset stands: is there a consent, and does it cover the use?

Pure. Which uses need a consent follows Netflix's guidance of August 2025, "Talent and
performance": a replica needs one, and no *further* one where the result stays substantially as
scripted, performed or recorded, shows what is unsafe for a human, or leaves the performer
unrecognisable; an alteration needs one unless it is customary work or stays as scripted; a dub
none beyond the agreement that allows it. A performer who is nobody cannot consent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence, HeldConsent
from provenance.model.policy import Policy
from provenance.model.talent import Talent
from provenance.model.veiling import VEIL
from provenance.model.vocabulary import UseCategory
from provenance.standings.completeness import is_told
from provenance.standings.consent_looking import (
    MAX_WORD,
    ConsentLook,
    Gap,
    Lack,
    Wanted,
    look_at_consent,
    use_words,
)
from provenance.standings.counting import disclosure_standing
from provenance.standings.needs import uses_ai
from provenance.standings.remembering import last_answer
from provenance.standings.routing import territories_of

__all__ = [
    "EXCEPTIONS",
    "ConsentStanding",
    "ConsentState",
    "Lack",
    "consent_standing",
    "consent_standings",
]

Duty: TypeAlias = Literal["replica", "alteration", "dub"]
"""On what account a consent is asked for; each has its own rule."""

EXCEPTIONS: Final = ("as_scripted", "unsafe_for_human", "unrecognisable", "customary", "agreement")
"""Exceptions that hold unless a policy denies them (rule ``consent-missing``, parameter
``denied``)."""
MAX_REASONS: Final = 5
"""Consents of one talent that are told with the reason why they do not count."""
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LASTING: Final = frozenset({Lack.REVOKED, Lack.TERM, Lack.GIVER, Lack.REUSE})
"""What a consent may lack although no further one is needed for this use: the one that there was
has ended, or never was one."""


class ConsentState(StrEnum):
    """How far a talent's use is covered by a consent."""

    NOT_NEEDED = "not_needed"
    COVERED = "covered"
    OUT_OF_SCOPE = "out_of_scope"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNDETERMINED = "undetermined"
    """Not seen, or seen and not comparable: it may be there."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """Whether one talent's use is covered by a consent.

    Attributes:
        state: How far.
        number: Which talent of the disclosure, from 1: a report tells no name.
        talent: As disclosed.
        disclosure: The use.
        duty: On what account a consent is asked for.
        exception: Why none is needed, or no further one; "" where one is.
        model_title: Production for which the model of the talent was made, where it was another.
        held: The consent that the state rests on; None where none counts.
        gaps: What that consent lacks.
        reasons: Why those that lie there do not count; that none was seen, where none was.
        ignored: Revocations of that consent that lie there and do not count, and why.
    """

    state: ConsentState
    number: int
    talent: Talent
    disclosure: Disclosure
    duty: Duty
    exception: str = ""
    model_title: str = ""
    held: HeldConsent | None = None
    gaps: tuple[Gap, ...] = ()
    reasons: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """The talent as a report calls them."""
        return f"talent {self.number} ({use_words(self.talent)})"

    @property
    def key(self) -> str:
        """Tells the talents of one asset apart in what a rule finds."""
        return f"{self.disclosure.id} {self.number}"

    @property
    def consent(self) -> str:
        """The consent as a report calls it."""
        return _called(self.held, self.talent) if self.held else "no consent"

    def lacking(self, *lacks: Lack) -> tuple[Gap, ...]:
        """What the consent lacks, of these."""
        return tuple(each for each in self.gaps if each.lack in lacks)


@last_answer
def consent_standings(evidence: Evidence, policy: Policy) -> tuple[ConsentStanding, ...]:
    """Where every talent of an asset stands, in the order of its disclosures.

    Args:
        evidence: All that is known of it; only disclosures that count are asked.
        policy: The day of the scan, destinations and the exceptions that hold.
    """
    counting = disclosure_standing(evidence, policy).counting
    return tuple(
        consent_standing(number, held.record, evidence, policy)
        for held in counting
        if held.record.talent and uses_ai(held.record)
        for number, talent in enumerate(held.record.talent, 1)
        if talent.type != "synthetic"
    )


def consent_standing(
    number: int, disclosure: Disclosure, evidence: Evidence, policy: Policy
) -> ConsentStanding:
    """Where one talent of one disclosure stands.

    The consent that comes closest counts. One that is unsigned, edited, by a stranger or dated in
    the future does not count. Where the disclosure is in the form that leaves the house, and
    nothing here opens its names, a consent that was not seen leaves the matter undetermined:
    consents do not travel.

    Args:
        number: Which talent, from 1.
        disclosure: The use; one that counts.
        evidence: All that is known of the asset.
        policy: The day of the scan, destinations and the exceptions that hold.
    """
    talent = disclosure.talent[number - 1]
    duty, exception = consent_duty(talent, disclosure, policy)
    names = _names(number - 1, disclosure, evidence)
    model_title = _model_title(talent, disclosure)

    def standing(
        state: ConsentState, look: ConsentLook | None = None, reasons: Sequence[str] = ()
    ) -> ConsentStanding:
        return ConsentStanding(
            state,
            number,
            talent,
            disclosure,
            duty,
            exception,
            model_title,
            look.held if look else None,
            look.gaps if look else (),
            tuple(dict.fromkeys(reasons))[:MAX_REASONS],
            look.ignored if look else (),
        )

    if exception and duty != "replica" and not model_title:
        return standing(ConsentState.NOT_NEEDED)
    wanted = Wanted(talent, names, disclosure, territories_of(evidence, policy), model_title)
    ending = tuple(each for each in evidence.consents if each.record.revokes)
    looks = [
        look_at_consent(each, wanted, ending, policy)
        for each in evidence.consents
        if not each.record.revokes and _speaks_of(each, talent, names)
    ]
    counting = (each for each in looks if not each.flaw)
    best = min(counting, key=lambda each: _closest(each, talent), default=None)
    if exception and not model_title and (best is None or not _named(best, talent)):
        return standing(ConsentState.NOT_NEEDED)
    if best is not None:
        if exception:
            best = replace(best, gaps=tuple(each for each in best.gaps if each.lack in _LASTING))
        return standing(_state(best.gaps), best)
    flawed = [f"{_called(each.held, talent)}: {each.flaw}" for each in looks]
    if flawed:
        return standing(ConsentState.MISSING, reasons=flawed)
    in_house = any(not each.startswith(VEIL) for each in names)
    told = is_told(talent.consent_ref)
    unseen = "the consent that it refers to was not seen" if told else "it refers to none"
    if in_house:
        return standing(ConsentState.MISSING, reasons=(unseen,))
    return standing(ConsentState.UNDETERMINED, reasons=(unseen,))


def consent_duty(talent: Talent, disclosure: Disclosure, policy: Policy) -> tuple[Duty, str]:
    """On what account a consent is asked for, and the exception that holds, or "".

    Args:
        talent: One of the disclosure's; not a synthetic one, who cannot consent.
        disclosure: The use.
        policy: Which exceptions it admits.
    """
    denied: Sequence[str] = policy.parameter("consent-missing", "denied", ())
    held = [word for word, holds in _exceptions(talent) if holds and word not in denied]
    if talent.type == "dub":
        return "dub", "agreement" if "agreement" in held else ""
    # The use case matrix counts re-ageing as talent replication, whatever else it may be called.
    replicated = disclosure.use_category is UseCategory.TALENT_REPLICA
    if talent.type == "alteration" and not replicated:
        own = [word for word in held if word in {"as_scripted", "customary"}]
        return "alteration", own[0] if own else ""
    own = [word for word in held if word not in {"customary", "agreement"}]
    return "replica", own[0] if own else ""


def _exceptions(talent: Talent) -> tuple[tuple[str, bool], ...]:
    return (
        ("as_scripted", talent.as_scripted is True and not talent.visual_adr),
        ("unsafe_for_human", talent.unsafe_for_human),
        ("unrecognisable", not talent.recognisable),
        ("customary", talent.customary and not talent.visual_adr),
        ("agreement", is_told(talent.agreement_ref)),
    )


def _names(index: int, disclosure: Disclosure, evidence: Evidence) -> frozenset[str]:
    """A talent's name as it is disclosed, and as our own register holds the same disclosure."""
    found = {disclosure.talent[index].name}
    for entry in (*evidence.entries, *evidence.sources):
        same = entry.disclosure.id == disclosure.id
        if same and len(entry.disclosure.talent) == len(disclosure.talent):
            found.add(entry.disclosure.talent[index].name)
    return frozenset(found)


def _model_title(talent: Talent, disclosure: Disclosure) -> str:
    """The other production for which the model of a talent was made, or ""."""
    trained = disclosure.training.title_id if disclosure.training else ""
    title = talent.model_title_id or trained
    return "" if title == disclosure.title_id else title


def _speaks_of(held: HeldConsent, talent: Talent, names: frozenset[str]) -> bool:
    if talent.consent_ref and held.record.id == talent.consent_ref:
        return True
    return not names.isdisjoint(held.names or {held.record.talent})


def _named(look: ConsentLook, talent: Talent) -> bool:
    return bool(talent.consent_ref) and look.held.record.id == talent.consent_ref


def _closest(look: ConsentLook, talent: Talent) -> tuple[int, bool, float]:
    return look.distance, not _named(look, talent), -look.held.record.signed_at.timestamp()


def _state(gaps: tuple[Gap, ...]) -> ConsentState:
    certain = {each.lack for each in gaps if not each.unknown}
    if not certain:
        return ConsentState.UNDETERMINED if gaps else ConsentState.COVERED
    if Lack.REVOKED in certain:
        return ConsentState.REVOKED
    return ConsentState.EXPIRED if Lack.TERM in certain else ConsentState.OUT_OF_SCOPE


def _called(held: HeldConsent, talent: Talent) -> str:
    """A consent by its id, where that cannot hold a name that the file does not tell."""
    name = held.record.id
    safe = name == talent.consent_ref or _UUID.fullmatch(name)
    return f"consent {name[:MAX_WORD]}" if safe else "a consent"
