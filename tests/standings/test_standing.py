from dataclasses import replace

import pytest

from provenance.rules.examples import cast
from provenance.standings.standing import approval_of, approval_standing, disclosure_standing

FINAL = '[[disclosures]]\nstage = "final"\n'


def disclosed(text: str):
    return disclosure_standing(*cast(text))


def approved(text: str):
    return approval_standing(*cast(text))


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
def test_states_of_disclosure(text, state):
    assert disclosed(text).state == state


def test_without_a_policy_the_usual_fields_are_asked_for():
    evidence, _ = cast(FINAL)
    assert disclosure_standing(evidence).reasons == ("missing: tools", "missing: use_category")


def test_one_disclosure_in_two_places_counts_once_as_it_is_vouched_for_best():
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
def test_what_supersedes_must_be_vouched_for_as_well(old, new, counting):
    standing = disclosed(SUPERSEDED.format(old=old, new=new))
    assert {held.record.id for held in standing.counting} == counting


def test_two_that_supersede_one_another_both_count():
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
def test_the_assets_own_disclosure_counts_else_the_nearest_ancestors(top, stages):
    standing = disclosed(ANCESTORS.format(top=top))
    assert [held.record.stage for held in standing.counting] == stages


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "not_needed"),
        ('[[signals]]\nsource_type = "trainedAlgorithmicMedia"', "missing"),
        ('[[signals]]\nsource_type = "trainedAlgorithmicMedia"\nstrength = "hint"', "not_needed"),
        ('[[disclosures]]\ngenai_used = "none"', "not_needed"),
        (FINAL, "missing"),
        (FINAL + "[[approvals]]", "approved"),
        (FINAL + '[[approvals]]\nattested = "unsigned"', "missing"),
        (FINAL + '[[approvals]]\nscope = { stages = ["temp"] }', "out_of_scope"),
        (FINAL + "[[approvals]]\nexpires = 2026-11-01", "expired"),
        (FINAL + '[[approvals]]\ndecision = "rejected"', "rejected"),
        (FINAL + '[[approvals]]\n[[approvals]]\ndecision = "revoked"', "revoked"),
        (FINAL + '[[approvals]]\ndecision = "approved_with_conditions"', "conditions_open"),
    ],
)
def test_states_of_approval(text, state):
    assert approved(text).state == state


def test_an_approval_that_does_is_named_and_the_others_are_not():
    text = FINAL + '[[approvals]]\nattested = "unsigned"\n[[approvals]]\n[[approvals]]'
    standing = approved(text)
    assert standing.records == ("approval-2",)
    assert standing.reasons == ()
    assert "stage final" in standing.needs


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ('{ digests = ["a"] }', True),
        ('{ digests = ["c"] }', True),
        ('{ digests = ["d"] }', True),
        ('{ digests = ["e"] }', True),
        ('{ digests = ["f"] }', False),
        ('{ asset_ids = ["made"] }', True),
        ('{ asset_ids = ["parent"] }', True),
        ('{ digests = ["b"] }', True),
        ('{ asset_ids = ["component"] }', False),
        ('{ patterns = ["plates/*.png"] }', True),
        ('{ patterns = ["bg*.png"] }', True),
        ('{ patterns = ["BG*.png"] }', False),
        ('{ patterns = ["*.mov"] }', False),
        ('{ patterns = ["*.mov"], digests = ["a"] }', True),
        ('{ title_id = "t" }', True),
        ('{ title_id = "u" }', False),
        ('{ categories = ["text"] }', True),
    ],
)
def test_how_a_scope_finds_its_asset(scope, covered):
    text = f"""
    asset = {{ path = "plates/bg_010.png" }}
    [[disclosures]]
    id = "made"
    source = "manifest top"
    stage = "final"
    title_id = "t"
    use_category = "text"
    subject = {{ sha256 = "c" }}
    [[disclosures]]
    id = "parent"
    source = "manifest parent"
    subject = {{ sha256 = "b" }}
    [[entries]]
    as_made = "d"
    as_stamped = "e"
    disclosure = {{ genai_used = "none" }}
    [[approvals]]
    scope = {scope}
    [[store.manifests]]
    label = "top"
    ingredients = [
        {{ manifest = "component", relationship = "componentOf" }},
        {{ manifest = "parent", relationship = "parentOf" }},
    ]
    [[store.manifests]]
    label = "parent"
    [[store.manifests.assertions]]
    label = "org.media-provenance.disclosure"
    data = {{ disclosure = {{ id = "parent" }} }}
    [[store.manifests]]
    label = "component"
    [[store.manifests.assertions]]
    label = "org.media-provenance.disclosure"
    data = {{ disclosure = {{ id = "component" }} }}
    """
    assert (approved(text).state == "approved") is covered


