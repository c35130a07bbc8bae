"""A delivery in a bucket is judged as the same delivery in a folder, from ranges of it."""

import json
import shutil
from pathlib import Path

import pytest
from provenance_cli.samples.packages import make_sample_package

import provenance
from provenance.model.vocabulary import Effort
from provenance.storage import active

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.fixture(scope="session")
def delivery(tmp_path_factory):
    """Stamped files with their records, sidecars, a hash list, frames, and what is left out."""
    founded = provenance.init(tmp_path_factory.mktemp("house"), title="In the cloud")
    house = provenance.load_production(founded.config.parent)
    told = provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})
    folder = tmp_path_factory.mktemp("made") / "delivery"
    for kind in ("png", "mp4", "mxf", "pdf", "svg", "wav"):
        found = sorted(each for each in (MEDIA / kind).iterdir() if each.is_file())[:1]
        for source in found:
            (folder / kind).mkdir(parents=True)
            shutil.copyfile(source, folder / kind / source.name)
    for kind in ("png", "mp4", "mxf"):
        path = min((folder / kind).iterdir())
        provenance.stamp(path, told, signer=house.signer(), trust=house.trust())
    provenance.approve(
        [min((folder / "png").iterdir())], by="A", reference="L", folder=folder,
        signer=house.signer(),
    )  # fmt: skip
    frame = min((MEDIA / "exr").iterdir()).read_bytes()
    (folder / "plate").mkdir()
    for number in (1001, 1002, 1004):
        (folder / "plate" / f"plate.{number}.exr").write_bytes(frame)
    (folder / ".hidden").write_bytes(b"left out")
    (folder / "notes.txt").write_bytes(b"")
    sums = "".join(f"{'0' * 64}  plate/plate.{number}.exr\n" for number in (1001, 1003))
    (folder / "delivery.sha256").write_text(sums)
    return folder, house


def put(store, folder, prefix="delivery"):
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            store.put(f"{prefix}/{path.relative_to(folder).as_posix()}", path.read_bytes())
    store.forget()


def plain(report):
    told = json.loads(report.model_dump_json())
    del told["generated_at"]
    return told


@pytest.mark.parametrize("effort", [Effort.FAST, Effort.NORMAL])
def test_a_bucket_gives_the_report_of_the_folder(store, delivery, effort):
    folder, house = delivery
    put(store, folder)
    given = {"production": house, "effort": effort}
    there = plain(provenance.scan("s3://bucket/delivery", "netflix", **given))
    assert there == plain(provenance.scan(folder, "netflix", **given))
    assert len(there["results"]) > 6
    assert any(each["manifest"] for each in there["results"])
    assert not active._active


def test_processes_and_packages_too(store, delivery):
    folder, house = delivery
    put(store, folder)
    url = "s3://bucket/delivery/"
    assert plain(provenance.scan(url, "house", production=house, jobs=2)) == plain(
        provenance.scan(folder, "house", production=house)
    )
    assert provenance.understand(url, verify=True) == provenance.understand(folder, verify=True)


def test_the_media_of_a_cut_are_found_alike(store, tmp_path):
    make_sample_package(tmp_path, "turnover")
    folder = (tmp_path / "turnover").rename(tmp_path / "delivery")
    put(store, folder)
    there, here = provenance.understand("s3://bucket/delivery/"), provenance.understand(folder)
    assert there == here
    assert {each.match for each in there[0].members} == {None, "umid", "renamed", "other umid"}


def test_a_file_that_is_named_is_read_with_what_lies_beside_it(store, delivery):
    folder, house = delivery
    put(store, folder)
    name = min((folder / "mxf").iterdir()).name
    assert Path(f"{folder}/mxf/{name}.c2pa").exists()
    trust = house.anchors
    (there,) = provenance.read(f"s3://bucket/delivery/mxf/{name}", trust=trust).assets
    (here,) = provenance.read(folder / "mxf" / name, trust=trust).assets
    assert there == here
    assert there.manifest.location == "sidecar"
    assert there.trust == "trusted"


@pytest.mark.corpus
def test_real_files_too(store):
    if not CORPUS.is_dir():
        pytest.skip("no real files beside the project")
    put(store, CORPUS)
    there = plain(provenance.scan("s3://bucket/delivery", "netflix", jobs=2))
    here = plain(provenance.scan(CORPUS, "netflix", jobs=2))
    assert (there.pop("roots"), here.pop("roots")) == (["delivery"], ["corpus"])
    assert there == here
