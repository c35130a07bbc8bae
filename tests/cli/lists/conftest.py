"""Signed lists: of the frames of a sequence, the files of a package, a delivery that is sealed."""

import shutil

import pytest
from provenance_cli.samples.packages import make_sample_package

from tests.cli.conftest import GENERATED

SEAL = "delivery.seal.json"
TOLD = (*GENERATED, "--use", "background_element", "--stage", "final")
NAME = "hl_010_v002"
LIST = f"{NAME}.exr.hashlist.json"
OURS = """
name = "ours"
version = "1"
stage = "final"
[rules]
unreadable = {}
undisclosed = "blocking"
seal-broken = {}
"""
SEQUENCES = f"""{OURS}
disclosure-incomplete = {{}}
signer-untrusted = {{}}
manifest-missing = {{}}
"""
SEALS = f"""{OURS}
[rules.record-unsigned]
severity = "warning"
"""


@pytest.fixture
def policy(request, tmp_path):
    """The policy that the test's module names."""
    path = tmp_path / "ours.toml"
    path.write_text(request.module.POLICY)
    return path


@pytest.fixture
def scan(run, policy, ca):
    """Scans at the other end: no register, no configuration."""

    def scanner(*arguments, code=0, trust=ca):
        trusted = ("--trust", trust) if trust else ()
        whose = ("--policy", policy, *trusted, "--register", "")
        ran = run("scan", *arguments, *whose, "--json")
        assert ran.code == code, ran.err + ran.out[-3000:]
        return ran.json()

    return scanner


@pytest.fixture
def shots(house):
    """Two sequences in a delivery of the production: 10 OpenEXR frames and 5 DPX frames."""
    folder = house / "delivery"
    folder.mkdir()
    make_sample_package(folder, "shots")
    return folder / "shots"


@pytest.fixture
def frames(shots):
    return shots / NAME


@pytest.fixture
def delivery(house, media, run):
    """A sequence, a stamped picture, one with sidecars, and an approval."""
    folder = house / "delivery"
    folder.mkdir()
    make_sample_package(folder, "shots")
    shutil.rmtree(folder / "shots" / "scan_A001")
    media("png", folder, "sky.png")
    media("mxf", folder, "reel.mxf")
    for each in (folder / "sky.png", folder / "reel.mxf", folder / "shots"):
        assert run("stamp", each, *GENERATED, cwd=house).code == 0
    approve = ("approve", folder / "sky.png", "--by", "Studio", "--reference", "LETTER-1")
    assert run(*approve, "--folder", folder / "approvals", cwd=house).code == 0
    return folder


@pytest.fixture
def seal(run, house, policy):
    def sealer(folder, *more, code=0):
        ran = run("seal", folder, "--policy", policy, *more, cwd=house)
        assert ran.code == code, ran.err + ran.out[-2000:]
        return ran

    return sealer


def contents(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def told(report):
    return [each["message"] for each in report["findings"] if each["rule"] == "seal-broken"]


def frame(folder, number):
    return folder / f"{NAME}.{number:04}.exr"


def entries(run, house):
    return run("register", "list", "--json", cwd=house).json()["entries"]
