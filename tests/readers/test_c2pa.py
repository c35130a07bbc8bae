"""What a manifest store says, by relation, strength and history."""

from dataclasses import replace

import pytest

from provenance.manifests.reading import StoreReading
from provenance.manifests.shared import Outcome
from provenance.model.evidence import Declared, Integrity, Strength, Trust, TrustState
from provenance.model.manifest import (
    Action,
    Assertion,
    Ingredient,
    Manifest,
    Signature,
    SoftwareAgent,
    Status,
    Validation,
)
from provenance.model.vocabulary import DISCLOSURE_LABEL, IPTC_SOURCE_TYPES, AiClass
from provenance.readers import c2pa
from provenance.readers.base import Reading
from provenance.standings.declaring import declare

GENERATED = IPTC_SOURCE_TYPES + "trainedAlgorithmicMedia"
COMPOSITE = IPTC_SOURCE_TYPES + "compositeWithTrainedAlgorithmicMedia"
CAPTURE = IPTC_SOURCE_TYPES + "digitalCapture"
HUMAN = IPTC_SOURCE_TYPES + "humanEdits"
FAILED = Validation(failure=(Status("assertion.dataHash.mismatch"),))
UNTRUSTED = Validation(failure=(Status("signingCredential.untrusted"),))


def action(name, source_type="", agent="", where="c2pa.actions.v2[0]", **parameters):
    return Action(
        name, where, source_type, SoftwareAgent(agent) if agent else None, parameters=parameters
    )


def manifest(label, *actions, generator="Tool", ingredients=(), assertions=(), signer=""):
    return Manifest(
        label,
        claim_generators=(SoftwareAgent(generator),),
        signature=Signature(organisation=signer),
        actions=actions,
        ingredients=tuple(ingredients),
        assertions=tuple(assertions),
    )


def ingredient(manifest="", relationship="parentOf", **more):
    return Ingredient("c2pa.ingredient.v3", relationship=relationship, manifest=manifest, **more)


@pytest.fixture
def read(make):
    def run(*manifests, integrity=Integrity.VALID, trust=TrustState.TRUSTED):
        reading = make.store_reading(make.store(*manifests), integrity, trust)
        return tuple(c2pa.read(reading))

    return run


def test_created_by_a_model_is_proven(read):
    (found,) = read(manifest("a", action("c2pa.created", GENERATED, "Adobe Firefly")))
    assert found.strength is Strength.PROVEN
    assert found.ai is AiClass.GENERATED
    assert found.source_type == GENERATED
    assert found.generator == SoftwareAgent("Adobe Firefly")
    assert found.where == "c2pa a c2pa.actions.v2[0]"
    assert not found.in_ingredient


@pytest.mark.parametrize(
    ("integrity", "trust", "strength"),
    [
        (Integrity.VALID, TrustState.TRUSTED, Strength.PROVEN),
        (Integrity.VALID, TrustState.NOT_ASKED, Strength.PROVEN),
        (Integrity.VALID, TrustState.UNTRUSTED, Strength.STATED),
        (Integrity.VALID, TrustState.EXPIRED, Strength.STATED),
        (Integrity.VALID, TrustState.REVOKED, Strength.STATED),
        (Integrity.INVALID, TrustState.TRUSTED, Strength.STATED),
        (Integrity.NOT_CHECKED, TrustState.NOT_ASKED, Strength.STATED),
    ],
)
def test_strength_follows_integrity_and_trust_and_no_claim_is_lost(
    read, integrity, trust, strength
):
    found = read(manifest("a", action("c2pa.created", GENERATED)), integrity=integrity, trust=trust)
    assert [each.strength for each in found] == [strength]
    assert declare(found).declared is Declared.GENERATED


def test_parent_passes_its_declaration_on(read):
    found = read(
        manifest("a", action("c2pa.opened"), ingredients=[ingredient("b")]),
        manifest("b", action("c2pa.created", GENERATED)),
    )
    declared = declare(found)
    assert (declared.declared, declared.strength) == (Declared.GENERATED, Strength.PROVEN)
    assert found[0].in_ingredient
    assert found[0].where == "c2pa a > b c2pa.actions.v2[0]"


def test_generated_component_makes_a_composite(read):
    found = read(
        manifest("a", action("c2pa.created"), ingredients=[ingredient("b", "componentOf")]),
        manifest("b", action("c2pa.created", GENERATED)),
    )
    assert declare(found).declared is Declared.COMPOSITE


