"""Shell examples of a page: found, run in order in one folder, and what they print compared.

A fenced block of the kind ``console`` holds commands (``$ command``, continued on lines that begin
with ``> `` where the line before ends with a backslash) and what each prints, standard output and
standard error together. In what is shown, ``...`` stands for anything: alone on a line for any
number of lines, within a line for any text. A block of another kind is never run.
"""

import os
import re
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from warm import Warm

FOLDER = "/shows/harbour-lights"
"""How the folder in which the commands ran is shown: no page names a machine's own paths."""
TIMEOUT = 300
"""Seconds for one command, on a machine that does other things as well."""

_SHELL = re.compile(r"[|;&<>$?()]")
"""Signs that only a shell understands."""
_FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CHANGING = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"sha256:[0-9a-f]{8,64}"), "sha256:DIGEST"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
    (re.compile(r"\[[0-9a-f]{16}\]"), "[FINDING]"),
    (re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?(?: UTC|Z)?"), "TIME"),
    (re.compile(r"\d+(?:\.\d+)? (?:bytes|B|kB|MB)\b"), "SIZE"),
    (re.compile(r"\b(media-provenance|c2pa-python|c2pa-rs|Pillow|pymediainfo) \d[\w.]*"), r"\1 V"),
)
"""What differs from one run to the next."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page.

    Attributes:
        command: As the shell gets it.
        written: The lines of the page that hold it.
        shown: The lines that it prints, as the page has them.
        line: Where it stands in the page.
    """

    command: str
    written: tuple[str, ...]
    shown: tuple[str, ...]
    line: int

    @property
    def is_loose(self) -> bool:
        """Whether the page leaves something out of what is printed."""
        return any("..." in each for each in self.shown)


@dataclass(slots=True)
class Shell:
    """Runs commands one after the other, as in one terminal.

    Attributes:
        folder: Where it begins.
        warm: Runs plain `provenance` commands faster; None starts the installed script.
        here: The folder that it is in.
        code: Exit code of the last command.
        exported: What `export` has added to the environment.
    """

    folder: Path
    warm: Warm | None = None
    here: Path = field(init=False)
    code: int = 0
    exported: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.here = self.folder

    def run(self, command: str) -> tuple[str, ...]:
        """What a command prints. ``cd``, ``export`` and the exit code last."""
        words = shlex.split(command)
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            return ()
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.exported[name] = value
            return ()
        if self.warm and words[0] == "provenance" and not _SHELL.search(command):
            printed = self._warm(self.warm, words)
        else:
            printed = self._sh(command)
        text = printed.decode("utf-8", "replace").replace(str(self.folder), FOLDER)
        lines = [line.rstrip() for line in text.splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return tuple(lines)

    def _warm(self, warm: Warm, words: list[str]) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "output"
            self.code = warm.run(self._globbed(words), self.here, self._environment(), output)
            return output.read_bytes()

    def _sh(self, command: str) -> bytes:
        done = subprocess.run(
            ["sh", "-c", f"(exit {self.code})\n{command}"],
            cwd=self.here,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            check=False,
        )
        self.code = done.returncode
        return done.stdout

    def _globbed(self, words: list[str]) -> list[str]:
        found: list[str] = []
        for word in words:
            paths = sorted(self.here.glob(word)) if "*" in word else []
            found += [str(path.relative_to(self.here)) for path in paths] or [word]
        return found

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("PROVENANCE_")
        }
        programs = os.pathsep.join(
            (sysconfig.get_path("scripts"), str(Path(sys.executable).parent), kept.get("PATH", ""))
        )
        wide = {"COLUMNS": "90", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return kept | wide | {"PATH": programs} | self.exported


def steps(page: str) -> Iterator[Step]:
    """The commands of a page, in order."""
    for block in _FENCE.finditer(page):
        yield from of_block(block[1].splitlines(), page.count("\n", 0, block.start(1)) + 1)


def of_block(lines: Sequence[str], first: int) -> Iterator[Step]:
    """The commands of one block that begins at a line of its page."""
    number = 0
    while number < len(lines):
        if not lines[number].startswith("$ "):
            raise ValueError(f"line {first + number}: a console block begins with a command")
        start = number
        parts = [lines[number][2:]]
        while parts[-1].endswith("\\"):
            number += 1
            parts[-1] = parts[-1][:-1]
            parts.append(lines[number].removeprefix("> ").lstrip())
        number += 1
        after = number
        while number < len(lines) and not lines[number].startswith("$ "):
            number += 1
        yield Step(
            "".join(parts), tuple(lines[start:after]), tuple(lines[after:number]), first + start
        )


def normal(lines: Sequence[str]) -> list[str]:
    """Lines with everything that differs from run to run replaced by its kind."""
    text = "\n".join(lines)
    for pattern, name in _CHANGING:
        text = pattern.sub(name, text)
    return text.splitlines()


def matches(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether what was printed is what a page shows, wildcards and changing values allowed."""
    pieces = []
    for line in normal(shown):
        if line.strip() == "...":
            pieces.append(r"(?:[^\n]*\n)*?")
        else:
            parts = (re.escape(each) for each in line.rstrip().split("..."))
            pieces.append("[^\n]*".join(parts) + r"\n")
    text = "".join(f"{line}\n" for line in normal(printed))
    return re.fullmatch("".join(pieces), text) is not None


def renewed(page: str, folder: Path) -> str:
    """The page with what its commands print now, where that differs; wildcards stay."""
    shell = Shell(folder)
    lines = page.splitlines()
    moved = 0
    for step in list(steps(page)):
        printed = shell.run(step.command)
        if matches(step.shown, printed) or step.is_loose:
            continue
        start = step.line - 1 + len(step.written) + moved
        lines[start : start + len(step.shown)] = printed
        moved += len(printed) - len(step.shown)
    return "\n".join(lines) + "\n"
