"""One consent after the other, looked at for one talent of one disclosed use."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import HeldConsent
from provenance.model.policy import Policy
from provenance.model.talent import Talent
from provenance.model.veiling import VEIL
from provenance.standings.completeness import is_told
from provenance.standings.remembering import each_answer
from provenance.standings.territories import beyond, codes
from provenance.standings.vouching import approval_flaw, day_of

MAX_WORD: Final = 100
"""Characters of a value from a file that a reason shows."""
_USES: Final = {
    "replica_employment": "replica made in employment",
    "replica_independent": "replica made independently",
    "alteration": "alteration",
    "voice": "voice",
    "dub": "dub",
    "synthetic": "synthetic performer",
}


_GIVERS: Final = {
    "talent": "performer",
    "guardian": "guardian",
    "estate": "estate",
    "union": "union",
}


class Lack(StrEnum):
    """What a consent lacks for a use; each is a fact of its own."""

    TALENT = "talent"
    TITLE = "title"
    USE = "use"
    TERRITORY = "territory"
    TRAINING = "training"
    REUSE = "reuse"
    GIVER = "giver"
    TERM = "term"
    REVOKED = "revoked"


_FAR: Final = {Lack.TALENT: 100, Lack.TITLE: 50, Lack.REVOKED: 10, Lack.TERM: 5}
"""How far a consent is from covering, by what it lacks; 1 for whatever stands not here."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a consent lacks.

    Attributes:
        lack: What.
        text: In words, without any name.
        unknown: True where it may not lack it: the disclosure does not say enough.
    """

    lack: Lack
    text: str
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class ConsentLook:
    """What one consent does for one talent.

    Attributes:
        held: The consent.
        gaps: What it lacks; empty where it covers the use.
        flaw: Why it does not count at all, or "".
        ignored: Revocations of it that do not count, and why.
    """

    held: HeldConsent
    gaps: tuple[Gap, ...] = ()
    flaw: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def distance(self) -> int:
        """0 where it covers the use; the more, the further it is from that."""
        return sum(_FAR.get(each.lack, 1) for each in self.gaps)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A talent in a use: what a consent is compared with.

    Attributes:
        talent: As disclosed.
        names: The talent's name in every form that is known here.
        disclosure: The use.
        territories: Where the asset goes, in capitals.
        model_title: Production for which the model of the talent was made, where it was another.
    """

    talent: Talent
    names: frozenset[str]
    disclosure: Disclosure
    territories: frozenset[str]
    model_title: str = ""


def use_words(talent: Talent) -> str:
    """The kind of use in words."""
    return _USES[talent.type]


@each_answer
def _flaws(held: HeldConsent, policy: Policy) -> tuple[str, str]:
    """Why a consent does not count, whatever it says, and why not if it speaks of the use."""
    flaw = approval_flaw(held.attestation)
    signed = day_of(held.record.signed_at, policy)
    if not flaw and policy.as_of is not None and signed > policy.as_of:
        flaw = "it is dated in the future"
    unknown = held.record.unknown_keys()
    if not unknown:
        return flaw, ""
    # A later version may restrict or take back in words that we do not know.
    return flaw, f"a later version wrote it, and {unknown[0][:MAX_WORD]} is not understood"


def look_at_consent(
    held: HeldConsent, wanted: Wanted, revocations: tuple[HeldConsent, ...], policy: Policy
) -> ConsentLook:
    """Compare one consent with one talent's use.

    Args:
        held: The consent.
        wanted: The talent, and what is done with it.
        revocations: Those that lie there, of this consent and of others.
        policy: The day of the scan and its time zone.
    """
    flaw, not_understood = _flaws(held, policy)
    if flaw:
        return ConsentLook(held, flaw=flaw)
    other = tuple(_of_another(held, wanted))
    # What speaks of somebody else, or of another production, need not be looked at further.
    if any(not each.unknown for each in other):
        return ConsentLook(held, other)
    if not_understood:
        return ConsentLook(held, flaw=not_understood)
    own = [
        (each, approval_flaw(each.attestation))
        for each in revocations
        if each.record.revokes == held.record.id
    ]
    ends = tuple(each for each, why in own if not why)
    ignored = tuple(why for _, why in own if why)
    return ConsentLook(held, (*other, *_gaps(held, wanted, ends, policy)), ignored=ignored)


