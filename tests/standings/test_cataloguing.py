import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.disclosure import Disclosure
from provenance.model.policy import CatalogueTool
from provenance.model.tool import Tool
from provenance.standings.cataloguing import catalogue_flaws, completed, look_up

FULL = {
    "environment": "enterprise_secured",
    "stores_inputs": "no",
    "stores_outputs": "no",
    "trains_on_inputs": "no",
    "trains_on_outputs": "no",
}


def entry(**values: object) -> CatalogueTool:
    return CatalogueTool.model_validate({"name": "Painter", **values})


def tool(**values: object) -> Tool:
    return Tool.model_validate({"name": "Painter", "version": "3.1", **values})


@pytest.mark.parametrize(
    ("listed", "told", "found"),
    [
        ({}, {}, True),
        ({"name": "  painter "}, {"name": "PAINTER"}, True),
        ({"name": "Paint  Pro"}, {"name": "paint pro"}, True),
        ({"name": "Painter Pro"}, {}, False),
        ({"vendor": "A"}, {}, True),
        ({}, {"vendor": "A"}, True),
        ({"vendor": "A"}, {"vendor": "a"}, True),
        ({"vendor": "A"}, {"vendor": "B"}, False),
        ({"versions": ">=3,<4"}, {}, True),
        ({"versions": ">=4"}, {}, False),
        ({"models": ["Brush 2"]}, {"model": "brush 2"}, True),
        ({"models": ["Brush 2"]}, {"model": "Brush 1"}, False),
    ],
)
def test_which_entry_speaks_of_a_tool(listed, told, found):
    listing = look_up(tool(**told), [entry(**listed)])
    assert bool(listing.entries) is found
    assert bool(listing.reason) is not found
    assert not listing.unsure


@pytest.mark.parametrize(
    ("listed", "told", "reason", "unsure"),
    [
        ({"name": "Other"}, {}, "it is not in the catalogue", False),
        ({"versions": "4"}, {}, "version 3.1 is not among those that the catalogue", False),
        ({"versions": "4"}, {"version": ""}, "lists it by version", True),
        ({"models": ["B"]}, {}, "lists it by model", True),
        ({"models": ["B"]}, {"model": "A"}, "model A is not among", False),
        ({"models": ["B"], "versions": "4"}, {}, "version 3.1 is not among", False),
        ({"models": ["B"], "versions": "4"}, {"version": ""}, "lists it by version", True),
        (
            {"models": ["B"], "versions": "4"},
            {"version": "", "model": "A"},
            "which is not told, is not among",
            False,
        ),
    ],
)
def test_why_no_entry_speaks_of_it(listed, told, reason, unsure):
    listing = look_up(tool(**told), [entry(**listed)])
    assert reason in listing.reason
    assert listing.unsure is unsure
    assert listing.view is listing.tool


def test_the_catalogue_completes_what_is_left_open():
    view = look_up(tool(trains_on_inputs="yes"), [entry(**FULL)]).view
    assert view.environment == "enterprise_secured"
    assert view.stores_outputs == "no"
    assert view.trains_on_inputs == "yes"  # told, so it stays


@pytest.mark.parametrize(
    ("field", "told", "listed", "judged"),
    [
        ("trains_on_inputs", "no", "yes", "yes"),
        ("trains_on_inputs", "yes", "no", "yes"),
        ("trains_on_inputs", "no", "unsure", "no"),
        ("environment", "enterprise_secured", "consumer", "consumer"),
        ("environment", "enterprise_secured", "vendor_secured", "vendor_secured"),
        ("environment", "consumer", "enterprise_secured", "consumer"),
        ("environment", "enterprise_secured", "unknown", "enterprise_secured"),
        ("vendor", "A", "a", "A"),
        ("vendor", "no", "NO", "no"),
        ("terms_url", "https://a.example", "https://b.example", "https://a.example"),
    ],
)
def test_where_the_two_differ_the_worse_counts(field, told, listed, judged):
    listing = look_up(tool(**{field: told}), [entry(**{field: listed})])
    assert getattr(listing.view, field) == judged
    assert getattr(listing.tool, field) == told


def test_an_entry_for_one_account_says_nothing_of_an_untold_one():
    paid = entry(account_tiers=["Enterprise"], **FULL)
    untold, other, told = (
        look_up(tool(account_tier=tier), [paid]) for tier in ("", "Free", "enterprise")
    )
    assert untold.view is untold.tool
    assert untold.admitted
    assert other.view is other.tool
    assert not other.admitted
    assert other.entries == (paid,)
    assert told.view.environment == "enterprise_secured"


