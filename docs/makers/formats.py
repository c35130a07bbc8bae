"""formats.md and source-types.md: what is recognised, what is written, what is looked for."""

from makers.words import cell, table

from provenance import readers
from provenance.formats import FORMATS, Format
from provenance.formats.essence import can_compare
from provenance.formats.writing import can_embed_xmp
from provenance.model.vocabulary import SOURCE_TYPES, AiClass

INTRODUCTION = """\
# Formats

This page is made from the code by `docs/make_reference.py`; change the table, not the page.
`provenance formats` prints the same.

A format is recognised by what a file contains, never by its name; a name that says something else
is told in the report. *Embedded* is where a stamp goes as a rule. It goes into a
[sidecar](../explanation/sidecars.md) all the same where the file was only partly read, where its
manifest store lies in a sidecar already, where a signed PDF would lose its signature, where a WAV
comes near 4 GiB, and where writing it turned out to change what the file shows, sounds or says.
Camera originals are never written into. A file of an unknown format gets a sidecar.

What independent programs make of a stamp in each format: [formats-judged.md](formats-judged.md).
"""

READERS = """\
## What readers look for

A reader looks at the metadata of every file whose container is known, and tells what it finds as
signals with a [strength](../explanation/verdicts.md#how-far-a-signal-is-believed). Row by row, with
places and sources: [evidence.md](evidence.md).
"""

SOURCE_TYPE_INTRODUCTION = """\
# Digital source types

This page is made from the code by `docs/make_reference.py`; change the vocabulary, not the page.
`provenance formats --source-types` prints the same.

`stamp --source-type` takes a code. Files are read leniently: another scheme, other letter case and
a bare code are understood. A word that the vocabulary does not have is kept and told.
"""

CLASSES = {
    AiClass.GENERATED: "made by a generative model",
    AiClass.COMPOSITE: "holds generated parts",
    AiClass.ENHANCED: "captured, then enhanced by an algorithm",
    AiClass.NOT_GENERATED: "made without a generative model",
    AiClass.AMBIGUOUS: "may or may not hold generated parts; a person has to say",
    AiClass.NEUTRAL: "a blank canvas; what was done to it decides",
}


def formats() -> dict[str, str]:
    """The page of the formats."""
    rows = [
        (
            f"`{each.name}`",
            each.family.value,
            each.media_type,
            " ".join(each.extensions),
            _manifest(each),
            "embedded" if _manifest(each) == "embedded" and can_embed_xmp(each) else "sidecar",
        )
        for each in FORMATS
    ]
    heads = ("format", "family", "media type", "extensions", "manifest store", "XMP")
    looked_for = [(f"`{each.name}`", cell(each.looks_for)) for each in readers.BUILTIN]
    sections = [
        INTRODUCTION.strip(),
        table(heads, rows),
        READERS.strip(),
        table(("reader", "looks for"), looked_for),
    ]
    return {"formats.md": "\n\n".join(sections) + "\n"}


def _manifest(each: Format) -> str:
    embeds = each.engine_type and not each.raw and can_compare(each)
    return "embedded" if embeds else "sidecar"


def source_types() -> dict[str, str]:
    """The page of the source types."""
    rows = [
        (
            f"`{each.code}`",
            each.ai.value + (" (retired: read, never written)" if each.retired else ""),
            f"<{each.uri}>",
        )
        for each in SOURCE_TYPES.values()
    ]
    meaning = [f"- **{name.value}**: {text}" for name, text in CLASSES.items()]
    sections = [
        SOURCE_TYPE_INTRODUCTION.strip(),
        table(("code", "counts as", "URI"), rows),
        "\n".join(meaning),
    ]
    return {"source-types.md": "\n\n".join(sections) + "\n"}
