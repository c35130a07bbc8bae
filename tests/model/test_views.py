import dataclasses
import json

import pytest

from provenance.model.asset import Facts
from provenance.model.report import AssetView
from provenance.model.values import clean
from provenance.rules.examples import cast
from provenance.viewing import asset_view


def test_an_asset_is_shown_whole():
    evidence, policy = cast(
        """
        sidecars = ["bg.png.xmp"]
        trust = { state = "trusted", list_name = "house" }
        [[signals]]
        source_type = "trainedAlgorithmicMedia"
        generator = { name = "Painter", version = "3" }
        [[disclosures]]
        stage = "final"
        [[approvals]]
        [store]
        validation = { success = [{ code = "assertion.dataHash.match" }] }
        [[store.manifests]]
        label = "top"
        claim_generators = [{ name = "Editor", version = "2" }]
        signature = { organisation = "House", time = 2026-11-01T10:00:00 }
        actions = [{ name = "c2pa.opened" }]
        [[store.manifests.ingredients]]
        manifest = "below"
        relationship = "parentOf"
        validation = { failure = [{ code = "x" }] }
        deltas = { failure = [{ code = "x" }, { code = "y" }] }
        [[store.manifests]]
        label = "below"
        """
    )
    view = asset_view(evidence, policy)
    assert view.ai.declaration == "generated"
    assert view.ai.source_types == (
        "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    )
    assert view.ai.generators[0].version == "3"
    assert view.trust_list == "house"
    assert view.approval.state == "approved"
    assert view.disclosure.records == ("disclosure-1",)
    manifest = view.manifest
    assert manifest is not None
    assert manifest.claim_generator == "Editor 2"
    assert manifest.signer == "House"
    assert manifest.time is not None
    assert manifest.time.tzinfo is not None
    assert list(manifest.status) == ["success"]
    assert [each.path for each in manifest.manifests] == [("top",), ("top", "below")]
    assert manifest.manifests[0].ingredients[0].failures == ("x", "y")
    assert AssetView.model_validate_json(view.model_dump_json()) == view


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "not_needed"),
        ('[[disclosures]]\nstage = "final"\n[[approvals]]', "not_judged"),
        ('[[disclosures]]\nstage = "final"\n[[approvals]]\nexpires = 2020-01-01', "not_judged"),
        ('[[disclosures]]\ngenai_used = "none"\n[[approvals]]', "not_needed"),
    ],
)
def test_without_a_policy_no_approval_is_judged(text, state):
    evidence, _ = cast(text)
    view = asset_view(evidence)
    assert view.approval.state == state
    assert view.approval.records == (("approval-1",) if state == "not_judged" else ())


def test_what_is_no_text_is_shown_as_its_escape():
    assert clean("a\udcffb") == "a\\udcffb"
    assert clean("äß") == "äß"
    odd = "x\udc80"
    evidence, policy = cast(
        """
        [[signals]]
        value = "v"
        [[disclosures]]
        attested = "unsigned"
        [store]
        """
    )
    evidence = dataclasses.replace(
        evidence,
        asset=dataclasses.replace(
            evidence.asset, path=odd, facts=Facts(video_codec=odd, tags=((odd, odd),))
        ),
        signals=(dataclasses.replace(evidence.signals[0], where=odd, value=odd),),
        sidecars=(odd,),
    )
    text = asset_view(evidence, policy).model_dump_json()
    assert json.loads(text)["path"] == "x\\udc80"
    assert json.loads(text)["facts"] == {"video_codec": "x\\udc80", "tags": [["x\\udc80"] * 2]}


def test_facts_that_are_not_known_are_not_shown():
    evidence, _ = cast("asset = { facts = { width = 0, height = 4 } }")
    assert asset_view(evidence).facts == {"width": 0, "height": 4}
