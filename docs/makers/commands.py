"""cli.md: the help of every command, as the program prints it."""

from collections.abc import Iterator

import click
from provenance_cli.main import cli

WIDTH = 90
"""Columns; a terminal's own width must not decide what the page says."""

INTRODUCTION = """\
# Commands

This page is made from the code by `docs/make_reference.py`; change the help texts, not the page.

Data goes to standard output, words go to standard error. `--json` prints a document with a
versioned schema ([records](records.md)). Every option can also be set by an environment variable:
`PROVENANCE_SCAN_POLICY=house` is `scan --policy house`. Where both are silent, the nearest
`provenance.toml` counts, walking up from the working directory. [Exit codes](exit-codes.md).

`python -m provenance_cli` is the same program. Shell completion comes with click:
`eval "$(_PROVENANCE_COMPLETE=bash_source provenance)"`, likewise `zsh_source` and `fish_source`.
"""


def commands() -> dict[str, str]:
    """The page."""
    found = list(_walk(cli, "provenance", None))
    sections = [INTRODUCTION.strip()]
    sections.append("\n".join(f"- [{name}](#{_anchor(name)})" for name, _ in found))
    sections += [f"## {name}\n\n```text\n{text}\n```" for name, text in found]
    return {"cli.md": "\n\n".join(sections) + "\n"}


def names() -> tuple[str, ...]:
    """Every command, in the order of the help."""
    return tuple(name for name, _ in _walk(cli, "provenance", None))


def _walk(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[str, str]]:
    """A command and those below it; groups are few, so the depth is that of the program."""
    settings = dict(command.context_settings)
    settings.pop("max_content_width", None)
    with click.Context(
        command,
        info_name=name.rpartition(" ")[2],
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **settings,
    ) as context:
        yield name, command.get_help(context).rstrip()
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                child = command.get_command(context, each)
                if child is not None and not child.hidden:
                    yield from _walk(child, f"{name} {each}", context)


def _anchor(name: str) -> str:
    return name.replace(" ", "-")
