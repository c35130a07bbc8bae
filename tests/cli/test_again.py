"""Scanned again: the same report, read or not; killed at any time and done again; in shards."""

import json
import os
import random
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from provenance_cli import meter
from provenance_cli import progress as bars

from provenance import identifying

FIXTURES = Path(__file__).parents[2] / "fixtures"
OLD = FIXTURES / "media"
"""Files that nobody changed within the last seconds."""


def timeless(text):
    return "\n".join(line for line in text.splitlines() if '"generated_at"' not in line)


@pytest.fixture(autouse=True)
def _unedited(monkeypatch):
    """Nobody edits the program while a test runs."""
    monkeypatch.setattr(identifying, "_files", lambda _: ())


@pytest.fixture
def cached(tmp_path):
    return ("--cache", tmp_path / "cache", "--effort", "fast")


def test_the_same_page_and_document_again(run, cached, monkeypatch):
    for arguments in (["--json"], [], ["-v"], ["-o", "html=r.html", "-o", "csv"]):
        first = run("scan", OLD, *cached, *arguments)
        with monkeypatch.context() as patch:
            patch.setattr("provenance.scanning.examine", None)  # nobody scans
            second = run("scan", OLD, *cached, *arguments)
        assert second.code == first.code
        assert timeless(second.out)[:-600] == timeless(first.out)[:-600]
        assert second.err == first.err
        if "--json" in arguments:
            at = second.json()["generated_at"]
            assert at >= first.json()["generated_at"]
            assert timeless(second.out) == timeless(first.out)


def test_what_is_asked_differently_is_scanned(run, cached):
    plain = run("scan", OLD, *cached, "--json")
    house = run("scan", OLD, *cached, "--json", "--policy", "house")
    assert plain.json()["policy"]["name"] != house.json()["policy"]["name"]
    fewer = run("scan", OLD, *cached, "--json", "--exclude", "*.png")
    assert len(fewer.json()["results"]) < len(plain.json()["results"])


@pytest.fixture
def delivery(tmp_path, monkeypatch):
    monkeypatch.setattr(identifying, "TICK_NS", -(10**12))
    shutil.copytree(OLD / "png", tmp_path / "delivery" / "png")
    shutil.copytree(OLD / "wav", tmp_path / "delivery" / "wav")
    return tmp_path / "delivery"


def test_everything_that_counts_is_looked_at(run, delivery, tmp_path, cached):
    """A report that was kept is never written where a scan would find something else."""
    policy = tmp_path / "mine.toml"
    base = tmp_path / "base.toml"
    base.write_text('extends = "netflix"\nname = "base"\nversion = "1"\n')
    policy.write_text('extends = "base.toml"\nname = "mine"\nversion = "1"\n')
    letters = tmp_path / "letters"
    letters.mkdir()
    asked = ("scan", delivery, *cached, "--json", "--policy", policy, "--approvals", letters)

    def both():
        kept, anew = run(*asked), run(*asked, "--no-cache")
        assert timeless(kept.out) == timeless(anew.out)
        assert kept.code == anew.code
        return timeless(kept.out)

    seen = {both()}
    assert both() in seen
    record = '{"schema": "provenance.approval/1"}'
    picture = next((delivery / "png").iterdir())
    for change in (
        lambda: base.write_text(base.read_text().replace('"1"', '"2"') + 'stage = "temp"\n'),
        lambda: (letters / "x.approval.json").write_text(record),
        lambda: (delivery / "y.approval.json").write_text(record),
        lambda: picture.with_name("new.png").write_bytes(b"\x89PNG\r\n\x1a\n"),
        lambda: picture.with_name("new.png").unlink(),
        lambda: picture.write_bytes(picture.read_bytes()[:-8]),
        (delivery / ".hidden").touch,
        lambda: (delivery / "loose").symlink_to("nowhere"),
        lambda: (tmp_path / "provenance.toml").write_text('[scan]\nstage = "ideation"\n'),
        lambda: (tmp_path / ".provenanceignore").write_text("*.wav\n"),
    ):
        change()
        seen.add(both())
    assert len(seen) == 10  # one of the changes takes another one back
    assert both() in seen


