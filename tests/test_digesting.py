"""Whatever a list states of a file is made in the one reading of the file, and compared."""

import hashlib
import os

import pytest
from PIL import Image
from provenance_cli.samples import cinema
from provenance_cli.samples.packages import make_sample_package

import provenance
from provenance import digesting
from provenance.digesting import hashes_of, with_hashes
from provenance.gathering import Gatherer
from provenance.model.vocabulary import Effort
from provenance.packages import hashing, hashlists
from provenance.packages.folder import Unit
from provenance.sharding import scan_shard, share_of

pytestmark = pytest.mark.usefixtures("settled")
POLICY = 'name = "lists"\n[rules]\ndelivery-list-mismatch = {}\n'
OTHERS = ("md5", "sha1", "sha512", "xxh64", "xxh3", "c4")


@pytest.fixture
def policy(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text(POLICY)
    return file


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    for name, colour in (("a.png", "red"), ("b.png", "blue")):
        Image.new("RGB", (8, 8), colour).save(folder / name)
    return folder


@pytest.fixture
def scan(delivery, policy):
    def scanner(**more):
        report = provenance.scan(delivery, policy, **more)
        return report.model_copy(update={"generated_at": None})

    return scanner


@pytest.fixture
def read_apart(calls_of):
    """Files that were read for their listed hashes alone."""
    return calls_of("check", lambda path, _: path.name, hashing)


def value_of(path, algorithm):
    if not hashing.makes(algorithm):
        pytest.skip("needs xxhash")
    sums = hashing.Sums((algorithm,))
    sums.update(path.read_bytes())
    return sums.values()[algorithm]


def write_list(folder, algorithm, *names):
    lines = [f"{value_of(folder / name, algorithm)}  {name}\n" for name in names]
    (folder / f"list.{algorithm}").write_text("".join(lines))


def told(report):
    return [(each.path, each.message.partition(": ")[2]) for each in report.findings]


def compared(report):
    return [each.compared for each in report.packages if each.kind != "sequence"]


@pytest.mark.parametrize("algorithm", OTHERS)
def test_a_listed_hash_is_made_in_the_same_reading(delivery, scan, read_apart, algorithm):
    write_list(delivery, algorithm, "a.png", "b.png")
    report = scan()
    assert (report.verdict, compared(report), read_apart) == ("pass", [2], [])
    with (delivery / "b.png").open("ab") as file:
        file.write(b"\0")
    report = scan()
    assert report.verdict == "fail"
    assert told(report) == [("b.png", f"b.png: the {algorithm} is not the one that is listed")]
    assert read_apart == []


def test_several_lists_state_several_hashes_of_one_file(delivery, scan, read_apart):
    for algorithm in ("md5", "sha1", "sha256"):
        write_list(delivery, algorithm, "a.png", "b.png")
    report = scan()
    assert (report.verdict, compared(report), read_apart) == ("pass", [2, 2, 2], [])


def test_the_value_is_that_of_the_library(delivery):
    with Gatherer(facts=False) as gatherer:
        place = delivery / "a.png"
        unit = Unit(os.fspath(place), "a.png", hashes=("sha256", "sha1", "md5"))
        evidence = gatherer.gather(unit)
    data = place.read_bytes()
    assert evidence.asset.digest == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert evidence.asset.hashes == (
        ("md5", hashlib.md5(data).hexdigest()),
        ("sha1", hashlib.sha1(data).hexdigest()),
    )


@pytest.mark.parametrize("kind", ["imp", "dcp"])
def test_a_package_with_sha1_is_whole_at_normal_effort(tmp_path, policy, kind, read_apart):
    make_sample_package(tmp_path / "delivery", kind)
    report = provenance.scan(tmp_path / "delivery", policy)
    assert report.verdict == "pass", told(report)
    assert compared(report) == [
        sum(bool(each.hashes) for package in provenance.understand(tmp_path / "delivery")
            for each in package.members)
    ]  # fmt: skip
    assert read_apart == []
    assert compared(provenance.scan(tmp_path / "delivery", policy, effort=Effort.FAST)) == [0]


def test_every_way_of_scanning_comes_to_the_same(tmp_path, policy, monkeypatch):
    folder = tmp_path / "delivery"
    make_sample_package(folder, "imp")
    victim = next(folder.rglob("*picture*.mxf"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"!")
    monkeypatch.chdir(tmp_path)

    def scanned(**more):
        report = provenance.scan("delivery", policy, **more)
        return report.model_copy(update={"generated_at": None})

    first = scanned()
    assert first.verdict == "fail"
    assert scanned(jobs=2) == first
    assert scanned(cache=tmp_path / "cache") == first
    assert scanned(cache=tmp_path / "cache") == first
    shards = []
    for share in ("1/2", "2/2"):
        shards.append(tmp_path / f"{share[0]}.shard")
        shards[-1].write_bytes(scan_shard("delivery", share_of(share), policy).text)
    merged = provenance.merge(shards, policy)
    assert merged.model_copy(update={"generated_at": None}) == first


def test_what_is_kept_without_a_hash_is_read_again_for_it(delivery, scan, tmp_path):
    cache = tmp_path / "cache"
    before = scan(cache=cache)
    write_list(delivery, "sha1", "a.png", "b.png")
    listed = scan(cache=cache)
    assert listed == scan()
    assert compared(listed) == [2]
    (delivery / "list.sha1").unlink()
    assert scan(cache=cache) == before == scan()


def test_with_hashes_leaves_those_alone_that_are_asked_for(delivery):
    with Gatherer(facts=False) as gatherer:
        unit = Unit(os.fspath(delivery / "a.png"), "a.png", hashes=("sha256", "sha1", "md5"))
        evidence = gatherer.gather(unit)
    assert with_hashes(evidence, ("sha1", "md5", "sha256")) is evidence
    assert with_hashes(evidence, ("sha256", "sha512")) is None
    some = with_hashes(evidence, ("sha1", "no such algorithm"))
    assert some is not None
    assert set(hashes_of(some)) == {"sha1"}
    assert some.asset.digest is None


def test_frames_of_a_sequence_are_compared_one_by_one(delivery, scan, read_apart, monkeypatch):
    monkeypatch.setattr(hashlists, "MAX_MEMBERS", 3)  # what lies beyond is compared all the same
    names = [f"shot.{number:04d}.dpx" for number in range(1, 9)]
    for name in names:
        (delivery / name).write_bytes(cinema.dpx(Image.new("RGB", (4, 4)), name=name))
    write_list(delivery, "md5", "a.png", "b.png", *names)
    report = scan()
    assert (report.verdict, compared(report)) == ("pass", [10])
    assert len(report.results) == 4
    frame = delivery / "shot.0007.dpx"
    frame.write_bytes(frame.read_bytes()[:-1] + b"!")
    report = scan()
    assert told(report) == [
        ("shot.0007.dpx", "shot.0007.dpx: the md5 is not the one that is listed")
    ]
    assert read_apart == []


def test_what_is_not_gathered_is_compared_too(delivery, scan, read_apart):
    (delivery / "a.png.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    (delivery / "empty.txt").touch()
    write_list(delivery, "sha1", "a.png", "b.png", "a.png.xmp", "empty.txt")
    assert compared(scan()) == [4]
    assert sorted(read_apart) == ["a.png.xmp", "empty.txt"]


def test_what_was_left_out_is_compared_by_a_deep_reading_alone(delivery, scan, read_apart):
    write_list(delivery, "sha1", "a.png", "b.png")
    report = scan(exclude=("b.png",))
    assert report.verdict == "undetermined"
    assert told(report) == [("list.sha1", "list.sha1: 1 listed sha1 value: " + digesting.LEFT_OUT)]
    assert (compared(report), read_apart) == ([1], [])
    assert compared(scan(exclude=("b.png",), effort=Effort.DEEP)) == [2]
    assert read_apart == ["b.png"]


def test_without_the_rule_no_other_hash_is_made(delivery, tmp_path, monkeypatch):
    write_list(delivery, "md5", "a.png", "b.png")
    made = []
    sums = hashing.Sums

    def noted(names):
        made.append(tuple(names))
        return sums(names)

    monkeypatch.setattr(hashing, "Sums", noted)
    (tmp_path / "other.toml").write_text('name = "other"\n[rules]\nunreadable = {}\n')
    provenance.scan(delivery, tmp_path / "other.toml")
    assert {name for names in made for name in names} <= {"sha256"}
