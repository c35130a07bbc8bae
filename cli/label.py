"""``provenance label``: declare a notice that the audience perceives."""

from pathlib import Path
from typing import Any, get_args

import click

import provenance
from provenance.config import Production, load_production
from provenance.model.label import LabelPlace
from provenance.model.veiling import veiled

from . import options
from .recording import folder_of, folder_option, register_of, tell_written

PLACES = list(get_args(LabelPlace))


@click.command()
@click.argument("targets", nargs=-1, metavar="FILE|PATTERN...")
@click.option(
    "--where",
    type=click.Choice(PLACES),
    required=True,
    metavar="PLACE",
    help=f"Where the audience meets it: {', '.join(PLACES)}.",
)
@click.option("--text", default="", help="What it says.")
@click.option("--kind", default="", help="Kind of notice without words, as eu-icon-generated.")
@click.option("--start-tc", default="", metavar="TIMECODE", help="Its first frame, HH:MM:SS:FF.")
@click.option("--end-tc", default="", metavar="TIMECODE", help="The frame after its last.")
@click.option(
    "--destination",
    "destinations",
    multiple=True,
    metavar="NAME",
    help="Version that carries it; all by default; repeatable.",
)
@click.option("--title-id", default="", help="All of this title; the production's without a FILE.")
@click.option(
    "--evidence", type=options.PathType(), help="What proves it: a frame, the credits; hashed."
)
@click.option(
    "--by",
    default="",
    metavar="NAME",
    help="Who declares it, in clear; the production's author by default, salted.",
)
@click.option("--note", default="", help="Free text.")
@folder_option()
@click.option(
    "--unsigned", is_flag=True, help="Counts through the register or the production's folder only."
)
@options.config
@options.as_json
def label(**given: Any) -> None:
    """Declare a notice that the audience perceives, and sign the declaration.

    A mark in the file is for machines and a disclosure for the buyer; this says that the audience
    is told, where, and in which words. The record is written as JSON with its signature beside
    it (.c2pa); both can travel with the delivery. Without FILE or PATTERN it speaks of the whole
    title.
    """
    house = load_production(Path.cwd(), config=given["config"])
    title = given["title_id"] or ("" if given["targets"] else house.about.title_id)
    with register_of(house) as register:
        made = provenance.label(
            given["targets"],
            where=given["where"],
            text=given["text"],
            kind=given["kind"],
            start_tc=given["start_tc"],
            end_tc=given["end_tc"],
            destinations=given["destinations"],
            title_id=title,
            evidence=given["evidence"],
            author=given["by"] or _author(house, register),
            note=given["note"],
            folder=folder_of(given["folder"], house.labels, "notices"),
            signer=None if given["unsigned"] else house.signer(),
            register=register,
        )
    if given["as_json"]:
        click.echo(made.record.to_json(), nl=False)
        return
    alone = "unsigned: it counts through this register and in this folder only"
    tell_written(made.path, "labelled", signed=made.signed, unsigned=alone)


def _author(house: Production, register: provenance.Register | None) -> str:
    """The production's author in the form that may travel; "" without a salt for it."""
    return veiled(register.salt(), house.about.author) if register is not None else ""
