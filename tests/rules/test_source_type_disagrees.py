import pytest

from provenance.model.finding import Severity
from provenance.rules import disclosure_contradicted, source_type_disagrees


def signal(reader, code, **more):
    lines = [f'reader = "{reader}"', f'source_type = "{code}"']
    lines += [f"{name} = {value}" for name, value in more.items()]
    return "[[signals]]\n" + "\n".join(lines) + "\n"


GENERATED, COMPOSITE = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"
CAPTURED, ENHANCED = "digitalCapture", "algorithmicallyEnhanced"


@pytest.mark.parametrize(
    ("manifest", "metadata", "weight"),
    [
        (CAPTURED, GENERATED, Severity.BLOCKING),
        (GENERATED, CAPTURED, Severity.BLOCKING),
        (ENHANCED, GENERATED, Severity.BLOCKING),
        (GENERATED, COMPOSITE, Severity.WARNING),
        (GENERATED, GENERATED, None),
        (CAPTURED, ENHANCED, None),
        (CAPTURED, "digitalCreation", None),
        ("composite", GENERATED, None),
        ("empty", GENERATED, None),
        ("aWordNobodyKnows", GENERATED, None),
    ],
)
def test_manifest_and_metadata(find, manifest, metadata, weight):
    text = signal("c2pa", manifest) + signal("xmp", metadata)
    problems = find(source_type_disagrees, text)
    assert [each.at_most for each in problems] == ([weight] if weight else [])
    assert all(each.signals == (0, 1) for each in problems)


def test_spelling_is_no_disagreement(find):
    uri = f"https://cv.iptc.org/newscodes/digitalsourcetype/{GENERATED}"
    assert find(source_type_disagrees, signal("c2pa", uri) + signal("xmp", GENERATED)) == []


def test_an_ingredient_and_a_trace_are_not_compared(find):
    below = signal("c2pa", GENERATED, in_ingredient="true")
    assert find(source_type_disagrees, below + signal("xmp", CAPTURED)) == []
    trace = '[[signals]]\nreader = "comfyui"\nvalue = "graph"\nai = "generated"\n'
    assert find(source_type_disagrees, trace + signal("xmp", CAPTURED)) == []


@pytest.mark.parametrize(
    ("told", "weight"),
    [
        (GENERATED, Severity.BLOCKING),
        (COMPOSITE, Severity.BLOCKING),
        (CAPTURED, None),
        (ENHANCED, None),
        ("", None),
    ],
)
def test_a_disclosure_against_a_file_that_claims_a_capture(find, told, weight):
    text = signal("c2pa", CAPTURED) + f'[[disclosures]]\ndigital_source_type = "{told}"'
    problems = find(source_type_disagrees, text)
    assert [each.at_most for each in problems] == ([weight] if weight else [])
    assert all("disclosure-1" in each.message for each in problems)


@pytest.mark.parametrize("told", ['digital_source_type = "digitalCapture"', 'genai_used = "none"'])
def test_a_denial_is_told_by_one_rule(find, told):
    text = signal("c2pa", GENERATED) + f"[[disclosures]]\n{told}"
    assert find(source_type_disagrees, text) == []
    assert find(disclosure_contradicted, text)


def test_a_disclosure_that_does_not_count_is_not_compared(find):
    text = signal("c2pa", CAPTURED) + '[[disclosures]]\nattested = "unsigned"'
    assert find(source_type_disagrees, text) == []
