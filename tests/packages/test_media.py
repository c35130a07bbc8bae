"""The media of a cut: found by UMID first, by name second, and what is told of either."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_cli.samples import film as samples
from provenance_cli.samples import mxf, riff
from provenance_cli.samples.aaf import aaf

from provenance import scan, understand
from provenance.errors import DamagedFileError
from provenance.model.package import Match
from provenance.packages.media import MAX_ALIKE, Media
from provenance.packages.places import Places
from provenance.packages.references import Identity, Reference

from .conftest import the_one

ADDRESS = "file:///D%3A/renders/HL_020.mxf"
CLIP, ESSENCE, OTHER = mxf.umid(120), mxf.umid(121), mxf.umid(201)


def film(clip=120):
    return samples.film(20, clip)


def wave(umid):
    about = riff.broadcast_extension("a", "b", "c", samples_since_midnight=0, umid=umid)
    return riff.wav(bytes(40), channels=1, rate=4800, before=[("bext", about)])


def cut(folder, umids, files, **more):
    """What a cut with sources of these UMIDs finds among these files."""
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (folder / "cut.aaf").write_bytes(aaf(addresses=tuple(umids), umids=umids, **more))
    return the_one(understand(folder, headers=False), "aaf")


def told(package):
    return [(each.path, each.match) for each in package.members]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a/HL_020.mxf": film()}, ("a/HL_020.mxf", "umid")),
        ({"a/hl_020.MXF": film()}, ("a/hl_020.MXF", "umid")),
        ({"a/graded.mxf": film()}, ("a/graded.mxf", "renamed")),
        ({"a/HL_020.mxf": b"plain"}, ("a/HL_020.mxf", "name")),
        ({"a/HL_020.mxf": film(200)}, ("a/HL_020.mxf", "other umid")),
        ({"a/other.mxf": film(200)}, ("", None)),
        ({"HL_020.mxf": film(200), "z/new.mxf": film()}, ("z/new.mxf", "renamed")),
        ({"HL_020.mxf": film(200), "z/HL_020.mxf": film()}, ("z/HL_020.mxf", "umid")),
        ({"renders/HL_020.mxf": film(200), "z/HL_020.mxf": b"x"}, ("z/HL_020.mxf", "name")),
        ({"a.wav": wave(ESSENCE)}, ("a.wav", "renamed")),
    ],
    ids=[
        *("same", "letter case", "renamed", "nothing stated", "another's", "neither"),
        *("rather renamed than another's", "of two of a name", "rather silent", "a wave"),
    ],
)
def test_by_what_a_file_is_found(delivery, files, expected):
    assert told(cut(delivery, {ADDRESS: ESSENCE}, files)) == [expected]


def test_a_file_of_another_umid_is_told_with_both_and_is_no_fault(delivery):
    package = cut(delivery, {ADDRESS: ESSENCE}, {"HL_020.mxf": film(200)})
    (member,) = package.members
    assert (member.id, member.own_id) == (ESSENCE.hex(), OTHER.hex())
    (note,) = package.notes
    assert note.startswith("HL_020.mxf: the name that the cut states, but another UMID: ")
    assert ESSENCE.hex() in note
    assert OTHER.hex() in note
    assert not package.problems


def test_a_renamed_file_is_told_with_the_name_in_the_cut(delivery):
    package = cut(delivery, {ADDRESS: ESSENCE}, {"graded.mxf": film()})
    assert package.notes == ("graded.mxf: found by its UMID; the cut calls it HL_020.mxf",)


def test_a_source_without_an_address_is_found_by_its_umid_alone(delivery):
    package = cut(delivery, {"": ESSENCE}, {"any.mxf": film()})
    assert told(package) == [("any.mxf", "umid")]
    assert package.notes == ()


def test_a_source_without_an_address_that_is_not_here_is_told_by_name_and_umid(delivery):
    (member,) = cut(delivery, {"": ESSENCE}, {}).members
    assert (member.presence.value, member.title, member.id) == (
        "elsewhere",
        "source 0",
        ESSENCE.hex(),
    )


def test_a_clip_is_found_where_its_essence_is_not_named(delivery):
    package = cut(delivery, {ADDRESS: CLIP}, {"x/y.mxf": film()})
    assert told(package) == [("x/y.mxf", "renamed")]


def test_essence_comes_before_the_clip_that_plays_it(delivery):
    package = cut(delivery, {ADDRESS: CLIP}, {"clip.mxf": film(120), "essence.mxf": film(119)})
    assert told(package) == [("essence.mxf", "renamed")]


def test_a_file_that_is_another_clips_is_not_found_by_name_as_well(delivery):
    umids = {"file:///a/take.mxf": ESSENCE, "file:///b/take.mxf": mxf.umid(55)}
    package = cut(delivery, umids, {"take.mxf": film()})
    assert [(each.path or each.title, each.match) for each in package.members] == [
        ("file:///b/take.mxf", None),
        ("take.mxf", "umid"),
    ]


def test_of_several_with_one_umid_the_nearest_is_told(delivery):
    files = {"a/HL_020.mxf": film(), "renders/HL_020.mxf": film()}
    package = cut(delivery, {ADDRESS: ESSENCE}, files)
    assert told(package) == [("renders/HL_020.mxf", "umid")]
    assert package.notes == ("1 of the names stand for several files here; the nearest is told",)


def test_a_copy_under_another_name_makes_no_doubt(delivery):
    package = cut(delivery, {ADDRESS: ESSENCE}, {"a/HL_020.mxf": film(), "copy.mxf": film()})
    assert told(package) == [("a/HL_020.mxf", "umid")]
    assert package.notes == ()


def test_more_notes_than_are_told_are_counted(delivery, monkeypatch):
    monkeypatch.setattr("provenance.packages.cuts.MAX_TOLD", 1)
    umids = {f"file:///{name}.mxf": mxf.umid(10 + at) for at, name in enumerate("abcd")}
    films = {"x.mxf": 9, "y.mxf": 10, "c.mxf": 100, "d.mxf": 120}
    files = {name: film(clip) for name, clip in films.items()}
    package = cut(delivery, umids, files)
    assert [note.partition(":")[0] for note in package.notes] == [
        *("x.mxf", "c.mxf"),
        "1 more found by their UMID under another name",
        "1 more have the name that is stated, another UMID",
    ]


def test_no_more_files_are_asked_than_the_limit(delivery, monkeypatch):
    for module in ("media", "cuts"):
        monkeypatch.setattr(f"provenance.packages.{module}.MAX_ASKED", 1)
    files = {"HL_020.mxf": b"plain", "later.mxf": film()}
    package = cut(delivery, {ADDRESS: ESSENCE}, files)
    assert told(package) == [("HL_020.mxf", "name")]
    assert package.notes == ("1 files beyond 1 were not asked for their UMID",)


def test_a_report_tells_how_media_were_found(delivery):
    umids = {ADDRESS: ESSENCE, "file:///b.mxf": mxf.umid(131)}
    cut(delivery, umids, {"new.mxf": film(), "b.mxf": film(200)})
    (row,) = scan(delivery, "house").packages
    assert [(each.path, each.match) for each in row.members] == [
        ("b.mxf", "other umid"),
        ("new.mxf", "renamed"),
    ]
    assert row.members[0].own_id == OTHER.hex()


class Asked:
    """Media of a delivery of names alone, and what was opened of it."""

    def __init__(self, stated):
        self.stated, self.opened = stated, []

    def identify(self, path):
        self.opened.append(path.name)
        if self.stated[path.name] is None:
            raise DamagedFileError("broken")
        return Identity(essence=self.stated[path.name])

    def found(self, folder, *references):
        media = Media(Places(folder), self.stated, references, self.identify)
        return [(each.path, each.match) for each in media.resolve(references)]


SOURCE = Reference("file:///one.mxf", (ESSENCE.hex(),), file=True)


def test_nothing_else_is_opened_once_all_is_found(tmp_path):
    asked = Asked({"one.mxf": (ESSENCE.hex(),), "two.mxf": (), "one.mov": ()})
    assert asked.found(tmp_path, SOURCE) == [("one.mxf", Match.UMID)]
    assert asked.opened == ["one.mxf"]


def test_nothing_is_opened_for_sources_that_state_no_umid(tmp_path):
    asked = Asked({"two.mxf": (ESSENCE.hex(),)})
    assert asked.found(tmp_path, Reference("file:///one.mxf")) == [("", None)]
    assert not asked.opened


def test_what_cannot_be_read_states_nothing(tmp_path):
    assert Asked({"one.mxf": None}).found(tmp_path, SOURCE) == [("one.mxf", Match.NAME)]


def test_an_import_has_an_id_of_its_own_making(tmp_path):
    imported = Reference("file:///one.mxf", (ESSENCE.hex(),))
    asked = Asked({"one.mxf": (OTHER.hex(),)})
    assert asked.found(tmp_path, imported) == [("one.mxf", Match.NAME)]


def test_one_of_several_sources_at_an_address_is_enough(tmp_path):
    both = Reference("file:///one.mxf", (mxf.umid(5).hex(), ESSENCE.hex()), file=True)
    asked = Asked({"one.mxf": (ESSENCE.hex(),)})
    assert asked.found(tmp_path, both) == [("one.mxf", Match.UMID)]


def test_files_that_all_bear_one_umid_are_compared_up_to_a_limit(tmp_path):
    names = [f"{number:04}.mxf" for number in range(2 * MAX_ALIKE)]
    asked = Asked(dict.fromkeys(names, (ESSENCE.hex(),)))
    assert asked.found(tmp_path, SOURCE) == [("0000.mxf", Match.RENAMED)]


umids = st.sampled_from([mxf.umid(each).hex() for each in range(4)] + ["", "0" * 64])
names = st.sampled_from(["a.mxf", "b/a.mxf", "b.wav", "c.mov", ""])


@given(
    st.dictionaries(names.filter(bool), st.lists(umids, max_size=2)),
    st.lists(
        st.builds(
            Reference,
            names,
            st.lists(umids, max_size=2).map(tuple),
            file=st.booleans(),
        ),
        max_size=4,
    ),
)
def test_whatever_is_stated_each_reference_has_one_answer(stated, references):
    """And what is found by UMID bears it."""
    places = Places(Path("nowhere"))
    by_path = {str(places.disk(name)): tuple(held) for name, held in stated.items()}
    media = Media(places, stated, references, lambda path: Identity(essence=by_path[str(path)]))
    found = media.resolve(references)
    assert len(found) == len(references)
    for one, reference in zip(found, references, strict=True):
        assert (one.path in stated) == (one.match is not None)
        if one.match in {Match.UMID, Match.RENAMED}:
            assert set(reference.ids) & set(stated[one.path])
        if one.match is Match.OTHER_UMID:
            assert not set(reference.ids) & set(stated[one.path]) - {"", "0" * 64}
