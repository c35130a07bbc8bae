import pytest

from provenance.judging import judge
from provenance.rules import california_disclosure_incomplete
from provenance.rules.examples import cast

AI = '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'
MARK = """
[store]
[[store.manifests]]
label = "{label}"
claim_generators = [{generators}]
signature = {{ {signer} }}
assertions = [{assertions}]
[[store.manifests.actions]]
name = "c2pa.created"
source_type = "trainedAlgorithmicMedia"
{more}
"""
AGENT = '{ name = "Stills", version = "3.2" }'
OWN = (
    '{{ label = "org.media-provenance.disclosure", '
    'data = {{ disclosure = {{ tools = [{{ name = "Stills", vendor = "{}" }}] }} }} }}'
)


def mark(
    label="urn:c2pa:1",
    generators="",
    signer='organisation = "Lumen"',
    assertions="",
    more=f'agent = {AGENT}\nwhen = "2026-11-01T00:00:00Z"',
):
    return MARK.format(
        label=label, generators=generators, signer=signer, assertions=assertions, more=more
    )


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        (mark(more=f"agent = {AGENT}"), "the time"),
        (mark(more='when = "2026"'), "the system"),
        (mark(more='when = "2026"\nagent = { name = "Stills" }'), "the version of the system"),
        (mark(more='when = "2026"\nagent = { name = "S", version = "?" }'), "the version"),
        (mark(signer='algorithm = "es256"'), "the provider"),
        (mark(label="one"), "an identifier"),
        (mark(assertions=OWN.format("")), "the provider"),
        (mark(more=""), "the system, the time"),
    ],
)
def test_what_the_latent_disclosure_lacks(find, text, lacks):
    (problem,) = find(california_disclosure_incomplete, AI + text)
    assert problem.message.startswith("the latent disclosure lacks ")
    assert lacks in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        mark(),
        AI + mark(),
        AI + mark(assertions=OWN.format("Lumen")),
        AI + mark(more='when = "2026"', generators=AGENT),
        AI + mark(signer='subject = "x", time = 2026-11-01T00:00:00Z', more=f"agent = {AGENT}"),
        AI + '[[disclosures]]\nterritories = ["FR"]',
        'integrity = "invalid"\n' + AI + mark(label="one"),
    ],
)
def test_it_stays_silent(find, text):
    assert find(california_disclosure_incomplete, text) == []


@pytest.mark.parametrize("code", ["US", "us-ca", "WORLD"])
def test_where_it_applies(find, code):
    text = AI + f'[[disclosures]]\nterritories = ["{code}"]\n'
    (problem,) = find(california_disclosure_incomplete, text)
    assert "no latent disclosure" in problem.message


def test_a_manifest_that_does_not_speak_of_generation(find):
    text = AI + mark().replace("trainedAlgorithmicMedia", "digitalCapture")
    (problem,) = find(california_disclosure_incomplete, text)
    assert "no manifest of it says so" in problem.message


def test_the_manifest_that_tells_most_counts(find):
    text = (
        AI
        + mark(label="one")
        + """
    [[store.manifests]]
    label = "urn:c2pa:2"
    signature = { organisation = "Lumen" }
    [[store.manifests.actions]]
    name = "c2pa.created"
    source_type = "trainedAlgorithmicMedia"
    when = "2026"
    agent = { name = "Stills", version = "3.2" }
    """
    )
    assert find(california_disclosure_incomplete, text) == []


def test_a_missing_manifest_is_left_to_its_own_rule():
    rules = {"california-disclosure-incomplete": {}, "manifest-missing": {}}
    assert [each.rule for each in judge(*cast(AI, rules))] == ["manifest-missing"]


@pytest.mark.parametrize(("stage", "severity"), [("temp", "info"), ("final", "warning")])
def test_severity_per_stage(stage, severity):
    text = f'stage = "{stage}"\n' + AI
    (found,) = judge(*cast(text, {"california-disclosure-incomplete": {}}))
    assert found.severity == severity
