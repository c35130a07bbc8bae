"""Stamps one file of every format and lets programs that are not ours judge the result.

    python docs/judge_formats.py           write docs/reference/formats-judged.md
    python docs/judge_formats.py --check   write nothing; exit code 1 if a judge objects

Needs `make judges` (exiftool and an independent C2PA verifier) and ffmpeg on the path. Each
fixture is stamped into a new file; the original is compared before and after.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from fixtures import essence, judges  # noqa: E402
from provenance import Disclosure, Stamper, gather  # noqa: E402
from provenance.errors import ProvenanceError  # noqa: E402
from provenance.manifests.identity import create_identity  # noqa: E402
from provenance.manifests.signer import PemSigner  # noqa: E402
from provenance.model.evidence import Integrity  # noqa: E402

PAGE = ROOT / "docs" / "reference" / "formats-judged.md"
MEDIA = ROOT / "fixtures" / "media"
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
NOT_MEDIA = frozenset({"c2pa", "xmp"})
"""Sidecars are not stamped; they are what a stamp leaves."""
YES, NO = "yes", "**NO**"
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one format; each cell is `YES`, `NO` or words."""

    name: str
    manifest: str = "-"
    xmp: str = "-"
    exiftool: str = "not asked"
    verifier: str = "not asked"
    essence: str = "no judge"
    flipped: str = "not asked"
    original: str = "-"
    remark: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        return (
            *(self.name, self.manifest, self.xmp, self.exiftool, self.verifier),
            *(self.essence, self.flipped, self.original),
        )

    @property
    def objection(self) -> bool:
        """Whether a judge that was asked said no."""
        return NO in self.cells


@dataclass(frozen=True, slots=True)
class _Stamped:
    original: Path
    file: Path
    store: Path | None
    xmp: Path | None
    damaged: Path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _said(agreed: bool) -> str:  # noqa: FBT001
    return YES if agreed else NO


def _stamp(stamper: Stamper, original: Path, folder: Path) -> tuple[Row, _Stamped | None]:
    """Stamp a copy in `folder`; sidecars lie beside it."""
    folder.mkdir(parents=True)
    kind, before = original.parent.name, _digest(original)
    name = kind if len(list(original.parent.iterdir())) == 1 else f"{kind} {original.stem}"
    told = Disclosure(digital_source_type="trainedAlgorithmicMedia", note="judged")
    target = folder / original.name
    try:
        done = stamper.stamp(original, told, output=target)
    except ProvenanceError as error:
        untouched = _said(_digest(original) == before)
        return Row(name, manifest=NO, original=untouched, remark=str(error)), None
    store = next((p for p in done.sidecars if p.suffix == ".c2pa"), None)
    xmp = next((p for p in done.sidecars if p.suffix == ".xmp"), None)
    file = target if target.exists() else original
    damaged = folder / "damaged" / original.name
    damaged.parent.mkdir()
    damaged.write_bytes(judges.damaged(file.read_bytes(), original.read_bytes(), kind))
    if store:
        shutil.copy(store, damaged.with_name(f"{damaged.name}.c2pa"))
    row = Row(
        name,
        manifest=done.plan.manifest,
        xmp=done.plan.xmp,
        original=_said(_digest(original) == before),
        remark="; ".join(done.plan.reasons),
    )
    return row, _Stamped(original, file, store, xmp, damaged)


def _source_types(paths: list[Path]) -> dict[Path, str]:
    """The IPTC digital source type that exiftool finds in the XMP of each file."""
    command = judges.exiftool()
    if command is None or not paths:
        return {}
    ask = [*command, "-json", "-n", "-XMP-iptcExt:DigitalSourceType", *map(str, paths)]
    run = subprocess.run(ask, capture_output=True, text=True, timeout=_SECONDS, check=False)
    return {
        Path(answer["SourceFile"]): str(answer.get("DigitalSourceType", ""))
        for answer in json.loads(run.stdout)
    }


