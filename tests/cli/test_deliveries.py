"""What is found in a delivery as a whole, from the files on disk to exit code and report."""

import hashlib
import json
import shutil

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

RULES = (
    "delivery-list-mismatch",
    "approved-missing",
    "record-of-other-bytes",
    "record-unsigned",
    "record-orphaned",
    "record-duplicate",
)


@pytest.fixture
def policy(tmp_path):
    """A policy of these rules alone; a setting may be given for one."""

    def write(**settings):
        file = tmp_path / "policy.toml"
        lines = ['name = "whole"', "[rules]"]
        lines += [
            f"{rule} = {settings.get(rule.replace('-', '_'), 'undetermined')}"
            if rule.replace("-", "_") in settings
            else f"{rule} = {{}}"
            for rule in RULES
        ]
        file.write_text("\n".join(lines))
        return file

    return write


@pytest.fixture
def delivery(house, stamp, media, run, tmp_path):
    """Two stamped files, approved by one signed decision that travels with them."""
    for kind, name in (("png", "sky.png"), ("jpg", "wall.jpg")):
        made = media(kind, house, name)
        stamp(made, "--use", "background_element", "--stage", "final")
    ran = run(
        "approve", "sky.png", "wall.jpg", "--by", "A. Approver", "--reference", "LETTER-1",
        "--title-id", "T-1", cwd=house,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    folder = tmp_path / "delivery"
    folder.mkdir()
    for name in ("sky.png", "wall.jpg"):
        shutil.copyfile(house / name, folder / name)
    shutil.copytree(house / "approvals", folder / "approvals")
    return folder


@pytest.fixture
def scan(run, ca, policy):
    def scanner(*paths, code, **settings):
        ran = run("scan", *paths, "--policy", policy(**settings), "--trust", ca, "--json")
        assert ran.code == code, ran.err
        return ran.json()

    return scanner


def found(report):
    return [(each["rule"], each["path"]) for each in report["findings"]]


def approval(folder):
    (path,) = folder.glob("approvals/*.json")
    return f"approvals/{path.name}"


def test_a_whole_delivery_passes(delivery, scan):
    report = scan(delivery, code=0)
    assert report["verdict"] == "pass"
    assert report["findings"] == []


def test_an_approved_file_that_is_missing_is_told_with_its_approval(delivery, scan):
    (delivery / "sky.png").unlink()
    report = scan(delivery, code=0)
    assert found(report) == [("approved-missing", approval(delivery))]
    assert report["verdict"] == "warn"
    assert "LETTER-1" in report["findings"][0]["message"]
    assert str(delivery) not in json.dumps(report)
    assert scan(delivery, code=1, approved_missing='"blocking"')["verdict"] == "fail"


def test_the_register_knows_what_the_missing_file_was_called(delivery, run, house, policy):
    (delivery / "sky.png").unlink()
    ran = run("scan", delivery, "--policy", policy(), "--json", cwd=house)
    (finding,) = ran.json()["findings"]
    assert finding["message"] == "LETTER-1 approves what is not in the delivery: sky.png"


def test_of_named_files_nothing_is_expected(delivery, scan):
    (delivery / "sky.png").unlink()
    assert scan(delivery / "wall.jpg", code=0)["findings"] == []


def test_a_stripped_file_is_here_by_its_metadata(delivery, scan):
    with Image.open(delivery / "sky.png") as picture:
        text = picture.info["XML:com.adobe.xmp"]
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", text)
    Image.new("RGB", (8, 8)).save(delivery / "sky.png", pnginfo=info)
    assert scan(delivery, code=0)["findings"] == []


def test_a_record_whose_signature_was_left_behind(delivery, scan):
    name = approval(delivery)
    (delivery / f"{name}.c2pa").unlink()
    report = scan(delivery, code=0)
    assert ("record-unsigned", name) in found(report)
    assert "it is unsigned" in report["findings"][0]["message"]


def disclosure(folder, **subject):
    record = {
        "schema": "provenance.disclosure/1",
        "id": "01a2063e-0000-7000-8000-000000000001",
        "digital_source_type": "trainedAlgorithmicMedia",
        "subject": subject,
    }
    (folder / "disclosure.json").write_text(json.dumps(record))


def test_a_record_of_no_file_and_one_of_another_version(delivery, scan):
    disclosure(delivery, path="gone.png", sha256="sha256:" + "b" * 64)
    report = scan(delivery, code=0)
    assert set(found(report)) == {
        ("record-unsigned", "disclosure.json"),
        ("record-orphaned", "disclosure.json"),
    }
    disclosure(delivery, path="sky.png", sha256="sha256:" + "b" * 64)
    report = scan(delivery, code=1)
    assert found(report) == [("record-unsigned", "disclosure.json")]
    results = {each["path"]: each for each in report["results"]}
    assert [each["rule"] for each in results["sky.png"]["findings"]] == ["record-of-other-bytes"]
    assert "(disclosure.json)" in results["sky.png"]["findings"][0]["message"]


def listed(folder):
    lines = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n"
        for each in sorted(folder.iterdir())
        if each.is_file()
    ]
    (folder / "sums.sha256").write_text("".join(lines))


