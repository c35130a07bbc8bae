"""``provenance formats``: what is recognised, and what can be done with it."""

import dataclasses

import click

from provenance import formats as table
from provenance import readers
from provenance.formats.writing import can_embed_xmp
from provenance.model.vocabulary import SOURCE_TYPES

from . import options
from .words import tell


@click.command()
@options.as_json
@click.option("--source-types", is_flag=True, help="List the digital source types instead.")
@click.option("--evidence", is_flag=True, help="List every pattern that readers look for instead.")
def formats(*, as_json: bool, source_types: bool, evidence: bool) -> None:
    """List formats, where their manifest store and XMP go, and what readers look for."""
    if source_types:
        _source_types(as_json=as_json)
        return
    if evidence:
        _evidence(as_json=as_json)
        return
    rows = [
        {
            "format": each.name,
            "media_type": each.media_type,
            "family": each.family.value,
            "extensions": list(each.extensions),
            "manifest": "embedded" if each.engine_type and not each.raw else "sidecar",
            "xmp": "embedded" if can_embed_xmp(each) else "sidecar",
        }
        for each in table.FORMATS
    ]
    looked_for = [{"reader": each.name, "looks_for": each.looks_for} for each in readers.BUILTIN]
    if as_json:
        tell({"formats": rows, "readers": looked_for})
        return
    click.echo(f"{'format':<10} {'family':<9} {'manifest':<9} {'XMP':<9} extensions")
    for row in rows:
        click.echo(
            f"{row['format']:<10} {row['family']:<9} {row['manifest']:<9} {row['xmp']:<9} "
            f"{' '.join(row['extensions'])}"
        )
    click.echo()
    for reader in looked_for:
        click.echo(f"{reader['reader']:<14} {reader['looks_for']}")


def _evidence(*, as_json: bool) -> None:
    rows = [
        {"reader": reader.name, **dataclasses.asdict(pattern)}
        for reader in readers.BUILTIN
        for pattern in reader.patterns
    ]
    if as_json:
        tell({"evidence": rows})
        return
    for row in rows:
        click.echo(f"{row['name']}  {row['tool']}: {row['shape']}")
        click.echo(f"    where: {row['places']}")
        click.echo(f"    source: {row['source']}")


def _source_types(*, as_json: bool) -> None:
    if as_json:
        rows = [
            {"code": each.code, "uri": each.uri, "ai": each.ai.value, "retired": each.retired}
            for each in SOURCE_TYPES.values()
        ]
        tell({"source_types": rows})
        return
    for each in SOURCE_TYPES.values():
        click.echo(f"{each.code:<38} {each.ai:<14} {'retired' if each.retired else ''}".rstrip())
