import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.vocabulary import Stage
from provenance.tomltext import TextError, TomlError, parse_toml, read_text, toml_text, toml_value

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = TEXTS | st.booleans() | st.integers(-(2**60), 2**60) | st.dates() | st.floats(-1e9, 1e9)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_is_read_back(tree):
    assert tomllib.loads(toml_text(tree)) == tree


def test_words_days_and_times():
    when = datetime(2026, 11, 22, 10, tzinfo=UTC)
    tree = {"stage": Stage.FINAL, "on": date(2026, 1, 2), "at": when, "word": 'a "b"\x7f\n'}
    assert tomllib.loads(toml_text(tree)) == {**tree, "stage": "final"}
    assert toml_value({"a b": []}) == '{ "a b" = [] }'


def test_tables_come_after_plain_values_and_long_lists_are_broken():
    text = toml_text({"a": [{"b": 1}, {"b": 2}], "c": 3, "d": ["x" * 30] * 4, "e": {"f": {}}})
    assert text.startswith("c = 3\nd = [\n    ")
    assert text.count("[[a]]") == 2
    assert "[e]\nf = {}" in text


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a = 1\nb = ", "not valid TOML: Invalid value", 2),
        ("a = 1\na = 1", "not valid TOML: Cannot overwrite", 2),
        ("x = " + "[" * 5000, "nested too deeply", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, message, line):
    with pytest.raises(TomlError, match=message) as caught:
        parse_toml(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"# one\nname = '\xe9'", ":2: not UTF-8"),
        (b"#" * 41, ": larger than 40 bytes"),
        (None, ": cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_is_no_text_is_one_line_with_its_place(tmp_path, raw, message):
    path = tmp_path / "own.toml"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(TextError) as caught:
        read_text(path, 40)
    assert caught.value.of(path) == f"{path}{message}"


def test_a_name_that_no_file_can_have_is_told_in_escaped_form():
    path = Path("a\0b")
    with pytest.raises(TextError) as caught:
        read_text(path, 40)
    assert caught.value.of(path) == "'a\\x00b': cannot be read: embedded null byte"


def test_a_file_up_to_the_limit_is_read_as_it_is(tmp_path):
    (tmp_path / "own.toml").write_bytes(b"#" * 38 + b"\r\n")
    assert read_text(tmp_path / "own.toml", 40) == "#" * 38 + "\r\n"
