"""What a hostile file says never acts: not in a terminal, a spreadsheet or a browser."""

import csv
import io
import json
import unicodedata

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.report import Report
from provenance.reporters import by_name, render_evidence, text
from provenance.reporters import json as json_reporter
from provenance.reporters.escaping import (
    HIDDEN_CATEGORIES,
    clip,
    escape_control,
    escape_json,
    guard_formula,
)


def hidden(document, allowed="\n"):
    return {
        each
        for each in set(document) - set(allowed)
        if unicodedata.category(each) in HIDDEN_CATEGORIES
    }


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain é 全角 \\n", "plain é 全角 \\n"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[31m\x07\x7f\x9b", "\\x1b[31m\\x07\\x7f\\x9b"),
        ("gnp.\u202eexe\u200b\u2028\ufeff", "gnp.\\u202eexe\\u200b\\u2028\\ufeff"),
        ("\U000e0041\udc80", "\\U000e0041\\udc80"),
    ],
)
def test_escape_control(raw, shown):
    assert escape_control(raw) == shown


@given(st.text())
def test_escaped_text_is_visible_and_stays_so(raw):
    shown = escape_control(raw)
    assert not hidden(shown, "")
    assert escape_control(shown) == shown
    assert len(clip(raw, 5)) <= max(50 + 30, len(shown))


@given(st.recursive(st.text(), lambda inner: st.dictionaries(st.text(), inner, max_size=3)))
def test_json_keeps_its_meaning(value):
    for ascii_only in (True, False):
        document = json.dumps(value, ensure_ascii=ascii_only)
        shown = escape_json(document)
        assert json.loads(shown) == value
        assert not hidden(shown)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\n=", "＝"])  # noqa: RUF001
def test_formula_gets_an_apostrophe(start):
    assert guard_formula(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("harmless", ["", "a=1", "ep101/-x.png", "1+1", "'=1"])
def test_no_apostrophe_without_need(harmless):
    assert guard_formula(harmless) == harmless


def test_text(hostile, attacks):
    shown = text.render(hostile, verbose=True)
    assert not hidden(shown)
    assert not any(line.startswith("FAIL  forged") for line in shown.splitlines())
    assert "x" * 1001 not in shown
    assert attacks[0] in shown


def test_text_for_a_terminal_holds_no_foreign_colour(hostile):
    shown = text.render(hostile, verbose=True, colour=True)
    for ours in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[1;31m"):
        shown = shown.replace(ours, "")
    assert not hidden(shown)


@pytest.mark.parametrize("colour", [False, True])
def test_evidence(hostile_evidence, colour):
    shown = render_evidence(hostile_evidence, colour=colour)
    for ours in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[1;31m"):
        shown = shown.replace(ours, "")
    assert not hidden(shown)
    assert "x" * 1001 not in shown


def test_json(hostile, hostile_evidence):
    shown = by_name("json").render(hostile, {})
    assert not hidden(shown)
    assert Report.model_validate_json(shown) == hostile
    assert not hidden(json_reporter.render_evidence(hostile_evidence))


def test_csv(hostile, attacks):
    shown = by_name("csv").render(hostile, {}).removeprefix("\ufeff")
    assert not hidden(shown, "\r\n")
    rows = list(csv.reader(io.StringIO(shown, newline="")))
    assert len(rows) == 1 + len(hostile.findings) + len(attacks)
    assert len({len(row) for row in rows}) == 1
    for row in rows[1:]:
        assert not [cell for cell in row if cell.lstrip()[:1] in set("=+-@")]
        assert max(map(len, row)) < 32_767
    assert any('\'=HYPERLINK("http://example.com")' in row for row in rows)


def test_html_is_inert(hostile, thumbnails):
    shown = by_name("html").render(hostile, thumbnails)
    assert not hidden(shown)
    page = lxml.html.document_fromstring(shown)
    assert not page.xpath("//script|//iframe|//object|//embed|//form|//base|//link|//svg")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert all(src.startswith("data:image/png;base64,") for src in page.xpath("//@src"))
    assert all(href.startswith("#f") for href in page.xpath("//@href"))
    assert "{{ 7 * 7 }}" in page.text_content()
    assert "<script>alert(1)</script>" in page.text_content()
    assert "x" * 1001 not in shown
