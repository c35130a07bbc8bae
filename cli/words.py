"""Words for people: on stderr, one line each, control characters made visible."""

import os
import sys

import click

from provenance.reporters.escaping import escape_control


def warn(message: str, advice: str = "") -> None:
    """A line on stderr, and what to do about it."""
    click.echo(escape_control(" ".join(message.splitlines())), err=True)
    if advice:
        click.echo(f"  {escape_control(advice)}", err=True)


def say(message: str = "") -> None:
    """A line of words; data goes to stdout, words go to stderr."""
    click.echo(message, err=True)


def colour_wanted(choice: str) -> bool:
    """Whether to colour stdout: ``--color``, then NO_COLOR and FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty()
