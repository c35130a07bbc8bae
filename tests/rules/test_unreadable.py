import pytest

from provenance.rules import unreadable

TEXT = 'coverage = "{coverage}"\nfailures = [{{ reader = "format", reason = "cut at byte 12" }}]'


@pytest.mark.parametrize("coverage", ["partly_read", "unreadable", "not_supported", "missing"])
def test_what_was_not_read_is_undetermined(find, coverage):
    (problem,) = find(unreadable, TEXT.format(coverage=coverage))
    assert problem.undetermined
    assert "format: cut at byte 12" in problem.message


def test_what_was_read_is_not_discussed(find):
    assert find(unreadable, 'coverage = "read"') == []


def test_many_reasons_are_told_in_short(find):
    reasons = ", ".join('{ reader = "r", reason = "bad" }' for _ in range(12))
    (problem,) = find(unreadable, f'coverage = "unreadable"\nfailures = [{reasons}]')
    assert problem.message.endswith("and 7 more")


def test_a_sidecar_by_itself_names_its_file(find):
    (problem,) = find(
        unreadable,
        'coverage = "partly_read"\nsidecar_of = "shot.mov"\n'
        'failures = [{ reader = "sidecar", reason = "belongs to shot.mov, which is not here" }]',
    )
    assert problem.undetermined
    assert problem.message == "sidecar: belongs to shot.mov, which is not here"
    assert problem.advice.startswith("Deliver the file shot.mov beside it")
