"""``provenance waive``: a named person lets findings pass, for a reason and for a time."""

from pathlib import Path
from typing import Any

import click

import provenance
from provenance.config import load_production

from . import options
from .recording import Day, folder_of, folder_option, register_of, tell_written


@click.command()
@click.argument("rule")
@click.argument("targets", nargs=-1, metavar="[FILE|DIGEST|PATTERN]...")
@click.option("--reason", required=True, help="Why the findings may pass.")
@click.option("--owner", required=True, metavar="NAME", help="Who answers for it.")
@click.option("--expires", type=Day(), required=True, help="Last day on which it holds.")
@click.option(
    "--incidental",
    is_flag=True,
    help="For elements in the background that nothing in the story depends on, and no others.",
)
@click.option("--title-id", default="", help="The production; this one by default.")
@folder_option()
@options.config
@options.as_json
def waive(**given: Any) -> None:
    """Let findings of RULE pass, for a reason and until a day, and sign that.

    A FILE is named by its digest, so that the waiver ends when the file changes; a PATTERN is one
    of the shell, on the path within the delivery. Without either, it holds for the whole title.

    It counts where its signer did not make what it waives. A blocking finding passes only where
    the policy lets the signer waive the rule (waives of an approver), or holds the waiver itself.
    """
    house = load_production(Path.cwd(), config=given["config"])
    with register_of(house) as register:
        made = provenance.waive(
            given["rule"],
            given["targets"],
            reason=given["reason"],
            owner=given["owner"],
            expires=given["expires"],
            incidental=given["incidental"],
            title_id=given["title_id"] or house.about.title_id,
            folder=folder_of(given["folder"], house.approvals, "approvals"),
            signer=house.signer(),
            register=register,
        )
    if given["as_json"]:
        click.echo(made.record.to_json(), nl=False)
        return
    tell_written(made.path, f"waived {made.record.rule}", signed=True, last=made.record.expires)
