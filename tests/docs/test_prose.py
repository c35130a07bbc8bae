"""Every page of the repository: links lead somewhere, examples parse, nothing private is named."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest
from provenance_cli.main import cli

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "fixtures").glob("*.md"),
        *(ROOT / "tests").rglob("*.md"),
    ]
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", re.DOTALL)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRIVATE = re.compile(
    r"(?<![\w.])/(?:work|tmp|home|root|Users|private|mnt|var)/"
    r"|\bpypi\.org|pythonhosted|npmjs|registry\.|proxy\.golang|ghcr\.io|docker\.io|artifactory",
)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda each: each.relative_to(ROOT).as_posix())


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    text = FENCE.sub("", page.read_text("utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in heads}


def links(page: Path) -> list[str]:
    return LINK.findall(FENCE.sub("", page.read_text("utf-8")))


@pages
def test_every_link_leads_somewhere(page):
    for link in links(page):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


@pages
def test_no_page_names_a_machine_or_a_registry(page):
    found = [line for line in page.read_text("utf-8").splitlines() if PRIVATE.search(line)]
    assert not found


def test_every_page_of_the_docs_can_be_reached_from_the_index():
    seen: set[Path] = set()
    waiting = [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        waiting += [
            (page.parent / link.partition("#")[0]).resolve()
            for link in links(page)
            if "://" not in link and not link.startswith("#")
        ]
    assert set((ROOT / "docs").rglob("*.md")) <= seen
    assert ROOT / "docs" / "index.md" in {
        (ROOT / link.partition("#")[0]).resolve() for link in links(ROOT / "README.md")
    }


@pages
def test_every_toml_example_is_toml(page):
    for kind, text in FENCE.findall(page.read_text("utf-8")):
        if kind == "toml":
            tomllib.loads(text)


def commands(page: Path) -> list[list[str]]:
    """Every `provenance ...` that a page shows, as words."""
    text = page.read_text("utf-8")
    found = re.findall(r"(?<!`)`(provenance [^`]+)`", FENCE.sub("", text))
    for kind, block in FENCE.findall(text):
        if kind in {"sh", "console"}:
            joined = re.sub(r"\\\n(?:> )?\s*", "", block)
            found += re.findall(r"\b(provenance [a-z][^\n|;&)]*)", joined)
    return [shlex.split(each.replace("'", "").replace("\n", " "), comments=True) for each in found]


@pages
def test_every_command_and_option_that_is_shown_exists(page):
    if "reference/rules/" in page.as_posix() or page.name == "cli.md":
        return  # made from the code
    context = cli.make_context("provenance", ["rules"])
    for words in commands(page):
        command: click.Command = cli
        for word in words[1:]:
            if not isinstance(command, click.Group) or word.startswith(("-", "[", "<", ".")):
                break
            if not word.islower() or not word.isalpha():
                break
            found = command.get_command(context, word)
            assert found is not None, " ".join(words)
            command = found
        known = {"--help", "--version"}
        for parameter in command.params:
            known |= {*parameter.opts, *parameter.secondary_opts}
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in known, " ".join(words)
