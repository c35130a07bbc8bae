"""The other commands, the ways to start, help, completion, and what the program loads."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest


def test_verify_finds_what_was_changed_by_hand(run, house, stamp, media):
    stamp(media("png", house))
    whole = run("register", "verify", "--json", cwd=house)
    assert (whole.code, whole.json()["whole"]) == (0, True)
    register = sqlite3.connect(house / ".provenance" / "register.db")
    register.execute("UPDATE entries SET path = 'another.png'")
    register.commit()
    register.close()
    ran = run("register", "verify", cwd=house)
    assert ran.code == 1
    assert ran.out.startswith("event ")
    broken = run("register", "verify", "--json", cwd=house).json()
    assert broken["whole"] is False
    assert broken["breaks"][0]["sequence"] >= 1


def test_list_shows_what_was_stamped(run, house, stamp, media):
    stamp(media("png", house, "a\x1b[31m.png"))
    ran = run("register", "list", cwd=house)
    assert "trainedAlgorithmicMedia" in ran.out
    assert "a\\x1b[31m.png" in ran.out


@pytest.mark.parametrize("command", ["verify", "list"])
def test_without_a_register(run, command):
    ran = run("register", command)
    assert (ran.code, ran.lines) == (2, ["error: there is no register here"])


def test_a_register_that_is_missing_is_made_as_the_error_says(run, house):
    shutil.rmtree(house / ".provenance" / "identity")
    for path in (house / ".provenance").glob("register.db*"):
        path.unlink()
    ran = run("register", "list", "--register", ".provenance/register.db", cwd=house)
    assert ran.code == 2
    assert "`provenance register create`" in ran.err
    made = run("register", "create", cwd=house)
    assert (made.code, made.err) == (0, "register: .provenance/register.db\n")
    assert run("register", "verify", cwd=house).code == 0
    again = run("register", "create", cwd=house)
    assert (again.code, len(again.lines)) == (2, 1)


def test_a_register_elsewhere_and_none_without_a_place(run, tmp_path):
    assert run("register", "create", "--register", ".provenance/register.db").code == 0
    assert (tmp_path / ".provenance" / ".gitignore").is_file()
    assert run("register", "create", "--register", "other/r.db").code == 0
    assert not (tmp_path / "other" / ".gitignore").exists()
    ran = run("register", "create")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "no place for a register" in ran.err


def test_a_register_that_is_none(run, tmp_path):
    (tmp_path / "r.db").write_bytes(b"not a database, for sure" * 50)
    ran = run("register", "verify", "--register", "r.db")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "not a register" in ran.err


def test_rules_and_their_pages(run):
    rules = run("rules", "--json").json()["rules"]
    assert {"undisclosed", "approval-missing", "unreadable"} <= {each["rule"] for each in rules}
    for each in rules:
        assert set(each) >= {"rule", "summary", "severity", "source", "kind"}
        assert each["kind"] in {"law", "contract", "standard", "house"}
        assert each["severity"].keys() == {"ideation", "temp", "turnover", "final", "marketing"}
        assert each["of_delivery"] in {True, False}
        assert each["source"]
    by_name = {each["rule"]: each for each in rules}
    (required,) = by_name["disclosure-incomplete"]["parameters"]
    assert (required["name"], required["agreement"]) == ("required", "all")
    assert set(required["default"]) <= set(required["choices"])
    assert by_name["undisclosed"]["parameters"] == []
    assert "approval-missing" in run("rules").out
    page = run("explain", "approval-missing").out
    for heading in ("approval-missing\n===", "Source:", "Fix:"):
        assert heading in page
    ran = run("explain", "nothing")
    assert (ran.code, ran.lines) == (2, ["error: there is no rule 'nothing'"])


def test_policies(run, tmp_path):
    names = [each["name"] for each in run("policy", "list", "--json").json()["policies"]]
    assert {"netflix", "house"} <= set(names)
    shown = run("policy", "show", "netflix")
    assert "undisclosed" in shown.out
    assert run("policy", "show", "netflix", "--json").json()["name"] == "netflix"
    own = run("policy", "show", "netflix", "--toml").out
    (tmp_path / "copy.toml").write_text(own)
    assert run("policy", "check", "copy.toml").code == 0
    (tmp_path / "copy.toml").write_text(own.replace("undisclosed =", "undisclozed ="))
    ran = run("policy", "check", "copy.toml")
    line = own[: own.index("undisclosed =")].count("\n") + 1
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert f"copy.toml:{line}: rules.undisclozed" in ran.err


def test_a_saved_report_in_another_form(run, tmp_path, media):
    media("png", tmp_path / "delivery")
    (tmp_path / "delivery" / "empty.mov").touch()
    assert run("scan", "delivery", "-o", "json=r.json").code == 4
    text = run("report", "r.json")
    assert text.code == 4  # as the scan it came from
    assert "UNDETERMINED" in text.out
    again = run("report", "r.json", "-o", "json")
    assert again.json() == json.loads((tmp_path / "r.json").read_text())


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "r.json: "), (b"{}", "r.json: "), (b'{"schema": "x"}', "r.json: "), (None, "No such")],
)
def test_a_report_that_is_none(run, tmp_path, content, words):
    if content is not None:
        (tmp_path / "r.json").write_bytes(content)
    ran = run("report", "r.json")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert words in ran.err


def test_formats(run):
    rows = {each["format"]: each for each in run("formats", "--json").json()["formats"]}
    assert (rows["png"]["manifest"], rows["exr"]["manifest"]) == ("embedded", "sidecar")
    assert "readers" in run("formats", "--json").json()
    types = run("formats", "--source-types", "--json").json()["source_types"]
    assert {"trainedAlgorithmicMedia", "digitalCapture"} <= {each["code"] for each in types}
    assert "png" in run("formats").out


def test_doctor(run, house, tmp_path):
    inside = run("doctor", "--json", cwd=house)
    assert inside.code == 0, inside.out
    checks = {each["check"]: each for each in inside.json()["checks"]}
    assert all(each["ok"] for each in checks.values())
    assert {"C2PA engine", "signing identity", "register"} <= set(checks)
    assert run("doctor").code == 0
    (house / ".provenance" / "identity" / "key.pem").unlink()
    broken = run("doctor", cwd=house)
    assert broken.code == 1
    assert "BAD  signing identity" in broken.out
    (tmp_path / "provenance.toml").write_text("[bogus]\n")
    assert "BAD  configuration" in run("doctor").out


def test_demo_twice(run, tmp_path):
    for _ in range(2):
        ran = run("demo", "here")
        assert ran.code == 0, ran.err
        assert "FAIL" in ran.out
        assert (tmp_path / "here" / "report.html").is_file()
    saved = json.loads((tmp_path / "here" / "report.json").read_text())
    assert saved["verdict"] == "fail"
    found = {finding["rule"] for each in saved["results"] for finding in each["findings"]}
    assert {"approval-missing", "approval-expired", "manifest-invalid", "mark-lost"} & found


def test_demo_touches_no_folder_of_others(run, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("dear to me")
    ran = run("demo", "mine")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert os.listdir(tmp_path / "mine") == ["work.txt"]  # noqa: PTH208


def test_ways_to_start(launch):
    shown = launch("--version")
    assert (shown.code, shown.err) == (0, "")
    assert re.fullmatch(r"provenance, version \d+\.\d+\.\d+\n", shown.out)
    module = subprocess.run(
        [sys.executable, "-m", "provenance_cli", "--version"], capture_output=True, check=True
    )
    assert module.stdout.decode() == shown.out


def test_help_tells_every_command_and_the_environment(run):
    page = run("--help").out
    listed = re.findall(r"^  (\w+)  ", page, re.MULTILINE)
    assert {"init", "stamp", "read", "scan", "approve", "demo"} <= set(listed)
    assert "PROVENANCE_SCAN_POLICY" in page
    for name in listed:
        ran = run(name, "--help")
        assert (ran.code, ran.err) == (0, "")
        # What the list says of a command is what the command says of itself.
        line = re.search(rf"^  {name} +(.*(?:\n {{10,}}.*)*)", page, re.MULTILINE)[1]
        begins = " ".join(line.split()).rstrip(".")
        own = " ".join(ran.out.split())
        assert begins.split(",")[0].split(" and ")[0] in own, name


@pytest.mark.parametrize(
    ("words", "expected"),
    [("provenance re", {"read", "revoke", "register", "report"}),
     ("provenance scan --fa", {"--fail-on", "--facts"}),
     ("provenance scan --stage t", {"temp", "turnover"}),
     ("provenance policy s", {"show"})],
)  # fmt: skip
def test_completion(program, words, expected):
    environment = os.environ | {
        "_PROVENANCE_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run([program], env=environment, capture_output=True, check=True)
    assert {line.partition(",")[2] for line in done.stdout.decode().split()} == expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_completion_script_is_one(program):
    environment = os.environ | {"_PROVENANCE_COMPLETE": "bash_source"}
    script = subprocess.run([program], env=environment, capture_output=True, check=True).stdout
    assert b"complete" in script
    subprocess.run(["bash", "-n"], input=script, check=True)


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], []),
        (["--version"], []),
        (["scan", "--help"], []),
        (["read", "--effort", "fast", "--json", __file__], ["lxml"]),
    ],
)
def test_who_needs_no_engine_does_not_wait_for_it(arguments, needed):
    code = (
        "import sys\nfrom importlib.metadata import entry_points\n"
        "(point,) = entry_points(group='console_scripts', name='provenance')\n"
        "try:\n    point.load()(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = {'sqlalchemy', 'lxml', 'cryptography', 'c2pa', 'PIL', 'pydantic', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
    assert done.stderr.decode() == f"{needed}\n"
