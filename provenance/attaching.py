"""attach: what signed lists, the register and records say of files, brought to their evidence."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from provenance.model.evidence import Evidence
from provenance.packages.folder import Unit
from provenance.records import Index, Records
from provenance.standings.deriving import with_sources
from provenance.standings.misplacing import misplacing
from provenance.verifying import Verifier

if TYPE_CHECKING:
    from provenance.register import Register


def attached(
    gathered: Iterable[Evidence],
    units: Iterable[Unit],
    *,
    verifier: Verifier,
    known: "Register | None",
    records: Records,
    index: Index,
) -> Iterator[Evidence]:
    """The evidence of each file, with all that may speak of it.

    Args:
        gathered: As it was gathered.
        units: The files, in the same order.
        verifier: Compares signed lists.
        known: The register, if there is one.
        records: All that are at hand.
        index: The same, by what they name.
    """
    if index.bare and known is None and verifier.idle:  # nobody speaks of any
        yield from gathered
        return
    misplaced = misplacing(records.disclosures)
    for unit, each in zip(units, gathered, strict=True):
        seen = verifier.seen(unit, each)
        sourced = with_sources(seen, known.find) if known else seen
        yield misplaced(index.attach(sourced))
