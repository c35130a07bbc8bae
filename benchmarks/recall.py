"""Recall of the readers over a labelled folder of real files, with every miss by path.

Usage: python benchmarks/recall.py [FOLDER] [--json]

FOLDER holds ``labels.csv`` (columns path, label, generator, evidence; label is ai, composite or
not-ai). Prints recall by kind of evidence, false positives, and how often the generator is named
right. Exit code 1 where recall is under 0.995, naming under 0.98, or anything not-ai is declared.
"""

import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provenance.gathering import Gatherer
from provenance.model.evidence import Evidence
from provenance.packages.folder import named

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"

NEEDS_PIXELS = re.compile(r"^stealth_\w+=\w+$")
"""Evidence that stands in the pixels alone: read by a deep scan only."""

ACCEPTED = {
    "adobe cc": ("adobe",),
    # The label stands for every tool whose version its maker did not know.
    "a1111-style": ("a1111", "automatic1111", "comfyui", "forge"),
    "a1111 webui": ("a1111", "automatic1111"),
    "alibaba": ("alibaba", "comfyui"),
    "digimarc-wrapped": ("digimarc", "firefly"),
    "hf-space": ("hugging face",),
    "microsoft designer/bing": ("microsoft", "bing", "designer"),
    "openai chatgpt": ("openai", "chatgpt"),
    "openai sora": ("sora",),
    "tensorart": ("tensor.art", "tensorart"),
    "civitai": ("civitai",),
    "xai grok": ("grok",),
}
"""Words of which one must stand in a name; else the first word of the label must."""


def right_name(generator: str, names: tuple[str, ...]) -> bool:
    """Whether one of the names is the labelled generator's."""
    folded = generator.casefold()
    words = next((each for key, each in ACCEPTED.items() if folded.startswith(key)), None)
    if words is None:
        words = (re.split(r"[ (/]", folded)[0],)
    squeezed = [re.sub(r"[\s_-]", "", name.casefold()) for name in names]
    return any(re.sub(r"[\s_-]", "", word) in name for word in words for name in squeezed)


def kinds(evidence: str) -> Iterator[str]:
    """The kinds of evidence in a label: ``c2pa``, ``iptc_dst@xmp`` ..."""
    for part in evidence.split(";"):
        kind = re.sub(r"\[.*\]", "", part)
        yield re.sub(r"=[^@]*", "", kind)


def measure(folder: Path) -> dict[str, Any]:
    """Gather every labelled file once."""
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    result: dict[str, Any] = {"missed": [], "false": [], "misnamed": [], "failures": Counter()}
    positives = found = negatives = named_right = nameable = 0
    began = time.process_time()
    with Gatherer() as gatherer:
        for row in rows:
            evidence = gatherer.gather(named(folder / row["path"]))
            for failure in evidence.failures:
                result["failures"][failure.reader] += 1
            if row["label"] == "not-ai":
                negatives += 1
                if evidence.declaration.is_ai:
                    result["false"].append(_line(row, evidence))
                continue
            if all(NEEDS_PIXELS.match(part) for part in row["evidence"].split(";")):
                result.setdefault("needs pixels", []).append(row["path"])
                continue
            positives += 1
            is_ai = evidence.declaration.is_ai
            found += is_ai
            for kind in set(kinds(row["evidence"])):
                seen[kind] += 1
                hit[kind] += is_ai
            if not is_ai:
                result["missed"].append(_line(row, evidence))
            elif "unknown tool" not in row["generator"]:
                nameable += 1
                names = tuple(each.name for each in evidence.declaration.generators)
                if right_name(row["generator"], names):
                    named_right += 1
                else:
                    result["misnamed"].append(_line(row, evidence))
    result |= {
        "positives": positives,
        "found": found,
        "recall": found / positives if positives else 1.0,
        "negatives": negatives,
        "naming": named_right / nameable if nameable else 1.0,
        "by evidence": {kind: f"{hit[kind]}/{seen[kind]}" for kind in sorted(seen)},
        "cpu seconds": round(time.process_time() - began, 2),
    }
    return result


def _line(row: dict[str, str], evidence: Evidence) -> str:
    names = ", ".join(each.name for each in evidence.declaration.generators)
    return (
        f"{row['path']}: label {row['label']} {row['generator']} [{row['evidence']}], "
        f"declared {evidence.declaration.declared} by {names or 'nobody'}"
    )


def main(arguments: list[str]) -> int:
    """Measure, print, judge."""
    plain = [each for each in arguments if not each.startswith("--")]
    result = measure(Path(plain[0]) if plain else CORPUS)
    if "--json" in arguments:
        print(json.dumps(result, indent=2))
    else:
        for name, value in result.items():
            if isinstance(value, list):
                print(f"{name}: {len(value)}")
                for each in value:
                    print(f"  {each}")
            elif isinstance(value, dict):
                print(f"{name}:")
                for key, each in value.items():
                    print(f"  {key}: {each}")
            else:
                print(f"{name}: {value}")
    good = result["recall"] >= 0.995 and result["naming"] >= 0.98 and not result["false"]
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
