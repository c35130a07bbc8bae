import pytest

from provenance.rules import source_type_unknown

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("trainedAlgorithmicMedia", f"should read {IPTC}trainedAlgorithmicMedia"),
        (f"https{IPTC[4:]}digitalCapture", f"should read {IPTC}digitalCapture"),
        (f"{IPTC}TrainedAlgorithmicMedia", "should read"),
        (f"{IPTC}trainedAlgoritmicMedia", "is no digital source type"),
        ("AI", "is no digital source type"),
    ],
)
def test_what_is_spelled_otherwise_is_told(find, written, says):
    (problem,) = find(source_type_unknown, f'[[signals]]\nsource_type = "{written}"')
    assert says in problem.message
    assert problem.signals == (0,)


@pytest.mark.parametrize("code", ["trainedAlgorithmicMedia", "digitalCapture", "softwareImage"])
def test_the_terms_themselves_are_in_order(find, code):
    assert find(source_type_unknown, f'[[signals]]\nsource_type = "{IPTC}{code}"') == []


def test_one_value_is_told_once_and_many_in_short(find):
    same = '[[signals]]\nsource_type = "x"\n' * 3
    (problem,) = find(source_type_unknown, same)
    assert problem.signals == (0, 1, 2)
    many = "".join(f'[[signals]]\nsource_type = "x{n}"\n' for n in range(500))
    problems = find(source_type_unknown, many)
    assert len(problems) == 11
    assert problems[-1].message.startswith("490 more")
