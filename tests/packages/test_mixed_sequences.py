"""A scan tells frames that are not of their sequence, whichever way and effort it ran with."""

import struct
import tracemalloc

import pytest
from PIL import Image
from provenance_cli.samples import cinema

from provenance import gathering, merge, scan, scan_shard
from provenance.folding import Folding
from provenance.model.asset import Asset, Family
from provenance.model.evidence import Coverage, Evidence
from provenance.model.picture import Picture, is_frame
from provenance.model.shard import Share
from provenance.model.vocabulary import Effort
from provenance.packages.folder import Unit
from provenance.packages.kinds import MAX_KINDS, Kinds

from .conftest import dpx

RULE = "sequence-mixed"
POLICY = f'name = "mixed"\n[rules]\n{RULE} = {{}}\nunreadable = {{}}\n'


@pytest.fixture
def policy(tmp_path):
    file = tmp_path / "mixed.toml"
    file.write_text(POLICY)
    return file


def told(report):
    return [(each.severity, each.message) for each in report.findings if each.rule == RULE]


def exr(folder, name, size=(16, 9), **texts):
    """One small OpenEXR frame with string attributes."""
    data = bytearray(cinema.exr(Image.new("RGB", size)))
    more = b"".join(
        key.encode() + b"\0string\0" + struct.pack("<I", len(value)) + value.encode()
        for key, value in texts.items()
    )
    place = data.index(b"compression\0")
    data[place:place] = more
    table = data.index(b"timeCode\0timecode\0") + len("timeCode\0timecode\0") + 4 + 8 + 1
    for row in range(size[1]):
        at = table + 8 * row
        struct.pack_into("<Q", data, at, struct.unpack_from("<Q", data, at)[0] + len(more))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def jp2(folder, name, size=(16, 9)):
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size).save(folder / name, format="JPEG2000")


def tiff(folder, name, size=(16, 9), mode="RGB"):
    folder.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size).save(folder / name, format="TIFF")


CASES = [
    (exr, "exr", {"size": (32, 18)}, "32x18, where the others are 16x9"),
    (exr, "exr", {"show": "OTHER"}, "show=OTHER, where the others say nothing"),
    (dpx, "dpx", {"size": (32, 18)}, "32x18, where the others are 16x9"),
    (
        *(dpx, "dpx", {"project": b"OTHER SHOW"}),
        "project=OTHER SHOW, where the others say nothing",
    ),
    (tiff, "tif", {"size": (32, 18)}, "32x18, where the others are 16x9"),
    (tiff, "tif", {"mode": "L"}, "8-bit, 1 channel, where the others are 8-bit, 3 channels"),
    (jp2, "jp2", {"size": (32, 18)}, "32x18, where the others are 16x9"),
]


@pytest.mark.parametrize("effort", list(Effort))
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}-{min(case[2])}")
def test_one_frame_of_another_show(delivery, policy, case, effort):
    make, ending, how, words = case
    for number in range(1001, 1011):
        make(delivery / "shot", f"hl.{number}.{ending}", **(how if number == 1005 else {}))
    report = scan(delivery, policy, effort=effort)
    said = f"shot/hl.%04d.{ending}: frame 1005: {words}"
    assert told(report) == [("warning", said)]
    assert report.verdict == "warn"


def test_frames_of_one_kind_say_nothing(delivery, policy):
    for number in range(1001, 1011):
        exr(delivery, f"a.{number}.exr", show="OURS", comments=f"frame {number}")
        dpx(delivery, f"b.{number}.dpx", project=b"OURS")
        tiff(delivery, f"c.{number}.tif")
    report = scan(delivery, policy)
    assert told(report) == []
    assert report.verdict == "pass"


@pytest.fixture
def mixed(delivery):
    """Two sequences, each with frames that are not of it."""
    for number in range(1, 31):
        exr(delivery / "a", f"a.{number}.exr", show="OTHER" if number in {7, 8, 10} else "OURS")
        dpx(delivery / "b", f"b.{number:04d}.dpx", size=(32, 18) if number == 30 else (16, 9))
    return delivery


TOLD = [
    ("warning", "a/a.%d.exr: frames 7-8, 10: show=OTHER, where the others say show=OURS"),
    ("warning", "b/b.%04d.dpx: frame 30: 32x18, where the others are 16x9"),
]


