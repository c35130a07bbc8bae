"""The examples of the README, the tutorial and the how-to pages do what the pages show."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "docs" / "tutorial.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
RUN = {
    "README",
    "tutorial",
    "assess",
    "ci-gate",
    "consents",
    "kms-callback",
    "labels",
    "object-storage",
    "own-policy",
    "packages",
    "python",
    "registers",
    "revoke",
    "seal",
    "sidecars",
    "tool-catalogue",
}
"""Pages that must have an example that is run; the others may."""


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.stem)
def test_the_examples_of_a_page_do_what_it_shows(page, load, warm, tmp_path):
    faults = load("pages").faults(page.read_text("utf-8"), tmp_path.resolve(), warm)
    assert not faults, "\n\n".join([page.name, *faults])


def test_the_pages_that_must_run_do():
    assert {each.stem for each in PAGES} >= RUN
    for page in PAGES:
        text = page.read_text("utf-8")
        runs = "\n```console\n" in text or "\n```python\n" in text
        assert runs or page.stem not in RUN, page.name


def test_the_warm_process_says_what_the_installed_script_says(load, warm, tmp_path):
    consoles = load("consoles")
    cold, fast = consoles.Shell(tmp_path), consoles.Shell(tmp_path, warm)
    for command in ("provenance explain unheard-of", "provenance --version"):
        assert cold.run(command) == fast.run(command)
        assert cold.code == fast.code


def test_commands_run_in_one_folder_and_hand_on_their_exit_code(load, tmp_path):
    shell = load("consoles").Shell(tmp_path.resolve())
    assert shell.run("mkdir a") == ()
    assert shell.run("cd a") == ()
    assert shell.run("pwd") == (f"{load('consoles').FOLDER}/a",)
    assert shell.run("echo to stderr >&2; exit 3") == ("to stderr",)
    assert shell.run("echo $?") == ("3",)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a"], ["a"], True),
        (["a"], ["b"], False),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a"], True),
        (["a", "...", "d"], ["a", "b", "c", "d"], True),
        (["a", "...", "d"], ["a", "b", "c"], False),
        (["head ... tail"], ["head and tail"], True),
        (["head ... tail"], ["head and tails"], False),
        (
            ["id 01a205b3-e138-7bb7-a909-9ac0ccc9443e"],
            ["id 01a205af-440a-7009-84a5-fc29578fa262"],
            True,
        ),
        (["rule [be6ddbafe3e9351f] x"], ["rule [500be10f2b8ef39a] x"], True),
        (["rule [be6ddbafe3e9351f] x"], ["rule [500be10f2b8ef39a] y"], False),
        (["59.7 kB, 2026-11-22 23:55 UTC"], ["60.1 kB, 2027-01-02 03:04 UTC"], True),
        (["c2pa-rs 0.91.3"], ["c2pa-rs 0.92.0"], True),
    ],
)
def test_what_is_shown_and_what_is_printed(load, shown, printed, same):
    assert load("consoles").matches(shown, printed) is same


def test_a_page_that_shows_something_else_is_found_out(load, tmp_path):
    page = (
        "```console\n$ echo one\n1\n$ echo two \\\n>     three\ntwo three\n```\n\n"
        "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n\n"
        "```python\nraise ValueError\n```\n\n"
        "```toml\n# file: made.toml\na = 1\n```\n\n"
        "```console\n$ cat made.toml\na = 1\n```\n"
    )
    faults = load("pages").faults(page, tmp_path)
    assert [each.partition(":")[0] for each in faults] == ["line 2", "line 10", "line 18"]


def test_the_readme_is_renewed_where_it_is_stale_and_only_there(load, tmp_path, capsys):
    script, readme = load("make_readme"), tmp_path / "README.md"
    readme.write_text("# A\n\n```console\n$ echo one\n1\n0\n$ echo two\n...\n$ echo three\n```\n")
    assert script.main(["--check"], readme=readme) == 1
    assert "$ echo one" in capsys.readouterr().err
    assert script.main([], readme=readme) == 0
    assert readme.read_text() == (
        "# A\n\n```console\n$ echo one\none\n$ echo two\n...\n$ echo three\nthree\n```\n"
    )
    assert script.main(["--check"], readme=readme) == 0


def test_samples_are_made_by_name_or_refused_in_one_line(load, tmp_path):
    shell = load("consoles").Shell(tmp_path.resolve())
    assert shell.run("python -m provenance_cli.samples a notes.txt") == ("1 files in a",)
    assert (tmp_path / "a" / "notes.txt").is_file()
    (line,) = shell.run("python -m provenance_cli.samples a nothing.png")
    assert line.startswith("nothing.png: no such sample")
    assert shell.code == 1
    assert shell.run("python -m provenance_cli.samples")[0].startswith("usage:")