def test_a_cache_that_cannot_be_used(run, delivery, tmp_path):
    (tmp_path / "file").write_text("")
    refused = run("scan", delivery, "--cache", tmp_path / "file")
    assert refused.code == 2
    assert len(refused.lines) == 1
    assert "--no-cache" in refused.err


def test_the_cache_of_the_user_is_thrown_away_when_it_is_damaged(
    run, delivery, monkeypatch, tmp_path
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    first = run("scan", delivery, "--json")
    (tmp_path / "xdg" / "provenance" / "scan-1.db").write_text("nonsense " * 999)
    assert timeless(run("scan", delivery, "--json").out) == timeless(first.out)
    shutil.rmtree(tmp_path / "xdg")
    (tmp_path / "xdg").write_text("in the way")
    assert timeless(run("scan", delivery, "--json").out) == timeless(first.out)
    assert run("scan", delivery, "--no-cache").code == first.code


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_at_any_time_and_done_again(start, launch, tmp_path, jobs):
    """The main process, or one of its workers: the next scan says what an undisturbed one says."""
    source = min((OLD / "png").iterdir())
    for number in range(120):
        folder = tmp_path / "delivery" / f"f{number % 5}"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / f"{chr(97 + number % 26)}x{number}y.png")
    time.sleep(2.1)
    asked = ("scan", "delivery", "--json", "--cache", tmp_path / "cache", "--jobs", jobs)
    whole = launch("scan", "delivery", "--json", "--no-cache")
    dice = random.Random(int(jobs))
    for _ in range(4):
        process = start(*asked)
        time.sleep(dice.uniform(0.4, 2.0))
        process.kill()
        process.communicate()
    process = start(*asked)
    time.sleep(1)
    try:
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        text = ""
    for child in text.split()[:1]:
        with suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
    process.communicate(timeout=60)
    for _ in range(2):
        again = launch(*asked)
        assert again.code == whole.code
        assert timeless(again.out) == timeless(whole.out)


def test_shards_and_their_merge(run, delivery, tmp_path):
    whole = run("scan", delivery, "--json")
    for index in "123":
        ran = run("scan", delivery, "--shard", f"{index}/3", "-o", f"shard={index}.json")
        assert ran.code == 0
        assert "nothing judged" in ran.err
        assert (
            json.loads((tmp_path / f"{index}.json").read_text())["schema"] == "provenance.shard/1"
        )
    merged = run("merge", "1.json", "2.json", "3.json", "--json")
    assert (merged.code, timeless(merged.out)) == (whole.code, timeless(whole.out))
    holding = [
        name
        for name in ("1.json", "2.json", "3.json")
        if json.loads((tmp_path / name).read_text())["files"]
    ]
    part = run("merge", *({"1.json", "2.json", "3.json"} - set(holding[:1])))
    assert part.code == 4
    assert "no shard read it" in part.out
    other = run("scan", delivery, "--shard", "2/3", "--policy", "house", "-o", "shard=2.json")
    assert other.code == 0
    refused = run("merge", "1.json", "2.json")
    assert refused.code == 2
    assert len(refused.lines) == 1
    assert "under different policies" in refused.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--shard", "4/3"),
        ("--shard", "1/3", "-o", "html=x"),
        ("--shard", "1/3", "--json"),
        ("--shard", "1/3", "--approvals", "x"),
        ("--executor", "dask"),
        ("--scheduler", "tcp://127.0.0.1:1"),
        ("--ignore-file", "none"),
    ],
)
def test_what_does_not_fit_together(run, delivery, arguments):
    ran = run("scan", delivery, *arguments)
    assert ran.code == 2
    assert len(ran.lines) == 1


def test_progress_tells_bytes_and_rate(monkeypatch):
    class Terminal:
        def isatty(self):
            return True

        def write(self, text):
            shown.append(text)

        def flush(self):
            pass

    shown = []
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "150")
    with bars.progress("scanning", sized=True) as moved:
        moved(1, 4, "shots/a.exr")
        moved.weigh(1_500_000, 6_000_000)
        moved._bar.refresh()
    text = "".join(shown)
    assert "1/4" in text
    assert "1.5 MB/6.0 MB" in text
    assert "/s" in text
    assert meter.size(999) == "999 B"
    assert meter.size(123_400_000_000) == "123 GB"
