"""Readers: what the metadata of a file means. One module per evidence family or dialect."""

from dataclasses import replace
from functools import lru_cache

from provenance import plugins
from provenance.errors import ProvenanceError
from provenance.formats.base import BlockKind
from provenance.model.evidence import ReaderFailure, Signal, Strength
from provenance.readers import (
    a1111,
    bytedance,
    c2pa,
    comfyui,
    fooocus,
    grok,
    invokeai,
    midjourney,
    novelai,
    photoshop,
    pixels,
    samsung,
    services,
    suno,
    swarmui,
    tc260,
    xmp,
)
from provenance.readers.base import Reader, Reading, Recipe, limits
from provenance.readers.texts import folded

BUILTIN: tuple[Reader, ...] = (
    c2pa.READER,
    xmp.READER,
    photoshop.READER,
    tc260.READER,
    a1111.READER,
    comfyui.READER,
    novelai.READER,
    invokeai.READER,
    midjourney.READER,
    grok.READER,
    bytedance.READER,
    fooocus.READER,
    swarmui.READER,
    suno.READER,
    services.READER,
    samsung.READER,
    pixels.READER,
)
"""The built-in readers, signed evidence first, then by how often their evidence is met."""

_OWN = frozenset(map(id, BUILTIN))

MAX_SIGNALS = 10_000
"""Signals of one reader on one file."""

_MAX_PANELS = 16
_SHORT = 500
"""Characters of the texts of a file for which it is remembered whom they call."""


def signals(
    reading: Reading, readers: tuple[Reader, ...] | None = None
) -> tuple[tuple[Signal, ...], tuple[ReaderFailure, ...]]:
    """Let every reader speak.

    Args:
        reading: What was read of the file.
        readers: The readers to ask; the built-ins and the installed plug-ins by default.

    Returns:
        The signals in the order of the readers, and a failure for each reader that could not
        finish: what it had said before stays. A plug-in's signals are hints, whatever it claims.

    Raises:
        PluginError: An installed plug-in does not load or takes a name twice.
    """
    if readers is None:
        readers = plugins.load("readers", BUILTIN)
    found: list[Signal] = []
    failures: list[ReaderFailure] = []
    for reader in _panel(readers).concerned(reading):
        own = id(reader) in _OWN
        try:
            for count, signal in enumerate(reader.read(reading)):
                if count >= MAX_SIGNALS:
                    failures.append(ReaderFailure(reader.name, f"more than {MAX_SIGNALS} signals"))
                    break
                found.append(signal if own else _hint(signal, reader))
        except ProvenanceError as error:
            failures.append(ReaderFailure(reader.name, str(error)))
        except Exception as error:  # noqa: BLE001  one reader's fault must not end a scan
            reason = " ".join(str(error).split())[:200]
            failures.append(ReaderFailure(reader.name, f"{type(error).__name__}: {reason}"))
    if met := limits(reading):
        failures += (ReaderFailure("texts", line) for line in dict.fromkeys(met))
    return tuple(found), tuple(failures)


def only_builtin() -> bool:
    """Whether no plug-in is installed: the built-in readers are silent where no block is.

    Raises:
        PluginError: An installed plug-in does not load or takes a name twice.
    """
    return plugins.load("readers", BUILTIN) is BUILTIN


class _Panel:
    """Readers in the order in which they are asked, and by what each of them is called."""

    def __init__(self, readers: tuple[Reader, ...]) -> None:
        self.readers = readers
        self._foreign = [reader for reader in readers if id(reader) not in _OWN]
        self._by_kinds: dict[frozenset[BlockKind], _Calls] = {}

    def concerned(self, reading: Reading) -> list[Reader]:
        """Those that may have something to say: of most files few, of most frames none."""
        if not reading.speaks:
            return self._foreign
        kinds = {block.kind for block in reading.blocks}
        if reading.sidecar_packets:
            kinds.add(BlockKind.XMP)
        if reading.reading:
            kinds.add(BlockKind.C2PA)
        return self._calls(frozenset(kinds)).by(folded(reading))

    def _calls(self, kinds: frozenset[BlockKind]) -> "_Calls":
        if kinds not in self._by_kinds:
            self._by_kinds[kinds] = _Calls(self.readers, kinds)
        return self._by_kinds[kinds]


class _Calls:
    """Which readers are asked of a file that holds these kinds of blocks."""

    def __init__(self, readers: tuple[Reader, ...], kinds: frozenset[BlockKind]) -> None:
        fit = [
            (place, reader)
            for place, reader in enumerate(readers)
            if not reader.kinds or not kinds.isdisjoint(reader.kinds)
        ]
        self._readers = readers
        self._always = [place for place, reader in fit if not reader.words]
        self._words = [(word, place) for place, reader in fit for word in reader.words]
        self._of_short_texts = lru_cache(maxsize=1024)(self._by)

    def by(self, held: str) -> list[Reader]:
        """Those that the texts call, and those that come uncalled."""
        # A delivery has few cameras, and most files say no more than theirs.
        return self._of_short_texts(held) if len(held) < _SHORT else self._by(held)

    def _by(self, held: str) -> list[Reader]:
        called = [place for word, place in self._words if word in held]
        return [self._readers[place] for place in sorted({*called, *self._always})]


_PANELS: dict[int, _Panel] = {}
"""By the identity of the tuple, which the panel keeps alive: a tree asks the same one each time."""


def _panel(readers: tuple[Reader, ...]) -> _Panel:
    known = _PANELS.get(id(readers))
    if known is None:
        if len(_PANELS) >= _MAX_PANELS:
            _PANELS.clear()
        known = _PANELS[id(readers)] = _Panel(readers)
    return known


def _hint(signal: Signal, reader: Reader) -> Signal:
    return replace(signal, strength=Strength.HINT, reader=reader.name, own_stamp=False)


__all__ = ["BUILTIN", "Reader", "Reading", "Recipe", "only_builtin", "signals"]
