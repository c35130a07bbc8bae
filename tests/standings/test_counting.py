"""Which disclosures of an asset count, and in what state they leave its disclosure."""

import pytest

from provenance.rules.examples import cast
from provenance.standings.standing import disclosure_standing

FINAL = '[[disclosures]]\nstage = "final"\n'


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "none"),
        ('[[disclosures]]\nattested = "unsigned"', "none"),
        (FINAL, "incomplete"),
        (
            FINAL + 'use_category = "text"\ntools = [{ name = "P", version = "1" }]',
            "complete",
        ),
        ('[[disclosures]]\ngenai_used = "none"\ndigital_source_type = ""', "complete"),
        (FINAL + 'genai_used = "none"', "contradicted"),
    ],
)
def test_states_of_disclosure(text, state, disclosed):
    assert disclosed(text).state == state


def test_without_a_policy_the_usual_fields_are_asked_for():
    evidence, _ = cast(FINAL)
    assert disclosure_standing(evidence).reasons == ("missing: tools", "missing: use_category")


def test_one_disclosure_in_two_places_counts_once_as_it_is_vouched_for_best(disclosed):
    text = '[[disclosures]]\nid = "x"\nattested = "{}"\n[[disclosures]]\nid = "x"\nattested = "{}"'
    for order in (("unsigned", "register"), ("register", "unsigned")):
        standing = disclosed(text.format(*order))
        assert standing.records == ("x",)
        assert standing.void == ()
        assert standing.counting[0].attestation.source == "register"


SUPERSEDED = """
[[disclosures]]
id = "old"
attested = "{old}"
[[disclosures]]
id = "new"
attested = "{new}"
supersedes = "old"
"""


@pytest.mark.parametrize(
    ("old", "new", "counting"),
    [
        ("trusted", "trusted", {"new"}),
        ("stranger", "stranger", {"new"}),
        ("stranger", "register", {"new"}),
        ("trusted", "stranger", {"old", "new"}),
        ("trusted", "unsigned", {"old"}),
        ("unsigned", "trusted", {"new"}),
    ],
)
def test_what_supersedes_must_be_vouched_for_as_well(old, new, counting, disclosed):
    standing = disclosed(SUPERSEDED.format(old=old, new=new))
    assert {held.record.id for held in standing.counting} == counting


def test_two_that_supersede_one_another_both_count(disclosed):
    text = SUPERSEDED.format(old="trusted", new="trusted").replace(
        'id = "old"', 'id = "old"\nsupersedes = "new"'
    )
    assert len(disclosed(text).counting) == 2


ANCESTORS = """
[[disclosures]]
source = "manifest top"
attested = "{top}"
stage = "final"
[[disclosures]]
source = "manifest parent"
stage = "temp"
[[disclosures]]
source = "manifest grandparent"
stage = "ideation"
[[store.manifests]]
label = "top"
ingredients = [{{ manifest = "parent", relationship = "parentOf" }}]
[[store.manifests]]
label = "parent"
ingredients = [{{ manifest = "grandparent", relationship = "parentOf" }}]
[[store.manifests]]
label = "grandparent"
"""


@pytest.mark.parametrize(("top", "stages"), [("trusted", ["final"]), ("unsigned", ["temp"])])
def test_the_assets_own_disclosure_counts_else_the_nearest_ancestors(top, stages, disclosed):
    standing = disclosed(ANCESTORS.format(top=top))
    assert [held.record.stage for held in standing.counting] == stages
