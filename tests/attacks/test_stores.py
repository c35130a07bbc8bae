"""Several manifest stores of one file that do not say the same."""

import shutil

import pytest

import provenance
from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.records import program
from provenance.model.vocabulary import Effort

CAPTURE = {"digital_source_type": "digitalCapture", "genai_used": "none", "tools": []}


def sidecar(bench, path, name, who="Vendor", **fields):
    with Engine() as engine:
        definition = Definition(path.name, bench.told(**fields), program())
        store = engine.sign_sidecar(path, definition=definition, signer=bench.people[who].signer)
    path.with_name(name).write_bytes(store.store)


def only(report):
    (result,) = report.results
    return result


@pytest.mark.parametrize("effort", [Effort.FAST, Effort.NORMAL])
@pytest.mark.parametrize("name", ["bg.png.c2pa", "bg.c2pa"])
def test_an_embedded_store_hides_no_sidecar(bench, name, effort):
    path = bench.picture()
    bench.stamp(path, **CAPTURE)
    sidecar(bench, path, name)
    result = only(bench.scan(effort=effort))
    assert result.ai.declaration == "generated"
    assert result.verdict == "fail"
    assert "disclosure-contradicted" in {each.rule for each in result.findings}
    assert any(each.where.startswith(name) for each in result.signals)


def test_one_sidecar_hides_no_other(bench):
    path = bench.picture()
    sidecar(bench, path, "bg.png.c2pa", **CAPTURE)
    sidecar(bench, path, "bg.c2pa")
    result = only(bench.scan())
    assert result.verdict == "fail"
    assert result.ai.declaration == "generated"


def test_a_second_store_that_cannot_be_read_is_told(bench):
    path = bench.picture()
    bench.stamp(path, **CAPTURE)
    path.with_name("bg.c2pa").write_bytes(b"no store")
    result = only(bench.scan())
    assert result.verdict == "undetermined"
    assert result.coverage == "partly_read"


def test_the_same_store_twice_says_nothing_new(bench):
    path = bench.picture()
    sidecar(bench, path, "bg.png.c2pa", **CAPTURE)
    once = only(bench.scan())
    shutil.copy(path.with_name("bg.png.c2pa"), path.with_name("bg.c2pa"))
    again = only(bench.scan())
    assert again.verdict == once.verdict == "pass"
    assert len(again.signals) == len(once.signals)


def test_a_later_sidecar_speaks_for_a_file_with_an_embedded_store(bench):
    path = bench.picture()
    bench.stamp(path, **CAPTURE)
    with provenance.Stamper(bench.people["Vendor"].signer) as stamper:
        stamper.stamp(path, bench.told(), sidecar=True)
    bench.approve(path)
    result = only(bench.scan())
    assert result.manifest.location == "sidecar"
    assert result.disclosure.state == "complete"
    assert result.approval.state == "approved"


def test_a_stale_sidecar_says_of_which_bytes_it_speaks(bench):
    path = bench.picture()
    bench.stamp(path, **CAPTURE)
    other = bench.picture("elsewhere/bg.png", seed=1)
    sidecar(bench, other, "bg.png.c2pa")
    other.with_name("bg.png.c2pa").rename(path.with_name("bg.png.c2pa"))
    other.unlink()
    result = only(bench.scan())
    assert result.integrity == "valid"
    assert any("bound to other bytes" in each.where for each in result.signals)