def test_a_changed_parent_proves_no_descent():
    text = (
        FINAL
        + """
    source = "manifest top"
    [[disclosures]]
    id = "parent"
    source = "manifest parent"
    [[approvals]]
    scope = { asset_ids = ["parent"] }
    [[store.manifests]]
    label = "top"
    ingredients = [{ manifest = "parent", relationship = "parentOf" }]
    [[store.manifests]]
    label = "parent"
    [[store.manifests.assertions]]
    label = "org.media-provenance.disclosure"
    data = { disclosure = { id = "parent" } }
    """
    )
    assert approved(text).state == "approved"
    broken = '[[store.manifests.validation.failure]]\ncode = "assertion.dataHash.mismatch"'
    assert approved(text + broken).state == "missing"


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ("", "approved"),
        ('{ name = "c2pa.edited", source_type = "digitalCreation" }', "approved"),
        ('{ name = "c2pa.edited", source_type = "trainedAlgorithmicMedia" }', "missing"),
    ],
)
def test_an_approval_of_the_parent_says_nothing_of_what_was_generated_since(actions, state):
    text = f"""
    [[disclosures]]
    stage = "final"
    source = "manifest top"
    [[disclosures]]
    id = "parent"
    source = "manifest parent"
    [[approvals]]
    scope = {{ asset_ids = ["parent"] }}
    [[store.manifests]]
    label = "top"
    actions = [{actions}]
    ingredients = [{{ manifest = "parent", relationship = "parentOf" }}]
    [[store.manifests]]
    label = "parent"
    """
    assert approved(text).state == state


@pytest.mark.parametrize(
    ("attested", "state"),
    [("trusted", "approved"), ("stranger", "missing"), ("unasked", "missing")],
)
@pytest.mark.parametrize("scope", ['{ asset_ids = ["made"] }', '{ digests = ["c"] }'])
def test_a_stranger_cannot_borrow_the_approval_of_another_asset(attested, state, scope):
    text = f"""
    [[disclosures]]
    id = "made"
    stage = "final"
    subject = {{ sha256 = "c" }}
    attested = "{attested}"
    [[approvals]]
    scope = {scope}
    """
    standing = approved(text)
    assert standing.state == state
    assert state == "approved" or "the word of a discloser" in standing.reasons[0]
    exact = text.replace(scope, '{ digests = ["a"] }')
    assert approved(exact).state == "approved"


@pytest.mark.parametrize("order", [("unsigned", "trusted"), ("trusted", "unsigned")])
@pytest.mark.parametrize("decision", ["rejected", "revoked"])
def test_a_copied_id_hides_no_decision(order, decision):
    words = {"unsigned": "notified_only", "trusted": decision}
    text = FINAL + "[[approvals]]\n"
    for attested in order:
        text += f'[[approvals]]\nid = "x"\nattested = "{attested}"\n'
        text += f'decision = "{words[attested]}"\ngranted_at = 2026-11-02T00:00:00Z\n'
    assert approved(text).state == decision


@pytest.mark.parametrize(
    ("day", "more", "state"),
    [
        (2, "", "conditions_open"),
        (1, "", "approved"),
        (2, 'attested = "stranger"', "approved"),
        (2, "expires = 2026-11-20", "approved"),
        (2, 'scope = { categories = ["voice"] }', "approved"),
        (2, 'conditions = [{ text = "Credit it", satisfied_by = "card 3" }]', "approved"),
    ],
)
def test_a_condition_that_is_set_later_holds_an_earlier_approval_up(day, more, state):
    text = f"""
    {FINAL}
    [[approvals]]
    granted_at = 2026-11-01T12:00:00Z
    [[approvals]]
    id = "later"
    decision = "approved_with_conditions"
    granted_at = 2026-11-0{day}T12:00:00Z
    {more}
    """
    standing = approved(text)
    assert standing.state == state
    ended = """
    [[approvals]]
    decision = "revoked"
    revokes = "later"
    granted_at = 2026-11-03T12:00:00Z
    """
    assert approved(text + ended).state == "approved"


