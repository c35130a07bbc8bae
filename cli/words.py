"""Words for people on stderr, one line each; documents for programs on stdout."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click


def warn(message: str, advice: str = "") -> None:
    """A line on stderr, and what to do about it."""
    say(message)
    if advice:
        say(f"  {advice}")


def say(message: str = "") -> None:
    """A line of words; data goes to stdout, words go to stderr."""
    click.echo(visible(message), err=True)


def tell(document: Any) -> None:
    """A document as JSON on stdout; what would act on a terminal is spelled as an escape."""
    from provenance.reporters.escaping import escape_json  # noqa: PLC0415 - as below

    click.echo(escape_json(json.dumps(document, indent=2, ensure_ascii=False)))


def near(path: Path | str) -> str:
    """A path as it is shortest to type: relative where it lies below the current folder."""
    try:
        return str(Path(path).absolute().relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def visible(message: str) -> str:
    """A message whose file names cannot act on the terminal."""
    if message.isascii() and message.isprintable():
        return message
    # Not at the top: it brings every renderer with it, and most words are plain.
    from provenance.reporters.escaping import escape_control  # noqa: PLC0415

    return escape_control(message)


def forget_stdout() -> None:
    """Nobody reads stdout any more, or it is full: what Python still holds for it is dropped."""
    with suppress(OSError, ValueError):  # a stdout without a descriptor has nothing to drop
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def colour_wanted(choice: str) -> bool:
    """Whether to colour stdout: ``--color``, then NO_COLOR and FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty()
