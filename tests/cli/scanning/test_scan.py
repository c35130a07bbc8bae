"""scan: the gate: exit codes (a contract that scripts rely on), where reports go, settings."""

import shutil

import pytest

from .conftest import approve, report, verdicts

# The table of exit codes.


def test_0_pass(run, delivery):
    ran = run("scan", delivery)
    assert ran.code == 0
    assert "PASS: 2 files under netflix at stage final" in ran.out


def test_1_findings(run, generated, ca):
    ran = run("scan", generated, "--trust", ca)
    assert ran.code == 1
    assert "approval-missing" in ran.out
    assert "FAIL: 1 of 1 file failed" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "error: name files or folders to scan, or use --files-from"),
        (("delivery", "--policy", "nobody"), "error: policy nobody: cannot be read: No such file"),
        (("delivery", "--bogus"), "error: No such option"),
        (("delivery", "--stage", "never"), "error: Invalid value for '--stage'"),
        (("delivery", "-o", "xml"), "error: "),
        (("delivery", "-o", "json", "-o", "csv"), "error: only one report can go to stdout"),
        (("delivery", "-o", "json=no/such/r.json"), "error: report r.json: cannot be written"),
        (("delivery", "--trust", "gone.pem"), "error: gone.pem"),
        (("delivery", "--approvals", "gone"), "error: gone: no such file or folder"),
        (("delivery", "--register", "gone.db"), "error: gone.db: there is no register here"),
        (("delivery", "--config", "gone.toml"), "error: Invalid value for '--config'"),
        (("delivery", "--jobs", "0"), "error: Invalid value for '--jobs'"),
        (("--files-from", "gone.txt"), "error: Invalid value for '--files-from'"),
    ],
)
def test_2_usage_configuration_and_policy(run, delivery, arguments, words):
    assert delivery.is_dir()
    ran = run("scan", *arguments)
    assert ran.code == 2
    assert ran.err.startswith(words)
    assert len(ran.lines) == 1
    assert not ran.out


