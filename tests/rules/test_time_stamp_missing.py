import pytest

from provenance.judging import judge
from provenance.rules import time_stamp_missing
from provenance.rules.examples import cast

SIGNED = """
[store]
[[store.manifests]]
signature = {{ subject = "x"{time} }}
actions = [{{ name = "c2pa.created", source_type = "{kind}", when = "2026-11-01T00:00:00Z" }}]
"""
AI = SIGNED.format(time="", kind="trainedAlgorithmicMedia")


def test_the_maker_s_own_word_is_no_time_stamp(find):
    (problem,) = find(time_stamp_missing, AI)
    assert not problem.undetermined


@pytest.mark.parametrize(
    "text",
    [
        "",
        SIGNED.format(time=", time = 2026-11-01T00:00:00Z", kind="trainedAlgorithmicMedia"),
        SIGNED.format(time="", kind="digitalCapture"),
        'integrity = "invalid"\n' + AI,
    ],
)
def test_it_stays_silent(find, text):
    assert find(time_stamp_missing, text) == []


def test_what_was_not_validated_is_undetermined(find):
    (problem,) = find(time_stamp_missing, 'integrity = "not_checked"\n' + AI)
    assert problem.undetermined


@pytest.mark.parametrize(("stage", "severity"), [("temp", "info"), ("final", "warning")])
def test_severity_per_stage(stage, severity):
    (found,) = judge(*cast(f'stage = "{stage}"\n' + AI, {"time-stamp-missing": {}}))
    assert found.severity == severity
