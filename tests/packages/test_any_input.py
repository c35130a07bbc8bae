"""Any bytes, any names and real files give packages or an error on one line, never a crash."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from provenance_cli.samples.packages import make_sample_package

from provenance import framing, understand
from provenance.errors import DamagedFileError
from provenance.packages import naming

from .conftest import CORPUS


def _sample(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp(name)
    make_sample_package(folder, name)
    return folder / name


@pytest.mark.parametrize("name", ["imp", "dcp", "card_A001"])
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_bytes_in_a_document_give_packages(tmp_path_factory, name, data):
    folder = _sample(tmp_path_factory, name)
    documents = sorted(p for p in folder.rglob("*") if p.suffix in {".xml", ".mhl"})
    path = data.draw(st.sampled_from(documents))
    text = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([b"<", b">", b"&", b"</Id>", b"<!ENTITY", b"-1", b"9" * 30, b"\0"]),
            )
        )
        text[at : at + data.draw(st.integers(0, 40))] = piece
    path.write_bytes(bytes(text))
    for package in understand(folder, verify=True):
        assert all("\n" not in each.message for each in package.problems)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.from_regex(
            r"[A-Za-z0-9._ -]{0,12}[0-9]{0,12}[._-]?(exr|dpx|png|tif|jp2)", fullmatch=True
        ),
        unique=True,
        max_size=40,
    )
)
def test_every_name_is_in_one_sequence_or_in_none(names):
    names = [f"{name[:-3]}.{name[-3:]}" for name in names]
    names = [each for each in dict.fromkeys(names) if naming.ending(each) in naming.ENDINGS]
    found = naming.group(names, "")
    framed = [path for each in found.sequences for path in each.paths()]
    assert sorted([*framed, *found.singles]) == sorted(names)
    assert found.count == len(found.singles)


@settings(max_examples=120, deadline=None)
@given(head=st.sampled_from(["exr", "dpx", "tiff", "jp2", "png", "jpg"]), data=st.data())
def test_any_header_gives_a_picture_or_an_error(tmp_path_factory, head, data):
    media = Path(__file__).parents[2] / "fixtures" / "media" / head
    sample = bytearray(next(media.iterdir()).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, min(len(sample), 900) - 1))
        sample[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("header") / "a"
    path.write_bytes(sample[: data.draw(st.integers(1, len(sample)))])
    with suppress(DamagedFileError):
        assert framing.frame(path)[0].width > 0


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_files_are_understood_or_told():
    found = understand(CORPUS)
    assert found[-1].kind == "folder"
    counted = sum(each.count for each in found if each.kind.owns or each.kind == "folder")
    assert counted == sum(1 for each in CORPUS.rglob("*") if each.is_file())


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_frames_have_headers():
    kinds = (".exr", ".dpx", ".jp2")
    real = [each for each in CORPUS.rglob("*") if each.suffix in kinds and "poc" not in each.name]
    assert len(real) > 10
    for path in real:
        picture, _ = framing.frame(path)
        assert 0 < picture.width < 100_000, path.name
        assert 0 < picture.height < 100_000, path.name
