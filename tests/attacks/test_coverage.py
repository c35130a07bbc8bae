"""Files that a hostile delivery wants nobody to look at."""

import shutil

import pytest

RECORD = b'{"schema": "provenance.approval/1"}'


def paths(report):
    return {each.path: each.verdict.value for each in report.results}


def test_what_is_left_out_is_told(bench):
    bench.picture()
    bench.picture(".hidden.png", generated=True)
    bench.picture(".folder/one.png", generated=True)
    bench.picture("skip/two.png", generated=True)
    report = bench.scan(exclude=["skip"])
    assert set(paths(report)) == {"bg.png"}
    assert report.left_out == ("2 names beginning with a dot", "1 name by --exclude")
    assert set(paths(bench.scan(hidden=True))) == {
        ".folder/one.png",
        ".hidden.png",
        "bg.png",
        "skip/two.png",
    }


@pytest.mark.parametrize(
    "name", ["provenance.toml", "record.json", "other.png.XMP", "other.C2PA", "bg.png.Xmp"]
)
def test_media_under_a_name_that_is_passed_over_counts(bench, name):
    picture = bench.picture(generated=True)
    content = picture.read_bytes()
    # A PNG may hold the words of a record close to its beginning.
    held = content[:33] + b"\0\0\0\x29tEXtnote\0" + RECORD[:36] + b"\0\0\0\0" + content[33:]
    picture.with_name(name).write_bytes(held)
    assert paths(bench.scan(trust=()))[name] in {"fail", "undetermined"}


def test_markup_is_no_configuration(bench):
    bench.picture()
    (bench.delivery / "provenance.toml").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert "provenance.toml" in paths(bench.scan(trust=()))
    (bench.delivery / "provenance.toml").write_text("[production]\ntitle = 'Été'\n")
    assert "provenance.toml" not in paths(bench.scan(trust=()))


@pytest.mark.parametrize("ending", [".xmp", ".XMP"])
@pytest.mark.parametrize("stem", ["bg", "bg.png"])
def test_a_sidecar_speaks_whatever_its_letter_case(bench, ending, stem):
    marked = bench.picture("marked.png", generated=True)
    content = marked.read_bytes()
    packet = content[content.index(b"<x:xmpmeta") : content.index(b"</x:xmpmeta>") + 12]
    marked.unlink()
    bench.picture()
    (bench.delivery / (stem + ending)).write_bytes(packet)
    report = bench.scan(trust=())
    assert paths(report) == {"bg.png": "fail"}
    (result,) = report.results
    assert result.sidecars == (stem + ending,)


@pytest.mark.parametrize("ending", [".c2pa", ".C2PA"])
def test_a_store_speaks_whatever_its_letter_case(bench, ending):
    bench.picture()
    assert paths(bench.scan()) == {"bg.png": "pass"}
    (bench.delivery / f"bg{ending}").write_bytes(b"no store")
    (result,) = bench.scan().results
    assert result.verdict == "fail"
    assert result.integrity == "unreadable"


def test_media_in_a_package_leaves_it_undetermined(bench):
    inner = bench.picture(generated=True)
    shutil.make_archive(str(bench.folder / "more"), "zip", bench.delivery)
    inner.unlink()
    shutil.move(bench.folder / "more.zip", bench.delivery / "more.zip")
    assert paths(bench.scan()) == {"more.zip": "undetermined"}
