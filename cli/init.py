"""``provenance init``: set up a production."""

from pathlib import Path

import click

import provenance

from .words import say


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
    certification authority and a certificate that fits the C2PA profile. Nothing is overwritten.
    """
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
    say(f"signing key    {made.identity.key}  (yours alone; never hand it out)")
    say(f"valid until    {made.identity.not_after:%Y-%m-%d}")
    say()
    say("Hand this public certificate to the post house; they pass it to `scan --trust`:")
    click.echo(made.identity.ca)
    say()
    say("Next:  provenance stamp FILE --source-type trainedAlgorithmicMedia --tool NAME \\")
    say("           --tool-version VERSION --use background_element --stage final")
