"""A sidecar whose file is not there: undetermined, its file named, and never called tampered."""

import shutil
from pathlib import Path

import pytest

import provenance
from provenance.model.approval import Waiver
from provenance.model.vocabulary import Effort
from provenance.packages.owners import Owner, owner_of

PICTURE = min((Path(__file__).parents[1] / "fixtures" / "media" / "png").iterdir())


@pytest.fixture(scope="module")
def stamped(tmp_path_factory):
    """A folder with ``bg.png``, ``bg.png.c2pa`` and ``bg.png.xmp``, and the certificate."""
    folder = tmp_path_factory.mktemp("stamped")
    home = folder / "house"
    ca = provenance.init(home, title="Harbour Lights").identity.ca
    house = provenance.load_production(home)
    picture = folder / "bg.png"
    shutil.copyfile(PICTURE, picture)
    told = provenance.disclose(
        house, told={"digital_source_type": "trainedAlgorithmicMedia", "stage": "final"}
    )
    provenance.stamp(picture, told, signer=house.signer(), sidecar=True)
    return folder, ca


@pytest.fixture
def scan(stamped, tmp_path):
    """Scans sidecars of the stamped file, copied under other names into an empty folder."""
    folder, ca = stamped
    delivery = tmp_path / "delivery"
    delivery.mkdir()

    def run(*names, **options):
        for name in names:
            shutil.copyfile(folder / f"bg.png{Path(name).suffix}", delivery / name)
        options.setdefault("policy", "netflix")
        return provenance.scan(delivery, trust=[ca], **options)

    return run


@pytest.mark.parametrize("effort", [Effort.FAST, Effort.NORMAL])
@pytest.mark.parametrize("policy", ["netflix", "house"])
@pytest.mark.parametrize("name", ["bg.png.c2pa", "bg.c2pa", "bg.png.xmp"])
def test_it_is_undetermined_and_its_file_is_named(scan, name, policy, effort):
    report = scan(name, policy=policy, effort=effort)
    (result,) = report.results
    (finding,) = result.findings
    assert (report.verdict, result.verdict) == ("undetermined", "undetermined")
    assert (finding.rule, finding.undetermined) == ("unreadable", True)
    assert "bg.png, which is not here" in finding.message
    assert "bg.png" in finding.advice
    assert "tampered" not in report.to_json()
    assert "changed" not in finding.message
    assert result.integrity in {"not_checked", "no_manifest"}
    assert result.ai.declaration == "generated"  # what it says is told all the same


def test_two_orphans_of_one_file_do_not_speak_of_one_another(scan):
    report = scan("bg.png.c2pa", "bg.png.xmp")
    store, packet = report.results
    assert (store.sidecars, packet.sidecars) == ((), ())
    assert packet.integrity == "no_manifest"


def test_it_passes_under_no_policy_and_a_waiver_leaves_a_warning(scan):
    policy = provenance.load_policy("netflix")
    bare = policy.model_copy(update={"rules": {"undisclosed": policy.rules["undisclosed"]}})
    assert scan("bg.png.c2pa", policy=bare).verdict == "undetermined"
    waiver = Waiver(
        rule="unreadable", reason="known", owner="A. Person", expires="2099-01-01", author="A"
    )
    waived = policy.model_copy(update={"waivers": (waiver,)})
    assert scan(policy=waived).verdict == "warn"


def test_one_that_is_named_alone_tells_to_name_its_file(stamped):
    folder, ca = stamped
    report = provenance.scan(folder / "bg.png.c2pa", trust=[ca])
    assert report.verdict == "undetermined"
    assert "bg.png, which was not looked at" in report.results[0].findings[0].message


@pytest.mark.parametrize(
    ("sidecar", "beside", "owner"),
    [
        ("shot.mov.c2pa", [], Owner("shot.mov", there=False)),
        ("shot.mov.c2pa", ["shot.mov"], Owner("shot.mov", there=True)),
        ("shot.c2pa", ["shot.mov"], Owner("shot.mov", there=True)),
        ("shot.c2pa", ["shot.xmp"], Owner("shot.*", there=False)),
        ("shot.xmp", [], Owner("shot.*", there=False)),
        ("shot.1001.xmp", [], Owner("shot.1001.*", there=False)),
        ("letter.approval.json.c2pa", [], Owner("letter.approval.json", there=False)),
    ],
)
def test_whose_it_is_by_its_name(tmp_path, sidecar, beside, owner):
    for name in (sidecar, *beside):
        (tmp_path / name).touch()
    assert owner_of(tmp_path / sidecar, "xmp") == owner


def test_whose_it_is_by_its_title(stamped, tmp_path):
    folder, _ = stamped
    store = provenance.gather(folder / "bg.png").store
    assert owner_of(tmp_path / "bg.c2pa", "c2pa", store) == Owner("bg.png", there=False)
    assert owner_of(tmp_path / "other.c2pa", "c2pa", store) == Owner("other.*", there=False)
    assert owner_of(tmp_path / "bg.jpg", "c2pa", store) == Owner("bg.png", there=False)
    assert owner_of(tmp_path / "bg.jpg", "c2pa") == Owner("another file", there=False)
    assert owner_of(tmp_path / "bg.jpg", "jpg", store) is None
