"""What the actions and the generator of a manifest say, how strongly, and what no store says."""

import pytest

from provenance.manifests.reading import StoreReading
from provenance.manifests.shared import Outcome
from provenance.model.evidence import Declared, Integrity, Strength, Trust, TrustState
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import IPTC_SOURCE_TYPES, AiClass
from provenance.readers import c2pa
from provenance.readers.base import Reading
from provenance.standings.declaring import declare

from .stores import CAPTURE, COMPOSITE, GENERATED, HUMAN, action, ingredient, manifest


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


def test_enhancement_and_procedural_media_are_not_generation(read):
    for code, declared in (
        ("algorithmicallyEnhanced", Declared.ENHANCED),
        ("algorithmicMedia", Declared.NOT_GENERATED),
        ("composite", Declared.SILENT),
    ):
        found = read(manifest("a", action("c2pa.created", IPTC_SOURCE_TYPES + code)))
        assert declare(found).declared is declared


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
