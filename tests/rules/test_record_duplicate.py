import pytest

from provenance.rules import record_duplicate

TWO = """
[[assets]]
[[assets.disclosures]]
stage = "temp"
[[assets.disclosures]]
{second}
"""


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ('stage = "final"', "stage"),
        ('stage = "temp"\nuse_category = "voice"', "use_category"),
        ('stage = "temp"', ""),
        ('stage = "temp"\nauthor = "else"\nnote = "x"', ""),
        ('stage = "temp"\ntalent = [{ name = "salted-sha256:00" }]', ""),
        ('stage = "final"\nsupersedes = "disclosure-1"', ""),
        ('stage = "final"\nattested = "unsigned"', ""),
    ],
)
def test_two_disclosures_of_one_asset(find, second, told):
    problems = find(record_duplicate, TWO.format(second=second))
    assert [f"differ in {told}" in each.message for each in problems] == ([True] if told else [])
    assert all(each.path == "bg.png" for each in problems)


def test_one_in_the_register_and_one_in_the_file(find):
    text = '[[assets]]\n[[assets.disclosures]]\nstage = "final"\n[[assets.entries]]\n'
    assert find(record_duplicate, text + 'disclosure = { id = "x", stage = "final" }') == []
    same = 'disclosure = { id = "disclosure-1", stage = "final", author = "A. Person" }'
    assert find(record_duplicate, text + same) == []
    assert len(find(record_duplicate, text + 'disclosure = { id = "x", stage = "temp" }')) == 1


SAME_ID = """
[[assets]]
[[assets.disclosures]]
id = "one"
stage = "final"
[[disclosures]]
id = "one"
created_at = 2026-10-01T12:00:00Z
{second}
"""


@pytest.mark.parametrize(
    ("second", "told"),
    [('stage = "temp"', True), ('stage = "final"\nauthor = "in clear"', False)],
)
def test_one_id_with_two_contents(find, second, told):
    text = SAME_ID.format(second=second).replace(
        'stage = "final"\n[[d', 'stage = "final"\ncreated_at = 2026-10-01T12:00:00Z\n[[d'
    )
    problems = find(record_duplicate, text)
    assert [each.key for each in problems] == (["disclosure one"] if told else [])


@pytest.mark.parametrize(
    ("reference", "told"),
    [("MAIL-1", False), ("MAIL-2", True)],
)
def test_whom_a_notice_went_to_is_salted_and_what_it_was_is_not(find, reference, told):
    at = "2026-10-01T12:00:00Z"
    notice = 'notice = {{ reference = "{}", at = {}, to = "{}" }}'
    veiled = notice.format("MAIL-1", at, "salted-sha256:00")
    text = SAME_ID.format(second='stage = "final"\n' + notice.format(reference, at, "A. Person"))
    problems = find(
        record_duplicate,
        text.replace("\n[[d", f"\ncreated_at = {at}\n{veiled}\n[[d"),
    )
    assert [each.message.endswith("differ in notice") for each in problems] == [True] * told


def test_an_approval_that_borrows_an_id(find):
    one = '[[assets]]\n[[approvals]]\nid = "one"\ncreated_at = 2026-10-01T12:00:00Z\n'
    again = '[[approvals]]\nid = "one"\ncreated_at = 2026-10-01T12:00:00Z\nattested = "register"\n'
    assert find(record_duplicate, one + again) == []
    (problem,) = find(record_duplicate, one + again + "expires = 2027-01-01")
    assert "one approval" in problem.message
    assert "expires" in problem.message
    assert "an id of its own" in problem.advice
