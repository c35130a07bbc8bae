"""Whether our readers and exiftool read the same values, over a folder of real files.

Usage: python benchmarks/agreement.py [FOLDER] [--json]

Peer: exiftool (``make judges`` installs the pinned release; PROVENANCE_JUDGES names another
place). Compared are the values that evidence stands in: XMP source types, AI fields, credit and
creator tool; EXIF Make, Model, Software, Artist, ImageDescription and UserComment; IPTC-IIM
credit; PNG text; ID3 comments and user texts; Vorbis comments; items and keys of MP4; RIFF INFO.
White space at the ends, line ends and NULs are not compared.

Every difference is printed with the class that explains it (docs/explanation/
exiftool-differences.md). Exit code 1 where one has no explanation.
"""

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from exiftool_values import EXIF, ID3, INFO, ITEMS, XMP, Raw, Values, theirs, tidy

from provenance import formats
from provenance.errors import ProvenanceError
from provenance.formats.base import BlockKind
from provenance.readers.base import Reading
from provenance.readers.texts import texts

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"


@dataclass(frozen=True)
class Difference:
    """One value that only one of the two has.

    Attributes:
        path: The file.
        place: Group and field.
        ours: Our value, or None.
        theirs: exiftool's value, or None.
        why: The class that explains it; "" where none does.
    """

    path: str
    place: str
    ours: str | None
    theirs: str | None
    why: str


def ours(path: Path) -> Values | None:
    """Our values by place; None for an unknown format."""
    try:
        with formats.open_source(path) as source:
            kind = formats.recognise(source)
            if kind is None:
                return None
            container = formats.walk(source, kind)
    except ProvenanceError:
        return None
    found: Values = {}
    for text in texts(Reading(container)):
        place = _place(kind.name, text.kind, text.key)
        if place:
            found.setdefault(place, set()).add(tidy(text.value))
    return found


def _place(kind: str, block: BlockKind, key: str) -> str:
    found = ""
    if block is BlockKind.XMP:
        found = f"XMP {XMP[key]}" if key in XMP else ""
    elif block is BlockKind.EXIF:
        found = f"EXIF {key}" if key in EXIF else ""
    elif block is BlockKind.IPTC:
        found = "IPTC Credit" if key == "Credit" else ""
    elif block is BlockKind.TEXT and kind == "png":
        found = "PNG text"
    elif block is BlockKind.ID3:
        frame = key.partition(":")[0]
        found = "ID3" if frame in ID3 else "ID3 others"
    elif block is BlockKind.VORBIS:
        found = "Vorbis"
    elif block is BlockKind.ILST:
        found = f"ItemList {ITEMS[key]}" if key in ITEMS else ""
    elif block is BlockKind.RIFF:
        found = f"RIFF {INFO[key]}" if key in INFO else ""
    return found


def explain(path: str, place: str, value: str, rest: set[str], raw: Raw) -> str:
    """The class of a difference; "" where it has none.

    Args:
        path: The file.
        place: Group and field.
        value: What only one side has.
        rest: The other side's values that this side does not have.
        raw: exiftool's whole answer for the file.
    """
    for each in rest:
        if _dated(value) and _dated(value) == _dated(each):
            return "date rewritten"
        if _number(value) is not None and _number(value) == _number(each):
            return "number rewritten"
        if ascii_part(each) == ascii_part(value) and ascii_part(value):
            return "character set"
    if place == "ID3" and any(tidy(each) == value for each in raw.old_tag):
        return "ID3v1"
    if place == "ID3" and raw.warning.startswith("Truncated ID3"):
        return "exiftool stops at a cut tag"
    if place == "ID3" and path.endswith((".aif", ".aiff")):
        return "second tag of an AIFF"
    if place.startswith("EXIF") and not rest and place in raw.empty:
        return "NUL before the text"
    return "date rewritten" if _dated(value) else ""


def _dated(value: str) -> str:
    """Year, month, day and time as digits, of the ways in which PNG and RIFF write them."""
    found = re.match(r"(\d{4})[-:](\d\d)[-:](\d\d)(?:[ T](\d\d):(\d\d):(\d\d))?", value)
    if found:
        return "".join(filter(None, found.groups()))
    try:
        return f"{parsedate_to_datetime(value):%Y%m%d%H%M%S}"
    except (TypeError, ValueError):
        return ""


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def ascii_part(value: str) -> str:
    """The ASCII letters and digits of a value."""
    return re.sub(r"[^A-Za-z0-9]", "", value)


def compare(folder: Path) -> tuple[list[Difference], Counter[str]]:
    """Every difference, and how many values agree by group."""
    found: list[Difference] = []
    agreed: Counter[str] = Counter()
    for path, raw in sorted(theirs(folder), key=lambda each: each[0]):
        read = ours(folder / path)
        if read is None:
            continue
        mine, other = read, raw.values
        others = mine.pop("ID3 others", set())
        for place in sorted(mine.keys() | other.keys()):
            left, right = mine.get(place, set()), other.get(place, set())
            if place == "ID3":  # exiftool names a user's text by its description
                right = {each for each in right if _bare(each) not in left | others}
                right |= left & raw.everything
            agreed[place.split(" ")[0]] += len(left & right)
            only_mine, only_theirs = left - right - {""}, right - left - {""}
            for value in sorted(only_mine):
                why = explain(path, place, value, only_theirs, raw)
                found.append(Difference(path, place, value, None, why))
            for value in sorted(only_theirs):
                why = explain(path, place, value, only_mine, raw)
                found.append(Difference(path, place, None, value, why))
    return found, agreed


def _bare(value: str) -> str:
    """A comment without the description that exiftool puts before it."""
    return re.sub(r"^\([^)]*\) ?", "", value).strip()


def main(arguments: list[str]) -> int:
    """Compare, print, judge."""
    plain = [each for each in arguments if not each.startswith("--")]
    found, agreed = compare(Path(plain[0]) if plain else CORPUS)
    for each in found:
        side, value = ("ours", each.ours) if each.ours is not None else ("exiftool", each.theirs)
        shown = json.dumps((value or "")[:100], ensure_ascii=True)
        print(f"[{each.why or 'UNEXPLAINED'}] {each.path} {each.place}, only {side}: {shown}")
    print("agree:", ", ".join(f"{group} {count}" for group, count in sorted(agreed.items())))
    print("differ:", dict(Counter(each.why or "UNEXPLAINED" for each in found)))
    return int(any(not each.why for each in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
