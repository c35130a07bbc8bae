"""Consents from end to end: kept in the house, met by what leaves it, told by no report."""

import json
import shutil

import pytest

NAME = "Jane Q. Doe"
DISCLOSURE = {
    "schema": "provenance.disclosure/1",
    "stage": "final",
    "use_category": "voice",
    "digital_source_type": "trainedAlgorithmicMedia",
    "tools": [{"name": "X", "version": "3"}],
}
POLICY = """
name = "consents"
fail_on = "blocking"
[rules]
undisclosed = {}
consent-missing = {}
consent-out-of-scope = {}
consent-expired = {}
consent-by-whom = {}
consent-delivered = {}
"""


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "consents.toml"
    path.write_text(POLICY)
    return path


@pytest.fixture
def add(run, house):
    """Records a consent, and says its id."""

    def adder(*arguments):
        ran = run(
            "consent", "add", "--talent", NAME, "--type", "voice", "--signed", "2026-10-01",
            *arguments, "--json", cwd=house,
        )  # fmt: skip
        assert ran.code == 0, ran.err
        return ran.json()["id"]

    return adder


@pytest.fixture
def delivery(run, house, media):
    """Stamps a file in which a performer's voice was made, and hands it over."""

    def deliver(**talent):
        path = media("wav", house / "delivery", "line.wav")
        told = DISCLOSURE | {"talent": [{"name": NAME, "type": "voice", **talent}]}
        (house / "line.json").write_text(json.dumps(told))
        ran = run("stamp", path, "--disclosure", "line.json", cwd=house)
        assert ran.code == 0, ran.err
        return path.parent

    return deliver


@pytest.fixture
def scan(run, house, policy):
    """Scans in the house: exit code, and findings by rule."""

    def scanner(folder, *arguments, cwd=house):
        ran = run("scan", folder, "--policy", policy, *arguments, "--json", cwd=cwd)
        assert ran.code in {0, 1, 4}, ran.err
        report = ran.json()
        found = [each for result in report["results"] for each in result["findings"]]
        found += report.get("findings", [])
        return ran.code, {each["rule"]: each for each in found}, ran.out

    return scanner


@pytest.fixture
def post_house(scan, ca, tmp_path):
    """Scans where no production and no salt is known."""
    place = tmp_path / "post"

    def scanner(folder, *arguments):
        place.mkdir(exist_ok=True)
        shutil.copytree(folder, place / "received", dirs_exist_ok=True)
        return scan("received", "--trust", ca, *arguments, cwd=place)

    return scanner


def test_without_a_consent_it_fails_in_the_house_and_nobody_knows_elsewhere(
    delivery, scan, post_house
):
    folder = delivery()
    code, found, _ = scan(folder)
    assert (code, list(found)) == (1, ["consent-missing"])
    assert not found["consent-missing"]["undetermined"]
    code, found, page = post_house(folder)
    assert (code, list(found)) == (4, ["consent-missing"])
    assert found["consent-missing"]["undetermined"]
    assert "consent not seen" in found["consent-missing"]["message"]
    assert NAME not in page


def test_a_consent_meets_the_veiled_name_by_the_salt_of_the_house(add, delivery, scan, post_house):
    add()
    folder = delivery()
    code, found, page = scan(folder)
    assert (code, found) == (0, {})
    assert NAME not in page
    assert post_house(folder)[0] == 4


def test_without_the_register_there_is_no_salt(add, delivery, scan):
    add()
    folder = delivery()
    code, found, _ = scan(folder, "--register", "")
    assert code == 4
    assert found["consent-missing"]["undetermined"]
    assert scan(folder)[0] == 0


def test_a_post_house_that_is_shown_the_consent_meets_it_by_its_id(
    add, delivery, post_house, house
):
    name = add()
    folder = delivery(consent_ref=name)
    code, found, page = post_house(folder)
    assert code == 4
    assert name not in found["consent-missing"]["message"]
    code, found, page = post_house(folder, "--consents", house / "consents")
    assert (code, found) == (0, {})
    assert NAME not in page


def test_the_reports_tell_no_name(add, delivery, run, house, policy):
    """Whatever is wrong with a consent in clear, the file held the veiled name."""
    name = add("--title-id", "OTHER", "--term-end", "2026-11-01")
    folder = delivery(consent_ref=name)
    for form in ("text", "json", "html", "csv"):
        ran = run("scan", folder, "--policy", policy, "-o", form, "-v", cwd=house)
        assert ran.code == 1
        assert "another production" in ran.out
        assert NAME not in ran.out
        assert "Jane" not in ran.out
        assert NAME not in ran.err


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("--title-id", "OTHER"), "consent-out-of-scope"),
        (("--territory", "DE"), "consent-out-of-scope"),
        (("--term-end", "2026-11-01"), "consent-expired"),
        (("--given-by", "estate"), "consent-by-whom"),
    ],
)
def test_what_a_consent_lacks(add, delivery, scan, arguments, rule):
    add(*arguments)
    code, found, _ = scan(delivery())
    assert list(found) == [rule]
    assert code == (4 if "--territory" in arguments else 1)


def test_a_revoked_consent(add, delivery, scan, run, house):
    name = add()
    folder = delivery()
    assert scan(folder)[0] == 0
    assert run("consent", "revoke", name, cwd=house).code == 0
    code, found, _ = scan(folder)
    assert (code, list(found)) == (1, ["consent-expired"])
    assert "revoked" in found["consent-expired"]["message"]


def test_an_edited_consent_is_told_and_does_not_count(add, delivery, scan, house):
    name = add("--term-end", "2026-11-01")
    written = house / "consents" / f"{name}.consent.json"
    written.write_text(written.read_text().replace("2026-11-01", "2036-11-01"))
    code, found, page = scan(delivery(), "--register", house / ".provenance" / "register.db")
    assert code == 1
    # What the register holds is what was written.
    assert list(found) == ["consent-expired"]
    assert "does not count" in json.loads(page)["problems"][0]


def test_an_unsigned_consent_counts_through_the_register_only(
    add, delivery, scan, post_house, house
):
    add("--unsigned")
    folder = delivery(consent_ref="")
    assert scan(folder)[0] == 0
    code, found, _ = post_house(folder, "--consents", house / "consents")
    assert code == 4
    assert found["consent-missing"]["undetermined"]


def test_a_consent_of_a_stranger(run, tmp_path, delivery, scan):
    assert run("init", "stranger", "--title", "S", "--title-id", "T-1").code == 0
    place = tmp_path / "stranger"
    ran = run("consent", "add", "--talent", NAME, "--type", "voice", "--signed", "2026-10-01",
              cwd=place)  # fmt: skip
    assert ran.code == 0
    code, found, _ = scan(delivery(), "--consents", place / "consents")
    assert (code, list(found)) == (1, ["consent-missing"])
    assert "stands on no list" in found["consent-missing"]["message"]


def test_a_consent_in_the_delivery_is_told(add, delivery, scan, house):
    name = add()
    folder = delivery()
    for path in (house / "consents").glob(f"{name}*"):
        shutil.move(path, folder / path.name)
    code, found, page = scan(folder)
    assert (code, list(found)) == (0, ["consent-delivered"])
    assert NAME not in page


def test_no_manifest_holds_a_name_or_a_consent(add, delivery):
    name = add("--note", "private note")
    folder = delivery(consent_ref=name)
    data = (folder / "line.wav").read_bytes()
    assert name.encode() in data
    for secret in (NAME, "Jane", "private note"):
        assert secret.encode() not in data
