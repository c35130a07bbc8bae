"""Which assets and uses an approval reaches by its scope, and where it ends."""

import pytest

FINAL = '[[disclosures]]\nstage = "final"\n'


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
def test_how_a_scope_finds_its_asset(scope, covered, approved):
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


def test_a_changed_parent_proves_no_descent(approved):
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
def test_an_approval_of_the_parent_says_nothing_of_what_was_generated_since(
    actions, state, approved
):
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
def test_a_stranger_cannot_borrow_the_approval_of_another_asset(attested, state, scope, approved):
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
def test_silence_does_not_escape_a_limit(limit, told, state, approved):
    text = FINAL + f'{told}\n[[approvals]]\nscope = {{ digests = ["a"], {limit} }}'
    assert approved(text).state == state


def test_a_title_alone_needs_a_title_in_the_disclosure(approved):
    text = FINAL + "[[approvals]]\nscope = {{ title_id = 't'{} }}"
    assert "names none" in approved(text.format("")).reasons[0]
    assert approved(text.format(', digests = ["a"]')).state == "approved"


def test_every_use_of_an_asset_needs_its_approval(approved):
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
