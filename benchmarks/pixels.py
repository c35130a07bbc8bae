"""How often the pixel readers speak of pictures that no model made, and what they cost.

Usage: python benchmarks/pixels.py [FOLDER]

FOLDER holds ``labels.csv`` (columns path, label; label is ai, composite or not-ai). Every picture
that decodes is looked at, as ``--effort deep`` does. Prints, for each label, how many pictures
were decoded, how many carry a hidden text or a watermark, and the best agreement of any message.
Exit code 1 where anything not-ai is hit.
"""

import csv
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

from provenance import formats
from provenance.errors import ProvenanceError
from provenance.readers import pixels
from provenance.readers.decoding import opened
from provenance.readers.lsb import hidden_text
from provenance.readers.messages import MESSAGES, Match
from provenance.readers.thumbnail import MAX_PIXELS
from provenance.readers.watermarks import agreement

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
_NEEDED = {message.name: message.needed for message in MESSAGES}


def look(path: Path) -> tuple[str, tuple[Match, ...]] | None:
    """Kind of the hidden text, and how each message agrees; None where it does not decode."""
    try:
        with formats.open_source(path) as source:
            kind = formats.recognise(source)
    except ProvenanceError:
        return None
    if kind is None or not pixels.decodes(kind):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(path) as image:
                if image.width * image.height > MAX_PIXELS:
                    return None
                image.load()
                found = hidden_text(image)
                return (found.kind if found else ""), agreement(image)
    except Exception:  # noqa: BLE001  Pillow raises whatever a broken file makes it
        return None


def main(arguments: list[str]) -> int:
    """Look, count, print."""
    folder = Path(arguments[0]) if arguments else CORPUS
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    files: Counter[str] = Counter()
    decoded: Counter[str] = Counter()
    large: Counter[str] = Counter()
    hits: dict[str, list[str]] = {}
    best: dict[str, tuple[float, str, Match]] = {}
    began = time.process_time()
    for row in rows:
        label = row["label"]
        files[label] += 1
        seen = look(folder / row["path"])
        if seen is None:
            continue
        decoded[label] += 1
        hidden, matches = seen
        large[label] += bool(matches)
        good = [each for each in matches if each.agreeing >= _NEEDED[each.name]]
        words = [hidden] * bool(hidden)
        words += [f"{each.name} {each.agreeing}/{each.length}" for each in good]
        if words:
            hits.setdefault(label, []).append(f"{row['path']}: {', '.join(words)}")
        for each in matches:
            share = each.agreeing / each.length
            key = f"{label} {each.name}"
            if share > best.get(key, (0.0, "", each))[0]:
                best[key] = (share, row["path"], each)
    for label, count in sorted(files.items()):
        print(
            f"{label}: {count} files, {decoded[label]} decoded, {large[label]} large enough for "
            f"a watermark, {len(hits.get(label, []))} hits"
        )
        print("".join(f"  {each}\n" for each in hits.get(label, [])), end="")
    for key, (_, path, match) in sorted(best.items()):
        needed = _NEEDED[match.name]
        print(f"best of {key}: {match.agreeing}/{match.length} (needs {needed}) in {path}")
    seconds = time.process_time() - began
    print(f"cpu: {seconds:.1f} s, {seconds / max(sum(decoded.values()), 1):.3f} s a picture")
    return int(bool(hits.get("not-ai")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
