"""Patterns find what fnmatch finds; the last answer is only given to the same question."""

from hypothesis import given
from hypothesis import strategies as st

from provenance.indexes.patterns import Patterns
from provenance.standings.remembering import last_answer
from provenance.standings.scoping import matches

TEXT = st.text(alphabet="ab/.*?[]!-", max_size=8)


@given(st.lists(TEXT, max_size=6), TEXT)
def test_patterns_find_what_matches_does(patterns, path):
    found = set(Patterns((each, each) for each in patterns).matching(path))
    assert found == {each for each in patterns if matches((each,), path)}


def test_all_that_stands_under_a_pattern_is_found():
    index = Patterns([("shots/*.exr", 1), ("*.exr", 2), ("*.exr", 3), ("plates/*", 4), ("", 5)])
    assert sorted(index.matching("shots/a.exr")) == [1, 2, 2, 3, 3]
    assert list(index.matching("plates/b.dpx")) == [4]


def test_the_last_answer_is_for_the_very_same_objects():
    asked = []

    @last_answer
    def count(values, _more=None):
        asked.append(values)
        return len(values)

    one, same = [1], [1]
    assert [count(one), count(one), count(same), count(one), count(one, same)] == [1] * 5
    assert [each is one for each in asked] == [True, False, True, True]
