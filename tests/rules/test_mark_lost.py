import pytest

from provenance.rules import mark_lost

ENTRY = '{top}\n[[entries]]\nas_made = "{made}"\nas_stamped = "{stamped}"\nlocation = "{location}"'


@pytest.mark.parametrize(
    ("made", "stamped", "location", "says"),
    [
        ("a", "b", "embedded", "before its stamp"),
        ("b", "a", "embedded", "not found in it"),
        ("a", "a", "sidecar", "not beside it"),
    ],
)
def test_the_register_knows_what_the_file_lost(find, made, stamped, location, says):
    (problem,) = find(
        mark_lost, ENTRY.format(top="", made=made, stamped=stamped, location=location)
    )
    assert says in problem.message


@pytest.mark.parametrize("integrity", ["valid", "invalid", "unreadable", "not_checked"])
def test_a_file_that_still_has_a_manifest(find, integrity):
    text = ENTRY.format(
        top=f'integrity = "{integrity}"', made="a", stamped="b", location="embedded"
    )
    assert find(mark_lost, text) == []


def test_our_metadata_without_the_manifest(find):
    text = '[[signals]]\nwhere = "XMP stamp"\nsource_type = "composite"\nown_stamp = true\n'
    (problem,) = find(mark_lost, text)
    assert problem.signals == (0,)
    assert find(mark_lost, text + "in_ingredient = true") == []
    assert find(mark_lost, text.replace("true", "false")) == []


@pytest.mark.parametrize(
    ("integrity", "location", "code", "told"),
    [
        ("invalid", "sidecar", "assertion.dataHash.mismatch", 1),
        ("invalid", "sidecar", "claimSignature.mismatch", 0),
        ("invalid", "embedded", "assertion.dataHash.mismatch", 0),
        ("valid", "sidecar", "", 0),
    ],
)
def test_a_sidecar_of_other_bytes(find, integrity, location, code, told):
    text = f"""
    integrity = "{integrity}"
    [store]
    location = "{location}"
    where = "bg.png.c2pa"
    [store.validation]
    failure = [{{ code = "{code}" }}]
    """
    problems = find(mark_lost, text)
    assert len(problems) == told
    assert all("bg.png.c2pa" in each.message for each in problems)


APPROVED = "{top}\n[[approvals]]\n{more}"


@pytest.mark.parametrize(
    ("top", "more", "told"),
    [
        ("", "", 1),
        ("", 'decision = "rejected"', 1),
        ("", 'attested = "register"', 1),
        ("", 'attested = "stranger"', 0),
        ("", 'attested = "unsigned"', 0),
        ("", 'scope = { digests = ["b"] }', 0),
        ("", 'scope = { patterns = ["*"] }', 0),
        ("[store]", "", 0),
        ("[[disclosures]]", "", 0),
        ('[[disclosures]]\nattested = "unsigned"', "", 1),
    ],
)
def test_an_approval_knows_the_bytes_that_nothing_discloses(find, top, more, told):
    problems = find(mark_lost, APPROVED.format(top=top, more=more))
    assert len(problems) == told
    assert all(problem.message.startswith("ticket 7 decides on") for problem in problems)


def test_it_is_told_once_whoever_knows(find):
    two = APPROVED.format(top=APPROVED.format(top="", more=""), more='reference = "letter 8"')
    (problem,) = find(mark_lost, two)
    assert problem.message.startswith("ticket 7 decides on")
    known = ENTRY.format(top="", made="a", stamped="b", location="embedded")
    (problem,) = find(mark_lost, APPROVED.format(top=known, more=""))
    assert problem.key == "entry entry-1"