def _verified(pairs: list[tuple[Path, Path | None]]) -> list[dict[str, Any]]:
    """What the independent C2PA verifier says of each file with its sidecar."""
    command = judges.verifier()
    if command is None:
        return [{} for _ in pairs]
    given = json.dumps([[str(file), store and str(store)] for file, store in pairs])
    run = subprocess.run(
        [*command, "--list"],
        input=given,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
        env={**os.environ, "PROVENANCE_JUDGES": str(judges.folder())},
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def _essence(stamped: _Stamped) -> str:
    """Whether the decoded essence is equal, and who says so."""
    if stamped.original.read_bytes() == stamped.file.read_bytes():
        return f"{YES} (same bytes)"
    kind = stamped.original.parent.name
    before, after = essence.decoded(stamped.original, kind), essence.decoded(stamped.file, kind)
    if not before:
        return "no judge"
    return f"{YES} ({', '.join(before)})" if before == after else NO


def _verdict(answer: dict[str, Any]) -> str:
    if not answer:
        return "not asked"
    if not answer["format_known"]:
        return "does not know it"
    if answer["valid"] and answer["source_types"] == [SOURCE_TYPE]:
        return "valid"
    codes = [c["code"] for c in answer["codes"] if not c.get("success")]
    return f"{NO} {answer['error'] or ', '.join(codes)}"


def _noticed(damaged: Path, answer: dict[str, Any]) -> str:
    """Who notices the changed byte: we must; the independent verifier too where it can."""
    ours = gather(damaged).integrity is Integrity.INVALID
    if not answer or not answer["format_known"]:
        return f"{_said(ours)} (ours)"
    return _said(ours and not answer["valid"])


def judge(folder: Path) -> Iterator[Row]:
    """Stamp every fixture into `folder` and judge it; one row a fixture."""
    identity = create_identity(folder / "identity", name="Judged", organisation="Judged")
    signer = PemSigner(identity.chain, identity.key)
    paths = (p for p in sorted(MEDIA.rglob("*")) if p.is_file() and p.parent.name not in NOT_MEDIA)
    with Stamper(signer) as stamper:
        found = [_stamp(stamper, p, folder / p.parent.name / p.stem) for p in paths]
    whole = [stamped for _, stamped in found if stamped]
    types = _source_types([s.xmp or s.file for s in whole])
    pairs = [(s.file, s.store) for s in whole]
    pairs += [(s.damaged, s.store) for s in whole]
    answers = _verified(pairs)
    good, bad = iter(answers[: len(whole)]), iter(answers[len(whole) :])
    for row, stamped in found:
        if stamped is None:
            yield row
            continue
        seen = types.get(stamped.xmp or stamped.file)
        yield replace(
            row,
            exiftool="not asked" if seen is None else _said(seen == SOURCE_TYPE),
            verifier=_verdict(next(good)),
            essence=_essence(stamped),
            flipped=_noticed(stamped.damaged, next(bad)),
        )


def table(rows: list[Row]) -> str:
    """The page, in Markdown."""
    head = (
        *("format", "manifest", "XMP", "exiftool", "c2pa-ts"),
        *("essence equal", "flipped bit noticed", "original untouched"),
    )
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row.cells) + " |" for row in rows]
    remarks = [f"- **{row.name}**: {row.remark}." for row in rows if row.remark]
    return _TEXT.format(table="\n".join(lines), remarks="\n".join(dict.fromkeys(remarks)))


_TEXT = """\
# Formats, judged by others

Made by `docs/judge_formats.py`: one fixture of every format is stamped as
`trainedAlgorithmicMedia`, and programs that are not ours judge what came out.

- **manifest**, **XMP**: where the stamp put them, in the file or beside it.
- **exiftool**: exiftool 13.59 finds `Iptc4xmpExt:DigitalSourceType` in the file, or in its
  `.xmp` sidecar.
- **c2pa-ts**: @trustnxt/c2pa-ts 0.9.4, which shares no code with our engine, finds the manifest
  store, validates its hashes and signature, compares the hard binding with the bytes, and reads
  the same source type. It knows no trust list, and no hash of collections (ZIP).
- **essence equal**: the named programs decode the original and the stamped file to the same
  pixels, samples or pages.
- **flipped bit noticed**: one bit of the essence changed; our reader calls the binding invalid,
  and c2pa-ts where it knows the format.
- **original untouched**: the bytes of the file that was stamped are what they were.

{table}

## Remarks

{remarks}
"""


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Let other programs judge stamped files.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    missing = [
        name
        for name, there in (
            ("exiftool", judges.exiftool()),
            ("c2pa-ts", judges.verifier()),
            ("ffmpeg", shutil.which("ffmpeg")),
        )
        if not there
    ]
    if missing:
        print(f"Not installed: {', '.join(missing)}. Run `make judges`.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        rows = list(judge(Path(folder)))
    if not check:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(table(rows), "utf-8")
    for row in rows:
        if row.objection:
            print(" | ".join(row.cells), row.remark, file=sys.stderr)
    return int(any(row.objection for row in rows))


if __name__ == "__main__":
    sys.exit(main())
