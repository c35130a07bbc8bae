"""Rule ``source-type-unknown``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import read_source_type
from provenance.rules.base import rule, shown

_SHOWN: Final = 10
"""Values that are told one by one."""


@rule(Severity.WARNING, kind="standard")
def source_type_unknown(evidence: Evidence, _policy: Policy) -> Iterator[Problem]:
    """A digital source type is a term of the vocabulary, spelled as it stands there.

    A word that the vocabulary does not have says nothing, and may be meant to say "generated". A
    known term in another spelling (``https``, other letter case, a bare code) is understood here
    and passed over elsewhere.

    Why:
        Platforms compare the whole URI. A misspelt mark is no mark to them.

    Source:
        IPTC Digital Source Type news codes; C2PA specification 2.2 (1 May 2025), section
        18.15 (actions).

    Fix:
        Write the whole URI, with ``http``: stamping does. For a word that nobody knows, ask what
        was meant.

    Fails:
        [[signals]]
        source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/generatedByModel"

    Passes:
        [[signals]]
        source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    """
    places: dict[str, list[int]] = {}
    for index, signal in enumerate(evidence.signals):
        if signal.source_type and not read_source_type(signal.source_type).exact:
            places.setdefault(signal.source_type, []).append(index)
    for written, signals in list(places.items())[:_SHOWN]:
        term = read_source_type(written).term
        where = shown(evidence.signals[signals[0]].where)
        if term is None:
            message = f"{shown(written)} is no digital source type ({where})"
        else:
            message = f"{shown(written)} should read {term.uri} ({where})"
        yield Problem(message, tuple(signals), key=written)
    if len(places) > _SHOWN:
        yield Problem(f"{len(places) - _SHOWN} more digital source types are not as they should be")
