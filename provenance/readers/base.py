"""The contract of this folder: a reader turns what was read of one file into signals.

A reader opens no file. It gets the container's metadata blocks, the manifest store and the XMP
sidecars, and yields a ``Signal`` for each thing that they say. One module holds one evidence
family or one generator's dialect; a house adds its own through the entry point
``provenance.readers``, whose signals never count for more than a hint.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import Any, Final, TypeVar

from provenance.errors import DamagedFileError, ProvenanceError
from provenance.formats.base import Block, BlockKind, Container
from provenance.frozen import dataclass
from provenance.manifests.reading import StoreReading
from provenance.model.evidence import Signal, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.messages import Match

MAX_VALUE: Final = 500
"""Characters of a signal's value."""

MAX_JSON: Final = 16 << 20
"""Characters of a JSON text that is parsed; ComfyUI graphs reach 2 MB."""

MAX_NODES: Final = 200_000
"""Values of one JSON document that are looked at."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pixels:
    """What the decoded pixels hold; looked for where the effort asks for it.

    Attributes:
        texts: Texts hidden in the lowest bits, the kind's name as key.
        watermarks: Messages of known pipelines.
        problem: What could not be looked at and why, or "".
    """

    texts: tuple[Block, ...] = ()
    watermarks: tuple[Match, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file, before anybody asks what it means.

    Attributes:
        container: The format and its metadata blocks; None for an unknown format.
        reading: What became of the manifest store; None where none was looked for.
        sidecar_packets: Path shown and bytes of each XMP sidecar.
        pixels: What the pixels hold; None where they were not decoded.
        memo: Work that several readers share; filled by them.
    """

    container: Container | None
    reading: StoreReading | None = None
    sidecar_packets: tuple[tuple[str, bytes], ...] = ()
    pixels: Pixels | None = None
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The container's metadata blocks."""
        return self.container.blocks if self.container else ()

    @property
    def speaks(self) -> bool:
        """Whether anything was found that says anything; most frames of a sequence do not."""
        return bool(self.reading or self.sidecar_packets or self.pixels or self.blocks)

    @property
    def hidden(self) -> tuple[Block, ...]:
        """The texts hidden in its pixels, as blocks without a place in the file."""
        return self.pixels.texts if self.pixels else ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing that a reader looks for: a row of ``docs/reference/evidence.md``.

    Attributes:
        name: Unique among all readers; the folder of its samples below ``fixtures/dialects``.
        tool: Whose mark it is.
        places: Where it is looked for.
        shape: What exactly must stand there.
        source: Where the pattern is published, or "files" where only files show it.
    """

    name: str
    tool: str
    places: str
    shape: str
    source: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader.

    Attributes:
        name: Unique; stands in every signal.
        read: Yields the signals of one file.
        looks_for: What it looks for, where, and the public source of the pattern: one line for
            the reference pages.
        patterns: The same, one by one.
        words: Of which one stands, letter case aside, in a text or a text's key of every file
            that the reader has anything to say of; () where it cannot promise that. Most files
            hold none of a dialect's words, and need not be shown to it.
        kinds: Of which there is a block, a sidecar or a manifest store in every such file; empty
            likewise.
        raw: Marks of which one stands in the bytes of an EXIF block of every other file that the
            reader has anything to say of, where ``words`` promises too much.
        of_pixels: Whether it has nothing to say where pixels were not decoded.
    """

    name: str
    read: Callable[[Reading], Iterator[Signal]]
    looks_for: str
    patterns: tuple[Pattern, ...] = ()
    words: tuple[str, ...] = ()
    kinds: frozenset[BlockKind] = frozenset()
    raw: tuple[bytes, ...] = ()
    of_pixels: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a generator's dialect says of how a picture, sound or film was made.

    A prompt may hold unreleased story: its length is kept, its words are not.

    Attributes:
        generator: The tool, as exactly as the text tells.
        dialect: The dialect's name ("A1111 parameters").
        model: Name or hash of the model, or "".
        seed: As written, or "".
        sampler: As written, or "".
        prompt_characters: Length of the prompt; None where there is none.
        workflow: Whether a node graph comes with it.
        ai: What it says about generation.
        extra: More facts that are safe to show.
    """

    generator: SoftwareAgent
    dialect: str
    model: str = ""
    seed: str = ""
    sampler: str = ""
    prompt_characters: int | None = None
    workflow: bool = False
    ai: AiClass = AiClass.GENERATED
    extra: tuple[str, ...] = ()

    def describe(self) -> str:
        """The facts on one line, without the prompt's words."""
        parts = [self.dialect]
        parts += [
            f"{name} {_short(value)}"
            for name, value in (
                ("model", self.model),
                ("sampler", self.sampler),
                ("seed", self.seed),
            )
            if value
        ]
        if self.prompt_characters is not None:
            parts.append(f"prompt {self.prompt_characters} characters")
        if self.workflow:
            parts.append("node graph")
        return ", ".join([*parts, *self.extra])

    def signal(self, reader: str, where: str, strength: Strength = Strength.STATED) -> Signal:
        """The signal that this recipe amounts to."""
        return Signal(
            reader=reader,
            where=where,
            value=cut(self.describe()),
            strength=strength,
            ai=self.ai,
            generator=self.generator,
        )