@pytest.mark.usefixtures("settled")
def test_in_processes_and_out_of_the_cache(mixed, policy, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    first = scan(mixed, policy, effort=Effort.FAST, jobs=2, cache=cache)
    assert told(first) == TOLD
    monkeypatch.setattr(gathering.Gatherer, "look", None)  # whoever reads a file now fails
    again = scan(mixed, policy, effort=Effort.FAST, cache=cache)
    assert again.model_copy(update={"generated_at": first.generated_at}) == first


def test_in_shards(mixed, policy, tmp_path):
    files = []
    for index in (1, 2, 3):
        part = scan_shard(mixed, Share(index=index, count=3), policy)
        files.append(tmp_path / f"{index}.json")
        files[-1].write_bytes(part.text)
    assert told(merge(files, policy)) == TOLD


def test_one_frame_that_is_no_such_picture(delivery, policy):
    for number in range(1, 11):
        exr(delivery, f"a.{number:02d}.exr")
    Image.new("RGB", (16, 9)).save(delivery / "x.png")
    (delivery / "x.png").rename(delivery / "a.03.exr")
    assert told(scan(delivery, policy)) == [
        ("warning", "a.%02d.exr: frame 3: png 16x9 8-bit, colour type 2, where the others are exr")
    ]


def test_a_header_that_does_not_say(delivery, policy):
    for number in range(1, 11):
        exr(delivery, f"a.{number:02d}.exr")
    frame = delivery / "a.03.exr"
    frame.write_bytes(frame.read_bytes().replace(b"displayWindow", b"displayWindoX"))
    report = scan(delivery, policy)
    assert told(report) == [
        (
            "warning",
            "a.%02d.exr: a.03.exr: its header does not say how large the picture is",
        )
    ]
    assert report.verdict == "undetermined"


def test_one_picture_of_another_name_in_the_gap(delivery, policy):
    for number in range(1001, 1011):
        dpx(delivery, f"{'other' if number == 1005 else 'hl'}.{number}.dpx")
    ((severity, message),) = told(scan(delivery, policy))
    assert severity == "warning"
    assert message.startswith("hl.%04d.dpx: other.1005.dpx: a picture of another name stands")


def seen(number, picture, coverage=Coverage.READ):
    asset = Asset(f"a.{number}.exr", "exr", Family.IMAGE, "image/x-exr", 10, picture=picture)
    return Evidence(asset, coverage=coverage)


def test_what_could_not_be_read_is_told_by_its_own_result():
    frames = [seen(n, Picture("exr", 16, 9)) for n in range(1, 9)]
    frames.append(seen(9, None, Coverage.UNREADABLE))
    _, (package,) = fold_those(frames)
    assert package.problems == ()
    assert package.picture == "exr 16x9"


def test_many_kinds_are_told_apart_only_so_far():
    frames = [seen(n, Picture("exr", 100 + n, 9)) for n in range(1, 41)]
    frames += [seen(n, Picture("exr", 16, 9)) for n in (41, 42)]
    _, (package,) = fold_those(frames)
    assert len(package.problems) == MAX_KINDS
    assert any("other pictures" in each.message for each in package.problems)


def fold_those(frames):
    folding = Folding([Unit(f"/d/{each.asset.path}", each.asset.path) for each in frames])
    for each in frames:
        folding.add(each)
    return folding.assets(), folding.sequences()


@pytest.mark.parametrize("name", ["a.1.exr", "/x/A.0001.DPX", "a.1.tiff", "b.j2c"])
def test_what_is_called_as_frames_are(name):
    assert is_frame(name)


@pytest.mark.parametrize("name", ["a.1.png", "exr", "a.exr/b", "a.exr.xmp", "a.", ""])
def test_what_is_not(name):
    assert not is_frame(name)


def test_many_frames_cost_eight_bytes_each():
    kinds = Kinds()
    picture = Picture("exr", 16, 9)
    tracemalloc.start()
    for number in range(100_000):
        kinds.add(number, picture)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 1_200_000


def test_what_is_no_picture_is_not_what_frames_should_be(tmp_path, policy):
    folder = tmp_path / "shot"
    for number in (1, 2):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"a.{number:04}.tif").write_text("no picture at all\n")
    tiff(folder, "a.0003.tif")
    (message,) = [message for _, message in told(scan(folder, policy))]
    assert "frames 1-2: text, where the others are tiff" in message
