"""``provenance rules`` and ``explain``: what is looked at, and why."""

import click

from provenance import rules as catalogue
from provenance.errors import ConfigError

from . import options
from .words import tell


@click.command()
@options.as_json
def rules(*, as_json: bool) -> None:
    """List every rule with its source and its severity at each stage."""
    every = catalogue.load()
    if as_json:
        rows = [
            {
                "rule": rule.name,
                "summary": rule.summary,
                "severity": {stage.value: level.value for stage, level in rule.severity.items()},
                "source": rule.source,
                "kind": rule.kind,
                "of_delivery": rule.of_delivery,
                "parameters": [
                    {
                        "name": name,
                        "default": default,
                        "choices": sorted(rule.choices.get(name, ())) or None,
                        "agreement": rule.agreements.get(name),
                    }
                    for name, default in rule.parameters.items()
                ],
            }
            for rule in every
        ]
        tell({"rules": rows})
        return
    width = max(len(rule.name) for rule in every)
    for rule in every:
        click.echo(f"{rule.name:<{width}}  {rule.summary}")


@click.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Show the page of RULE: what, why, source, how to fix, examples."""
    known = {each.name: each for each in catalogue.load()}
    if rule not in known:
        raise ConfigError(f"there is no rule {rule!r}", hint="Run `provenance rules` to list them.")
    found = known[rule]
    click.echo(f"{found.name}\n{'=' * len(found.name)}\n\n{found.page}")
