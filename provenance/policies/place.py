"""Where a policy's words stand, and what must be known of rules to check them."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from provenance.errors import PolicyError
from provenance.locating import toml_line
from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage

Tree = dict[str, Any]

Agreement: TypeAlias = Literal["all", "common", "least", "most"]
"""How two policies agree on a parameter: the words of both, the words that both have, the lower
number, the higher one (of yes and no: yes)."""


class Known(Protocol):
    """What must be known of a rule to check a policy against it."""

    @property
    def severity(self) -> Mapping[Stage, Severity]:
        """What it weighs where a policy lists it and does not say."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Every parameter with its default."""
        ...

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        """Allowed words for the parameters that take only certain ones."""
        ...

    @property
    def agreements(self) -> Mapping[str, Agreement]:
        """How two policies agree on a parameter; those left out contradict each other."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A policy file, for errors that name the line.

    Attributes:
        shown: Path or name of the file.
        text: Its text.
    """

    shown: str
    text: str

    def line(self, key: Sequence[str | int]) -> int | None:
        """The line of a key, from 1, or of what it stands in; None where the file has neither."""
        return toml_line(self.text, key)

    def error(self, key: Sequence[str | int], what: str, *, hint: str = "") -> PolicyError:
        """An error that names file, line and key."""
        line = self.line(key)
        where = f"{self.shown}:{line}" if line else self.shown
        message = f"{where}: {dotted(key)}: {what}" if key else f"{where}: {what}"
        return PolicyError(" ".join(message.split()), hint=hint)


def dotted(key: Sequence[str | int]) -> str:
    """A key as people write it: ``rules.undisclosed``, ``tools[0].name``."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def meant(word: str, known: Collection[str]) -> str:
    """A suggestion to append to a message, or ""."""
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def list_of(words: Collection[str]) -> str:
    """The words that there are, to append to a message."""
    return f"; it is one of {', '.join(words)}"
