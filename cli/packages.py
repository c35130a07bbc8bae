"""``provenance packages``: what do these files form?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

import provenance
from provenance.model.package_view import PACKAGES_SCHEMA, packages_values

from . import means, options
from .exits import Exit
from .words import say, tell

if TYPE_CHECKING:
    from provenance.model.package import Package


@click.command()
@click.argument("paths", nargs=-1, type=options.PathType(storage=True))
@click.option("--verify", is_flag=True, help="Compare listed hashes with the files; reads them.")
@click.option(
    "--names-only",
    is_flag=True,
    help="Go by names: do not look into frames, nor what other files are.",
)
@click.option("--hidden", is_flag=True, help="Include names that begin with a dot.")
@options.as_json
@options.listing
def packages(
    *,
    paths: tuple[Path, ...],
    verify: bool,
    names_only: bool,
    hidden: bool,
    as_json: bool,
    files_from: object,
    null: bool,
) -> int:
    """Show what files form: sequences, IMF and DCP packages, masters, stems, hash lists.

    Other pictures of a folder are its artwork, other documents its paper, by their content.

    For each package: its members, what it plays, what is missing, what no list names, and what
    could not be understood, with the reason. Nothing is judged and nothing is written.

    Exit code 1 where something is wrong with a package, 3 where there is none, 4 where something
    could not be read or understood.
    """
    asked = (*paths, *means.listed(files_from, null=null))
    if not asked:
        raise click.UsageError("name files or folders, or use --files-from")
    found = provenance.understand(asked, verify=verify, headers=not names_only, hidden=hidden)
    if as_json:
        moment = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
        name = "media-provenance"
        tell(
            {
                "schema": PACKAGES_SCHEMA,
                "tool": {"name": name, "version": version(name), "engines": {}},
                "generated_at": moment,
                "verified": verify,
                "packages": packages_values(found),
            }
        )
    else:
        from provenance.reporters.packages_text import render_packages  # noqa: PLC0415 - not JSON

        click.echo(render_packages(found), nl=False)
    return _code(found)


def _code(found: "Sequence[Package]") -> Exit:
    real = sum(each.kind != "folder" for each in found)
    say(f"{real} package{'s' if real != 1 else ''}")
    if any(each.faulty for each in found):
        return Exit.FINDINGS
    if any(each.undetermined for each in found):
        return Exit.INCOMPLETE
    return Exit.PASS if real else Exit.NOTHING
