import pytest

from provenance.judging import judge, verdict
from provenance.rules import eu_watermark_undetermined
from provenance.rules.examples import cast

TOLD = '[[disclosures]]\nwatermark = "{}"\n'
STORE = """
[[signals]]
source_type = "trainedAlgorithmicMedia"
[store]
[[store.manifests]]
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TOLD.format("Example Mark, Example Vendor"), "Example Mark, Example Vendor"),
        (TOLD.format("TBD"), "no imperceptible watermark is declared"),
        ("[[disclosures]]", "no imperceptible watermark is declared"),
        (
            STORE + 'assertions = [{ label = "c2pa.soft-binding", data = { alg = "io.iscc.v0" } }]',
            "io.iscc.v0",
        ),
        (STORE + 'actions = [{ name = "c2pa.watermarked.bound" }]', "c2pa.watermarked.bound"),
    ],
)
def test_what_is_known_of_the_second_layer(find, text, said):
    (problem,) = find(eu_watermark_undetermined, text)
    assert said in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[[disclosures]]\nterritories = ["BR"]',
        'asset = { family = "document" }\n[[disclosures]]',
        """
        [[signals]]
        reader = "pixels"
        where = "pixels, dwtDct watermark"
        ai = "generated"
        """,
    ],
)
def test_it_stays_silent(find, text):
    assert find(eu_watermark_undetermined, text) == []


@pytest.mark.parametrize(("undetermined", "ends"), [(False, "pass"), (True, "undetermined")])
def test_whether_it_holds_a_delivery_up_is_a_parameter(undetermined, ends):
    setting = {"parameters": {"undetermined": undetermined}}
    evidence, policy = cast("[[disclosures]]", {"eu-watermark-undetermined": setting})
    found = judge(evidence, policy)
    assert [each.severity.value for each in found] == ["info"]
    assert verdict(evidence, found, policy) == ends


@pytest.mark.parametrize("stage", ["ideation", "final"])
def test_it_is_information_at_every_stage(stage):
    text = f'stage = "{stage}"\n[[disclosures]]'
    (found,) = judge(*cast(text, {"eu-watermark-undetermined": {}}))
    assert found.severity == "info"
