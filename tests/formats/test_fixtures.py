"""The small whole files of `fixtures/media`: a folder for each format."""

from pathlib import Path

import pytest

from provenance.formats import contradicts, open_source, recognise, walk

MEDIA = Path(__file__).resolve().parents[2] / "fixtures" / "media"


@pytest.mark.parametrize(
    "path", sorted(each for each in MEDIA.rglob("*") if each.is_file()), ids=lambda path: path.name
)
def test_whole_files_are_recognised_and_have_no_problems(path):
    with open_source(path) as source:
        found = recognise(source)
        assert found is not None
        assert found.name == path.parent.name
        assert contradicts(path, found) == ""
        assert walk(source, found).problems == ()
