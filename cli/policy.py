"""``provenance policy``: which rules count, how much, and who may approve."""

import click

import provenance
from provenance import rules
from provenance.model.vocabulary import Stage
from provenance.policies.loading import profile_text, profiles

from . import options
from .words import say, tell


@click.group()
def policy() -> None:
    """List, show and check policies."""


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
@click.argument("name", metavar="NAME|FILE")
@click.option("--toml", is_flag=True, help="Print a profile's own file, comments and all.")
@options.as_json
def show(name: str, *, toml: bool, as_json: bool) -> None:
    """Show a policy as it is applied: every rule with its severity at each stage."""
    if toml:
        click.echo(profile_text(name), nl=False)
        return
    found = provenance.load_policy(name)
    if as_json:
        click.echo(found.model_dump_json(indent=2, exclude={"as_of"}))
        return
    click.echo(f"{found.name} {found.version}: {found.title}")
    click.echo(f"source     {found.source or 'house'} ({found.kind})")
    click.echo(f"digest     {found.digest}")
    click.echo(f"stage      {found.stage}, fails on {found.fail_on} and above")
    approvers = ", ".join(each.name for each in found.approvers) or "every trusted signer"
    click.echo(f"approvers  {approvers}")
    click.echo()
    stages = [stage.value for stage in Stage]
    click.echo(f"{'rule':<26}" + "".join(f"{stage:<13}" for stage in stages).rstrip())
    for rule in rules.load():
        levels = [
            found.model_copy(update={"stage": stage}).severity(rule.name, rule.severity).value
            for stage in Stage
        ]
        click.echo(f"{rule.name:<26}" + "".join(f"{level:<13}" for level in levels).rstrip())


@policy.command()
@click.argument("name", metavar="NAME|FILE")
def check(name: str) -> None:
    """Check a policy: keys, rules, parameters, severities. Exit code 2 where it is wrong."""
    found = provenance.load_policy(name)
    say(f"{name}: sound ({found.name} {found.version}, {len(found.rules)} rules)")