def _of_another(held: HeldConsent, wanted: Wanted) -> Iterator[Gap]:
    known = held.names or frozenset({held.record.talent})
    if known.isdisjoint(wanted.names):
        # Two names in clear can be compared, and two that one secret veiled. A name in clear and
        # one that somebody else veiled cannot: the reference alone brings them together.
        veiled = held.record.talent.startswith(VEIL)
        if any(each.startswith(VEIL) == veiled for each in wanted.names):
            yield Gap(Lack.TALENT, "it speaks of another performer", unknown=veiled)
    yield from _title(held.record, wanted)


def _title(consent: Consent, wanted: Wanted) -> Iterator[Gap]:
    title, given_for = wanted.disclosure.title_id, consent.title_id
    if wanted.model_title and given_for in {"", title, wanted.model_title}:
        if not consent.reuse_allowed:
            yield Gap(Lack.REUSE, "it does not allow that what was made is used in another one")
    elif (consent.reuse_allowed and not wanted.model_title) or (title and given_for == title):
        return
    elif not given_for:
        yield Gap(Lack.TITLE, "it names no production")
    elif title:
        yield Gap(Lack.TITLE, "it was given for another production")
    else:
        what = "it was given for one production, and the disclosure names none"
        yield Gap(Lack.TITLE, what, unknown=True)


def _gaps(
    held: HeldConsent, wanted: Wanted, ends: tuple[HeldConsent, ...], policy: Policy
) -> Iterator[Gap]:
    consent, talent = held.record, wanted.talent
    if talent.type not in consent.types:
        allowed = ", ".join(_USES[each] for each in consent.types) or "no kind of use"
        yield Gap(Lack.USE, f"it allows {allowed}, and this is a {use_words(talent)}")
    yield from _territories(consent, wanted)
    training = wanted.disclosure.training
    if training is not None and training.fine_tuned and not consent.training_allowed:
        yield Gap(Lack.TRAINING, "a model was trained for this use, which it does not allow")
    giver = _giver(consent, talent)
    if giver:
        yield Gap(Lack.GIVER, giver)
    yield from _over(consent, ends, policy)


def _over(consent: Consent, ends: tuple[HeldConsent, ...], policy: Policy) -> Iterator[Gap]:
    today = policy.as_of
    revoked = [each.record.revoked_at or each.record.created_at for each in ends]
    revoked += [consent.revoked_at] if consent.revoked_at else []
    days = [day_of(each, policy) for each in revoked]
    if days and (today is None or min(days) <= today):
        yield Gap(Lack.REVOKED, f"it was revoked on {min(days)}")
    elif consent.term_end and today is None:
        yield Gap(Lack.TERM, f"it ends on {consent.term_end}, and today is not known")
    elif consent.term_end and today and consent.term_end < today:
        yield Gap(Lack.TERM, f"its term ended on {consent.term_end}")


def _territories(consent: Consent, wanted: Wanted) -> Iterator[Gap]:
    if not codes(consent.territories):
        return
    if not wanted.territories and beyond(("WORLD",), consent.territories):
        what = "it is limited to territories, and nobody says where the file goes"
        yield Gap(Lack.TERRITORY, what, unknown=True)
    outside = beyond(wanted.territories, consent.territories)
    if outside:
        yield Gap(Lack.TERRITORY, f"it does not reach {', '.join(outside)[:MAX_WORD]}")


def _giver(consent: Consent, talent: Talent) -> str:
    """Why whoever signed may not have been the one to sign; "" where they were."""
    by = consent.given_by
    gave = f"and the {_GIVERS[by]} gave it"
    if talent.status == "deceased":
        right = by in {"estate", "union"}
        return "" if right else f"the performer is deceased, {gave}, not the estate or the union"
    if talent.status == "minor" or consent.minor:
        if by != "guardian":
            return f"the performer is a minor, {gave}, not a guardian"
        return "" if is_told(consent.guardian) else "a guardian gave it and is not named"
    return "" if by == "talent" else f"the performer is alive and of age, {gave}"
