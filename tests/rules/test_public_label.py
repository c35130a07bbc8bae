import pytest

from provenance.judging import judge, verdict
from provenance.rules import BUILTIN, public_label
from provenance.rules.examples import cast

TRAILER = """
stage = "marketing"
[asset]
path = "trailer_v3.mov"
format = "mov"
family = "video"
media_type = "video/quicktime"
[[signals]]
reader = "c2pa"
where = "c2pa urn:c2pa:1 c2pa.actions.v2[1]"
source_type = "compositeWithTrainedAlgorithmicMedia"
strength = "proven"
[[signals]]
source_type = "compositeWithTrainedAlgorithmicMedia"
[[disclosures]]
stage = "marketing"
genre = "trailer"
destinations = ["YouTube", "cinema"]
[policy]
destinations = [{ name = "YouTube", labels_publicly = true }, { name = "cinema" }]
"""


def test_a_trailer_for_a_platform_that_labels_names_the_mark(find):
    (problem,) = find(public_label, TRAILER)
    assert problem.message.startswith("YouTube makes a public label of this mark")
    assert "c2pa urn:c2pa:1 c2pa.actions.v2[1] (proven" in problem.message
    assert "and 1 more" in problem.message
    assert problem.signals == (0, 1)


def test_nothing_else_is_found_in_the_trailer():
    rules = {"public-label": {}, "label-missing": {}, "undisclosed": {}}
    evidence, policy = cast(TRAILER, rules)
    found = judge(evidence, policy, BUILTIN)
    assert [each.rule for each in found] == ["public-label"]
    assert found[0].severity.value == "warning"
    assert verdict(evidence, found, policy) == "warn"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["YouTube", "cinema"]', '["cinema"]'),
        ("labels_publicly = true", "labels_publicly = false"),
        ("compositeWithTrainedAlgorithmicMedia", "digitalCapture"),
        ("compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced"),
    ],
)
def test_it_stays_silent(find, old, new):
    assert find(public_label, TRAILER.replace(old, new)) == []


def test_what_only_looks_generated_is_no_mark(find):
    text = TRAILER.replace('strength = "proven"', 'strength = "hint"').replace(
        '[[signals]]\nsource_type = "compositeWithTrainedAlgorithmicMedia"\n[[disc', "[[disc"
    )
    assert find(public_label, text) == []


@pytest.mark.parametrize(("stage", "severity"), [("temp", "info"), ("marketing", "warning")])
def test_severity_per_stage(stage, severity):
    text = TRAILER.replace('stage = "marketing"\n[asset]', f'stage = "{stage}"\n[asset]')
    (found,) = judge(*cast(text, {"public-label": {}}))
    assert found.severity == severity
