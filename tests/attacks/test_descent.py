"""What is derived from an approved file is approved where the chain proves it, and only there."""

import pytest

import provenance
from provenance.manifests.definition import Definition, IngredientFile
from provenance.manifests.engine import Engine
from provenance.manifests.records import program
from provenance.register import Register

PNG = "image/png"


@pytest.fixture
def source(bench):
    """A generated picture that the approver approved, and the decision; the picture is taken away.

    What is delivered is made from it.
    """
    path = bench.picture()
    bench.stamp(path)
    bench.approve(path)
    kept = bench.folder / "source.png"
    path.rename(kept)
    return kept


def derive(bench, source, who, **definition):
    """Somebody opens a picture and saves it again, its manifest kept as the parent."""
    target = bench.delivery / "derived.png"
    told = Definition("derived.png", None, program(), edited=True, **definition)
    signer = bench.people[who].signer
    with Engine() as engine:
        engine.embed(source, target, media_type=PNG, definition=told, signer=signer, parent=source)
    assert target.read_bytes() != source.read_bytes()
    return target


def only(report):
    (result,) = report.results
    return result


def element(bench):
    """A generated element that nobody disclosed, as an ingredient."""
    path = bench.folder / "element.png"
    (bench.picture("element.png", seed=5)).rename(path)
    bench_stamped = provenance.gather(path)
    with Engine() as engine:
        made = bench.folder / "made.png"
        told = Definition("element.png", None, program(), source_type="trainedAlgorithmicMedia")
        signer = bench.people["Vendor"].signer
        engine.embed(path, made, media_type=PNG, definition=told, signer=signer)
    return IngredientFile(made, "element.png", PNG, bench_stamped.asset.digest, embeddable=True)


def test_a_trusted_editors_copy_of_an_approved_file_is_approved(bench, source):
    derive(bench, source, "Approver")
    result = only(bench.scan())
    assert (result.disclosure.state, result.approval.state) == ("complete", "approved")


def test_a_strangers_copy_is_not(bench, source):
    derive(bench, source, "Stranger")
    result = only(bench.scan())
    assert result.approval.state == "missing"
    assert any("the word of a discloser" in each for each in result.approval.reasons)


def test_nothing_is_taken_over_once_content_was_generated(bench, source):
    derive(bench, source, "Approver", source_type="compositeWithTrainedAlgorithmicMedia")
    result = only(bench.scan())
    assert (result.disclosure.state, result.approval.state) == ("none", "missing")
    assert any("generated content was added since" in each for each in result.disclosure.reasons)


def test_nor_once_a_generated_element_was_placed(bench, source):
    derive(bench, source, "Approver", ingredients=(element(bench),))
    result = only(bench.scan())
    assert (result.disclosure.state, result.approval.state) == ("none", "missing")


def test_a_copy_whose_manifest_does_not_fit_proves_nothing(bench, source):
    target = derive(bench, source, "Approver")
    other = bench.picture("other.png", seed=9)
    store = target.read_bytes()
    start = store.index(b"caBX") - 4
    end = start + int.from_bytes(store[start : start + 4], "big") + 12
    plain = other.read_bytes()
    other.write_bytes(plain[:33] + store[start:end] + plain[33:])
    target.unlink()
    assert only(bench.scan()).approval.state == "missing"


TOOL = {"name": "X", "version": "3"}


@pytest.mark.parametrize(
    ("tool", "linked", "state"),
    [
        (TOOL, True, "approved"),
        (TOOL, False, "missing"),
        ({**TOOL, "version": "4"}, True, "missing"),
    ],
)
def test_the_registers_chain_proves_descent_where_nothing_was_added(bench, tool, linked, state):
    place = bench.folder / "house" / "register.db"
    signer = bench.people["Vendor"].signer
    with (
        Register.create(place) as register,
        provenance.Stamper(signer, register=register) as stamper,
    ):
        first = bench.picture("still.png")
        made = provenance.gather(first).asset.digest
        stamper.stamp(first, bench.told(tools=[TOOL]))
        bench.approve(first)
        first.rename(bench.folder / "still.png")
        graded = bench.picture("graded.png", seed=2)
        subject = {"derived_from": [made]} if linked else {}
        stamper.stamp(graded, bench.told(tools=[tool], subject=subject))
    assert only(bench.scan(register=place)).approval.state == state
    assert only(bench.scan(register="")).approval.state == "missing"


def test_a_stranger_who_names_an_approved_parent_gets_nothing(bench, source):
    place = bench.folder / "house" / "register.db"
    path = bench.picture("claimed.png", seed=3)
    with Register.create(place), Register.create(bench.folder / "own.db") as own:
        signer = bench.people["Stranger"].signer
        provenance.stamp(path, bench.told(), signer=signer, parent=source, register=own)
    result = only(bench.scan(register=place))
    assert (result.manifest.active is not None, result.approval.state) == (True, "missing")
