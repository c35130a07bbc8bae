"""What is hashed at the command line: what somebody could name, and everything with --digests."""

import csv
import io
import shutil

import pytest


@pytest.fixture
def delivery(house, stamp, media, tmp_path):
    """A stamped file, one beside its sidecar, the first as it was before its stamp, and others."""
    for kind, name in (("png", "sky.png"), ("mxf", "shot.mxf")):
        media(kind, house, name)
    made = tmp_path / "delivery" / "made.png"
    made.parent.mkdir()
    shutil.copyfile(house / "sky.png", made)
    for name in ("sky.png", "shot.mxf"):
        stamp(house / name, "--use", "background_element", "--stage", "final")
    for name in ("sky.png", "shot.mxf", "shot.mxf.c2pa"):
        shutil.copyfile(house / name, made.parent / name)
    media("wav", made.parent, "noise.wav")
    media("jpg", made.parent, "wall.jpg")
    return made.parent


@pytest.fixture
def scan(run, delivery, house, ca):
    def scanner(*more, cwd=house):
        ran = run("scan", delivery, "--trust", ca, "--json", *more, cwd=cwd)
        assert ran.code in {0, 1, 4}, ran.err
        return ran.json()

    return scanner


def hashed(report):
    return {each["path"] for each in report["results"] if each["digest"]}


def bare(report):
    """All that is said, digests aside."""
    told = {
        name: value for name, value in report.items() if name not in {"digests", "generated_at"}
    }
    told["results"] = [each | {"digest": None} for each in report["results"]]
    return told


def test_what_the_register_or_a_sidecar_may_name_is_hashed(scan, tmp_path):
    needed, every = scan(), scan("--digests")
    assert (needed["digests"], every["digests"]) == ("needed", "all")
    assert hashed(needed) == {"made.png", "sky.png", "shot.mxf"}
    assert bare(needed) == bare(every)
    stranger = scan(cwd=tmp_path)  # nobody's register
    assert hashed(stranger) == {"shot.mxf"}
    assert bare(stranger) == bare(scan("--digests", cwd=tmp_path))


def test_an_approval_of_what_is_registered_names_no_other_file(
    scan, run, house, delivery, tmp_path
):
    ran = run("approve", "sky.png", "--by", "A", "--reference", "L-1", cwd=house)
    assert ran.code == 0, ran.err
    needed = scan()
    assert hashed(needed) == {"made.png", "sky.png", "shot.mxf"}
    assert bare(needed) == bare(scan("--digests"))
    approved = {each["path"]: each["approval"]["state"] for each in needed["results"]}
    assert approved["sky.png"] == "approved"
    # Who has the letter alone cannot know of which size the file was that it names.
    shutil.copytree(house / "approvals", delivery / "approvals")
    assert scan(cwd=tmp_path)["digests"] == "all"


def test_one_disclosure_in_two_files_is_found_without_the_register(scan, delivery, tmp_path):
    data = (delivery / "sky.png").read_bytes()
    (delivery / "copy.png").write_bytes(data)
    needed = scan(cwd=tmp_path)
    assert hashed(needed) == {"copy.png", "sky.png", "shot.mxf"}
    assert bare(needed) == bare(scan("--digests", cwd=tmp_path))


def test_shards_merged_and_what_is_kept_say_the_same(scan, run, house, *, delivery, ca, tmp_path):
    first = scan("--no-cache")
    for _ in range(2):
        assert bare(scan("--cache", tmp_path / "cache")) == bare(first)
    assert bare(scan("--jobs", "2", "--no-cache")) == bare(first)
    files = [tmp_path / "1.json", tmp_path / "2.json"]
    for more in ((), ("--digests",)):
        for number, file in enumerate(files, start=1):
            share = ("--shard", f"{number}/2", "-o", f"shard={file}")
            ran = run("scan", delivery, "--trust", ca, *share, *more, cwd=house)
            assert ran.code == 0, ran.err
        ran = run("merge", *files, "--trust", ca, "--json", cwd=house)
        merged = ran.json()
        assert bare(merged) == bare(first)
        assert merged["digests"] == ("all" if more else "needed")
        assert hashed(merged) == (hashed(scan("--digests")) if more else hashed(first))


def test_a_cue_sheet_names_every_file_by_its_digest(run, delivery, tmp_path):
    ran = run("scan", delivery, "-o", "cue-sheet", cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert rows
    assert all(row["digest"].startswith("sha256:") for row in rows)
