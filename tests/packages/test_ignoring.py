"""Ignore files: the words of gitignore, and only the scanning production's own."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance.errors import ConfigError
from provenance.packages.folder import survey
from provenance.packages.ignoring import IGNORE_NAME, Ignoring, read_ignoring

TREE = ("a.tmp", "a.mov", "work/x.mov", "work/deep/y.tmp", "shots/work/z.mov", "shots/[1].mov")


def ignored(*lines):
    rules = Ignoring("/nowhere", lines)
    return [path for path in TREE if rules.leaves_out(f"/else/{path}", path)]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["*.tmp"], ["a.tmp", "work/deep/y.tmp"]),
        (["/*.tmp"], ["a.tmp"]),
        (["work/"], ["work/x.mov", "work/deep/y.tmp", "shots/work/z.mov"]),
        (["/work"], ["work/x.mov", "work/deep/y.tmp"]),
        (["a.mov/"], []),
        (["*.tmp", "!a.tmp"], ["work/deep/y.tmp"]),
        (["work/", "!work/x.mov"], ["work/x.mov", "work/deep/y.tmp", "shots/work/z.mov"]),
        (["**/deep/*.tmp"], ["work/deep/y.tmp"]),
        (["work/**"], ["work/x.mov", "work/deep/y.tmp"]),
        (["shots/**/z.mov"], ["shots/work/z.mov"]),
        (["# a.mov", "", "   "], []),
        (["a.?ov", "[xz].mov"], ["a.mov", "work/x.mov", "shots/work/z.mov"]),
        (["[!x].mov"], ["a.mov", "shots/work/z.mov"]),
        (["shots/[[]1[]].mov"], ["shots/[1].mov"]),
        (["\\#x", "!"], []),
    ],
)
def test_lines(lines, left):
    assert ignored(*lines) == left


NAMES = st.text("ab*?.!/[]^\\", min_size=1, max_size=8)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_git_says_the_same(tmp_path):
    lines = ["*.tmp", "!keep.tmp", "/top", "build/", "a/**/b", "x?z", "[ab].mov", "deep/in/"]
    paths = [
        "k.tmp", "keep.tmp", "d/keep.tmp", "top", "d/top", "build/x", "d/build/y", "build2/x",
        "a/b", "a/c/d/b", "xyz", "xz", "a.mov", "c.mov", "deep/in/f", "d/deep/in/f",
    ]  # fmt: skip
    (tmp_path / ".gitignore").write_text("\n".join(lines))
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        if not (tmp_path / path).exists():
            (tmp_path / path).touch()
    told = subprocess.run(
        ["git", "check-ignore", *paths], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    rules = Ignoring(str(tmp_path), tuple(lines))
    assert [path for path in paths if rules.leaves_out(str(tmp_path / path), path)] == told


@settings(max_examples=200, deadline=1000)
@given(lines=st.lists(NAMES, max_size=5), path=NAMES)
def test_any_line_is_a_rule_or_none(lines, path):
    assert Ignoring("/x", tuple(lines)).leaves_out(f"/x/{path}", path) in {True, False}


def test_a_line_of_stars_takes_no_time():
    rules = Ignoring("/x", ("*" * 500 + "z", "*a" * 30 + "z", "**/" * 40 + "z"))
    assert not rules.leaves_out("/x/" + "a" * 200, "a" * 200)


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    (folder / "work").mkdir(parents=True)
    for name in ("a.svg", "work/b.svg"):
        (folder / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return folder


def test_one_that_came_with_the_files_is_never_followed(delivery):
    (delivery / IGNORE_NAME).write_text("*.svg\n")
    (delivery / "work" / IGNORE_NAME).write_text("*\n")
    report = provenance.scan(delivery)
    assert report.counts.files == 2
    assert report.left_out == (
        "2 names beginning with a dot",
        "nothing by 2 .provenanceignore that came with the files",
    )


def test_that_of_the_production_counts_and_is_told(delivery, tmp_path):
    provenance.init(tmp_path, title="Ignoring")
    house = provenance.load_production(tmp_path)
    (tmp_path / IGNORE_NAME).write_text("/delivery/work/\n")
    report = provenance.scan(delivery, production=house)
    assert [each.path for each in report.results] == ["a.svg"]
    assert report.left_out == ("1 name by .provenanceignore",)
    within = provenance.scan(delivery / "work", production=house)
    assert within.counts.files == 0


def test_one_that_is_named(delivery, tmp_path):
    (tmp_path / "mine").write_text("work\n")
    report = provenance.scan(delivery, ignore_file=tmp_path / "mine")
    assert [each.path for each in report.results] == ["a.svg"]
    (tmp_path / "mine").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        provenance.scan(delivery, ignore_file=tmp_path / "mine")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_ignoring(Path("/nowhere/at/all"))
    (tmp_path / "mine").write_bytes(b"#" * (2 << 20))
    with pytest.raises(ConfigError, match="larger"):
        read_ignoring(tmp_path / "mine")


def test_shards_follow_the_same(delivery, tmp_path):
    (tmp_path / "mine").write_text("work\n")
    files = []
    for index in (1, 2):
        share = provenance.share_of(f"{index}/2")
        files.append(tmp_path / f"{index}.json")
        part = provenance.scan_shard(delivery, share, ignore_file=tmp_path / "mine")
        files[-1].write_bytes(part.text)
    merged = provenance.merge(files)
    whole = provenance.scan(delivery, ignore_file=tmp_path / "mine")
    assert merged.model_copy(update={"generated_at": whole.generated_at}) == whole


def test_what_is_named_alone_counts(delivery):
    rules = Ignoring(str(delivery), ("*.svg",))
    assert len(survey([delivery / "a.svg"], ignoring=rules).units) == 1
