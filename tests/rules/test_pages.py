import ast
import inspect
import re
from pathlib import Path

import pytest

import provenance.rules as folder
from provenance.errors import PluginError, PolicyError
from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import BUILTIN, Rule, load
from provenance.rules.base import SECTIONS, basis, by_stage, rule, shown
from provenance.rules.deliveries import cast_delivery, found_by
from provenance.rules.examples import cast

SIDE = {"__init__", "base", "deliveries", "examples", "usual"}
MODULES = sorted(
    path for path in Path(folder.__file__).parent.glob("*.py") if path.stem not in SIDE
)


@pytest.mark.parametrize("each", BUILTIN, ids=lambda each: each.name)
def test_a_page_is_whole(each: Rule):
    assert each.summary.endswith(".")
    assert len(each.summary) < 100
    for title in SECTIONS:
        assert each.section(title), title
    positions = [each.page.index(f"\n{title}:\n") for title in SECTIONS]
    assert positions == sorted(positions)
    assert each.advice.endswith(".")
    assert "``" not in each.advice
    assert set(each.severity) == set(Stage)
    assert each.source


@pytest.mark.parametrize("each", BUILTIN, ids=lambda each: each.name)
def test_the_failing_example_fails(each: Rule):
    assert found_by(each, each.section("Fails"))


@pytest.mark.parametrize("each", BUILTIN, ids=lambda each: each.name)
def test_the_passing_example_passes(each: Rule):
    assert found_by(each, each.section("Passes")) == ()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_holds_one_rule_and_knows_no_other(module: Path):
    text = module.read_text()
    imported = {
        node.module
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert {name for name in imported if name.startswith("provenance.rules")} == {
        "provenance.rules.base"
    }
    assert module.stem.replace("_", "-") in {each.name for each in BUILTIN}


def test_every_module_is_listed():
    assert len(MODULES) == len(BUILTIN) == len({each.name for each in BUILTIN})
    assert load()[: len(BUILTIN)] == BUILTIN


def test_a_temporary_stage_weighs_one_step_less():
    severity = by_stage(Severity.BLOCKING)
    assert severity[Stage.TEMP] is severity[Stage.IDEATION] is Severity.OVERRIDABLE
    assert severity[Stage.TURNOVER] is severity[Stage.FINAL] is Severity.BLOCKING
    assert by_stage(Severity.BLOCKING, fixed=True)[Stage.TEMP] is Severity.BLOCKING
    assert by_stage(Severity.INFO)[Stage.TEMP] is Severity.INFO


def test_the_decorator_builds_a_value():
    @rule(Severity.WARNING, parameters={"days": 3})
    def some_rule(_evidence, _policy):
        """Something holds.

        Source:
            A house
            rule.
        """
        yield from ()

    assert (some_rule.name, some_rule.summary) == ("some-rule", "Something holds.")
    assert some_rule.source == "A house rule."
    assert some_rule.parameters == {"days": 3}
    assert some_rule.section("Fix") == ""
    assert inspect.isgeneratorfunction(some_rule.check)


def test_a_plug_in_that_is_no_rule_is_refused(monkeypatch):
    class Impostor:
        name = "impostor"

    monkeypatch.setattr(folder.plugins, "load", lambda _, builtin: (*builtin, Impostor()))
    load.cache_clear()
    with pytest.raises(PluginError, match="no Rule"):
        load()
    monkeypatch.undo()
    load.cache_clear()
    assert load()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("coverage = 'red'", "coverage"),
        ("coverages = 'read'", "coverages: unknown key"),
        ("[asset]\nsizes = 3", "asset.sizes: unknown key"),
        ("[[disclosures]]\nstages = 'final'", "stages: unknown key"),
        ("[[disclosures]]\nattested = 'maybe'", "maybe"),
        ("[[signals]]\nstrength = 'iron'", "strength"),
        ("stage = 'later'", "stage"),
        ("not toml", "example"),
    ],
)
def test_an_example_cannot_say_what_nobody_reads(text: str, message: str):
    with pytest.raises(PolicyError, match=message):
        cast(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("coverage = 'read'", "coverage: unknown key"),
        ("[[assets]]\ncoverages = 'read'", "coverages: unknown key"),
        ("[[approvals]]\nscopes = {}", "scopes: unknown key"),
        ("[[packages]]\nmembers = [{ path = 'b', hash = 'c' }]", "hash: unknown key"),
        ("[[packages]]\nkind = 'box'", "kind"),
        ("part = 'some'", "part"),
        ("not toml", "example"),
    ],
)
def test_an_example_of_a_delivery_cannot_say_what_nobody_reads(text: str, message: str):
    with pytest.raises(PolicyError, match=message):
        cast_delivery(text)


def test_an_example_of_a_delivery():
    delivery, policy = cast_delivery(
        """
        stage = "turnover"
        title_id = "T1"
        elsewhere = ["records/approval-2.json"]
        packages = [{ members = [{ path = "bg.png", hashes = [{ value = "b" }] }] }]
        [[assets]]
        asset = { path = "one.png" }
        [[assets]]
        asset = { path = "two.png", digest = "b" }
        [[assets.disclosures]]
        stage = "final"
        [[approvals]]
        [[approvals]]
        [[approvals]]
        attested = "register"
        [[disclosures]]
        attested = "unsigned"
        [[entries]]
        as_made = "c"
        """
    )
    assert policy.stage is Stage.TURNOVER
    assert [each.asset.path for each in delivery.assets] == ["one.png", "two.png"]
    assert delivery.assets[1].disclosures[0].record.stage is Stage.FINAL
    assert [delivery.lies_here(each) for each in delivery.approvals] == [True, False, False]
    assert delivery.disclosures[0].attestation.source == "records/disclosure-1.json"
    assert delivery.entries[0].as_made == "sha256:" + "c" * 64
    (listed,) = delivery.packages[0].members[0].hashes
    assert (listed.algorithm, listed.value) == ("sha256", "b" * 64)


def test_what_a_message_shows_of_a_file_is_one_short_line():
    assert shown("a\x1b[31m\nb") == "a [31m b"
    assert len(shown("x" * 500)) == 100
    evidence, _ = cast(
        """
        [[signals]]
        where = "weak"
        source_type = "x"
        strength = "hint"
        [[signals]]
        where = "strong"
        source_type = "y"
        strength = "proven"
        """
    )
    assert basis(evidence, (0, 1)) == "strong (proven: y) and 1 more"
    assert basis(evidence, ()) == "nothing that is recorded"


CONCLUSIONS = re.compile(
    r"\b(illegal|unlawful|lawful|violat\w+|infring\w+|breach\w*|complian\w+|compl(y|ies)"
    r"|break\w* the law|liab(le|ility)|guilty)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("each", BUILTIN, ids=lambda each: each.name)
def test_no_page_claims_a_legal_conclusion(each: Rule):
    assert CONCLUSIONS.findall(each.page) == []


@pytest.mark.parametrize("each", BUILTIN, ids=lambda each: each.name)
def test_a_source_has_its_date_and_its_kind(each: Rule):
    """A habit of a house has no document; whatever cites one says of when it is."""
    own = each.source.rstrip(".") == "House rule" or each.source.startswith("House rule (docs/")
    assert own or re.search(r"\b20\d\d\b|, as the policy states it", each.source), each.source
    if each.source.startswith("House rule"):
        assert each.kind == "house"
