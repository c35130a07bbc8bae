"""``provenance assess``: asked in a terminal, told by a file, told by options."""

import json
import os
import pty
import select
import signal
import tomllib

import pytest

from provenance.model.disclosure import Principles
from provenance.model.planned import Concerns
from provenance.triage.questions import QUESTIONS


def answered(questions, answer):
    """Every question of a table with one answer."""
    return "\n".join(f'{name} = "{answer}"' for name in questions.model_fields)


PLAN = f"""
schema = "provenance.plan/1"
title = "Harbour Lights"
what = "a street at night"
contact = "Anna"
use_category = "visual_effect"
stage = "turnover"
story_relevance = "none"

[principles]
{answered(Principles, "yes")}

[[tools]]
name = "Image tool"
version = "3"
environment = "enterprise_secured"

[concerns]
{answered(Concerns, "no")}
"""


@pytest.fixture
def plan(tmp_path):
    def put(text=PLAN):
        (tmp_path / "plan.toml").write_text(text, "utf-8")
        return "plan.toml"

    return put


@pytest.fixture
def terminal(start):
    """Runs a command in a terminal of its own and answers what it asks."""

    def converse(*arguments, answers=(), width=100):
        ours, theirs = pty.openpty()
        process = start(
            *arguments,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "COLUMNS": str(width), "TERM": "dumb"},
            start_new_session=True,
        )
        os.close(theirs)
        said, waiting, interrupted = "", list(answers), 0
        try:
            while True:
                heard = not interrupted or "interrupted" in said
                ready, _, _ = select.select([ours], [], [], 60 if heard else 5)
                if not ready and not heard and interrupted < 12:  # it came too early
                    process.send_signal(signal.SIGINT)
                    interrupted += 1
                    continue
                assert ready, f"it waits for more answers:\n{said}"
                try:
                    more = os.read(ours, 65536)
                except OSError:  # it has ended
                    break
                if not more:
                    break
                said += more.decode()
                if said.endswith(("> ", "nowhere): ")):
                    assert waiting, f"it asks more than was foreseen:\n{said}"
                    answer = waiting.pop(0)
                    if answer == "\x03":
                        process.send_signal(signal.SIGINT)
                        interrupted = 1
                        continue
                    os.write(ours, answer.encode() + b"\n")
        finally:
            os.close(ours)
        assert not waiting, f"it did not ask for {waiting}:\n{said}"
        return process.wait(timeout=60), said.replace("\r\n", "\n")

    return converse


def test_asked_in_a_terminal(terminal, tmp_path):
    code, said = terminal(
        "assess",
        answers=[
            *("A shop sign behind the door", "Anna", "2", "?", "huh", "final", "b", "4"),
            *("incidental", "Image tool", "3.1", "", "1", "", "y", "y", "y", "y"),
            *("n",) * 6,
            *("y", "Talent One", "alteration", "y", "y", "n", "y", "", ""),
            *("n", "n", "u", "graded by hand", "sign"),
        ],
    )
    assert code == 1
    assert "WRITTEN APPROVAL FIRST" in said
    assert "it is to stay in (stage final)" in said
    assert "not told: whether it replaces or materially affects union work" in said
    assert "Dear Anna," in said
    assert "Principle 4" not in said  # it stays in: no question
    assert "A number from 1 to 5, one of the words, or u." in said
    assert "final and temporary use" in said  # ? says why
    assert max(len(line) for line in said.split("WRITTEN APPROVAL")[0].splitlines()) < 100
    told = tomllib.loads((tmp_path / "sign.toml").read_text())
    assert told["stage"] == "final"
    assert told["union_work_affected"] is True  # unsure is a risk
    assert told["talent"] == [{"name": "Talent One", "as_scripted": True, "customary": True}]
    assert told["principles"]["p4_temporary"] == "no"


def test_a_terminal_is_asked_for_what_the_file_leaves_open_only(terminal, plan):
    text = PLAN.replace('union_work = "no"\n', "").replace('contact = "Anna"\n', "")
    code, said = terminal("assess", "--from", plan(text), answers=["Bert", "n", "by hand", ""])
    assert code == 0
    assert "[1 of 3] Who is told" in said
    assert "NOTIFY: Tell the contact; work may begin." in said
    assert "Dear Bert," in said


def test_leaving_everything_open_in_a_terminal(terminal, tmp_path):
    asked = [each for each in QUESTIONS if each.key != "human_contribution"]
    code, said = terminal("assess", answers=[""] * (len(asked) + 2))
    assert code == 1
    assert "ESCALATE: Tell the contact and wait" in said
    assert list(tmp_path.glob("*.toml")) == []


def test_ctrl_c_says_so_and_writes_nothing(terminal, tmp_path):
    code, said = terminal("assess", "--output", "x.toml", answers=["A sign", "\x03"])
    assert code == 130
    assert "interrupted; nothing is half written" in said
    assert not (tmp_path / "x.toml").exists()


def test_a_plan_from_a_file(run, tmp_path, plan):
    ran = run("assess", "--from", plan(), "--output", "d.toml", "--message", "m.txt")
    assert ran.code == 0
    assert ran.out.startswith("NOTIFY: Tell the contact; work may begin.\n")
    assert "to paste" not in ran.out
    assert ran.lines == ["disclosure  d.toml", "message     m.txt"]
    message = (tmp_path / "m.txt").read_text()
    assert message.startswith("Subject: Planned use of generative AI, Harbour Lights\n")
    assert len(message.splitlines()) < 40
    told = tomllib.loads((tmp_path / "d.toml").read_text())
    assert told["use_category"] == "visual_effect"
    assert "id" not in told