def test_captured_component_says_nothing_of_the_whole(read):
    found = read(
        manifest("a", action("c2pa.created"), ingredients=[ingredient("b", "componentOf")]),
        manifest("b", action("c2pa.created", CAPTURE)),
    )
    assert declare(found).declared is Declared.SILENT


def test_input_says_nothing_of_the_output(read):
    found = read(
        manifest(
            "a",
            action("c2pa.created", CAPTURE),
            ingredients=[
                ingredient("b", "inputTo"),
                ingredient(relationship="inputTo", source_type=GENERATED),
            ],
        ),
        manifest("b", action("c2pa.created", GENERATED)),
    )
    declared = declare(found)
    assert (declared.declared, declared.contradicting) == (Declared.NOT_GENERATED, ())


def test_the_closest_of_several_routes_counts(read):
    found = read(
        manifest("a", ingredients=[ingredient("b", "inputTo"), ingredient("c", "parentOf")]),
        manifest("b", action("c2pa.created", GENERATED)),
        manifest("c", ingredients=[ingredient("b", "parentOf")]),
    )
    assert declare(found).declared is Declared.GENERATED


def test_capture_laundered_over_a_generated_parent_is_contradicted(read):
    found = read(
        manifest("a", action("c2pa.created", CAPTURE), ingredients=[ingredient("b")]),
        manifest("b", action("c2pa.created", GENERATED)),
    )
    declared = declare(found)
    assert declared.declared is Declared.GENERATED
    assert [found[i].source_type for i in declared.contradicting] == [CAPTURE]


def test_failed_ingredient_is_only_stated(read):
    for part in ({"validation": FAILED}, {"deltas": FAILED}):
        found = read(
            manifest("a", action("c2pa.opened"), ingredients=[ingredient("b", **part)]),
            manifest("b", action("c2pa.created", GENERATED), ingredients=[ingredient("c")]),
            manifest("c", action("c2pa.created", GENERATED)),
        )
        assert {each.strength for each in found} == {Strength.STATED}
        assert declare(found).declared is Declared.GENERATED


def test_untrusted_ingredient_matters_only_where_trust_was_asked(read):
    manifests = (
        manifest("a", ingredients=[ingredient("b", validation=UNTRUSTED)]),
        manifest("b", action("c2pa.created", GENERATED)),
    )
    assert read(*manifests)[0].strength is Strength.STATED
    assert read(*manifests, trust=TrustState.NOT_ASKED)[0].strength is Strength.PROVEN


def test_manifest_that_nothing_refers_to_still_speaks(read):
    (found,) = read(
        manifest("a"), replace(manifest("b", action("c2pa.created", GENERATED)), label="b")
    )
    assert found.strength is Strength.STATED
    assert "(not referenced)" in found.where
    assert declare((found,)).declared is Declared.GENERATED


def test_history_within_one_manifest_is_no_contradiction(read):
    found = read(
        manifest("a", action("c2pa.created", CAPTURE), action("c2pa.edited", COMPOSITE)),
    )
    declared = declare(found)
    assert (declared.declared, declared.contradicting) == (Declared.COMPOSITE, ())
    found = read(
        manifest("a", action("c2pa.edited", HUMAN), ingredients=[ingredient("b")]),
        manifest("b", action("c2pa.created", GENERATED)),
    )
    assert declare(found).contradicting == ()


def test_generated_fill_that_is_placed_makes_a_composite(read):
    found = read(manifest("a", action("c2pa.placed", GENERATED, "Adobe Firefly")))
    assert declare(found).declared is Declared.COMPOSITE
    assert found[0].source_type == GENERATED


def test_chatgpt_packs_its_own_picture_again(read):
    found = read(
        manifest("a", generator="ChatGPT", ingredients=[ingredient("b", "componentOf")]),
        manifest("b", action("c2pa.created", GENERATED, "GPT-4o"), generator="ChatGPT"),
    )
    assert declare(found).declared is Declared.GENERATED
    assert SoftwareAgent("OpenAI GPT-4o") in declare(found).generators


