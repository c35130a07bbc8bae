import pytest

from provenance.model.finding import Severity
from provenance.rules import delivery_list_mismatch

HERE = '[[assets]]\nasset = { path = "bg.png", digest = "a" }\n'
LIST = """
[[assets]]
asset = {{ path = "bg.png", digest = "a" }}
[[packages]]
members = [{{ path = "bg.png", {more} }}]
"""


@pytest.mark.parametrize(
    ("hashes", "told"),
    [
        ('{ algorithm = "sha256", value = "a" }', ""),
        ('{ algorithm = "sha256", value = "b" }', "another SHA-256"),
        ('{ algorithm = "md5", value = "b" }', "nobody compared"),
        ('{ algorithm = "md5", value = "b" }, { algorithm = "sha256", value = "a" }', ""),
        ('{ algorithm = "md5", value = "b", state = "matches" }', ""),
        ('{ algorithm = "sha256", value = "b", state = "differs" }', ""),
        ("", ""),
    ],
    ids=["same", "other", "unknown", "one of two", "compared", "told as a problem", "no hash"],
)
def test_a_listed_hash_is_compared_with_the_digest(find, hashes, told):
    problems = find(delivery_list_mismatch, LIST.format(more=f"hashes = [{hashes}]"))
    assert [told in each.message for each in problems] == ([True] if told else [])
    assert all(each.undetermined is ("compared" in told) for each in problems)


def test_what_is_not_compared_is_told_once_and_never_blocks(find):
    text = HERE + "[[packages]]\nmembers = [\n"
    text += "".join(
        f'{{ path = "{number}.mxf", hashes = [{{ algorithm = "xxh64", value = "00" }}] }},\n'
        for number in range(10)
    )
    (problem,) = find(delivery_list_mismatch, text + "]")
    assert "0.mxf, 1.mxf, 2.mxf and 7 more" in problem.message
    assert problem.at_most is Severity.WARNING
    missing = text.replace(".mxf", '.mxf", presence = "missing')
    assert find(delivery_list_mismatch, missing + "]") == []


@pytest.mark.parametrize(
    "code",
    ["missing", "unlisted", "refused", "size", "hash", "duplicate", "contradiction", "unmapped"],
)
@pytest.mark.parametrize("kind", ["checksums", "mhl", "imp", "dcp"])
def test_what_is_wrong_with_a_list_is_wrong_with_the_delivery(find, kind, code):
    problem = f'{{ code = "{code}", path = "bg.png", message = "it is so" }}'
    text = f'{HERE}[[packages]]\nkind = "{kind}"\nproblems = [{problem}]'
    (found,) = find(delivery_list_mismatch, text)
    assert found.path == "bg.png"
    assert found.digest == "sha256:" + "a" * 64
    assert found.message == "sums.txt: bg.png: it is so"
    assert not found.undetermined


@pytest.mark.parametrize(("code", "told"), [("unlisted", 0), ("missing", 1)])
def test_what_is_no_asset_need_not_be_listed(find, code, told):
    problem = f'{{ code = "{code}", path = "approvals/1.json", message = "it is so" }}'
    text = f"{HERE}[[packages]]\nproblems = [{problem}]"
    assert len(find(delivery_list_mismatch, text)) == told


@pytest.mark.parametrize(("state", "told"), [("not checked", "and 9 more"), ("matches", None)])
def test_of_a_long_list_the_end_is_told_as_not_compared(find, state, told):
    hashed = f'hashes = [{{ algorithm = "sha256", value = "a", state = "{state}" }}]'
    text = LIST.format(more=hashed) + "count = 13\n"
    problems = find(delivery_list_mismatch, text)
    assert [told in each.message for each in problems] == ([True] if told else [])


@pytest.mark.parametrize("code", ["not understood", "xml refused", "unreadable", "too many"])
def test_a_list_that_cannot_be_read_leaves_it_open(find, code):
    problem = f'{{ code = "{code}", message = "line 3" }}'
    (found,) = find(delivery_list_mismatch, f"{HERE}[[packages]]\nproblems = [{problem}]")
    assert found.undetermined
    assert found.path == "sums.txt"


@pytest.mark.parametrize(
    ("kind", "code"), [("sequence", "gap"), ("imp", "nothing here"), ("folder", "empty")]
)
def test_what_a_package_plays_is_not_asked_here(find, kind, code):
    problem = f'{{ code = "{code}", message = "frame 3" }}'
    text = f'{HERE}[[packages]]\nkind = "{kind}"\nproblems = [{problem}]'
    assert find(delivery_list_mismatch, text) == []


def test_a_list_can_be_required(find):
    assert find(delivery_list_mismatch, HERE) == []
    (problem,) = find(delivery_list_mismatch, HERE, required=True)
    assert "brings no list" in problem.message
    listed = LIST.format(more="hashes = []")
    assert find(delivery_list_mismatch, listed, required=True) == []
    assert find(delivery_list_mismatch, "part = true\n" + HERE, required=True) == []
