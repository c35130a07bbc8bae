"""What the manifests of ingredients say of the whole, by relation and by route."""

from dataclasses import replace

from provenance.model.evidence import Declared, Strength, TrustState
from provenance.model.manifest import SoftwareAgent, Status, Validation
from provenance.model.vocabulary import AiClass
from provenance.standings.declaring import declare

from .stores import CAPTURE, GENERATED, action, ingredient, manifest

FAILED = Validation(failure=(Status("assertion.dataHash.mismatch"),))
UNTRUSTED = Validation(failure=(Status("signingCredential.untrusted"),))


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


def test_chatgpt_packs_its_own_picture_again(read):
    found = read(
        manifest("a", generator="ChatGPT", ingredients=[ingredient("b", "componentOf")]),
        manifest("b", action("c2pa.created", GENERATED, "GPT-4o"), generator="ChatGPT"),
    )
    assert declare(found).declared is Declared.GENERATED
    assert SoftwareAgent("OpenAI GPT-4o") in declare(found).generators


def test_long_chains_and_rings_end(read):
    chain = [
        manifest(str(number), ingredients=[ingredient(str((number + 1) % 3000))])
        for number in range(2999)
    ]
    chain.append(manifest("2999", action("c2pa.created", GENERATED), ingredients=[ingredient("0")]))
    (found,) = read(*chain)
    assert found.ai is AiClass.GENERATED
    assert len(found.where) < 200
