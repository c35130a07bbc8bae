"""A digest is made where something at hand could name a file by it; no verdict depends on that."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import provenance
from provenance.choosing import Known, choose
from provenance.digesting import ListedHashes
from provenance.formats.digest import digest_of
from provenance.model.approval import Approval, Approver, Decision, Scope, Waiver
from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure, Subject
from provenance.model.entry import Entry
from provenance.model.evidence import (
    Attestation,
    Evidence,
    HeldApproval,
    HeldDisclosure,
)
from provenance.model.policy import Policy
from provenance.packages.folder import survey
from provenance.records import Records
from provenance.register import Register
from provenance.standings.twins import in_doubt

pytestmark = pytest.mark.usefixtures("settled")
MEDIA = Path(__file__).parents[1] / "fixtures" / "media"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
AT = datetime(2026, 11, 1, tzinfo=UTC)
DIGESTS = [f"sha256:{each * 64}" for each in "abcdef"]


def entry(path, made="", size=None, **more):
    """An entry of a file as it lies there."""
    digest = digest_of(path) if path else DIGESTS[0]
    told = Disclosure(subject=Subject(bytes=size, sha256=made or digest), **more)
    length = path.stat().st_size if path else 5
    return Entry(
        told.id, "x.png", made or digest, digest, length, "image/png", "urn:c2pa:1", "embedded",
        told, AT,
    )  # fmt: skip


@pytest.fixture
def register(tmp_path):
    place = tmp_path / "register.db"

    def make(*entries):
        with Register.create(place) as made:
            made.add_many(entries)
        return place

    return make


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    for kind in ("png", "jpg", "wav", "dpx", "exr"):
        source = min((MEDIA / kind).iterdir())
        (folder / kind).mkdir(parents=True)
        shutil.copyfile(source, folder / kind / source.name)
    return folder


def without_digests(report):
    """A report with nothing of digests in it."""
    values = report.model_dump(mode="json", exclude={"generated_at", "digests"})
    for each in values["results"]:
        each["digest"] = None
        if each.get("package"):
            each["package"].pop("digest", None)
    return values


def alike(folder, **more):
    """Scan with all digests and with those that are needed; the latter report."""
    every = provenance.scan(folder, digests=True, **more)
    needed = provenance.scan(folder, **more)
    assert without_digests(needed) == without_digests(every)
    assert every.digests == "all"
    for one, other in zip(needed.results, every.results, strict=True):
        assert one.digest in {None, other.digest}
    return needed


def hashed(report):
    return {
        each.path.rpartition("/")[2].rpartition(".")[2] for each in report.results if each.digest
    }


def test_of_a_folder_that_nobody_speaks_of_nothing_is_hashed(delivery):
    report = alike(delivery)
    assert (report.digests, hashed(report)) == ("needed", set())
    assert provenance.scan(delivery, effort="deep").digests == "all"
    assert provenance.scan(delivery, effort=provenance.Effort.FAST).digests == "none"


def test_what_the_register_may_hold_is_hashed_by_its_size(delivery, register):
    (png,), (wav,) = (tuple((delivery / kind).iterdir()) for kind in ("png", "wav"))
    held = register(entry(png, made=DIGESTS[1], size=wav.stat().st_size))
    report = alike(delivery, register=held)
    assert hashed(report) == {"png", "wav"}  # as stamped, and as big as it was made
    states = {each.path: each.disclosure.state for each in report.results}
    assert states[f"png/{png.name}"] != "none"


def test_an_entry_that_tells_no_size_may_be_of_any_file(delivery, register):
    (png,) = (delivery / "png").iterdir()
    report = alike(delivery, register=register(entry(png, made=DIGESTS[1])))
    assert report.digests == "all"


def test_a_frame_that_is_hashed_has_its_whole_sequence_hashed(tmp_path, register):
    folder = tmp_path / "delivery"
    folder.mkdir()
    source = min((MEDIA / "dpx").iterdir())
    for number in range(1, 6):
        shutil.copyfile(source, folder / f"shot.{number:04d}.dpx")
    with (folder / "shot.0003.dpx").open("ab") as file:
        file.write(b"\0" * 16)
    report = alike(folder, register=register(entry(folder / "shot.0003.dpx")))
    assert report.digests == "all"


def held(record, kind=HeldApproval):
    return kind(record, Attestation("approvals/1.json"))


def approval(**scope):
    return Approval(
        decision=Decision.APPROVED, approver=Approver(name="A"), reference="L-1", granted_at=AT,
        scope=Scope(**scope),
    )  # fmt: skip


def waiver():
    return Waiver(rule="x", reason="y", owner="z", expires="2100-01-01", digests=(DIGESTS[0],))


POLICY = Policy.model_construct(waivers=())


@pytest.mark.parametrize(
    "records",
    [
        Records(approvals=(held(approval(digests=(DIGESTS[0],))),)),
        Records(approvals=(held(approval(asset_ids=(DIGESTS[0],))),)),
        Records(disclosures=(
            held(Disclosure(subject=Subject(sha256=DIGESTS[0])), HeldDisclosure),
        )),
        Records(waivers=(held(waiver()),)),
    ],
    ids=["approval", "id", "disclosure", "waiver"],
)  # fmt: skip
def test_a_digest_of_unknown_size_may_be_of_any_file(records, register):
    assert Known.of(records, POLICY, None).any
    with Register.open(register(entry(None))) as found:  # which knows that digest
        assert Known.of(records, POLICY, found) == Known(sizes=frozenset({5}))
    other = Records(approvals=(held(approval(digests=(DIGESTS[3],))),))
    with Register.open(found.shown) as found:
        assert Known.of(other, POLICY, found).any


def test_a_waiver_of_the_policy_counts_too():
    assert Known.of(Records(), Policy.model_construct(waivers=(waiver(),)), None).any
    assert Known.of(Records(), POLICY, None) == Known()


def test_a_pattern_or_the_id_of_a_disclosure_names_no_bytes():
    told = approval(patterns=("*.png",), asset_ids=("01900000-0000-7000-8000-000000000000",))
    assert Known.of(Records(approvals=(held(told),)), POLICY, None) == Known()


def test_a_file_that_is_called_as_a_disclosure_tells_is_hashed(delivery):
    units = survey([delivery]).units
    (png,) = (delivery / "png").iterdir()
    known = Known(names=frozenset({png.name}))
    chosen = choose(units, known, ListedHashes(), signed=lambda _: False, together=())
    assert [unit.shown for unit in chosen if unit.hashes] == [f"png/{png.name}"]
    (wav,) = (delivery / "wav").iterdir()
    chosen = choose(
        units, Known(), ListedHashes(), signed=lambda file: file == os.fspath(wav), together=()
    )
    assert [unit.shown for unit in chosen if unit.hashes] == [f"wav/{wav.name}"]


def test_what_is_kept_without_a_digest_is_read_again_for_it(delivery, tmp_path, register):
    cache = tmp_path / "cache"

    def scan(**more):
        report = provenance.scan(delivery, cache=cache, **more)
        return report.model_copy(update={"generated_at": None})

    first = scan()
    every = scan(digests=True)
    assert every.digests == "all"
    assert scan() == first
    (png,) = (delivery / "png").iterdir()
    known = register(entry(png))
    assert hashed(scan(register=known)) == {"png"}
    assert scan(digests=True) == every
    assert scan() == first


def test_in_doubt_are_those_that_carry_the_disclosure_of_another(monkeypatch):
    monkeypatch.setattr("provenance.standings.twins._own", lambda each: [
        told.record for told in each.disclosures
    ])  # fmt: skip
    told = Disclosure(subject=Subject(sha256=DIGESTS[0]))
    other = Disclosure(subject=Subject(sha256=DIGESTS[0]))
    alone = Disclosure(subject=Subject(sha256=DIGESTS[1]))

    def evidence(path, disclosure=None, digest=None):
        asset = Asset(path, "png", Family.IMAGE, "image/png", 5, digest)
        return Evidence(
            asset, disclosures=(held(disclosure, HeldDisclosure),) if disclosure else ()
        )

    every = [
        evidence("a", told), evidence("b", other), evidence("c", alone), evidence("d"),
        evidence("e", told, DIGESTS[2]),
    ]  # fmt: skip
    assert in_doubt(every) == (0, 1)


@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
@pytest.mark.parametrize(
    "folder",
    [MEDIA, pytest.param(CORPUS, marks=pytest.mark.corpus)],
    ids=["fixtures", "corpus"],
)
def test_no_verdict_depends_on_digests_that_are_not_needed(folder, full, register):
    if not folder.exists():
        pytest.skip("no corpus")
    files = sorted(each for each in folder.rglob("*") if each.is_file() and each.stat().st_size)
    entries = []
    if full:  # every fifth, as it lies there; every seventh as it was made
        entries = [entry(each) for each in files[::5]]
        entries += [entry(each, made=DIGESTS[2], size=77) for each in files[::7]]
    report = alike(folder, register=register(*entries))
    assert report.digests == "needed"
    found = sum(bool(each.digest) for each in report.results)
    assert found < len(report.results)
    assert not full or found > len(report.results) // 8


def test_what_was_not_read_is_not_called_needless(tmp_path):
    (tmp_path / "empty.png").touch()
    shutil.copyfile(min((MEDIA / "png").iterdir()), tmp_path / "a.png")
    (empty, *_) = (each for each in alike(tmp_path).results if each.path == "empty.png")
    assert empty.coverage == "unreadable"
