"""``provenance policy`` as people meet it: begin, show, check, compare."""

import json

import pytest

OWN = """extends = ["netflix", "house"]
time_zone = "Europe/Berlin"

[rules]
manifest-missing = "info"

[rules.temp-in-final.destinations]
trailer = "overridable"

[[destinations]]
name = "trailer"
media = "social"

[[tools]]
name = "Image \\u001b[31mtool"
versions = ">=3"

[[approvers]]
name = "Legal"
certificate = "sha256:1"
waives = ["*"]
"""


@pytest.fixture
def own(tmp_path):
    (tmp_path / "own.toml").write_text(OWN)


def test_begin_check_and_compare(run, tmp_path):
    ran = run("policy", "init", "--extends", "netflix", "--extends", "house", "--stage", "temp")
    assert (ran.code, ran.lines[0]) == (0, "policy  policy.toml")
    text = (tmp_path / "policy.toml").read_text()
    assert 'stage = "temp"' in text
    ran = run("policy", "check", "policy.toml")
    assert ran.code == 0
    assert ran.lines[0].startswith("policy.toml: sound (policy 1, ")
    ran = run("policy", "init")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "is there already" in ran.err
    assert (tmp_path / "policy.toml").read_text() == text


@pytest.mark.usefixtures("own")
def test_a_path_to_extend_is_named_from_where_the_policy_lies(run, tmp_path):
    (tmp_path / "policies").mkdir()
    assert run("policy", "init", "policies/new.toml", "--extends", "own.toml").code == 0
    assert 'extends = "../own.toml"' in (tmp_path / "policies" / "new.toml").read_text()
    assert run("policy", "diff", "own.toml", "policies/new.toml").code == 0
    ran = run("policy", "init", "other.toml", "--extends", "no.toml")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert not (tmp_path / "other.toml").exists()


@pytest.mark.usefixtures("own")
def test_show_says_where_every_value_comes_from(run):
    ran = run("policy", "show", "own.toml")
    assert ran.code == 0
    lines = {line.split()[0]: line for line in ran.out.splitlines() if line.split()}
    assert lines["manifest-missing"].split()[1:] == ["info"] * 5 + ["own.toml:5"]
    assert "own.toml:7" not in lines["temp-in-final"]
    assert "  for trailer" in ran.out
    assert "the heavier of two" in ran.out
    assert "extends    netflix, house" in ran.out
    assert "end in Europe/Berlin  [own.toml:2]" in ran.out
    assert 'trailer: media "social"  [own.toml:10]' in ran.out
    assert "\x1b" not in ran.out
    assert "Legal (sha256:1): waives *" in ran.out
    for part in ("parameters", "destinations", "tools", "approvers"):
        assert f"\n{part}\n" in ran.out


@pytest.mark.usefixtures("own")
def test_show_as_a_document(run):
    shown = run("policy", "show", "own.toml", "--json").json()
    assert shown["schema"] == "provenance.policy/1"
    assert shown["extends"] == ["netflix", "house"]
    assert shown["name"] == "own"
    by_key = {tuple(each["key"]): each for each in shown["origins"]}
    told = by_key["rules", "manifest-missing", "severity", "final"]
    assert (told["value"], told["from"], told["note"]) == ("info", ["own.toml:5"], "")
    assert {each["value"] for each in told["over"]} == {"warning", "overridable"}
    assert all(each["from"] for each in told["over"])
    heavier = by_key["rules", "file-unaccounted", "severity", "final"]
    assert heavier["note"] == "the heavier of two"
    assert heavier["from"][0].startswith("house.toml:")
    special = by_key["rules", "temp-in-final", "destinations", "trailer", "final"]
    assert special["from"] == ["own.toml:8"]
    assert by_key["approvers",]["from"] == ["own.toml:18"]
    for rule in shown["rules"]:
        assert ("rules", rule, "severity", "temp") in by_key


@pytest.mark.usefixtures("own")
def test_check_tries_the_cases(run, tmp_path):
    case = '[[cases]]\nname = "clean?"\nfindings = {}\n'
    (tmp_path / "own.cases.toml").write_text(case)
    ran = run("policy", "check", "own.toml")
    assert ran.code == 1
    assert ran.lines[0].startswith(
        "own.cases.toml:1: case 'clean?': file-unaccounted: expected nothing, found warning ("
    )
    assert ran.lines[-1] == "own.toml: 1 of 1 cases do not hold"
    told = run("policy", "check", "own.toml", "--json")
    assert told.code == 1
    document = told.json()
    assert document["schema"] == "provenance.policy-check/1"
    assert document["cases"][0]["where"] == "own.cases.toml:1"
    assert document["cases"][0]["failures"]
    (tmp_path / "own.cases.toml").write_text(case.replace("{}", '{ file-unaccounted = "warning" }'))
    ran = run("policy", "check", "own.toml")
    assert ran.code == 0
    assert "1 cases hold" in ran.err


@pytest.mark.usefixtures("own")
def test_diff(run):
    ran = run("policy", "diff", "netflix", "netflix")
    assert (ran.code, ran.out) == (0, "")
    assert "ask for the same" in ran.err
    ran = run("policy", "diff", "netflix", "own.toml")
    assert ran.code == 1
    assert "  manifest-missing (turnover, final, marketing): warning -> info" in ran.out
    assert "  time_zone: UTC -> Europe/Berlin" in ran.out
    assert "\x1b" not in ran.out
    told = run("policy", "diff", "netflix", "own.toml", "--json")
    assert told.code == 1
    found = told.json()
    assert found["schema"] == "provenance.policy-diff/1"
    assert {each["part"] for each in found["differences"]} >= {"settings", "rules", "tools"}
    assert json.dumps(found)
    assert run("policy", "diff", "netflix", "no.toml").code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('extends = "netflix"\nrule = 3', "own.toml:2: rule: unknown key; did you mean 'rules'?"),
        ('extends = "netflix"\n[rules]\nno = "info"', "own.toml:3: rules.no: no rule is called"),
        ('extends = "own.toml"', "own.toml:1: extends: it goes in a circle: own.toml -> own.toml"),
        (
            'extends = ["a.toml", "b.toml"]',
            "own.toml:1: extends: a.toml:1 and b.toml:1 contradict each other on stage: ",
        ),
        ("", "own.toml: it has no rules, so it would pass everything"),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("show",), ("diff", "netflix")])
def test_one_line_for_what_is_wrong(run, tmp_path, command, text, said):
    (tmp_path / "a.toml").write_text('stage = "temp"\n[rules]\nundisclosed = {}')
    (tmp_path / "b.toml").write_text('stage = "final"')
    (tmp_path / "own.toml").write_text(text)
    ran = run("policy", *command, "own.toml")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert ran.lines[0].startswith(f"error: {said}")
