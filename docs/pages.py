"""The examples of a page, whatever their kind, run in order in one folder.

- ``console``: see `consoles`.
- ``python``: run in one namespace for the page, in the folder that the shell is in. A ``text``
  block right after it shows what it prints, with the wildcards of `consoles`.
- A block of any kind whose first line is ``# file: NAME`` is written to that file instead.

Every other block is for reading only.
"""

import contextlib
import io
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from consoles import Shell, matches, of_block
from warm import Warm

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$(\n+```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# file: (\S+)\n")


@dataclass(slots=True)
class Page:
    """Runs one page.

    Attributes:
        text: The page.
        shell: Where its commands run.
        names: What its Python examples share.
        faults: A text for each example that does something else than the page shows.
    """

    text: str
    shell: Shell
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__page__"})
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Run every example."""
        for block in _FENCE.finditer(self.text):
            line = self.text.count("\n", 0, block.start(2)) + 1
            named = _FILE.match(block[2])
            if named:
                place = self.shell.here / named[1]
                place.write_text(block[2].partition("\n")[2], "utf-8")
            elif block[1] == "console":
                self._console(block[2], line)
            elif block[1] == "python":
                shown = block[4].splitlines() if block[4] is not None else None
                self._python(block[2], shown, line)

    def _console(self, text: str, first: int) -> None:
        for step in of_block(text.splitlines(), first):
            printed = self.shell.run(step.command)
            if not matches(step.shown, printed):
                self._differs(f"line {step.line}: $ {step.command}", step.shown, printed)

    def _python(self, text: str, shown: Sequence[str] | None, line: int) -> None:
        output = io.StringIO()
        try:
            # Blank lines before it, so that a traceback names the page's own line.
            code = compile("\n" * (line - 1) + text, "page", "exec")
            with (
                contextlib.chdir(self.shell.here),
                contextlib.redirect_stdout(output),
                _importable(self.shell.here),
            ):
                exec(code, self.names)
        except Exception:  # noqa: BLE001 - any of them is a fault of the page
            self.faults.append(f"line {line}: Python fails\n{traceback.format_exc()}")
            return
        printed = [each.rstrip() for each in output.getvalue().splitlines()]
        if shown is not None and not matches(shown, printed):
            self._differs(f"line {line}: Python", shown, printed)

    def _differs(self, what: str, shown: Sequence[str], printed: Sequence[str]) -> None:
        lines = [what, "the page shows:", *shown, "", "it prints:", *printed]
        self.faults.append("\n".join(lines))


@contextlib.contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """As for a script in that folder."""
    before, known = sys.path[:], set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path[:] = before
        for name in set(sys.modules) - known:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(folder):
                del sys.modules[name]


def faults(text: str, folder: Path, warm: Warm | None = None) -> list[str]:
    """Run a page's examples; what does something else than the page shows."""
    page = Page(text, Shell(folder, warm))
    page.run()
    return page.faults
