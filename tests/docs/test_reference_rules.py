"""The pages of the rules are as the code says, and their examples do what they say."""

import tomllib
from pathlib import Path

import pytest

from provenance.rules import BUILTIN
from provenance.rules.deliveries import found_by

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def made(load):
    return load("makers.rules").rules()


def test_the_pages_on_disk_are_those_of_the_code(made):
    for name, text in made.items():
        assert (DOCS / "reference" / name).read_text("utf-8") == text, (
            f"{name}: run python docs/make_reference.py"
        )
    on_disk = {each.name for each in (DOCS / "reference" / "rules").iterdir()}
    assert on_disk == {f"{each.name}.md" for each in BUILTIN}


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda each: each.name)
def test_the_examples_of_a_page_do_what_it_says(made, rule):
    page = made[f"rules/{rule.name}.md"]
    fails, passes = (each.partition("```")[0] for each in page.split("```toml\n")[1:])
    for text, wrong in ((fails, True), (passes, False)):
        assert tomllib.loads(text)
        assert bool(found_by(rule, text)) is wrong
