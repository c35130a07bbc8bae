"""Every format stamped, and judged by programs that are not ours."""

import shutil

import pytest

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def rows(judge_formats, judges, tmp_path_factory):
    if not (judges.exiftool() and judges.verifier() and shutil.which("ffmpeg")):
        pytest.skip("not all judges are installed: make judges, and ffmpeg")
    return list(judge_formats.judge(tmp_path_factory.mktemp("judged")))


def test_no_judge_objects(rows, judge_formats):
    objections = [row for row in rows if row.objection]
    assert objections == [], judge_formats.table(objections)


def test_every_cell_was_asked(rows):
    unasked = [row.name for row in rows if "not asked" in row.cells or "no judge" in row.cells]
    assert unasked == []


def test_every_fixture_has_a_row(rows, judge_formats):
    names = {p.parent.name for p in judge_formats.MEDIA.rglob("*") if p.is_file()}
    assert {row.name.split()[0] for row in rows} == names - judge_formats.NOT_MEDIA


def test_the_page_is_as_judged(rows, judge_formats):
    assert judge_formats.PAGE.read_text("utf-8") == judge_formats.table(rows)
