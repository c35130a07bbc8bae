"""The pages made from the code are as the code says, and leave nothing out."""

from pathlib import Path

import pytest

from provenance import readers
from provenance.formats import FORMATS
from provenance.model.vocabulary import SOURCE_TYPES
from provenance.policies import profiles
from provenance.rules import BUILTIN

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def made(load):
    return load("make_reference").made()


def test_every_page_is_as_the_code_says(made):
    stale = [
        name
        for name, text in made.items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text("utf-8") != text
    ]
    assert not stale, "run `python docs/make_reference.py`"


def test_every_command_has_its_help_on_the_page(load, made):
    names = load("makers.commands").names()
    assert {"provenance scan", "provenance register verify", "provenance demo"} <= set(names)
    for name in names:
        assert f"\n## {name}\n\n```text\nUsage: {name}" in made["cli.md"]


def test_every_rule_has_a_page_and_stands_in_every_list(made):
    for rule in BUILTIN:
        assert made[f"rules/{rule.name}.md"].startswith(f"# {rule.name}\n")
        assert f"[{rule.name}](rules/{rule.name}.md)" in made["rules.md"]
        assert made["policies.md"].count(f"[{rule.name}]") == len(profiles())


def test_every_format_reader_and_source_type_is_listed(made):
    for each in (*FORMATS, *readers.BUILTIN):
        assert f"| `{each.name}` |" in made["formats.md"]
    for code in SOURCE_TYPES:
        assert f"| `{code}` |" in made["source-types.md"]


def test_the_scan_table_of_the_readme_has_the_codes_of_the_contract(made):
    readme = (REFERENCE.parents[1] / "README.md").read_text("utf-8")
    for code in range(5):
        assert f"\n| {code} | " in readme
        assert f"\n| {code} | " in made["exit-codes.md"]