def test_options_win_over_the_file_and_the_plan_can_be_kept(run, tmp_path, plan):
    ran = run(
        *("assess", "--from", plan(), "--no-input", "--stage", "final", "--save", "kept.toml"),
        *("--answer", "personal_data=yes", "--answer", "p1=no", "--tool", "Other"),
        *("--tool-version", "2", "--use", "voice", "--story", "central", "--what", "a voice"),
    )
    assert ran.code == 1
    for words in ("personal data of cast or crew", "synthetic voice", "central to the story"):
        assert words in ran.out
    kept = tomllib.loads((tmp_path / "kept.toml").read_text())
    assert kept["tools"] == [{"name": "Other", "version": "2"}]
    again = run("assess", "--from", "kept.toml", "--no-input")
    assert (again.code, again.out) == (ran.code, ran.out)


def test_the_document(run, plan):
    ran = run("assess", "--from", plan(), "--json", "--answer", "union_work=unsure")
    assert ran.code == 1
    found = ran.json()
    assert found["schema"] == "provenance.assessment/1"
    assert found["tool"]["name"] == "media-provenance"
    assert found["policy"]["name"] == "netflix"
    assert (found["way"], found["asks"]) == ("escalate", [])
    (reason,) = [each for each in found["reasons"] if each["way"] == "escalate"]
    assert (reason["ground"], reason["key"], reason["unsure"]) == (
        "always_approved",
        "union_work",
        True,
    )
    assert found["open_questions"] == ["concerns.union_work"]
    assert found["disclosure"]["union_work_affected"] is True
    assert found["message"].startswith("Subject:")


@pytest.mark.parametrize("name", ["d.toml", "d.json"])
def test_what_it_writes_is_stamped_and_found_again(run, house, media, name):
    (house / "plan.toml").write_text(PLAN)
    told = ("--notified", "mail of today", "--output", name)
    ran = run("assess", "--from", "plan.toml", "--no-input", *told, cwd=house)
    assert ran.code == 0
    media("png", house / "delivery", "a.png")
    media("jpg", house / "delivery", "b.jpg")
    ran = run("stamp", "delivery/a.png", "delivery/b.jpg", "--disclosure", name, cwd=house)
    assert ran.code == 0, ran.err
    read = run("scan", "delivery", "--stage", "turnover", "--json", cwd=house).json()
    assert {each["disclosure"]["state"] for each in read["results"]} == {"complete"}
    rules = {
        each["rule"]
        for one in read["results"]
        for each in one["findings"]
        if each["severity"] != "info"
    }
    assert not rules & {"approval-missing", "notice-missing", "disclosure-incomplete"}


def test_the_production_completes_it(run, house):
    config = house / "provenance.toml"
    config.write_text(
        config.read_text().replace("[scan]", '[scan]\nstage = "temp"', 1)
        + '\n[[tools]]\nname = "Image Tool"\nvendor = "Vendor"\n'
        'environment = "enterprise_secured"\nstores_inputs = "no"\nstores_outputs = "no"\n'
        'trains_on_inputs = "no"\ntrains_on_outputs = "no"\n'
    )
    ran = run("assess", "--tool", "image tool", "--tool-version", "3", "--json", cwd=house)
    found = ran.json()
    assert found["plan"]["title"] == "Harbour Lights"
    assert found["plan"]["tools"][0]["vendor"] == "Vendor"
    assert found["plan"]["tools"][0]["version"] == "3"
    assert found["principles"]["p2_no_store_train"] == "yes"
    assert "Harbour Lights (T-1)" in found["message"]


def test_without_a_terminal_nothing_is_asked(run):
    ran = run("assess")
    assert ran.code == 1
    assert ran.out.startswith("ESCALATE")
    assert ">" not in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stag = 'final'", "plan.toml:1: stag: unknown key"),
        ("stage = 'later'", "plan.toml:1: stage: Input should be"),
        ("\n[principles]\np6 = 'yes'", "plan.toml:3: principles.p6: unknown key"),
        ("[[tools]]\nversion = '3'", "plan.toml:1: tools[0].name: Field required"),
        ("[concerns]\nunion_work = true", "plan.toml:2: concerns.union_work: Input should"),
        ("schema = 'provenance.plan/2'", "plan.toml:1: schema: is 'provenance.plan/2'"),
        ("a = ", "plan.toml:1: not valid TOML"),
        ("\xff", "plan.toml:1: not valid TOML"),
    ],
)
def test_a_plan_that_says_what_cannot_be(run, plan, text, said):
    ran = run("assess", "--from", plan(text), "--no-input")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert ran.lines[0].startswith(f"error: {said}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "no.toml"), "no.toml: cannot be read: No such file"),
        (("--answer", "p9=yes"), "--answer p9=yes: the key is one of p1, p2"),
        (("--answer", "p1=perhaps"), "--answer p1=perhaps: the answer is yes, no or unsure"),
        (("--answer", "p1"), "--answer p1: the answer is yes, no or unsure"),
        (("--output", "d.txt"), "--output d.txt: must end in .toml or .json"),
        (("--save", "d.json"), "--save d.json: must end in .toml"),
        (("--output", "no/d.toml"), "d.toml: cannot be written"),
        (("--policy", "netflx"), "policy netflx: cannot be read: No such file"),
        (("--use", "poster"), "Invalid value for '--use'"),
    ],
)
def test_options_that_say_what_cannot_be(run, arguments, said):
    ran = run("assess", *arguments, "--no-input")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert said in ran.lines[0]


def test_what_a_plan_says_cannot_act_on_the_terminal(run, plan):
    ran = run("assess", "--from", plan('what = "\\u001b[2Jred"\n'), "--no-input")
    assert "\x1b" not in ran.out
    assert json.dumps("\x1b")[1:-1] in ran.out or "\\x1b" in ran.out
