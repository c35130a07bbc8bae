"""inspect: what foreign decoders say of a file. They run in the worker, where they may die."""

from provenance.errors import ProvenanceError
from provenance.formats import Format
from provenance.frozen import dataclass
from provenance.isolation import Isolated
from provenance.model.asset import Facts, Family
from provenance.model.evidence import ReaderFailure
from provenance.readers import pixels
from provenance.readers.base import Pixels

MEDIA = frozenset({Family.IMAGE, Family.AUDIO, Family.VIDEO})


@dataclass(frozen=True, slots=True)
class Inspector:
    """Asks the decoders.

    Attributes:
        isolated: The worker.
        timeout: Seconds for one file.
        facts_wanted: Whether technical facts are read.
        pixels_wanted: Whether pictures are decoded and looked into.
    """

    isolated: Isolated
    timeout: float
    facts_wanted: bool
    pixels_wanted: bool

    def facts(
        self, path: str, format_: Format | None, failures: list[ReaderFailure]
    ) -> Facts | None:
        """Technical facts of a media file; None where there are none or they cannot be read."""
        if format_ is None or not self.facts_wanted or format_.family not in MEDIA:
            return None
        try:
            values = self.isolated.call(
                "provenance.readers.technical:facts_json",
                timeout=self.timeout,
                path=path,
                format_name=format_.name,
            )
        except ProvenanceError as error:
            failures.append(ReaderFailure("technical", str(error)))
            return None
        return Facts.from_json(values)

    def pixels(
        self, path: str, format_: Format | None, failures: list[ReaderFailure]
    ) -> Pixels | None:
        """What the decoded pixels hold, where they are asked for."""
        if not self.pixels_wanted or format_ is None or not pixels.decodes(format_):
            return None
        try:
            values = self.isolated.call(pixels.WORK, timeout=self.timeout, path=path)
        except ProvenanceError as error:
            failures.append(ReaderFailure(pixels.NAME, str(error)))
            return None
        found = pixels.pixels_from_json(values)
        if found.problem:
            failures.append(ReaderFailure(pixels.NAME, found.problem))
        return found
