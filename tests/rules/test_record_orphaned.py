import pytest

from provenance.rules import approved_missing, record_orphaned

HERE = 'title_id = "T1"\n[[assets]]\nasset = { path = "shots/bg.png", digest = "a" }\n'


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ('{ path = "sky.png", sha256 = "b" }', 1),
        ('{ sha256 = "b" }', 1),
        ("{}", 1),
        ('{ path = "sky.png", sha256 = "a" }', 0),
        ('{ path = "shots/bg.png", sha256 = "b" }', 0),
    ],
)
def test_a_disclosure_of_no_file(find, subject, told):
    problems = find(record_orphaned, f"{HERE}[[disclosures]]\nsubject = {subject}")
    assert len(problems) == told
    assert all(each.path == "records/disclosure-1.json" for each in problems)


def test_a_disclosure_that_was_superseded_is_no_orphan(find):
    own = '[[assets.disclosures]]\nid = "new"\nsupersedes = "old"\n'
    assert find(record_orphaned, f'{HERE}{own}[[disclosures]]\nid = "old"') == []


@pytest.mark.parametrize(
    ("approval", "told"),
    [
        ('scope = { patterns = ["sky*"] }', "names sky*"),
        ('scope = { patterns = ["sky*", "x"], digests = ["b"] }\nattested = "unsigned"', "2 more"),
        ('scope = { title_id = "T2", categories = ["voice"] }', "is for the title T2"),
        ('scope = { digests = ["b"] }\ndecision = "rejected"', "names sha256:bbb"),
        ('scope = { digests = ["b"] }\nexpires = 2026-11-01', "names sha256:bbb"),
        ('decision = "revoked"\nrevokes = "gone"', "revokes gone"),
        ('scope = { patterns = ["bg*"] }', ""),
        ('scope = { patterns = ["shots/*", "sky*"] }', ""),
        ('scope = { digests = ["a", "b"] }\ndecision = "rejected"', ""),
        ('scope = { title_id = "T1", categories = ["voice"] }', ""),
        ('decision = "revoked"\nrevokes = "approval-1"', ""),
    ],
)
def test_a_decision_on_nothing_that_is_here(find, approval, told):
    problems = find(record_orphaned, f"{HERE}[[approvals]]\n{approval}")
    assert [told in each.message for each in problems] == ([True] if told else [])


def test_an_approval_is_told_by_one_rule(find):
    text = f'{HERE}[[approvals]]\nscope = {{ digests = ["b"] }}'
    assert find(record_orphaned, text) == []
    assert len(find(approved_missing, text)) == 1


@pytest.mark.parametrize("source", ["register", "/house/approvals/1.json"])
def test_what_does_not_lie_here_is_no_orphan(find, source):
    text = f'elsewhere = ["/house/approvals/1.json"]\n{HERE}[[approvals]]\nsource = "{source}"\n'
    assert find(record_orphaned, text + 'scope = { patterns = ["sky*"] }') == []


@pytest.mark.parametrize(
    ("talent", "told"),
    [
        ("", 1),
        ('talent = [{ name = "Talent One" }]', 0),
        ('talent = [{ name = "Talent Two", consent_ref = "consent-1" }]', 0),
        ('talent = [{ name = "Talent Two" }]', 1),
    ],
)
def test_a_consent_of_a_talent_whom_nobody_names(find, talent, told):
    text = f"{HERE}[[assets.disclosures]]\n{talent}\n[[consents]]"
    problems = find(record_orphaned, text)
    assert len(problems) == told
    assert all("Talent" not in each.message for each in problems)


@pytest.mark.parametrize(("scope", "told"), [('{ digests = ["b"] }', 1), ("{}", 0)])
def test_a_labelling_and_a_waiver(find, scope, told):
    assert len(find(record_orphaned, f"{HERE}[[labellings]]\nscope = {scope}")) == told
    names = 'digests = ["b"]' if told else 'patterns = ["bg.png"]'
    waiver = f'{HERE}[[waivers]]\nrule = "mark-lost"\n{names}'
    assert len(find(record_orphaned, waiver)) == told


def test_named_files_are_no_delivery(find):
    text = f"part = true\n{HERE}[[disclosures]]"
    assert find(record_orphaned, text) == []


def test_without_digests_nobody_knows(find):
    text = HERE.replace('digest = "a"', 'digest = ""') + '[[disclosures]]\nsubject.sha256 = "b"'
    (problem,) = find(record_orphaned, text)
    assert problem.undetermined
