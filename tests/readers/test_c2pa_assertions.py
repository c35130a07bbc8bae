"""What the assertions of a manifest say beside its plain actions, and which say nothing."""

import pytest

from provenance.model.evidence import Declared
from provenance.model.manifest import Assertion, SoftwareAgent
from provenance.model.vocabulary import DISCLOSURE_LABEL, IPTC_SOURCE_TYPES, AiClass
from provenance.standings.declaring import declare

from .stores import CAPTURE, COMPOSITE, GENERATED, action, manifest


def test_training_mining_is_no_claim(read):
    data = {"entries": {"cawg.ai_generative_training": {"use": "notAllowed"}}}
    found = read(
        manifest(
            "a",
            assertions=[
                Assertion("cawg.training-mining", data),
                Assertion("c2pa.training-mining", data),
            ],
        )
    )
    assert found == ()


def test_vendor_parameters_and_templates(read):
    data = {
        "actions": [
            {"action": "c2pa.edited", "parameters": {"com.adobe.digitalSourceType": COMPOSITE}}
        ],
        "templates": [{"action": "*", "digitalSourceType": GENERATED}],
    }
    found = read(
        manifest("a", action("c2pa.edited"), assertions=[Assertion("c2pa.actions.v2", data)])
    )
    assert [each.source_type for each in found] == [COMPOSITE, GENERATED]
    assert found[1].where.endswith("templates[0].digitalSourceType")


def test_plain_actions_are_not_told_twice(read):
    data = {"actions": [{"action": "c2pa.created", "digitalSourceType": GENERATED}]}
    found = read(
        manifest(
            "a",
            action("c2pa.created", GENERATED),
            assertions=[Assertion("c2pa.actions.v2", data)],
        )
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    ("label", "data", "ai"),
    [
        ("c2pa.ai_generated_content", {"ai_generated": True, "model": "Flux.1"}, "generated"),
        ("com.adobe.generative-ai", {"description": "Adobe Firefly", "version": "1"}, "generated"),
        ("com.suno.provenance", {}, "generated"),
        ("c2pa.ai-disclosure", {"modelType": "c2pa.types.model", "modelName": "M"}, "generated"),
        ("cawg.metadata", {"Iptc4xmpExt:DigitalSourceType": COMPOSITE}, "composite"),
        ("c2pa.metadata", {"e:DigitalSourceType": {"@id": GENERATED}}, "generated"),
        (
            "stds.schema-org.CreativeWork",
            {"digitalSourceType": "https://schema.org/TrainedAlgorithmicMediaDigitalSource"},
            "generated",
        ),
        (
            "actions",
            {"actions": [{"action": "c2pa.created", "softwareAgent": "Bing Image Creator"}]},
            "generated",
        ),
    ],
)
def test_other_assertions_speak(read, label, data, ai):
    found = read(manifest("a", assertions=[Assertion(label, data)]))
    assert declare(found).declared == ai
    assert label in found[0].where


def test_denied_mark_is_no_claim(read):
    data = {"ai_generated": False}
    assert read(manifest("a", assertions=[Assertion("c2pa.ai_generated_content", data)])) == ()


def test_ai_disclosure_follows_the_source_types_beside_it(read):
    mark = Assertion("c2pa.ai-disclosure__1", {"modelType": "c2pa.types.model"})
    for code, ai in (
        (IPTC_SOURCE_TYPES + "algorithmicallyEnhanced", AiClass.ENHANCED),
        (CAPTURE, AiClass.COMPOSITE),
        (GENERATED, AiClass.GENERATED),
    ):
        found = read(manifest("a", action("c2pa.created", code), assertions=[mark]))
        assert found[-1].ai is ai


def test_our_own_disclosure_is_marked(read):
    data = {
        "id": "x",
        "digital_source_type": "trainedAlgorithmicMedia",
        "tools": [{"name": "T", "version": "3"}],
    }
    held = Assertion(DISCLOSURE_LABEL, {"disclosure": data, "ingredients": []})
    (found,) = read(manifest("a", assertions=[held]))
    assert found.own_stamp
    assert found.ai is AiClass.GENERATED
    assert found.generator == SoftwareAgent("T", "3")


def test_watermark_is_neutral(read):
    (found,) = read(
        manifest("a", assertions=[Assertion("c2pa.soft-binding", {"alg": "com.adobe.trustmark"})])
    )
    assert found.ai is None
    assert "com.adobe.trustmark" in found.value
    assert declare((found,)).declared is Declared.SILENT


@pytest.mark.parametrize(
    "data",
    [None, [], "x", 3, {"actions": 3}, {"actions": [None, {}]}, {"a": [[]]}, {"disclosure": 3}],
)
@pytest.mark.parametrize(
    "label", ["c2pa.actions.v2", "actions", "cawg.metadata", "c2pa.ai-disclosure", DISCLOSURE_LABEL]
)
def test_odd_data_never_raises(read, label, data):
    read(manifest("a", assertions=[Assertion(label, data)]))