def test_3_nothing_scanned(run, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = run("scan", "empty")
    assert ran.code == 3
    assert "UNDETERMINED: Nothing was scanned." in ran.out
    assert run("scan", "empty", "--allow-incomplete").code == 3


@pytest.mark.parametrize("missing", ["gone.mov", "gone/shot.mov"])
def test_4_incomplete(run, delivery, missing):
    ran = run("scan", delivery, missing, "-o", "json")
    assert ran.code == 4
    found = {each["path"]: each["coverage"] for each in ran.json()["results"]}
    assert found[missing] == "missing"
    assert ran.json()["counts"]["unreadable"] == 1
    assert run("scan", delivery, missing, "--allow-incomplete").code == 0


def test_1_wins_over_4(run, generated, ca):
    (generated / "broken.mov").write_bytes(b"")
    assert run("scan", generated, "--trust", ca).code == 1
    assert run("scan", generated, "--trust", ca, "--allow-incomplete").code == 1


def test_fail_on_and_stage_move_the_line(run, delivery, media):
    (delivery / "stills" / "plate.jpg").write_bytes(
        (delivery / "stills" / "plate.png").read_bytes()
    )
    media("svg", delivery)
    usual = run("scan", delivery, "-o", "json")
    assert usual.code == 0
    strict = run("scan", delivery, "-o", "json", "--fail-on", "info")
    listed = {f["severity"] for r in usual.json()["results"] for f in r["findings"]}
    assert strict.code == (1 if listed else 0)
    assert run("scan", delivery, "--stage", "temp", "-o", "json").json()["stage"] == "temp"


# Where to, from where, and with how many hands.


def test_reports_go_where_they_are_sent(run, delivery, tmp_path):
    ran = run(
        "scan", delivery, "-o", "json", "-o", "html=r.html", "-o", "r.csv", "-o", "text=r.txt"
    )
    assert ran.code == 0
    assert ran.json()["schema"] == "provenance.report/1"
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    assert "finding_id" in (tmp_path / "r.csv").read_text().splitlines()[0]
    assert "PASS" in (tmp_path / "r.txt").read_text()
    assert {"html report: r.html", "csv report: r.csv", "text report: r.txt"} <= set(ran.lines)


def test_the_contract_of_a_report(run, generated, ca):
    document = run("scan", generated, "--trust", ca, "--json").json()
    assert set(document) >= {
        "schema", "tool", "generated_at", "verdict", "policy", "stage", "counts", "results",
        "limits",
    }  # fmt: skip
    assert set(document["tool"]) >= {"name", "version", "engines"}
    assert set(document["policy"]) >= {"name", "version", "digest"}
    assert set(document["counts"]) >= {
        "files", "passed", "failed", "warned", "undetermined", "unreadable", "waived",
    }  # fmt: skip
    (result,) = document["results"]
    assert result["verdict"] == "fail"
    assert set(result["findings"][0]) >= {
        "id", "rule", "severity", "message", "advice", "signals", "waived_by",
    }  # fmt: skip
    assert "absence of evidence" in document["limits"].lower()


def test_ids_of_findings_are_stable(run, generated, ca):
    first, second = (report(run("scan", generated, "--trust", ca, "--json")) for _ in range(2))
    assert first == second


def test_a_list_of_files(run, delivery):
    whole = report(run("scan", delivery, "--json"))
    names = sorted(path for path in delivery.rglob("*") if path.is_file())
    lines = "\n".join(map(str, names)).encode()
    listed = report(run("scan", "--files-from", "-", "--json", stdin=lines))
    assert len(listed["results"]) == len(whole["results"]) == 2
    (delivery / "list.txt").write_bytes(b"\0".join(str(name).encode() for name in names))
    zeros = run("scan", "--files-from", delivery / "list.txt", "-0", "--json")
    assert report(zeros)["results"] == listed["results"]


def test_a_list_tells_sidecars_and_records_apart_as_a_folder_does(run, house, generated, media):
    frame = media("exr", house)
    assert run("stamp", frame, "--source-type", "trainedAlgorithmicMedia", cwd=house).code == 0
    approve(run, house, "made.png")
    for path in (*house.glob("frame*"), *(house / "approvals").iterdir()):
        shutil.copy(path, generated)
    names = "\n".join(sorted(str(path) for path in generated.iterdir())).encode()
    whole = verdicts(run("scan", generated, "--json"))
    listed = verdicts(run("scan", "--files-from", "-", "--json", stdin=names))
    assert set(whole) == {"made.png", "frame.1001.exr"}
    assert {name.rpartition("/")[2]: each for name, each in listed.items()} == whole


def test_what_is_excluded_is_in_no_report(run, delivery, tmp_path):
    ran = run("scan", delivery, "--exclude", "*.wav", "-o", "json", "-o", f"html={tmp_path}/r.html")
    assert list(verdicts(ran)) == ["stills/plate.png"]
    assert "tone.wav" not in (tmp_path / "r.html").read_text()
    assert list(verdicts(run("scan", delivery, "--exclude", "stills", "--json"))) == ["tone.wav"]


def test_hidden_files_count_when_asked_for(run, delivery):
    shutil.copyfile(delivery / "tone.wav", delivery / ".tone.wav")
    assert len(verdicts(run("scan", delivery, "--json"))) == 2
    assert len(verdicts(run("scan", delivery, "--hidden", "--json"))) == 3
    assert len(verdicts(run("scan", delivery / ".tone.wav", "--json"))) == 1


def test_two_hands_say_the_same_as_one(run, launch, generated, ca, media):
    for number in range(9):
        media("jpg", generated, f"plate{number}.jpg")
    (generated / "broken.mov").write_bytes(b"\0\0\0\x08moov")
    one = run("scan", generated, "--trust", ca, "--json")
    two = launch("scan", generated, "--trust", ca, "--json", "--jobs", "2")
    assert one.code == two.code == 1
    assert report(one) == report(two)


# Policies, settings and words.


def test_a_policy_by_name_by_file_and_by_the_production(run, house, delivery, monkeypatch):
    (delivery.parent / "mine.toml").write_text(
        'extends = "netflix"\nname = "mine"\nversion = "1"\nstage = "turnover"\n'
    )
    (delivery.parent / "netflix").write_text("not a policy")

    def name(*arguments, cwd=None):
        ran = run("scan", delivery, "--json", *arguments, cwd=cwd)
        return ran.json()["policy"]["name"], ran.json()["stage"]

    assert name() == ("netflix", "final")  # a file of a profile's name changes nothing
    assert name("--policy", "mine.toml") == ("mine", "turnover")
    assert run("scan", delivery, "--policy", "./netflix").code == 2
    monkeypatch.setenv("PROVENANCE_SCAN_POLICY", "house")
    assert name()[0] == "house"
    assert name("--policy", "mine.toml")[0] == "mine"
    monkeypatch.delenv("PROVENANCE_SCAN_POLICY")
    shutil.copy(delivery.parent / "mine.toml", house)
    config = house / "provenance.toml"
    text = config.read_text().replace('policy = "netflix"', 'policy = "mine.toml"')
    config.write_text(text)
    (house / "deep").mkdir()
    assert name(cwd=house / "deep") == ("mine", "turnover")
    config.write_text(text.replace("# stage =", "stage ="))
    assert name(cwd=house) == ("mine", "final")
    assert name("--stage", "ideation", cwd=house) == ("mine", "ideation")


def test_quiet_says_it_with_the_code(run, generated, ca):
    ran = run("scan", generated, "--trust", ca, "-q")
    assert (ran.code, ran.out, ran.err) == (1, "", "")


def test_colour(run, delivery, monkeypatch):
    run("scan", delivery, "-o", "json=r.json", "-q")
    assert "\x1b" not in run("report", "r.json").out
    assert "\x1b[" in run("report", "r.json", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("report", "r.json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("report", "r.json").out
    assert "\x1b" not in run("scan", delivery).out
