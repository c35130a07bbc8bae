import pytest

from provenance.rules import approved_missing

HERE = '[[assets]]\nasset = { path = "bg.png", digest = "a" }\n'
ID = "01a2063e-a861-72ba-a0b1-1ac73395ea9a"
APPROVAL = '[[approvals]]\nscope = { digests = ["a", "b"] }\n'


def test_what_is_approved_and_not_here_is_told_with_the_record_that_says_so(find):
    (problem,) = find(approved_missing, HERE + APPROVAL)
    assert "ticket 7 approves what is not in the delivery: sha256:bbbbbbbbbbbb..." in (
        problem.message
    )
    assert problem.path == "records/approval-1.json"
    assert problem.digest == "sha256:" + "b" * 64


@pytest.mark.parametrize(
    "changed",
    [
        'decision = "rejected"',
        'decision = "notified_only"',
        'attested = "unsigned"',
        'attested = "stranger"',
        "expires = 2026-11-21",
        "granted_at = 2026-11-23T12:00:00Z",
        'scope = { digests = ["b"], stages = ["temp"] }',
        'scope = { digests = ["b"], title_id = "OTHER" }',
        'scope = { patterns = ["sky*"] }',
        'scope = { categories = ["voice"] }',
    ],
)
def test_an_approval_that_lets_nobody_expect_anything(find, changed):
    scope = "" if changed.startswith("scope") else 'scope = { digests = ["b"] }\n'
    text = f'title_id = "T1"\n{HERE}[[approvals]]\n{scope}{changed}'
    assert find(approved_missing, text) == []


def test_a_revoked_approval_expects_nothing(find):
    revoked = '[[approvals]]\ndecision = "revoked"\nrevokes = "approval-1"\n'
    assert find(approved_missing, HERE + APPROVAL + revoked) == []
    stranger = revoked + 'attested = "stranger"'
    assert len(find(approved_missing, HERE + APPROVAL + stranger)) == 1


@pytest.mark.parametrize(
    "known",
    [
        '[[assets.entries]]\nas_made = "b"\nas_stamped = "a"',
        '[[assets.disclosures]]\nsubject = { sha256 = "b" }',
        '[[assets.disclosures]]\nsubject = { sha256 = "c", derived_from = ["b"] }',
        (
            '[[assets.disclosures]]\nid = "new"\nsupersedes = "old"\n'
            '[[disclosures]]\nid = "old"\nsubject = { sha256 = "b" }'
        ),
        (
            f'[[assets.signals]]\nvalue = "{ID}"\nown_stamp = true\n'
            f'[[disclosures]]\nid = "{ID}"\nsubject = {{ sha256 = "b" }}'
        ),
        (
            '[[entries]]\nas_made = "b"\nas_stamped = "d"\n'
            '[[entries]]\nas_made = "d"\nas_stamped = "a"'
        ),
    ],
    ids=["register", "as made", "derived", "superseded", "xmp", "stamped twice"],
)
def test_an_asset_is_here_by_any_of_its_names(find, known):
    assert find(approved_missing, HERE + known + "\n" + APPROVAL) == []


DERIVED = """
[[assets]]
asset = { path = "graded.png", digest = "d" }
[[assets.disclosures]]
id = "one"
"""


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ('digests = ["a", "b"], asset_ids = ["one"]', 0),
        ('digests = ["a", "b", "c"], asset_ids = ["one"]', 1),
        ('digests = ["a", "b", "c", "e"], asset_ids = ["one", "two"]', 1),
        ('digests = ["a", "d"], asset_ids = ["one"]', 0),
        ('digests = ["a", "b", "d"], asset_ids = ["one"]', 1),
    ],
)
def test_an_id_that_is_here_accounts_for_the_two_digests_of_what_was_approved(find, scope, told):
    text = f"{DERIVED}[[approvals]]\nscope = {{ {scope} }}"
    assert len(find(approved_missing, text)) == told


@pytest.mark.parametrize("part", ["part = true\n" + HERE, ""])
def test_named_files_and_nothing_at_all_are_no_delivery(find, part):
    assert find(approved_missing, part + APPROVAL) == []