def test_a_placeholder_tells_nothing():
    paid = entry(account_tiers=["Enterprise"], versions="3", vendor="A", **FULL)
    untold = look_up(tool(account_tier="TBD", vendor="?"), [paid])
    assert untold.view is untold.tool
    assert untold.admitted
    assert not untold.certain
    assert look_up(tool(version="unknown"), [paid]).unsure


def test_an_entry_for_one_deployment_says_nothing_of_an_untold_one():
    local = entry(deployments=["local"], **FULL)
    untold, other, told = (
        look_up(tool(deployment=each), [local]) for each in ("unknown", "saas", "local")
    )
    assert untold.view is untold.tool
    assert not other.admitted
    assert told.view.stores_inputs == "no"


def test_the_account_chooses_between_entries():
    paid = entry(account_tiers=["enterprise"], **FULL)
    free = entry(account_tiers=["free"], allowed=False, trains_on_inputs="yes")
    assert look_up(tool(account_tier="Free"), [paid, free]).entries == (free,)
    assert look_up(tool(account_tier="Enterprise"), [paid, free]).entries == (paid,)
    assert look_up(tool(), [paid, free]).entries == (paid, free)


def test_entries_complete_only_what_they_agree_on():
    one = entry(vendor="A", **FULL)
    other = entry(vendor="B", **{**FULL, "stores_inputs": "yes"})
    view = look_up(tool(), [one, other]).view
    assert view.stores_inputs == "unsure"
    assert view.stores_outputs == "no"


def test_a_disclosure_is_completed_for_judging():
    told = Disclosure(schema="provenance.disclosure/1", tools=(tool(),))
    assert completed(told, ()) is told
    assert completed(told, (entry(name="Other"),)) is told
    assert completed(told, (entry(),)) is told
    judged = completed(told, (entry(**FULL),))
    assert judged.tools[0].environment == "enterprise_secured"
    assert told.tools[0].environment == "unknown"
    assert judged.id == told.id


@pytest.mark.parametrize(
    ("entries", "flaw"),
    [
        ([{"name": " "}], (0, "name", "is blank")),
        ([{"versions": ">=3,"}], (0, "versions", "compares with no version")),
        ([{}, {"name": "painter"}], (1, "name", "as tools[0]")),
        ([{"versions": ">=3"}, {"versions": "3"}], (1, "name", "as tools[0]")),
        ([{"versions": "3"}, {}], (1, "name", "as tools[0]")),
        ([{"vendor": "A"}, {}], (1, "name", "as tools[0]")),
        ([{"account_tiers": ["Pro"]}, {"account_tiers": ["pro", "x"]}], (1, "name", "as tools[0]")),
        ([{"models": ["a"]}, {}], (1, "name", "as tools[0]")),
        ([{"terms_seen": "2026-11-01"}], (0, "terms_seen", "the terms are not named")),
    ],
)
def test_what_is_wrong_with_a_catalogue(entries, flaw):
    ((index, key, what),) = catalogue_flaws([entry(**each) for each in entries])
    assert (index, key) == flaw[:2]
    assert flaw[2] in what


@pytest.mark.parametrize(
    "entries",
    [
        [{"versions": "3"}, {"versions": "4"}],
        [{"versions": "<3"}, {"versions": ">=3"}],
        [{"vendor": "A"}, {"vendor": "B"}],
        [{"models": ["a"]}, {"models": ["b"]}],
        [{"account_tiers": ["free"]}, {"account_tiers": ["pro"]}],
        [{"deployments": ["local"]}, {"deployments": ["saas"]}],
        [{}, {"name": "Other"}],
    ],
)
def test_entries_that_tell_themselves_apart(entries):
    assert not list(catalogue_flaws([entry(**each) for each in entries]))


WORDS = st.sampled_from(["", "A", "a", "B", "3", "4"])


@given(WORDS, WORDS, WORDS, st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4))
def test_two_entries_without_flaws_never_both_speak_of_a_tool_told_in_full(
    version, tier, model, listed
):
    entries = [
        entry(
            versions=versions if versions.isdecimal() else "",
            account_tiers=[each for each in (tiers,) if each],
            models=[each for each in (models,) if each],
        )
        for versions, tiers, models in listed
    ]
    listing = look_up(tool(version=version, account_tier=tier, model=model), entries)
    assert bool(listing.reason) is not bool(listing.entries)
    if tier and listing.admitted and not list(catalogue_flaws(entries)):
        assert len(listing.entries) < 2
