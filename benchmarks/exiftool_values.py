"""exiftool's values of a folder, by the places that ``agreement.py`` compares."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

XMP = {
    "Iptc4xmpExt:DigitalSourceType": "DigitalSourceType",
    "Iptc4xmpExt:DigitalSourceFileType": "DigitalSourcefileType",
    "Iptc4xmpExt:DigitalSourcefileType": "DigitalSourcefileType",
    "Iptc4xmpExt:AISystemUsed": "AISystemUsed",
    "Iptc4xmpExt:AISystemVersionUsed": "AISystemVersionUsed",
    "Iptc4xmpExt:AIPromptInformation": "AIPromptInformation",
    "Iptc4xmpExt:AIPromptWriterName": "AIPromptWriterName",
    "photoshop:Credit": "Credit",
    "xmp:CreatorTool": "CreatorTool",
}
EXIF = ("Make", "Model", "Software", "Artist", "ImageDescription", "UserComment")
INFO = {
    "ICMT": "Comment",
    "ISFT": "Software",
    "INAM": "Title",
    "IART": "Artist",
    "ICRD": "DateCreated",
}
ID3 = frozenset({"COMM", "TXXX", "WOAS", "TIT2", "TT2"})
ID3_FIELDS = frozenset({"Comment", "UserDefinedText", "SourceURL", "Title"})
VORBIS_HEADER = frozenset(
    {
        "VorbisVersion",
        "AudioChannels",
        "SampleRate",
        "MaximumBitrate",
        "NominalBitrate",
        "MinimumBitrate",
    }
)
ITEMS = {"\u00a9cmt": "Comment", "\u00a9too": "Encoder", "\u00a9nam": "Title"}
PNG_HEADER = frozenset(
    {
        "ImageWidth",
        "ImageHeight",
        "BitDepth",
        "ColorType",
        "Compression",
        "Filter",
        "Interlace",
        "Gamma",
        "SRGBRendering",
        "WhitePointX",
        "WhitePointY",
        "RedX",
        "RedY",
        "GreenX",
        "GreenY",
        "BlueX",
        "BlueY",
        "Palette",
        "Transparency",
        "BackgroundColor",
        "PixelsPerUnitX",
        "PixelsPerUnitY",
        "PixelUnits",
        "ModifyDate",
        "ProfileName",
        "SignificantBits",
        "AnimationFrames",
        "AnimationPlays",
        "VirtualImageWidth",
        "VirtualImageHeight",
        "VirtualPageUnits",
        "ImageOffset",
        "PaletteHistogram",
        "SuggestedPalette",
        "CreateDate",
    }
)

Values = dict[str, set[str]]


@dataclass
class Raw:
    """What exiftool answers for one file.

    Attributes:
        values: By place.
        everything: Every ID3 value, whatever its name.
        old_tag: Values of ID3v1.
        empty: Places that it knows and reads as empty.
        warning: Its first warning.
    """

    values: Values = field(default_factory=dict)
    everything: set[str] = field(default_factory=set)
    old_tag: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    warning: str = ""


def tidy(value: Any) -> str:
    """A value as it is compared."""
    return str(value).replace("\0", "").replace("\r\n", "\n").strip()


XMP_NAMES = {name.casefold(): f"XMP {name}" for name in XMP.values()}


def theirs(folder: Path) -> Iterator[tuple[str, Raw]]:
    """Exiftool's answer for every file."""
    place = Path(os.environ.get("PROVENANCE_JUDGES", ROOT / ".judges"))
    script = place / "node_modules" / "exiftool-vendored.pl" / "bin" / "exiftool"
    perl = shutil.which("perl")
    if perl is None or not script.is_file():
        sys.exit(f"exiftool is not at {script}: run `make judges`, or set PROVENANCE_JUDGES")
    done = subprocess.run(
        [perl, str(script), "-a", "-n", "-G0:1:4", "-j", "-r", "-q", str(folder)],
        capture_output=True,
        check=False,
    )
    for each in json.loads(done.stdout):
        path = Path(each.pop("SourceFile")).relative_to(folder).as_posix()
        raw = Raw()
        for name, value in each.items():
            _take(raw, name.split(":"), value)
        yield path, raw


def _take(raw: Raw, parts: list[str], value: Any) -> None:
    """Sort one of exiftool's values in."""
    group, inner, name = parts[0], parts[1] if len(parts) > 2 else "", parts[-1]
    texts_ = {tidy(each) for each in (value if isinstance(value, list) else [value])}
    texts_ = {each for each in texts_ if not each.startswith("(Binary data ")}
    if name == "Warning":
        raw.warning = raw.warning or str(value)
        return
    if group == "ID3" or inner.startswith("ID3v"):
        texts_ |= {re.sub(r"^\([^)]*\) ?", "", each).strip() for each in texts_}
        raw.everything |= texts_
        if inner == "ID3v1":
            raw.old_tag |= texts_
    where = _their_place(group, inner, name)
    if where and texts_ == {""}:
        raw.empty.add(where)
    if where:
        raw.values.setdefault(where, set()).update(texts_)


def _their_place(group: str, inner: str, name: str) -> str:
    found = ""
    if group == "PNG" or inner.startswith("PNG"):
        found = "" if name in PNG_HEADER else "PNG text"
    elif group == "ID3" or inner.startswith("ID3v"):
        found = "ID3" if name in ID3_FIELDS else ""
    elif group == "IPTC":
        found = "IPTC Credit" if name == "Credit" else ""
    elif group == "Vorbis" or inner == "Vorbis":
        found = "" if name in VORBIS_HEADER else "Vorbis"
    elif inner == "ItemList":
        found = f"ItemList {name}" if name in ITEMS.values() else ""
    elif inner.partition("-")[2] in {"iptcExt", "photoshop", "xmp"}:  # XML-xmp in JPEG 2000
        found = XMP_NAMES.get(name.casefold(), "")
    elif group == "EXIF":
        found = f"EXIF {name}" if name in EXIF else ""
    elif group == "RIFF":
        found = f"RIFF {name}" if name in INFO.values() else ""
    return found
