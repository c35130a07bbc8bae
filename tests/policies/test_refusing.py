"""What is wrong in a policy file is told with file, line and key, whatever stands in it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import PolicyError
from provenance.model.finding import Severity
from provenance.policies import load_policy, profile_text
from provenance.policies.files import MAX_BYTES
from provenance.rehearsing import rehearse
from provenance.rules import BUILTIN
from provenance.rules.base import rule

RULES = {each.name: each for each in BUILTIN}
MINIMAL = '[rules]\nundisclosed = "blocking"\n'


def outcome(path: Path, rules: dict[str, object] = RULES) -> str:
    """The error that loading gives, or nothing."""
    try:
        load_policy(path, rules)
    except PolicyError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.toml: it has no rules, so it would pass everything"),
        ("[rules]", "own.toml: it has no rules, so it would pass everything"),
        ('[rules]\nundisclosed = "off"', "own.toml:1: rules: every rule is off, so it would"),
        ("name = ", "own.toml:1: not valid TOML: Invalid value"),
        (MINIMAL + "x = 1\nx = 1", "own.toml:4: not valid TOML"),
        ('nome = "x"\n' + MINIMAL, "own.toml:1: nome: unknown key; did you mean 'name'?"),
        ('digest = "x"\n' + MINIMAL, "own.toml:1: digest: unknown key"),
        ("version = 1\n" + MINIMAL, "own.toml:1: version: should be a valid string"),
        ('name = ""\n' + MINIMAL, "own.toml:1: name: String should have at least 1"),
        ('stage = "later"\n' + MINIMAL, "own.toml:1: stage: should be 'ideation', 'temp'"),
        ('fail_on = "off"\n' + MINIMAL, "own.toml:1: fail_on: off is not a severity"),
        ('time_zone = "Mars/X"\n' + MINIMAL, "own.toml:1: time_zone: no time zone 'Mars/X'"),
        ('time_zone = "../x"\n' + MINIMAL, "own.toml:1: time_zone: no time zone"),
        ("rules = 3", "own.toml:1: rules: must be a table"),
        (
            '[rules]\nundisclosd = "blocking"',
            (
                "own.toml:2: rules.undisclosd: no rule is called 'undisclosd'; "
                "did you mean 'undisclosed'?"
            ),
        ),
        (
            '[rules]\nundisclosed = "fatal"',
            "own.toml:2: rules.undisclosed: 'fatal' is no severity; it is one of blocking,",
        ),
        ("[rules]\nundisclosed = 3", "own.toml:2: rules.undisclosed: must be a severity or"),
        (
            '[rules.undisclosed]\nseverty = "info"',
            "own.toml:2: rules.undisclosed.severty: unknown key; did you mean 'severity'?",
        ),
        (
            '[rules.undisclosed.severity]\nfinl = "info"',
            "own.toml:2: rules.undisclosed.severity.finl: no stage is called 'finl'",
        ),
        (
            '[rules.undisclosed.severity]\nfinal = "hard"',
            "own.toml:2: rules.undisclosed.severity.final: 'hard' is no severity",
        ),
        (
            "[rules.undisclosed.severity]\n\nfinal = []",
            "own.toml:3: rules.undisclosed.severity.final: [] is no severity",
        ),
        (
            "[rules.undisclosed.parameters]\nrequired = []",
            "own.toml:2: rules.undisclosed.parameters.required: the rule has no parameter",
        ),
        (
            "[rules.undisclosed]\nparameters = 3",
            "own.toml:2: rules.undisclosed.parameters: must be a table",
        ),
        (
            "[rules.disclosure-incomplete.parameters]\nrequired = 'tools'",
            "own.toml:2: rules.disclosure-incomplete.parameters.required: must be a list of texts",
        ),
        (
            "[rules.disclosure-incomplete.parameters]\nrequired = ['tols']",
            (
                "own.toml:2: rules.disclosure-incomplete.parameters.required: 'tols' is not among "
                "the words that it takes; did you mean 'tools'?"
            ),
        ),
        (MINIMAL + "[[approvers]]\nname = 'A'", "own.toml:3: approvers[0].certificate: is missing"),
        (
            MINIMAL
            + "[[approvers]]\nname = 'A'\ncertificate = 'A'\ntrust_list = 'L'\n"
            + "categories = ['voyce']",
            "own.toml:7: approvers[0].categories[0]: should be",
        ),
        (
            MINIMAL + "[[approvers]]\nname = 'A'\ncertificate = 'A'",
            "own.toml:5: approvers[0].certificate: a name alone can be copied",
        ),
        (MINIMAL + "[approvers]\nname = 'A'", "own.toml:3: approvers: must be a list of tables"),
        (
            MINIMAL + "[[waivers]]\nrule = 'undisclosed'",
            "own.toml:3: waivers[0].reason: is missing",
        ),
        (
            MINIMAL + "[[waivers]]\nrule = 'x'\nreason = 'r'\nowner = 'o'\nexpires = 2026-12-01",
            "own.toml:4: waivers[0].rule: no rule is called 'x'",
        ),
        (
            MINIMAL
            + "[[waivers]]\nrule = 'undisclosed'\nreason = 'r'\nowner = 'o'\nexpires = 'soon'",
            "own.toml:7: waivers[0].expires:",
        ),
        (
            MINIMAL
            + "[[waivers]]\nrule = 'undisclosed'\nreason = 'r'\nowner = 'o'\n"
            + "expires = 2026-12-01\npath = 'x'",
            "own.toml:8: waivers[0].path: unknown key",
        ),
        ("extends = 3\n" + MINIMAL, "own.toml:1: extends: must be the name or path"),
        ("extends = ['']\n" + MINIMAL, "own.toml:1: extends: must be the name or path"),
        ("x = " + "[" * 5000, "own.toml:1: nested too deeply"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_key(tmp_path, write, text, message):
    with pytest.raises(PolicyError) as caught:
        load_policy(write("own", text), RULES)
    told = str(caught.value)
    assert "\n" not in told
    assert caught.value.advice()
    assert told.removeprefix(f"{tmp_path}/").startswith(message)


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(PolicyError, match="No such file") as caught:
        load_policy("netflx", RULES)
    assert "house, netflix" in caught.value.advice()
    with pytest.raises(PolicyError, match="directory"):
        load_policy(tmp_path, RULES)
    with pytest.raises(PolicyError):
        load_policy("a\0b", RULES)
    (tmp_path / "latin.toml").write_bytes(b"# one\nname = '\xe9'")
    with pytest.raises(PolicyError, match=r"latin.toml:2: not UTF-8"):
        load_policy(tmp_path / "latin.toml", RULES)
    (tmp_path / "huge.toml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(PolicyError, match="larger than"):
        load_policy(tmp_path / "huge.toml", RULES)
    with pytest.raises(PolicyError, match="no profile"):
        profile_text("../house")


def test_parameters_are_of_the_kind_of_their_default(write):
    defaults = {"days": 3, "share": 0.5, "strict": True, "word": "x", "words": ()}

    @rule(Severity.INFO, parameters=defaults, choices={"word": frozenset({"x", "y"})})
    def odd(_evidence, _policy):
        """It takes all sorts."""
        yield from ()

    def attempt(name: str, value: str) -> bool:
        path = write("own", f"[rules.odd.parameters]\n{name} = {value}")
        error = outcome(path, {"odd": odd})
        assert not error or f"own.toml:2: rules.odd.parameters.{name}: " in error
        return not error

    good = [("days", "4"), ("share", "1"), ("share", "0.1"), ("strict", "false"), ("word", "'y'")]
    assert all(attempt(*each) for each in [*good, ("words", "['a']")])
    bad = [("days", "'4'"), ("days", "true"), ("share", "'x'"), ("strict", "1"), ("word", "'z'")]
    assert not any(attempt(*each) for each in [*bad, ("words", "[1]"), ("words", "'a'")])


@settings(max_examples=60)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_gives_a_policy_or_a_clear_error(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", newline="")
    assert "\n" not in outcome(path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = ["name", "version", "extends", "stage", "fail_on", "rules", "waivers", "approvers", "kind"]
KEYS += ["tools", "destinations", "cases", "time_zone", "bound_for"]
CASE_KEYS = ["name", "findings", "verdict", "stage", "as_of", "destinations", "asset", "assets"]
CASE_KEYS += ["disclosures", "approvals", "signals", "store", "entries", "coverage", "lists"]


def _toml(value: object) -> str:
    if isinstance(value, dict):
        parts = (f"{_toml(key)} = {_toml(each)}" for key, each in value.items())
        return "{ " + ", ".join(parts) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = "".join(
            each if each.isalnum() else f"\\u{ord(each) % 0xD800:04x}" for each in value
        )
        return f'"{escaped}"'
    return str(value or 0)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_values_give_a_policy_or_a_clear_error(tmp_path_factory, values):
    text = "\n".join(f"{key} = {_toml(value)}" for key, value in values.items())
    path = tmp_path_factory.getbasetemp() / "values.toml"
    path.write_text(text, "utf-8")
    assert "\n" not in outcome(path)


def rehearsal(path: Path) -> str:
    """The error that trying the cases gives, or nothing."""
    try:
        rehearse(path)
    except PolicyError as error:
        return str(error)
    return ""


@settings(max_examples=60)
@given(st.lists(VALUES | st.dictionaries(st.sampled_from(CASE_KEYS), VALUES), max_size=2))
def test_any_cases_give_an_outcome_or_a_clear_error(tmp_path_factory, cases):
    path = tmp_path_factory.getbasetemp() / "cased.toml"
    path.write_text(f"cases = {_toml(cases)}\n{MINIMAL}", "utf-8")
    assert "\n" not in rehearsal(path)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(CASE_KEYS), VALUES))
def test_any_described_asset_gives_an_outcome_or_a_clear_error(tmp_path_factory, asset):
    path = tmp_path_factory.getbasetemp() / "described.toml"
    case = {**asset, "name": "c", "findings": {}}
    path.write_text(f"cases = [{_toml(case)}]\n{MINIMAL}", "utf-8")
    assert "\n" not in rehearsal(path)
