"""Readers: what the metadata of a file means. One module per evidence family or dialect."""

from dataclasses import replace

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
    for reader in _concerned(reading, readers):
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
    failures += (ReaderFailure("texts", line) for line in dict.fromkeys(limits(reading)))
    return tuple(found), tuple(failures)


def _concerned(reading: Reading, readers: tuple[Reader, ...]) -> list[Reader]:
    """The readers that may have something to say: of most files few, of most frames none."""
    if not reading.speaks:
        return [reader for reader in readers if id(reader) not in _OWN]
    held, kinds = folded(reading), {block.kind for block in reading.blocks}
    if reading.sidecar_packets:
        kinds.add(BlockKind.XMP)
    return [
        reader
        for reader in readers
        if (not reader.kinds or not kinds.isdisjoint(reader.kinds))
        and (not reader.words or any(word in held for word in reader.words))
    ]


def _hint(signal: Signal, reader: Reader) -> Signal:
    return replace(signal, strength=Strength.HINT, reader=reader.name, own_stamp=False)


__all__ = ["BUILTIN", "Reader", "Reading", "Recipe", "signals"]