def each_of(items: Iterable[Item], work: Callable[[Item], Iterable[Result]]) -> Iterator[Result]:
    """What ``work`` gives for every item; one that meets a limit does not keep back the others.

    Raises:
        ProvenanceError: The first that ``work`` raised, after all items.
    """
    first: ProvenanceError | None = None
    for item in items:
        try:
            yield from work(item)
        except ProvenanceError as error:
            first = first or error
    if first is not None:
        raise first


def limits(reading: Reading) -> list[str]:
    """Limits that were met in work that readers share; whoever meets one adds a line."""
    found: list[str] = reading.memo.setdefault("limits", [])
    return found


def cut(value: str) -> str:
    """A value as signals show it: at most ``MAX_VALUE`` characters."""
    return value if len(value) <= MAX_VALUE else value[: MAX_VALUE - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _short(value: str, limit: int = 80) -> str:
    value = " ".join(value.split())
    return value if len(value) <= limit else value[: limit - 1] + "\N{HORIZONTAL ELLIPSIS}"


def json_value(text: str) -> Any:
    """The JSON value of a text from a stranger, or None where it is malformed.

    White space and NULs around it are forgiven.

    Raises:
        DamagedFileError: It is longer than ``MAX_JSON`` or nested too deeply to be read.
    """
    text = text.strip(" \t\r\n\0")
    if not text:
        return None
    if len(text) > MAX_JSON:
        raise DamagedFileError(f"JSON of {len(text)} characters, over the limit of {MAX_JSON}")
    try:
        return json.loads(text)
    except ValueError:
        return None
    except RecursionError as error:
        raise DamagedFileError(
            f"JSON nested deeper than the limit of {sys.getrecursionlimit()} levels"
        ) from error


def json_object(text: str) -> dict[str, Any] | None:
    """The JSON object of a text from a stranger, or None. See ``json_value``."""
    if not text.lstrip(" \t\r\n\0").startswith("{"):
        return None
    value = json_value(text)
    return value if isinstance(value, dict) else None


def walk_json(value: Any) -> Iterator[tuple[str, str, Any]]:
    """Every member of a JSON value: path, last key, value. Iterative.

    Raises:
        DamagedFileError: After ``MAX_NODES`` members.
    """
    pending: list[tuple[str, str, Any]] = [("", "", value)]
    count = 0
    while pending:
        path, key, each = pending.pop()
        count += 1
        if count > MAX_NODES:
            raise DamagedFileError(f"JSON of more than {MAX_NODES} values; the rest was not read")
        if path:
            yield path, key, each
        if isinstance(each, dict):
            children = [
                (f"{path}.{name}" if path else str(name), str(name), child)
                for name, child in each.items()
            ]
            pending.extend(reversed(children))
        elif isinstance(each, list):
            children = [(f"{path}[{index}]", key, child) for index, child in enumerate(each)]
            pending.extend(reversed(children))


def text_of(value: Any) -> str:
    """A JSON scalar as text; "" for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return str(value)
    except ValueError:  # an integer of more than 4300 digits
        return ""