def test_files_that_were_left_out_are_told(find):
    (problem,) = find(approved_missing, "excluded = 3\n" + HERE + APPROVAL)
    assert "3 files were left out of the scan" in problem.message
    assert not problem.undetermined


def test_without_digests_nobody_knows(find):
    fast = APPROVAL.replace('"a", "b"', '"e"')
    delivery = HERE.replace('digest = "a"', 'digest = ""')
    (problem,) = find(approved_missing, delivery + fast)
    assert problem.undetermined
    assert "1 file has no digest" in problem.message


@pytest.mark.parametrize("where", ['attested = "register"', 'source = "/house/a.json"'])
def test_what_does_not_lie_here_is_expected_only_of_the_whole_title(find, where):
    scope = 'scope = { digests = ["b"], title_id = "T1" }'
    text = f'title_id = "T1"\nelsewhere = ["/house/a.json"]\n{HERE}[[approvals]]\n{scope}\n{where}'
    assert find(approved_missing, text) == []
    (problem,) = find(approved_missing, text, whole_title=True)
    assert problem.path == ""


def test_of_another_title_nothing_is_expected_even_then(find):
    register = f'title_id = "T1"\n{HERE}[[approvals]]\nattested = "register"\n'
    untold = register + 'scope = { digests = ["b"] }\n'
    assert find(approved_missing, untold, whole_title=True) == []
    entry = '[[entries]]\nas_made = "b"\nas_stamped = "c"\ndisclosure = { title_id = "T1" }'
    (problem,) = find(approved_missing, untold + entry, whole_title=True)
    assert "bg.png" in problem.message
    other = untold + entry.replace("T1", "T2")
    assert find(approved_missing, other, whole_title=True) == []


ENTRY = """
[[entries]]
path = "shots/{path}"
as_made = "{made}"
as_stamped = "{stamped}"
at = 2026-10-0{day}T12:00:00Z
disclosure = {{ id = "{made}", title_id = "T1", stage = "{stage}" }}
"""


@pytest.mark.parametrize(("stage", "told"), [("final", 1), ("temp", 0), ("marketing", 0)])
def test_what_the_register_has_stamped_for_this_stage_is_expected_of_the_whole_title(
    find, stage, told
):
    text = f'title_id = "T1"\n{HERE}'
    text += ENTRY.format(path="s1.png", made="c", stamped="d", day=1, stage=stage)
    assert find(approved_missing, text) == []
    problems = find(approved_missing, text, whole_title=True)
    assert len(problems) == told
    assert all("shots/s1.png was stamped for the stage final" in each.message for each in problems)


def test_of_one_path_the_last_stamp_counts_and_nothing_is_told_twice(find):
    text = f'title_id = "T1"\n{HERE}'
    text += ENTRY.format(path="s1.png", made="c", stamped="d", day=1, stage="final")
    text += ENTRY.format(path="s1.png", made="e", stamped="a", day=2, stage="final")
    assert find(approved_missing, text, whole_title=True) == []
    gone = f'title_id = "T1"\n{HERE}'
    gone += ENTRY.format(path="s1.png", made="c", stamped="d", day=1, stage="final")
    gone += '[[approvals]]\nscope = { digests = ["d"] }\n'
    (problem,) = find(approved_missing, gone, whole_title=True)
    assert "ticket 7" in problem.message
    assert "shots/s1.png" in problem.message


def test_the_whole_of_which_title_must_be_known(find):
    (problem,) = find(approved_missing, HERE, whole_title=True)
    assert problem.undetermined
    told = HERE + '[[assets.disclosures]]\ntitle_id = "T1"\n'
    assert find(approved_missing, told, whole_title=True) == []


def test_thousands_are_told_as_a_number(find):
    many = "".join(
        f'[[approvals]]\nscope = {{ digests = ["sha256:{number:064x}"] }}\n'
        for number in range(1, 131)
    )
    problems = find(approved_missing, HERE + many)
    assert len(problems) == 101
    assert problems[-1].message == "30 more approvals like this one"
