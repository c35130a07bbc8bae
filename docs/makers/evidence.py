"""evidence.md: every pattern that a reader looks for, where, and where it is published."""

from makers.words import cell, table

from provenance import readers

INTRODUCTION = """\
# Evidence

This page is made from the code by `docs/make_reference.py`; change the reader, not the page.
`provenance formats --evidence` prints the same.

Each row is one thing that a reader looks for: the exact shape that must stand in an exact place,
and where that shape is published. A row's samples are in `fixtures/dialects/ROW/`; the tests read
each one from end to end and know what must come out. Text is decoded first and its fields are
parsed; raw bytes are never searched for words, because `imagen` stands in `ImageNumber` and `luma`
in a good many files of no model.

What is found is *stated* where anybody could have written it, *proven* where a valid signature
says so, a *hint* where the row says so
([how far a signal is believed](../explanation/verdicts.md#how-far-a-signal-is-believed)). Nothing
found proves nothing: most of these marks are lost with the first export.
"""

NOT_COVERED = (
    (
        "Meta AI",
        (
            "no file is known; the source type that Meta says it writes is read as any other "
            "(`source-type`)"
        ),
    ),
    (
        "Leonardo, Recraft, Freepik and Magnific, Pika, Murf, Descript, Udio",
        "downloads carry nothing, or nothing that is verified",
    ),
    (
        "Kling, Hailuo",
        (
            "international downloads carry FFmpeg's name alone, which says nothing; with the AIGC "
            "field they are read"
        ),
    ),
    ("diffusers", "writes no metadata; its optional watermark is read"),
    ("ElevenLabs, WAV and most MP3", "carry nothing"),
    ("FLV `onMetaData.AIGC`", "FLV is not among the formats"),
    (
        "SynthID, Digimarc, TrustMark, InvisMark, Titan",
        (
            "need a key, a service or a learned model; a manifest's soft binding names them "
            "(`c2pa-soft-binding`)"
        ),
    ),
    (
        "Signatures inside NovelAI's and xAI's metadata",
        (
            "told as not checked: xAI's key is not published; NovelAI's can be checked with its "
            "published key, which is not done, since the fields beside it name the tool already"
        ),
    ),
    (
        "Generative fill in Photoshop without Content Credentials and history log",
        "leaves nothing in the file",
    ),
    (
        "Information dictionary of PDF, user comments of MXF",
        "no generator is known that writes there; XMP of PDF and the header texts of MXF are read",
    ),
    ("`encoder=Lavf...`, `©too`, CompressorName", "say which muxer was used, nothing else"),
)
"""What public lists of marks name and no reader looks for, and why."""


def evidence() -> dict[str, str]:
    """The page of the patterns."""
    parts = [INTRODUCTION.strip()]
    for reader in readers.BUILTIN:
        rows = [
            (
                f"`{each.name}`",
                cell(each.tool),
                cell(each.places),
                cell(each.shape),
                cell(each.source),
            )
            for each in reader.patterns
        ]
        heads = ("row", "tool", "where", "what", "source")
        parts += [f"## {reader.name}", table(heads, rows)]
    left = [(name, cell(reason)) for name, reason in NOT_COVERED]
    parts += ["## Not looked for", table(("mark", "why"), left)]
    return {"evidence.md": "\n\n".join(parts) + "\n"}
