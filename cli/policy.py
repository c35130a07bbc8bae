"""``provenance policy``: which rules count, how much, and who may approve."""

import os
from pathlib import Path
from typing import Any

import click

import provenance
from provenance import rules
from provenance.model.vocabulary import Stage
from provenance.policies import compose, profile_text, profiles
from provenance.policies.comparing import Difference, differences
from provenance.policies.starting import starting_policy, write_starting_policy

from . import options
from .exits import Exit
from .policy_page import page, view
from .words import say, tell, visible


@click.group()
def policy() -> None:
    """List, show, compare and check policies, and begin one."""


@policy.command("list")
@options.as_json
def list_profiles(*, as_json: bool) -> None:
    """List the profiles that come with the program."""
    found = [provenance.load_policy(name) for name in profiles()]
    if as_json:
        rows = [
            {"name": each.name, "version": each.version, "title": each.title, "kind": each.kind}
            for each in found
        ]
        tell({"policies": rows})
        return
    for each in found:
        click.echo(f"{each.name:<14} {each.version:<10} {each.title}")


@policy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default="policy.toml")
@click.option(
    "--extends",
    multiple=True,
    metavar="NAME|FILE",
    help="What it rests on: a profile, or another policy; repeatable. netflix by default.",
)
@options.stage
def init(file: Path, extends: tuple[str, ...], stage: str | None) -> None:
    """Write a policy to start from into FILE (policy.toml by default); nothing is overwritten.

    Every section is in it with a comment and an example. Where two policies that it extends
    contradict each other, it says which word it takes.
    """
    named = [
        name if name in profiles() else _beside(file, name) for name in extends or ("netflix",)
    ]
    text = starting_policy(file, _known(), extends=named, stage=Stage(stage) if stage else None)
    write_starting_policy(file, text)
    say(f"policy  {file}")
    say(f"Next:  provenance policy check {file}")


@policy.command()
@click.argument("name", metavar="NAME|FILE")
@click.option("--toml", is_flag=True, help="Print a profile's own file, comments and all.")
@options.as_json
def show(name: str, *, toml: bool, as_json: bool) -> None:
    """Show a policy as it is applied, and the file and line that each value comes from.

    Of each rule the severity at every stage, and at a destination where that differs; parameters,
    approvers, tools, destinations and waivers. What lost against a heavier or a later word is told
    below the rule.
    """
    if toml:
        click.echo(profile_text(name), nl=False)
        return
    found = compose(name, _known())
    if as_json:
        tell(view(found))
        return
    for line in page(found, rules.load()):
        click.echo(visible(line))


@policy.command()
@click.argument("name", metavar="NAME|FILE")
@options.as_json
def check(name: str, *, as_json: bool) -> int:
    """Check a policy, and judge its own test cases.

    Keys, rules, parameters and severities: exit code 2 where one is wrong, with file and line. The
    cases stand in the policy as [[cases]], or beside it in a file that ends in .cases.toml: an
    asset, and the findings that are expected of it, no more and no fewer. Exit code 1 where one
    does not hold.
    """
    found = provenance.rehearse(name)
    made = found.composed.policy
    if as_json:
        tell(
            {
                "schema": "provenance.policy-check/1",
                "policy": {"name": made.name, "version": made.version, "digest": made.digest},
                "rules": len(made.rules),
                "cases": [
                    {
                        "name": each.case.name,
                        "where": each.case.where,
                        "verdict": each.verdict.value,
                        "failures": list(each.failures),
                    }
                    for each in found.cases
                ],
            }
        )
    for each in found.failed if not as_json else ():
        for failure in each.failures:
            say(f"{each.case.where}: case {each.case.name!r}: {failure}")
    if found.failed:
        say(f"{name}: {len(found.failed)} of {len(found.cases)} cases do not hold")
        return Exit.FINDINGS
    tried = f", {len(found.cases)} cases hold" if found.cases else ""
    say(f"{name}: sound ({made.name} {made.version}, {len(made.rules)} rules{tried})")
    return Exit.PASS


@policy.command()
@click.argument("one", metavar="NAME|FILE")
@click.argument("other", metavar="NAME|FILE")
@options.as_json
def diff(one: str, other: str, *, as_json: bool) -> int:
    """Show what differs between two policies, in what they ask for.

    Severities stage by stage and at destinations, parameters, approvers, tools, destinations,
    waivers. Exit code 0 where nothing does, 1 where something does.
    """
    left, right = (provenance.load_policy(name) for name in (one, other))
    found = differences(left, right, _known())
    if as_json:
        tell(
            {
                "schema": "provenance.policy-diff/1",
                "one": {"name": left.name, "version": left.version, "digest": left.digest},
                "other": {"name": right.name, "version": right.version, "digest": right.digest},
                "differences": [
                    {
                        "part": each.part,
                        "name": each.name,
                        "key": each.key,
                        "one": each.one,
                        "other": each.other,
                    }
                    for each in found
                ],
            }
        )
        return Exit.FINDINGS if found else Exit.PASS
    for line in _differences(found):
        click.echo(visible(line))
    if not found:
        say(f"{left.name} {left.version} and {right.name} {right.version} ask for the same")
    return Exit.FINDINGS if found else Exit.PASS


def _known() -> dict[str, rules.Rule]:
    return {each.name: each for each in rules.load()}


def _beside(file: Path, name: str) -> str:
    """A path as the new file has to name it: from its own folder."""
    return Path(os.path.relpath(name, file.parent)).as_posix()


def _differences(found: tuple[Difference, ...]) -> list[str]:
    """Lines, by part; the stages of a rule that change alike on one."""
    lines: list[str] = []
    part = ""
    alike: dict[tuple[str, str, Any, Any], list[str]] = {}
    for each in found:
        key = (each.part, each.name, _told(each.one), _told(each.other))
        alike.setdefault(key, []).append(each.key)
    for (kind, name, one, other), keys in alike.items():
        if kind != part:
            lines += ["", kind] if lines else [kind]
            part = kind
        which = f" ({', '.join(key for key in keys if key)})" if any(keys) else ""
        lines.append(f"  {name}{which}: {one} -> {other}")
    return lines


def _told(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value) or "none"
    if isinstance(value, list):
        return " and ".join(map(_told, value))
    if isinstance(value, dict):
        said = (f"{key} {_told(each)}" for key, each in value.items() if each not in ("", [], None))
        return "; ".join(said)
    return str(value)