@pytest.mark.parametrize(("decision", "state"), [("approved", "missing"), ("rejected", "rejected")])
def test_a_later_version_may_restrict_in_words_that_we_do_not_know(decision, state):
    evidence, policy = cast(f'{FINAL}[[approvals]]\ndecision = "{decision}"')
    (held,) = evidence.approvals
    told = held.record.model_dump(mode="json", by_alias=True)
    told["scope"]["frames"] = "1-20"
    later = replace(held, record=type(held.record).model_validate(told))
    standing = approval_standing(replace(evidence, approvals=(later,)), policy)
    assert standing.state == state
    assert state == "rejected" or "scope.frames is not understood" in standing.reasons[0]


@pytest.mark.parametrize(
    ("limit", "told", "state"),
    [
        ('territories = ["DE"]', 'territories = ["DE"]', "approved"),
        ('territories = ["DE"]', 'territories = ["DE", "FR"]', "out_of_scope"),
        ('territories = ["DE"]', "", "out_of_scope"),
        ('talents = ["A"]', 'talent = [{ name = "A" }]', "approved"),
        ('talents = ["A"]', "", "out_of_scope"),
    ],
)
def test_silence_does_not_escape_a_limit(limit, told, state):
    text = FINAL + f'{told}\n[[approvals]]\nscope = {{ digests = ["a"], {limit} }}'
    assert approved(text).state == state


def test_a_title_alone_needs_a_title_in_the_disclosure():
    text = FINAL + "[[approvals]]\nscope = {{ title_id = 't'{} }}"
    assert "names none" in approved(text.format("")).reasons[0]
    assert approved(text.format(', digests = ["a"]')).state == "approved"


def test_every_use_of_an_asset_needs_its_approval():
    text = """
    [[disclosures]]
    stage = "final"
    use_category = "text"
    [[disclosures]]
    stage = "final"
    use_category = "voice"
    [[approvals]]
    scope = { digests = ["a"], categories = ["text"] }
    """
    standing = approved(text)
    assert standing.state == "out_of_scope"
    assert standing.disclosure is not None
    assert standing.disclosure.use_category == "voice"
    more = '[[approvals]]\nscope = { digests = ["a"], categories = ["voice"] }'
    assert approved(text + more).state == "approved"


@pytest.mark.parametrize(("stage", "state"), [("turnover", "not_needed"), ("final", "missing")])
def test_what_is_delivered_as_final_is_final(stage, state):
    answers = "\n".join(
        f'{name} = "yes"'
        for name in (
            "p1_no_replication",
            "p2_no_store_train",
            "p3_enterprise_env",
            "p4_temporary",
            "p5_no_replacement",
        )
    )
    text = f'stage = "{stage}"\n[[disclosures]]\nstage = "turnover"\n'
    assert approved(f"{text}[disclosures.principles]\n{answers}").state == state


def test_an_end_cannot_be_checked_without_a_day():
    evidence, policy = cast(FINAL + "[[approvals]]\nexpires = 2030-01-01")
    assert approval_standing(evidence, policy).state == "approved"
    timeless = policy.model_copy(update={"as_of": None})
    standing = approval_standing(evidence, timeless)
    assert standing.state == "expired"
    assert "today is not known" in standing.reasons[0]


def test_a_pinned_certificate_approves_from_the_register():
    text = (
        FINAL
        + """
    [[approvals]]
    source = "register"
    attested = "{}"
    fingerprint = "f"
    [policy]
    approvers = [{{ name = "Studio", certificate = "sha256:{}" }}]
    """
    )
    assert approved(text.format("unasked", "f" * 64)).state == "approved"
    assert approved(text.format("unasked", "e" * 64)).state == "missing"
    assert approved(text.format("edited", "f" * 64)).state == "missing"


PROPRIETARY = """
stage = "temp"
[[disclosures]]
stage = "temp"
{told}
tools = [{{ name = "Painter", version = "3" }}]
[disclosures.principles]
p1_no_replication = "yes"
p2_no_store_train = "yes"
p3_enterprise_env = "yes"
p4_temporary = "yes"
p5_no_replacement = "yes"
[policy]
tools = [{{ name = "painter", environment = "{listed}" }}]
"""


@pytest.mark.parametrize(
    ("told", "listed", "needed"),
    [
        ('use_category = "proprietary_input"', "enterprise_secured", False),
        ('use_category = "proprietary_input"', "consumer", True),
        ('use_category = "proprietary_input"', "unknown", True),
        ("", "consumer", False),
    ],
)
def test_the_catalogue_says_whether_a_tool_is_secured(told, listed, needed):
    evidence, policy = cast(PROPRIETARY.format(told=told, listed=listed))
    standing = approval_standing(evidence, policy)
    assert bool(standing.needs) is needed
    assert approval_of(evidence, policy, evidence.disclosures[0]) == standing
