"""stamp --parent: what a file was derived from, and what an approval of that is worth to it."""

import pytest
from PIL import Image

from tests.cli.conftest import SOURCE

from .conftest import asset

SIGNED = ("--by", "Head of Post", "--reference", "MAIL-7", "--stage", "final")
FINAL = ("--use", "background_element", "--stage", "final", "--human-contribution", "Graded.")


@pytest.fixture
def source(run, house, stamp, media):
    """A generated picture that was approved; what is delivered is made from it."""
    path = media("png", house, "source.png")
    stamp(path, *FINAL)
    ran = run("approve", path, *SIGNED, "--folder", house / "approvals", cwd=house)
    assert ran.code == 0, ran.err
    return path


@pytest.fixture
def derived(house, source):
    """The same picture, larger and in another format, without a word of where it comes from."""

    def derive(name="out/derived.jpg"):
        path = house / name
        path.parent.mkdir(exist_ok=True)
        with Image.open(source) as image:
            image.convert("RGB").resize((64, 64)).save(path)
        return path

    return derive


@pytest.fixture
def approval(run, house, ca):
    """How far what is delivered is approved."""

    def state(*more):
        words = ("--approvals", "approvals", "--trust", ca, "--stage", "final", *more, "--json")
        (result,) = run("scan", "out", *words, cwd=house).json()["results"]
        return result["approval"]["state"]

    return state


def test_an_approval_of_the_parent_covers_what_was_derived(run, stamp, source, derived, approval):
    (told,) = stamp(derived(), "--parent", source, *FINAL, "--json").json()["stamped"]
    assert told["parent"] == str(source)
    assert told["disclosure"]["subject"]["derived_from"] == [asset(run, source)["digest"]]
    assert approval() == "approved"
    assert approval("--register", "") == "missing"  # another house asks for an approval of its own


def test_the_manifest_opens_its_parent(run, stamp, source, derived):
    path = derived()
    stamp(path, "--parent", source)
    manifest = asset(run, path)["manifest"]
    active = next(each for each in manifest["manifests"] if each["label"] == manifest["active"])
    assert [each["action"] for each in active["actions"]] == ["c2pa.opened", "c2pa.edited"]
    (link,) = active["ingredients"]
    assert (link["relationship"], link["title"]) == ("parentOf", "source.png")
    assert link["manifest"] in {each["label"] for each in manifest["manifests"]}


@pytest.mark.parametrize("how", ["alone", "as ingredient", "unregistered parent"])
def test_nothing_else_does(stamp, source, derived, approval, how):
    words = {
        "alone": (),
        "as ingredient": ("--ingredient", source),
        "unregistered parent": ("--parent", derived("bare.png")),
    }[how]
    stamp(derived(), *words, *FINAL)
    assert approval() == "missing"


def test_nor_a_parent_once_another_tool_took_part(run, house, source, derived, approval):
    tool = (*SOURCE, "--tool", "X", "--tool-version", "4")
    ran = run("stamp", derived(), "--parent", source, *FINAL, *tool, cwd=house)
    assert ran.code == 0, ran.err
    assert approval() == "missing"


def test_a_parent_with_its_manifest_beside_it(run, house, stamp, media):
    frame = media("exr", house)
    stamp(frame)
    path = media("dpx", house / "out")
    ran = stamp(path, "--parent", frame)
    assert f"derived from {frame}" in ran.out + ran.err
    manifest = asset(run, path)["manifest"]
    assert len(manifest["manifests"]) == 2


@pytest.fixture
def refused_case(house, stamp, source, derived, media):
    """A file, the parent that is named for it, and further options."""

    def made(case):
        path = derived()
        if case == "itself":
            return path, path, ()
        if case == "missing":
            return path, house / "nowhere.png", ()
        if case == "signed":
            stamp(path)
        elif case == "tampered":
            data = bytearray(source.read_bytes())
            data[data.index(b"IDAT") + 12] ^= 1
            source.write_bytes(data)
        elif case == "other source":
            record = house / "told.toml"
            record.write_text(f'subject = {{ derived_from = ["sha256:{"0" * 64}"] }}\n')
            return path, source, ("--disclosure", record)
        elif case == "folder":
            for number in (1001, 1002):
                media("exr", house / "frames", f"a.{number}.exr")
            return house / "frames", source, ()
        return path, source, ()

    return made


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("itself", "is the file itself"),
        ("signed", "its own manifest becomes its parent, and it has one only"),
        ("tampered", "its manifest store is invalid, and proves no descent"),
        ("missing", "no such file"),
        ("other source", "its disclosure is derived from other files than the parent"),
        ("folder", "--parent is for single files"),
    ],
)
def test_parents_that_prove_nothing_are_refused(refused_case, stamp, case, words):
    path, parent, extra = refused_case(case)
    before = path.read_bytes() if path.is_file() else None
    for more in ((), ("--dry-run",)):
        assert words in stamp(path, "--parent", parent, *extra, *more, code=1).err
    assert before is None or path.read_bytes() == before
