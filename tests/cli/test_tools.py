"""The tool catalogue from end to end: a vendor tells, the house knows, a scan says."""

import json
from datetime import UTC, datetime

import pytest

POLICY = """
name = "own"
[rules]
tool-trains-on-data = {}
tool-terms-stale = {}
tool-not-listed = {}
tool-contradicts-catalogue = {}
tool-step-missing = {}
environment-contradicted = {}
proprietary-input-exposed = {}
approval-missing = "warning"

[[tools]]
name = "Painter"
versions = ">=3,<4"
account_tiers = ["Enterprise"]
environment = "enterprise_secured"
stores_inputs = "no"
stores_outputs = "no"
trains_on_inputs = "no"
trains_on_outputs = "no"
terms_url = "https://example.com/terms"
terms_sha256 = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
terms_seen = {today}

[[tools]]
name = "Painter"
versions = ">=3,<4"
account_tiers = ["Free"]
trains_on_inputs = "yes"
"""
WHOLE = {"name": "Painter", "version": "3.2", "account_tier": "enterprise"}


@pytest.fixture
def scan(run, house, media):
    """Rules and messages that a scan finds in a vendor's shot, made with some tools."""

    def scanned(*tools, **told):
        today = datetime.now(UTC).date()
        (house / "own.toml").write_text(POLICY.replace("{today}", today.isoformat()))
        path = media("png", house)
        disclosure = {
            "schema": "provenance.disclosure/1",
            "digital_source_type": "trainedAlgorithmicMedia",
            "use_category": "visual_effect",
            "stage": "final",
            "tools": tools,
            "inputs": [{"kind": "video", "is_proprietary": True, "owner": "Production"}],
            **told,
        }
        base = house / "told.json"
        base.write_text(json.dumps(disclosure))
        ran = run("stamp", path, "--disclosure", base, cwd=house)
        assert ran.code == 0, ran.err
        ran = run("scan", path, "--policy", house / "own.toml", "-o", "json", cwd=house)
        (result,) = ran.json()["results"]
        found = {each["rule"]: each for each in result["findings"]}
        assert len(found) == len(result["findings"])
        assert found.pop("approval-missing")
        return result["verdict"], found

    return scanned


def test_what_the_house_looked_at_is_clean(scan):
    verdict, found = scan(WHOLE)
    assert found == {}
    assert verdict == "warn"  # for the approval alone


def test_a_tool_that_trains_on_inputs(scan):
    verdict, found = scan({**WHOLE, "account_tier": "Free"})
    assert set(found) == {"tool-trains-on-data", "tool-terms-stale", "proprietary-input-exposed"}
    assert found["tool-trains-on-data"]["message"] == (
        "Painter 3.2 trains on inputs, says the catalogue"
    )
    assert found["proprietary-input-exposed"]["undetermined"]
    assert verdict == "fail"


def test_a_vendor_who_says_otherwise(scan):
    told = {"account_tier": "Free", "environment": "enterprise_secured", "trains_on_inputs": "no"}
    verdict, found = scan({**WHOLE, **told})
    assert set(found) == {
        "tool-contradicts-catalogue",
        "environment-contradicted",
        "tool-trains-on-data",
        "tool-terms-stale",
    }
    assert (
        "trains on inputs: no, says the disclosure"
        in (found["tool-contradicts-catalogue"]["message"])
    )
    assert found["tool-trains-on-data"]["message"].endswith("says the catalogue")
    assert verdict == "fail"


def test_a_plan_that_nobody_tells_is_undetermined(scan):
    verdict, found = scan({"name": "Painter", "version": "3.2"})
    assert found["tool-contradicts-catalogue"]["undetermined"]
    assert (
        "account tier of Painter 3.2 is not told"
        in (found["tool-contradicts-catalogue"]["message"])
    )
    assert verdict == "undetermined"


def test_a_version_and_a_tool_that_nobody_looked_at(scan):
    _, found = scan(WHOLE, {"name": "Upscaler", "version": "9"})
    assert found["tool-not-listed"]["message"] == "Upscaler 9: it is not in the catalogue"
    _, found = scan({**WHOLE, "version": "4.0"})
    assert "version 4.0 is not among" in found["tool-not-listed"]["message"]
