import pytest

from provenance.model.finding import Severity
from provenance.rules import seal_broken

ONE = '[[seals]]\nproblems = [{{ code = "{code}", told = "{told}", path = "{told}" }}]\n{more}'


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("changed", "changed since it was signed"),
        ("missing", "signed, and not here"),
        ("added", "here, and not signed"),
        ("refused", "leaves the list's folder"),
        ("listed twice", "listed twice"),
    ],
)
@pytest.mark.parametrize("kind", ["seal", "hash list"])
def test_what_is_not_as_it_was_signed_is_told(find, code, words, kind):
    text = ONE.format(code=code, told="bg.png", more=f'kind = "{kind}"')
    (problem,) = find(seal_broken, text)
    assert problem.message.startswith("delivery.seal.json: bg.png: ")
    assert problem.message.endswith(words) or words in problem.message
    assert (problem.path, problem.undetermined) == ("bg.png", False)


def test_what_nobody_compared_is_undetermined_and_never_blocks(find):
    (problem,) = find(seal_broken, ONE.format(code="not compared", told="bg.png", more=""))
    assert problem.undetermined
    assert problem.at_most is Severity.WARNING


@pytest.mark.parametrize(
    ("attested", "kind", "words", "undetermined"),
    [
        ("trusted", "seal", "", False),
        ("edited", "seal", "it was changed after it was signed", False),
        ("unsigned", "seal", "it is unsigned", False),
        ("unread", "seal", "its signature cannot be read", False),
        ("stranger", "seal", "stands on no list", False),
        ("revoked", "seal", "revoked", False),
        ("unasked", "seal", "no certificate was named", True),
        ("stranger", "hash list", "", False),
        ("unasked", "hash list", "", False),
        ("edited", "hash list", "it was changed after it was signed", False),
        ("unsigned", "hash list", "it is unsigned", False),
    ],
)
def test_a_list_is_believed_by_its_signature(find, attested, kind, words, undetermined):
    problems = find(seal_broken, f'[[seals]]\nkind = "{kind}"\nattested = "{attested}"')
    assert [words in each.message for each in problems] == ([True] if words else [])
    assert all(each.undetermined is undetermined for each in problems)


def test_one_that_cannot_be_read_is_told_once(find):
    text = '[[seals]]\nattested = "unsigned"\nunreadable = "it is no JSON"'
    (problem,) = find(seal_broken, text)
    assert problem.message == "delivery.seal.json: the seal cannot be read: it is no JSON"


def test_the_title_and_the_verdict_of_a_seal(find):
    text = 'title_id = "T-2"\n[[seals]]\ntitle_id = "{title}"\nverdict = "{verdict}"'
    assert find(seal_broken, text.format(title="T-2", verdict="pass")) == []
    assert find(seal_broken, text.format(title="", verdict="warn")) == []
    (other,) = find(seal_broken, text.format(title="T-1", verdict="pass"))
    assert other.message.endswith("it seals the title T-1, and this is T-2")
    (despite,) = find(seal_broken, text.format(title="T-2", verdict="fail"))
    assert despite.at_most is Severity.INFO


def test_a_seal_may_be_required(find):
    (problem,) = find(seal_broken, "", required=True)
    assert problem.message == "it brings no seal"
    assert find(seal_broken, "part = true", required=True) == []
    assert find(seal_broken, "[[seals]]", required=True) == []
    assert len(find(seal_broken, '[[seals]]\nkind = "hash list"', required=True)) == 1
    assert find(seal_broken, "") == []


def test_many_are_told_in_part_and_counted(find):
    rows = ",".join(f'{{ code = "added", told = "{n}.png", path = "{n}.png" }}' for n in range(150))
    problems = find(seal_broken, f"[[seals]]\nproblems = [{rows}]")
    assert len(problems) == 101
    assert problems[-1].message == "50 more files that do not fit delivery.seal.json"
