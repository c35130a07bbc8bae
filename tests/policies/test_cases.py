"""A policy's own test cases: tried, told, and never part of the policy."""

from pathlib import Path

import pytest

from provenance.errors import PolicyError
from provenance.policies import profiles
from provenance.policies.files import cases_beside, opened
from provenance.rehearsing import rehearse

HEAD = '[rules]\nundisclosed = "blocking"\ntemp-in-final = "overridable"\n'
CASE = '[[cases]]\nname = "c"\nfindings = {}\n'
TEMP = '[[cases]]\nname = "c"\nfindings = { temp-in-final = "overridable" }\n'
DISCLOSED = '[[cases.disclosures]]\nstage = "temp"\n'


@pytest.fixture
def own(tmp_path):
    def put(text: str, head: str = HEAD, name: str = "own.toml") -> Path:
        path = tmp_path / name
        path.write_text(head + text, "utf-8")
        return path

    return put


@pytest.mark.parametrize("name", profiles())
def test_the_cases_of_a_profile_hold(name):
    found = rehearse(name)
    assert not [failure for each in found.failed for failure in each.failures]
    if name in {"netflix", "house"}:
        assert len(found.cases) >= 3


def test_profiles_and_cases_are_not_mixed_up():
    assert "netflix" in profiles()
    assert not [name for name in profiles() if "cases" in name]
    assert cases_beside(opened("netflix", Path())) is not None


def test_a_case_expects_exactly_what_it_names(own):
    assert not rehearse(own(TEMP + DISCLOSED)).failed
    (failed,) = rehearse(own(CASE + 'verdict = "pass"\n' + DISCLOSED)).failed
    assert failed.failures == (
        (
            "temp-in-final: expected nothing, found overridable "
            "(disclosed for the stage temp, delivered as final)"
        ),
        "expected the verdict pass, it is warn",
    )
    (failed,) = rehearse(own(TEMP)).failed
    assert failed.failures == ("temp-in-final: expected overridable, found nothing",)
    (failed,) = rehearse(own(TEMP.replace("overridable", "info") + DISCLOSED)).failed
    assert failed.failures[0].startswith("temp-in-final: expected info, found overridable")
    assert failed.case.where.endswith("own.toml:4")


def test_findings_are_counted(own):
    two = DISCLOSED + DISCLOSED
    twice = TEMP.replace('"overridable"', '["overridable", "overridable"]')
    assert rehearse(own(TEMP + two)).failed
    assert not rehearse(own(twice + two)).failed
    assert not rehearse(own(TEMP.replace('"overridable"', "[]"))).failed


def test_stage_day_and_destination_are_the_cases_own(own):
    head = (
        "[rules.temp-in-final]\nseverity = 'overridable'\ndestinations.trailer = 'blocking'\n"
        '[[destinations]]\nname = "trailer"\n'
        '[[waivers]]\nrule = "temp-in-final"\nreason = "r"\nowner = "o"\nexpires = 2026-11-30\n'
        'patterns = ["waived/*"]\n'
    )
    waived = TEMP.replace('"overridable"', '"waived"') + 'verdict = "pass"\n'
    asset = 'asset = { path = "waived/x.png" }\n'
    cases = [
        CASE + 'stage = "turnover"\n' + DISCLOSED,
        TEMP.replace('"overridable"', '"blocking"')
        + 'verdict = "fail"\ndestinations = ["trailer"]\n'
        + DISCLOSED,
        waived + asset + DISCLOSED,
        waived + "as_of = 2026-11-30\n" + asset + DISCLOSED,
        TEMP + "as_of = 2026-12-01\n" + asset + DISCLOSED,
    ]
    found = rehearse(own("".join(cases), head))
    assert len(found.cases) == len(cases)
    assert not [each.failures for each in found.failed]


def test_a_case_may_be_a_whole_delivery(own):
    text = (
        '[[cases]]\nname = "two"\nfindings = { temp-in-final = "overridable" }\nverdict = "warn"\n'
        '[[cases.assets]]\nasset = { path = "a.png" }\n[[cases.assets.disclosures]]\n'
        'stage = "temp"\n[[cases.assets]]\nasset = { path = "b.png", digest = "b" }\n'
    )
    assert not rehearse(own(text)).failed
    assert rehearse(own(text.replace('"temp"', '"final"'))).failed


def test_cases_beside_the_policy_count_too(own):
    path = own(CASE)
    own(TEMP, head="", name="own.cases.toml")
    found = rehearse(path)
    assert [each.case.place.shown.rpartition("/")[2] for each in found.cases] == [
        "own.toml",
        "own.cases.toml",
    ]
    assert len(found.failed) == 1


def test_cases_are_no_part_of_the_policy_and_not_inherited(own):
    base = own(CASE)
    with_cases = rehearse(base).composed.policy
    assert with_cases.digest == rehearse(own("")).composed.policy.digest
    own(TEMP)
    above = own('extends = "own.toml"\n', head="", name="above.toml")
    assert rehearse(above).cases == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[cases]]\nfindings = {}\n", "own.toml:4: cases[0].name: is missing"),
        ('[[cases]]\nname = "c"\n', "own.toml:4: cases[0].findings: is missing: it must be"),
        ('[[cases]]\nname = "c"\nfindings = []\n', "own.toml:6: cases[0].findings: must be a"),
        (
            '[[cases]]\nname = "c"\nfindings = { undisclosd = "info" }\n',
            "own.toml:6: cases[0].findings.undisclosd: no rule is called 'undisclosd'; did you",
        ),
        (
            '[[cases]]\nname = "c"\nfindings = { undisclosed = "bad" }\n',
            "own.toml:6: cases[0].findings.undisclosed: 'bad' is no severity; it is one of",
        ),
        (CASE + 'verdict = "green"', "own.toml:7: cases[0].verdict: 'green' is not known"),
        (CASE + 'stage = "later"', "own.toml:7: cases[0].stage: 'later' is not known"),
        (CASE + "as_of = 3", "own.toml:7: cases[0].as_of: must be a day"),
        (CASE + 'destinations = "x"', "own.toml:7: cases[0].destinations: must be a list"),
        (CASE + "policy = {}", "own.toml:7: cases[0].policy: a case is judged under"),
        (CASE + "coverag = 'read'", "own.toml:4: cases[0]: coverag: unknown key"),
        (CASE + "coverage = 'red'", "own.toml:7: cases[0].coverage: Input should be"),
        (CASE + "disclosures = 3", "own.toml:4: cases[0]: describes no asset"),
        (CASE + "disclosures = ['x']", "own.toml:4: cases[0]: describes no asset"),
        (CASE + "assets = 3", "own.toml:4: cases[0]: describes no asset"),
    ],
)
def test_a_case_that_says_what_cannot_be(tmp_path, own, text, message):
    with pytest.raises(PolicyError) as caught:
        rehearse(own(text))
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(message)
    assert "\n" not in str(caught.value)


def test_a_list_of_cases_that_is_none(tmp_path, own):
    path = own("")
    (tmp_path / "own.cases.toml").write_text("case = 3")
    with pytest.raises(PolicyError, match=r"own\.cases\.toml:1: case: unknown key; did you mean"):
        rehearse(path)
    (tmp_path / "own.cases.toml").write_text("cases = 3")
    with pytest.raises(PolicyError, match=r"own\.cases\.toml:1: cases: must be a list"):
        rehearse(path)
    (tmp_path / "own.cases.toml").write_text("cases = [3]")
    with pytest.raises(PolicyError, match=r"own\.cases\.toml:1: cases\[0\]: must be a table"):
        rehearse(path)
