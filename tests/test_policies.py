from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import PolicyError
from provenance.model.finding import Severity
from provenance.model.policy import PolicyApprover
from provenance.model.vocabulary import Stage
from provenance.policies import digest_of, load_policy, profile_text, profiles
from provenance.policies.files import MAX_BYTES
from provenance.policies.loading import MAX_FILES
from provenance.rehearsing import rehearse
from provenance.rules import BUILTIN
from provenance.rules.base import rule

RULES = {each.name: each for each in BUILTIN}
MINIMAL = '[rules]\nundisclosed = "blocking"\n'


def write(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load_policy(write(folder, text), RULES)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.advice()
    return message.removeprefix(f"{folder}/")


def test_the_profiles_that_come_along():
    assert {"documentary", "house", "netflix"} <= set(profiles())


def test_netflix_lists_every_rule_that_rests_on_its_guidance():
    listed = set(load_policy("netflix", RULES).rules)
    assert {name for name, rule in RULES.items() if "Netflix" in rule.source} <= listed


@pytest.mark.parametrize("name", ["house", "netflix"])
def test_a_profile_says_whose_it_is_and_what_fails(name):
    policy = load_policy(name, RULES)
    assert policy.name == name
    assert policy.fail_on is Severity.BLOCKING
    assert policy.as_of is None
    assert policy.title
    assert policy.source
    assert name in profile_text(name)


def test_netflix_as_the_facts_have_it():
    def severity(rule: str, stage: str) -> Severity:
        applied = policy.model_copy(update={"stage": Stage(stage)})
        return applied.severity(rule, RULES[rule].severity)

    policy = load_policy("netflix", RULES)
    assert policy.source == "Netflix, Using Generative AI in Content Production, August 2025"
    assert policy.kind == "contract"
    for stage in Stage:
        for always in ("undisclosed", "approval-missing", "approval-expired"):
            assert severity(always, stage) is Severity.BLOCKING
    for rule_name in ("manifest-invalid", "ingredient-laundered", "disclosure-contradicted"):
        assert severity(rule_name, "final") is Severity.BLOCKING
        assert severity(rule_name, "temp") is not Severity.BLOCKING
    assert severity("temp-in-final", "marketing") is Severity.BLOCKING
    assert severity("manifest-missing", "final") is Severity.WARNING
    assert severity("unreadable", "final") is Severity.WARNING
    assert severity("file-unaccounted", "final") is Severity.INFO


def test_house_asks_for_marks_and_accounts():
    policy = load_policy("house", RULES)
    default = RULES["manifest-missing"].severity
    assert policy.severity("manifest-missing", default) is Severity.OVERRIDABLE
    default = RULES["file-unaccounted"].severity
    assert policy.severity("file-unaccounted", default) is Severity.WARNING


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
def test_what_is_wrong_is_told_with_file_line_and_key(tmp_path, text, message):
    assert refusal(tmp_path, text).startswith(message)


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


def test_a_path_wins_over_a_profile_of_its_name(tmp_path):
    path = tmp_path / "netflix"
    path.write_text(MINIMAL)
    assert set(load_policy(path, RULES).rules) == {"undisclosed"}


def test_the_name_of_a_file_is_the_name_of_a_policy_that_has_none(tmp_path):
    assert load_policy(write(tmp_path, 'extends = "netflix"'), RULES).name == "own"
    assert load_policy(write(tmp_path, 'name = "n"\n' + MINIMAL), RULES).name == "n"


def test_a_policy_lays_itself_over_what_it_extends(tmp_path):
    write(
        tmp_path,
        """
        name = "base"
        title = "Base"
        version = "7"
        fail_on = "warning"
        [rules]
        undisclosed = "warning"
        manifest-missing = { severity = { final = "info", temp = "off" } }
        [rules.disclosure-incomplete.parameters]
        required = ["tools"]
        [[approvers]]
        name = "A"
        certificate = "A"
        trust_list = "L"
        [[waivers]]
        rule = "undisclosed"
        reason = "r"
        owner = "o"
        expires = 2027-01-01
        """,
        "base.toml",
    )
    own = write(
        tmp_path,
        """
        extends = "base.toml"
        [rules]
        undisclosed = { severity = { final = "blocking" } }
        manifest-missing = { severity = { final = "warning" } }
        disclosure-incomplete = "info"
        temp-in-final = "blocking"
        [[waivers]]
        rule = "temp-in-final"
        reason = "r"
        owner = "o"
        expires = 2027-01-01
        """,
    )
    policy = load_policy(own, RULES)
    assert (policy.name, policy.version, policy.title) == ("own", "1", "Base")
    assert policy.fail_on is Severity.WARNING
    severity = {name: setting.severity for name, setting in policy.rules.items()}
    assert severity["undisclosed"] == {
        **dict.fromkeys(Stage, Severity.WARNING),
        Stage.FINAL: Severity.BLOCKING,
    }
    assert severity["manifest-missing"] == {"final": "warning", "temp": "off"}
    assert severity["disclosure-incomplete"] == "info"
    assert policy.parameter("disclosure-incomplete", "required", ()) == ["tools"]
    assert [each.rule for each in policy.waivers] == ["undisclosed", "temp-in-final"]
    assert [each.name for each in policy.approvers] == ["A"]


def test_several_below_and_a_profile_among_them(tmp_path):
    write(tmp_path, '[rules]\nundisclosed = "info"', "soft.toml")
    for order in ('"netflix", "soft.toml"', '"soft.toml", "netflix"'):
        policy = load_policy(write(tmp_path, f"extends = [{order}]"), RULES)
        assert policy.rules["undisclosed"].severity is Severity.BLOCKING  # the heavier one
        assert set(policy.rules) == set(load_policy("netflix", RULES).rules)


def test_an_error_below_names_the_file_below(tmp_path):
    write(tmp_path, '\n[rules]\nno = "info"', "base.toml")
    own = write(tmp_path, 'extends = "base.toml"\n' + MINIMAL)
    with pytest.raises(PolicyError, match=r"base\.toml:3: rules\.no:"):
        load_policy(own, RULES)


def test_a_circle_is_told(tmp_path):
    write(tmp_path, 'extends = "two.toml"\n' + MINIMAL, "one.toml")
    write(tmp_path, 'extends = "./one.toml"\n' + MINIMAL, "two.toml")
    with pytest.raises(PolicyError, match="circle"):
        load_policy(tmp_path / "one.toml", RULES)


def test_a_tower_ends(tmp_path):
    for number in range(MAX_FILES + 1):
        write(tmp_path, f'extends = "p{number + 1}.toml"\n' + MINIMAL, f"p{number}.toml")
    with pytest.raises(PolicyError, match=f"more than {MAX_FILES}"):
        load_policy(tmp_path / "p0.toml", RULES)


def test_what_the_caller_says_comes_last(tmp_path):
    policy = load_policy(
        write(tmp_path, 'stage = "temp"\n' + MINIMAL),
        RULES,
        stage=Stage.MARKETING,
        fail_on=Severity.INFO,
        as_of=date(2026, 11, 22),
        approvers=[PolicyApprover(name="A", certificate="A")],
    )
    assert policy.stage is Stage.MARKETING
    assert policy.fail_on is Severity.INFO
    assert policy.as_of == date(2026, 11, 22)
    assert len(policy.approvers) == 1


def test_a_digest_is_of_what_a_policy_asks_for(tmp_path):
    waiver = "[[waivers]]\nrule = 'undisclosed'\nreason = 'r'\nowner = 'o'\nexpires = 2027-01-01\n"
    path = write(tmp_path, MINIMAL + waiver)
    policy = load_policy(path, RULES)
    again = load_policy(path, RULES, stage=Stage.TEMP, as_of=date(2026, 1, 1))
    assert policy.digest == again.digest == digest_of(policy)
    assert policy.waivers[0].id == again.waivers[0].id
    assert policy.digest.startswith("sha256:")
    for change in (
        MINIMAL,
        MINIMAL + waiver.replace("2027", "2028"),
        "fail_on = 'info'\n" + MINIMAL,
    ):
        assert load_policy(write(tmp_path, change), RULES).digest != policy.digest
    reordered = write(tmp_path, waiver + MINIMAL)
    assert load_policy(reordered, RULES).digest == policy.digest


def test_parameters_are_of_the_kind_of_their_default(tmp_path):
    defaults = {"days": 3, "share": 0.5, "strict": True, "word": "x", "words": ()}

    @rule(Severity.INFO, parameters=defaults, choices={"word": frozenset({"x", "y"})})
    def odd(_evidence, _policy):
        """It takes all sorts."""
        yield from ()

    def attempt(name: str, value: str) -> bool:
        path = write(tmp_path, f"[rules.odd.parameters]\n{name} = {value}")
        error = outcome(path, {"odd": odd})
        assert not error or f"own.toml:2: rules.odd.parameters.{name}: " in error
        return not error

    good = [("days", "4"), ("share", "1"), ("share", "0.1"), ("strict", "false"), ("word", "'y'")]
    assert all(attempt(*each) for each in [*good, ("words", "['a']")])
    bad = [("days", "'4'"), ("days", "true"), ("share", "'x'"), ("strict", "1"), ("word", "'z'")]
    assert not any(attempt(*each) for each in [*bad, ("words", "[1]"), ("words", "'a'")])


def outcome(path: Path, rules: dict[str, object] = RULES) -> str:
    """The error that loading gives, or nothing."""
    try:
        load_policy(path, rules)
    except PolicyError as error:
        return str(error)
    return ""


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