def test_the_delivery_is_what_its_list_says(delivery, scan):
    listed(delivery)
    assert scan(delivery, code=0)["findings"] == []
    with (delivery / "wall.jpg").open("ab") as file:
        file.write(b"\0")
    (delivery / "more.txt").write_text("late")
    report = scan(delivery, code=1)
    assert set(found(report)) == {
        ("delivery-list-mismatch", "wall.jpg"),
        ("delivery-list-mismatch", "more.txt"),
    }
    assert report["verdict"] == "fail"


def test_a_hash_that_nobody_compared_leaves_it_open(delivery, run, policy, ca):
    digest = hashlib.md5((delivery / "sky.png").read_bytes()).hexdigest()
    (delivery / "sky.md5").write_text(f"{digest}  sky.png\n")

    def scanned(effort):
        asked = ("--policy", policy(), "--trust", ca, "--effort", effort, "--json")
        return run("scan", delivery, *asked)

    ran = scanned("fast")
    assert ran.code == 4
    assert found(ran.json()) == [("delivery-list-mismatch", "sky.md5")]
    for effort in ("normal", "deep"):
        ran = scanned(effort)
        assert ran.code == 0
        assert ran.json()["findings"] == []


def test_the_whole_title_is_expected_where_a_production_asks_for_it(delivery, run, house, policy):
    asked = policy(approved_missing="{ parameters = { whole_title = true } }")
    (delivery / "sky.png").unlink()
    shutil.rmtree(delivery / "approvals")

    def scanned(*more):
        return run("scan", delivery, "--policy", asked, *more, "--json", cwd=house)

    ran = scanned()
    assert ran.code == 0, ran.err
    (finding,) = ran.json()["findings"]
    assert finding["path"] == ""
    assert "LETTER-1 approves what is not in the delivery: sky.png" in finding["message"]
    assert run("scan", delivery, "--policy", policy(), "--json", cwd=house).json()["findings"] == []


def test_a_waiver_names_the_file_and_the_report_is_rendered_again(delivery, scan, run, tmp_path):
    (delivery / "more.txt").write_text("late")
    listed(delivery)
    (delivery / "more.txt").unlink()
    report = scan(delivery, code=1)
    saved = tmp_path / "report.json"
    saved.write_text(json.dumps(report))
    ran = run("report", saved)
    assert ran.code == 1
    assert "The delivery as a whole: FAIL" in ran.out
    assert "about: more.txt" in ran.out
    policy = tmp_path / "policy.toml"
    policy.write_text(
        policy.read_text() + '\n[[waivers]]\nrule = "delivery-list-mismatch"\n'
        'patterns = ["more.txt"]\nreason = "Left out on purpose"\nowner = "Post"\n'
        "expires = 2100-01-01\n"
    )
    ran = run("scan", delivery, "--policy", policy, "--json")
    assert ran.code == 0
    assert ran.json()["counts"]["waived"] == 1
    assert [each["rule"] for each in ran.json()["waivers"]] == ["delivery-list-mismatch"]
