"""Readers: what the metadata of a file means. One module per evidence family or dialect."""

from collections.abc import Sequence
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
from provenance.readers.exif import decoded, exif_bytes
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

_RICH = frozenset({BlockKind.C2PA, BlockKind.XMP, BlockKind.IPTC, BlockKind.TRAILER})
"""Kinds of blocks that are more than plain metadata."""
_LISTENING = [
    each for each in BUILTIN if not (each.of_pixels or (each.kinds and each.kinds <= _RICH))
]
_STORED = frozenset({BlockKind.C2PA, BlockKind.EXIF})
"""Kinds of blocks of most signed files: of the texts it is known soon that they say nothing."""
_WORDS = tuple({word for each in _LISTENING for word in each.words})
_RAW = tuple(mark for each in _LISTENING for mark in each.raw)
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
    """Whether no plug-in is installed: the built-in readers are silent where no block is."""
    return not plugins.installed("readers")


def unmoved(exif: Sequence[bytes], texts: Sequence[bytes]) -> bool:
    """Whether no built-in reader has anything to say of plain metadata, and meets no limit in it.

    Where it is not sure, the answer is no. It asks for the readers' words in whatever the texts
    may be decoded to, which takes a fraction of decoding them with their names and places.

    Args:
        exif: The data of EXIF blocks.
        texts: Keys and values of the container's own texts. None of them is in UTF-16.
    """
    held = list(texts)
    for data in exif:
        inside = exif_bytes(data)
        if inside is None or any(mark in data for mark in _RAW):
            return False
        held += inside
    whole = b"\n".join(held)
    if whole.isascii():
        folded_ = whole.decode("ascii").lower()
    else:
        folded_ = "\n".join(map(decoded, held)).casefold()
    return _is_silent(folded_) if len(folded_) < _SHORT else _is_silent.__wrapped__(folded_)


@lru_cache(maxsize=4096)
def _is_silent(held: str) -> bool:
    for word in _WORDS:  # noqa: SIM110 - a generator takes twice as long, and most files ask
        if word in held:
            return False
    return True


class _Panel:
    """Readers in the order in which they are asked, and by what each of them is called."""

    def __init__(self, readers: tuple[Reader, ...]) -> None:
        self.readers = readers
        self._foreign = [reader for reader in readers if id(reader) not in _OWN]
        self._by_kinds: dict[tuple[frozenset[BlockKind], bool], _Calls] = {}

    def concerned(self, reading: Reading) -> list[Reader]:
        """Those that may have something to say: of most files few, of most frames none."""
        if not reading.speaks:
            return self._foreign
        kinds = {block.kind for block in reading.blocks}
        if reading.sidecar_packets:
            kinds.add(BlockKind.XMP)
        if reading.reading:
            kinds.add(BlockKind.C2PA)
        calls = self._calls(frozenset(kinds), pixels=reading.pixels is not None)
        exif = [block.data for block in reading.blocks if block.kind is BlockKind.EXIF]
        if not reading.pixels and calls.plain and kinds <= _STORED and unmoved(exif, ()):
            return calls.by("", ())
        return calls.by(folded(reading), exif)

    def _calls(self, kinds: frozenset[BlockKind], *, pixels: bool) -> "_Calls":
        known = self._by_kinds.get((kinds, pixels))
        if known is None:
            known = self._by_kinds[kinds, pixels] = _Calls(self.readers, kinds, pixels=pixels)
        return known


class _Calls:
    """Which readers are asked of a file that holds these kinds of blocks.

    Attributes:
        plain: Whether all are ours, so that their words are known to be all words.
    """

    def __init__(
        self, readers: tuple[Reader, ...], kinds: frozenset[BlockKind], *, pixels: bool
    ) -> None:
        fit = [
            (place, reader)
            for place, reader in enumerate(readers)
            if (not reader.kinds or not kinds.isdisjoint(reader.kinds))
            and (pixels or not reader.of_pixels)
        ]
        self._readers = readers
        self._always = [place for place, reader in fit if not reader.words]
        self._words = [(word, place) for place, reader in fit for word in reader.words]
        self.plain = all(id(reader) in _OWN for reader in readers)
        self._raw = [(mark, place) for place, reader in fit for mark in reader.raw]
        self._of_short_texts = lru_cache(maxsize=1024)(self._by)

    def by(self, held: str, exif: Sequence[bytes]) -> list[Reader]:
        """Those that the texts call, or the bytes of EXIF, and those that come uncalled."""
        # A delivery has few cameras, and most files say no more than theirs.
        called = self._of_short_texts(held) if len(held) < _SHORT else self._by(held)
        raw = [place for data in exif for mark, place in self._raw if mark in data]
        return [self._readers[place] for place in (sorted({*called, *raw}) if raw else called)]

    def _by(self, held: str) -> list[int]:
        called = [place for word, place in self._words if word in held]
        return sorted({*called, *self._always})


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


__all__ = ["BUILTIN", "Reader", "Reading", "Recipe", "only_builtin", "signals", "unmoved"]
