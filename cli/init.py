"""``provenance init``: set up a production."""

from pathlib import Path

import click

import provenance
from provenance.config import FILE_NAME
from provenance.manifests.identity import Identity

from .words import near, say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--title", help="Title of the production; the folder's name by default.")
@click.option("--title-id", default="", help="EIDR, or the house's own number.")
@click.option("--organisation", default="", help="Who signs; the title by default.")
@click.option("--policy", default="netflix", show_default=True, help="Policy to scan under.")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=825,
    show_default=True,
    metavar="DAYS",
    help="How long the signing certificate is valid.",
)
def init(  # noqa: PLR0917 - click passes them by name
    folder: Path, title: str | None, title_id: str, organisation: str, policy: str, days: int
) -> None:
    """Set up a production in FOLDER (here by default).

    Writes provenance.toml with comments, the register, and a signing identity: a local
    certification authority and a certificate that fits the C2PA profile. Nothing is overwritten:
    where provenance.toml is there, what is missing beside it is added and the file left as it is.
    """
    if (folder / FILE_NAME).exists():
        _complete(folder, organisation, days)
        return
    made = provenance.init(
        folder,
        title=title or folder.resolve().name or "untitled",
        title_id=title_id,
        organisation=organisation,
        policy=policy,
        days=days,
    )
    say(f"configuration  {made.config}")
    say(f"register       {made.register}")
    _tell_identity(made.identity)
    say()
    say("Next:  provenance stamp FILE --source-type trainedAlgorithmicMedia --tool NAME \\")
    say("           --tool-version VERSION --use background_element --stage final")


def _complete(folder: Path, organisation: str, days: int) -> None:
    made = provenance.complete(folder, organisation=organisation, days=days)
    say(f"configuration  {made.config}  (as it was)")
    if made.register:
        say(f"register       {near(made.register)}")
    if made.identity:
        _tell_identity(made.identity)
    if made.lines:
        say()
        say(f"Write this into {made.config}, so that the signing identity is used:")
        for line in made.lines:
            say(f"    {line}")


def _tell_identity(identity: Identity) -> None:
    say(f"signing key    {identity.key}  (yours alone; never hand it out)")
    say(f"fingerprint    {identity.fingerprint}")
    say(f"valid until    {identity.not_after:%Y-%m-%d}")
    say()
    say("Hand this public certificate to the post house; they pass it to `scan --trust`:")
    click.echo(identity.ca)
