"""Consents by whom they speak of, so that each asset meets those of its talents only. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence, HeldConsent
from provenance.model.talent import Talent
from provenance.model.veiling import plain_name, veiled

MAX_OTHER_TITLES: Final = 5
"""Consents of one talent for other titles that are shown with an asset."""
_Named = Mapping[str, Sequence[HeldConsent]]


def known_names(consent: Consent, salt: str = "") -> frozenset[str]:
    """A talent's name in every form that a disclosure may use.

    Args:
        consent: With the name in clear, or salted where it has left its house.
        salt: Secret of the production; "" where it is not known, and then no salted form is.
    """
    name = consent.talent
    # One name typed on two systems: composed or not, with a space too many.
    plain = {name, plain_name(name)}
    return frozenset(plain | {veiled(salt, each) for each in plain} if salt else plain)


def with_names(consents: Iterable[HeldConsent], salt: str) -> tuple[HeldConsent, ...]:
    """The consents, each with every form of its talent's name.

    Args:
        consents: As they were read.
        salt: Secret of the production, or "".
    """
    return tuple(replace(held, names=known_names(held.record, salt)) for held in consents)


@dataclass(frozen=True, slots=True)
class ConsentIndex:
    """Consents by id, and by the talent's name and the title.

    Attributes:
        by_id: Consents by their own id.
        by_name: Consents of a talent, by title; those that hold for any title stand under "".
        ending: Revocations, by the id of the consent that they end.
    """

    by_id: _Named = field(default_factory=dict)
    by_name: Mapping[str, _Named] = field(default_factory=dict)
    ending: _Named = field(default_factory=dict)

    @classmethod
    def of(cls, consents: Iterable[HeldConsent]) -> "ConsentIndex":
        """Index consents."""
        by_id: dict[str, list[HeldConsent]] = {}
        by_name: dict[str, dict[str, list[HeldConsent]]] = {}
        ending: dict[str, list[HeldConsent]] = {}
        for held in consents:
            record = held.record
            if record.revokes:
                ending.setdefault(record.revokes, []).append(held)
                continue
            by_id.setdefault(record.id, []).append(held)
            title = "" if record.reuse_allowed else record.title_id
            for name in held.names or known_names(record):
                by_name.setdefault(name, {}).setdefault(title, []).append(held)
        return cls(by_id, by_name, ending)

    def attach(self, evidence: Evidence) -> Evidence:
        """The evidence with every consent that may speak of its talents, and what ends them.

        Of those for other titles a few are attached, so that a report can say why they do not do.
        """
        if not self.by_id and not self.ending:
            return evidence
        found = {id(held): held for each in _disclosures(evidence) for held in self._of(each)}
        ends = [end for held in found.values() for end in self.ending.get(held.record.id, ())]
        consents = (*found.values(), *ends)
        return replace(evidence, consents=consents) if consents else evidence

    def _of(self, disclosure: Disclosure) -> Iterator[HeldConsent]:
        for talent in disclosure.talent:
            yield from self.by_id.get(talent.consent_ref, ()) if talent.consent_ref else ()
            yield from self._named(talent, disclosure.title_id)

    def _named(self, talent: Talent, title: str) -> Iterator[HeldConsent]:
        titles = self.by_name.get(talent.name, {})
        for each in dict.fromkeys(("", title)):
            yield from titles.get(each, ())
        others = (held for each in titles if each not in {"", title} for held in titles[each])
        yield from islice(others, MAX_OTHER_TITLES)


def _disclosures(evidence: Evidence) -> Iterator[Disclosure]:
    yield from (held.record for held in evidence.disclosures)
    yield from (entry.disclosure for entry in evidence.entries)
