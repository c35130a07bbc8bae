"""The three rules on China's AIGC field, on hand-made signals and on those of the reader."""

import pytest

from provenance.judging import judge
from provenance.rules import china_aigc_malformed, china_aigc_missing, china_labels_disagree
from provenance.rules.examples import cast

AI = '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'
FIELD = """
[[signals]]
reader = "tc260"
where = "{where}"
value = "{value}"
"""
ONE = "AIGC label 1 (generated), producer 001, id 1"


def field(value=ONE, where="XMP TC260:AIGC"):
    return FIELD.format(where=where, value=value)


@pytest.mark.parametrize(
    "text",
    [
        AI,
        "[[disclosures]]",
        AI + '[[disclosures]]\nterritories = ["CN"]',
        AI + field() + "in_ingredient = true",
    ],
)
def test_missing(find, text):
    (problem,) = find(china_aigc_missing, text)
    assert "carries no AIGC field" in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    "text",
    [
        "",
        AI + field(),
        AI + field("AIGC field, malformed (no JSON object)"),
        AI + '[[disclosures]]\nterritories = ["TW", "HK", "US"]',
        'asset = { family = "document" }\n' + AI,
    ],
)
def test_not_missing(find, text):
    assert find(china_aigc_missing, text) == []


def test_missing_in_what_was_read_is_undetermined(find):
    (problem,) = find(china_aigc_missing, 'coverage = "partly_read"\n' + AI)
    assert problem.undetermined


@pytest.mark.parametrize(
    ("value", "flaw"),
    [
        ("AIGC field, malformed (no JSON object)", "no JSON object"),
        (
            "AIGC label 1 (generated), malformed (lacks ProduceID; empty Label), producer 1",
            "lacks ProduceID; empty Label",
        ),
        ("AIGC label - (no label), malformed (lacks Label), producer 1", "lacks Label"),
    ],
)
def test_malformed(find, value, flaw):
    (problem,) = find(china_aigc_malformed, field(value))
    assert problem.message.endswith(flaw)
    assert problem.signals == (0,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        field(),
        field("AIGC label 1 (generated), producer malformed (x), id 2"),
        field("AIGC field, malformed (x)") + '[[disclosures]]\nterritories = ["US"]',
    ],
)
def test_not_malformed(find, text):
    assert find(china_aigc_malformed, text) == []


def test_each_malformed_field_is_told(find):
    assert len(find(china_aigc_malformed, field("AIGC field, malformed (x)") * 2)) == 2


@pytest.mark.parametrize(
    "other",
    [
        "AIGC label 2 (possibly generated), producer 001, id 1",
        "AIGC label 1 (generated), producer 002, id 1",
        "AIGC label 1 (generated), producer 001, id 2",
    ],
)
def test_fields_disagree(find, other):
    (problem,) = find(china_labels_disagree, field() + field(other, "EXIF UserComment"))
    assert "2 AIGC fields disagree" in problem.message
    assert "EXIF UserComment" in problem.message
    assert problem.signals == (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        field() + field(where="EXIF UserComment"),
        field() + field("AIGC label 1 (generated), malformed (lacks x), producer 001, id 1"),
        field() + field("AIGC field, malformed (no JSON object)"),
        field() + field("AIGC label 2 (x), producer 3") + "in_ingredient = true",
    ],
)
def test_fields_agree(find, text):
    assert find(china_labels_disagree, text) == []


@pytest.mark.parametrize(
    ("rule", "text", "temp", "final"),
    [
        ("china-aigc-missing", AI, "warning", "overridable"),
        ("china-aigc-malformed", field("AIGC field, malformed (x)"), "info", "warning"),
        ("china-labels-disagree", field() + field("AIGC label 2 (x), y"), "info", "warning"),
    ],
)
def test_severity_per_stage(rule, text, temp, final):
    for stage, severity in (("temp", temp), ("final", final)):
        (found,) = judge(*cast(f'stage = "{stage}"\n' + text, {rule: {}}))
        assert found.severity == severity
