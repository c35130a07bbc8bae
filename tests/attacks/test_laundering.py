"""What a model made stays so, whatever the one who saved it last calls that."""

import pytest

from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.records import program

PNG = "image/png"


@pytest.fixture
def resave(bench):
    """A generated picture that nobody approved, opened and saved again under another name."""

    def resaved(code):
        made = bench.picture("made.png")
        bench.stamp(made)
        kept = bench.folder / "made.png"
        made.rename(kept)
        plain = bench.picture("resaved.png", seed=2)
        bare = plain.rename(bench.folder / "bare.png")
        told = bench.told(digital_source_type=code, tools=[SAFE])
        definition = Definition("resaved.png", told, program(), edited=True)
        signer = bench.people["Vendor"].signer
        with Engine() as engine:
            engine.embed(
                bare, plain, media_type=PNG, definition=definition, signer=signer, parent=kept
            )
        (result,) = bench.scan().results
        return result

    return resaved


SAFE = {
    "name": "Scaler",
    "version": "1",
    "environment": "enterprise_secured",
    **dict.fromkeys(
        ("stores_inputs", "stores_outputs", "trains_on_inputs", "trains_on_outputs"), "no"
    ),
}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("algorithmicallyEnhanced", "disclosure-contradicted"),
        ("humanEdits", "ingredient-laundered"),
        ("digitalCapture", "ingredient-laundered"),
        ("compositeWithTrainedAlgorithmicMedia", "approval-missing"),
    ],
)
def test_a_generated_parent_is_told_by_one_rule(resave, code, rule):
    result = resave(code)
    assert result.verdict == "fail"
    assert [each.rule for each in result.findings if each.severity == "blocking"] == [rule]
