import pytest

from provenance.rules import record_of_other_bytes


def test_a_record_that_only_the_name_fits(find):
    text = '[[misplaced]]\nsubject = { path = "bg.png", sha256 = "b" }'
    (problem,) = find(record_of_other_bytes, text)
    assert "records/misplaced-1.json" in problem.message
    assert "sha256:bbbb" in problem.message


SIDECAR = """
integrity = "{integrity}"
[store]
location = "{location}"
manifests = [{{ label = "one" }}]
[[disclosures]]
subject = {{ sha256 = "{told}" }}
"""


@pytest.mark.parametrize(
    ("location", "told", "integrity", "problems"),
    [
        ("sidecar", "b", "valid", 1),
        ("sidecar", "a", "valid", 0),
        ("embedded", "b", "valid", 0),
        ("sidecar", "b", "invalid", 0),
    ],
)
def test_a_sidecar_leaves_the_file_as_it_was_made(find, location, told, integrity, problems):
    text = SIDECAR.format(location=location, told=told, integrity=integrity)
    assert len(find(record_of_other_bytes, text)) == problems


@pytest.mark.parametrize(("made", "problems"), [("b", 0), ("c", 1)])
def test_the_register_knows_what_an_embedded_stamp_was_put_on(find, made, problems):
    text = f"""
    [[disclosures]]
    id = "one"
    subject = {{ sha256 = "b" }}
    [[entries]]
    as_made = "{made}"
    as_stamped = "a"
    disclosure = {{ id = "one" }}
    """
    assert len(find(record_of_other_bytes, text)) == problems


def test_a_disclosure_that_names_no_digest_is_not_compared(find):
    text = SIDECAR.format(location="sidecar", told="b", integrity="valid")
    assert find(record_of_other_bytes, text.replace('{ sha256 = "b" }', "{}")) == []
