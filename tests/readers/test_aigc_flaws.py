"""What is off about an AIGC field is told in its signal, and nothing is declared by it."""

import json

import pytest

from provenance.errors import ProvenanceError
from provenance.model.aigc import KEYS, flaws_told, said
from provenance.model.evidence import Declared
from provenance.readers import BUILTIN, signals
from provenance.standings.declaring import declare

WHOLE = dict.fromkeys(KEYS, "") | {
    "Label": "1",
    "ContentProducer": "001191110102MACQD9K64010000",
    "ProduceID": "p",
}


def field(make, value):
    found, failures = signals(make.text("AIGC", value), BUILTIN)
    assert failures == ()
    (signal,) = found
    assert signal.reader == "tc260"
    return signal


def without(*keys):
    return json.dumps({key: value for key, value in WHOLE.items() if key not in keys})


@pytest.mark.parametrize(
    ("value", "flaws"),
    [
        (json.dumps(WHOLE), ""),
        (json.dumps({"AIGC": WHOLE}), ""),
        (without("PropagateID"), "lacks PropagateID"),
        (without("ReservedCode1", "ReservedCode2"), "lacks ReservedCode1, ReservedCode2"),
        (json.dumps(WHOLE | {"ProduceID": ""}), "empty ProduceID"),
        (json.dumps(WHOLE | {"ProduceID": 7}), "no text in ProduceID"),
        (
            json.dumps(WHOLE | {"ContentPropagator": 'a"b'}),
            "quotation mark or backslash in ContentPropagator",
        ),
        (json.dumps(WHOLE | {"PropagateID": "a\\b"}), "quotation mark or backslash in PropagateID"),
    ],
)
def test_a_field_that_declares(make, value, flaws):
    signal = field(make, value)
    assert flaws_told(signal.value) == flaws
    assert said(signal.value).startswith("AIGC label 1 (generated), producer 001191110102MACQ")
    assert declare([signal]).declared is Declared.GENERATED


@pytest.mark.parametrize(
    ("value", "flaws"),
    [
        ("yes", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ('{"AIGC": 1}', "no JSON object"),
        (json.dumps(WHOLE | {"Label": "9 (x)"}), "Label is '9 [x]', not 1, 2 or 3"),
        ('{"Label": "1"}', "lacks ContentProducer, ProduceID, ReservedCode1, ContentPropagator"),
        ('{"x": "y"}', "lacks Label"),
        ("y" * 100_001, "100001 characters"),
    ],
)
def test_what_is_called_so_and_is_no_field_declares_nothing(make, value, flaws):
    signal = field(make, value)
    assert flaws_told(signal.value).startswith(flaws)
    assert declare([signal]).declared is Declared.SILENT


def test_a_value_cannot_claim_to_be_malformed(make):
    signal = field(make, json.dumps(WHOLE | {"ProduceID": "x, malformed (no), y"}))
    assert flaws_told(signal.value) == ""


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_text_is_nothing(make, value):
    assert signals(make.text("AIGC", value), BUILTIN) == ((), ())


def test_too_deep_is_told(make):
    found, failures = signals(make.text("AIGC", '{"a":' * 50_000), BUILTIN)
    assert failures or found[0].value
    assert all(not isinstance(each, ProvenanceError) for each in found)
