"""Frames that are alike become one asset; whatever is said of one frame never counts for others."""

import dataclasses
import tracemalloc

import pytest

from provenance.folding import Folding
from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import (
    Attestation,
    Coverage,
    Declared,
    Evidence,
    HeldDisclosure,
    ReaderFailure,
    Signal,
    Strength,
)
from provenance.model.hashlist import content_digest
from provenance.model.vocabulary import AiClass
from provenance.packages.folder import Unit


def name(number):
    return f"shots/hl.{number:04}.exr"


def frame(number, **more):
    digest = f"sha256:{number:064x}"
    asset = Asset(name(number), "exr", Family.IMAGE, "image/x-exr", 10, digest)
    return Evidence(dataclasses.replace(asset, **more.pop("asset", {})), **more)


def signal(value, ai=AiClass.GENERATED):
    return Signal("xmp", "XMP DigitalSourceType", value, Strength.STATED, ai)


def fold(*frames, find=None):
    folding = Folding([Unit(f"/d/{each.asset.path}", each.asset.path) for each in frames])
    for each in frames:
        folding.add(each)
    return {each.path: each for each in folding.assets(find)}, folding.sequences()


def test_alike_frames_are_one_asset_with_the_digest_of_their_list():
    found, (package,) = fold(*map(frame, range(1001, 1011)))
    row = found.pop("shots/hl.%04d.exr")
    assert found == {}
    assert (row.members.frames, row.members.size) == ("1001-1010x1", 100)
    assert row.members.digest == content_digest(
        (f"hl.{number}.exr", f"sha256:{number:064x}") for number in range(1001, 1011)
    )
    assert list(row.files()) == [
        (name(number), 10, f"sha256:{number:064x}") for number in range(1001, 1011)
    ]
    assert (package.count, package.size, package.title) == (10, 100, "hl")


def test_what_one_frame_declares_is_said_of_the_sequence_with_that_frame():
    seen = [frame(n, signals=(signal("x"),) if n == 1004 else ()) for n in range(1001, 1011)]
    found, _ = fold(*seen)
    row = found["shots/hl.%04d.exr"]
    assert row.declaration.declared is Declared.GENERATED
    assert [each.where for each in row.signals] == ["XMP DigitalSourceType in frame 1004"]


def test_a_value_that_differs_from_frame_to_frame_is_one_signal():
    found, _ = fold(*(frame(n, signals=(signal(f"seed {n}"),)) for n in range(1, 1000)))
    (row,) = found.values()
    assert [(each.where, each.value) for each in row.signals] == [
        ("XMP DigitalSourceType", "seed 1")
    ]


def held(number):
    return HeldDisclosure(Disclosure(id=f"d-{number}"), Attestation("register"))


@pytest.mark.parametrize(
    "more",
    [
        {"disclosures": (held(1),)},
        {"misplaced": (held(2),)},
        {"sidecars": ("shots/hl.1004.exr.xmp",)},
        {"coverage": Coverage.UNREADABLE, "asset": {"format": "", "digest": None}},
        {"coverage": Coverage.PARTLY_READ},
        {"asset": {"format": "dpx"}},
    ],
    ids=["disclosed", "misplaced", "sidecar", "unreadable", "partly read", "other format"],
)
def test_a_frame_that_differs_stays_by_itself(more):
    found, _ = fold(*(frame(n, **dict(more) if n == 1004 else {}) for n in range(1001, 1011)))
    assert set(found) == {"shots/hl.%04d.exr", name(1004)}
    assert found[name(1004)].members is None
    assert found[name(1004)].package == "shots/hl.%04d.exr"
    assert found["shots/hl.%04d.exr"].members.frames == "1001-1010x1 (gap 1004)"
    assert found["shots/hl.%04d.exr"].disclosures == ()


def test_equal_records_are_not_the_same_record():
    found, _ = fold(*(frame(n, disclosures=(held(1),)) for n in range(1001, 1004)))
    assert len(found) == 3
    shared = (held(1),)
    found, _ = fold(*(frame(n, disclosures=shared) for n in range(1001, 1004)))
    assert list(found) == ["shots/hl.%04d.exr"]


def test_failures_name_their_frames():
    late = ReaderFailure("mediainfo", "gave up")
    broken = {"coverage": Coverage.PARTLY_READ, "failures": (late,)}
    other = broken | {"failures": (ReaderFailure("format", "cut"),)}
    found, _ = fold(*(frame(n, **(other if n == 1003 else broken)) for n in range(1001, 1005)))
    (row,) = found.values()
    assert [each.reason for each in row.failures] == [
        "gave up (frames 1001-1002, 1004)",
        "cut (frame 1003)",
    ]


def test_several_that_differ_alike_are_called_by_their_numbers():
    dpx = {"asset": {"format": "dpx"}}
    found, _ = fold(*(frame(n, **(dpx if n in {1003, 1004} else {})) for n in range(1001, 1011)))
    assert set(found) == {"shots/hl.%04d.exr", "shots/hl.[1003-1004].exr"}


def test_the_register_is_asked_for_a_whole_sequence_only():
    asked = []
    fold(*map(frame, range(1, 9)), find=lambda digest: asked.append(digest) or ())
    assert len(asked) == 1
    asked.clear()
    odd = frame(4, coverage=Coverage.PARTLY_READ)
    fold(*map(frame, (1, 2, 3, 5)), odd, find=lambda digest: asked.append(digest) or ())
    assert asked == []


def test_without_digests_there_is_none_of_the_whole():
    found, _ = fold(*(frame(n, asset={"digest": None}) for n in range(1, 9)))
    (row,) = found.values()
    assert row.members.digest is None
    assert [digest for _, _, digest in row.files()] == [None] * 8


def test_single_files_and_posters_stay_as_they_are():
    stills = [
        Evidence(
            Asset(f"poster_{n}.png", "png", Family.IMAGE, "image/png", 1, "sha256:" + "a" * 64)
        )
        for n in range(3)
    ]
    found, packages = fold(*stills)
    assert list(found.values()) == stills
    assert packages == ()


def peak(count):
    units = [Unit(f"/d/{name(n)}", name(n)) for n in range(count)]
    tracemalloc.start()
    folding = Folding(units)
    for n in range(count):
        folding.add(frame(n))
    (row,) = folding.assets()
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(row.members.paths) == count
    return used


def test_memory_grows_with_the_frames_and_stays_small():
    small, large = peak(2_000), peak(8_000)
    assert large < 5 * small
    assert large / 8_000 < 1_000