@pytest.mark.parametrize(
    ("generator", "signer", "name"),
    [
        ("Adobe_Firefly/1.0 c2pa-rs/0.17.0", "Adobe Inc.", ("Adobe Firefly", "1.0")),
        ("Microsoft Responsible AI/1.0", "Microsoft", ("Microsoft Responsible AI", "1.0")),
        ("Elevenlabs c2patool/0.9.5 c2pa-rs/0.32.7", "Eleven Labs Inc.", ("Elevenlabs", "")),
        ("Dreamina/7.1", "Bytedance Pte. Ltd.", ("Dreamina", "7.1")),
    ],
)
def test_known_generators_without_a_source_type_are_stated(read, generator, signer, name):
    (found,) = read(manifest("a", action("c2pa.created"), generator=generator, signer=signer))
    assert found.ai is AiClass.GENERATED
    assert found.strength is Strength.STATED
    assert found.generator == SoftwareAgent(*name)


def test_the_name_is_only_asked_where_there_is_no_source_type(read):
    found = read(
        manifest("a", action("c2pa.edited", HUMAN), generator="Adobe_Firefly/1.0"),
    )
    assert declare(found).declared is Declared.NOT_GENERATED


def test_generating_agent_in_an_editor_makes_a_composite(read):
    (found,) = read(manifest("a", action("c2pa.edited", agent="Adobe Firefly"), generator="Ps"))
    assert (found.ai, found.strength) == (AiClass.COMPOSITE, Strength.STATED)


@pytest.mark.parametrize(
    ("generator", "signer"),
    [
        ("Adobe_Photoshop/25.1.0 adobe_c2pa/0.7.6 c2pa-rs/0.25.2", "Adobe Inc."),
        ("Microsoft_Designer/1.0", "Microsoft Corporation"),
        ("CapCut/3", "Bytedance Pte. Ltd."),
        ("make_test_images/0.16.1 c2pa-rs/0.16.1", "C2PA Test Signing Cert"),
        ("Google C2PA SDK for Android", "Google LLC"),
    ],
)
def test_editors_and_cameras_are_no_generators(read, generator, signer):
    assert read(manifest("a", action("c2pa.edited"), generator=generator, signer=signer)) == ()


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


def test_enhancement_and_procedural_media_are_not_generation(read):
    for code, declared in (
        ("algorithmicallyEnhanced", Declared.ENHANCED),
        ("algorithmicMedia", Declared.NOT_GENERATED),
        ("composite", Declared.SILENT),
    ):
        found = read(manifest("a", action("c2pa.created", IPTC_SOURCE_TYPES + code)))
        assert declare(found).declared is declared


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


def test_unknown_source_type_is_kept_and_says_nothing(read):
    (found,) = read(manifest("a", action("c2pa.created", "http://example.com/mine")))
    assert found.ai is None
    assert declare((found,)).source_types == ("http://example.com/mine",)


def test_remote_reference_is_told():
    reading = StoreReading(
        Outcome.REMOTE_ONLY,
        None,
        Integrity.EXTERNAL_ONLY,
        Trust(),
        "only a reference",
        remote_url="https://example.com/m.c2pa",
    )
    (found,) = c2pa.read(Reading(None, reading))
    assert found.ai is None
    assert "https://example.com/m.c2pa" in found.value


def test_no_store_no_signal():
    assert tuple(c2pa.read(Reading(None))) == ()
    gone = StoreReading(Outcome.UNREADABLE_STORE, None, Integrity.UNREADABLE, Trust(), "why")
    assert tuple(c2pa.read(Reading(None, gone))) == ()


@pytest.mark.parametrize(
    "data",
    [None, [], "x", 3, {"actions": 3}, {"actions": [None, {}]}, {"a": [[]]}, {"disclosure": 3}],
)
@pytest.mark.parametrize(
    "label", ["c2pa.actions.v2", "actions", "cawg.metadata", "c2pa.ai-disclosure", DISCLOSURE_LABEL]
)
def test_odd_data_never_raises(read, label, data):
    read(manifest("a", assertions=[Assertion(label, data)]))


def test_long_chains_and_rings_end(read):
    chain = [
        manifest(str(number), ingredients=[ingredient(str((number + 1) % 3000))])
        for number in range(2999)
    ]
    chain.append(manifest("2999", action("c2pa.created", GENERATED), ingredients=[ingredient("0")]))
    (found,) = read(*chain)
    assert found.ai is AiClass.GENERATED
    assert len(found.where) < 200
