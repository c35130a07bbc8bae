"""Words for people: on stderr, one line each, control characters made visible."""

import os
import sys
from contextlib import suppress

import click


def warn(message: str, advice: str = "") -> None:
    """A line on stderr, and what to do about it."""
    say(" ".join(message.splitlines()))
    if advice:
        say(f"  {advice}")


def say(message: str = "") -> None:
    """A line of words; data goes to stdout, words go to stderr."""
    click.echo(visible(message), err=True)


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
