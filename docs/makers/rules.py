"""rules.md and a page for each rule: the docstring, its examples, its weight in every profile."""

from provenance.model.vocabulary import Stage
from provenance.policies import load_policy, profiles
from provenance.rules import BUILTIN, Rule
from provenance.rules.base import SECTIONS

EXAMPLES = {
    "Fails": "This fails:",
    "Passes": "This passes:",
}

AGREEMENTS = {
    "all": "the words of both",
    "common": "the words that both have",
    "least": "the lower number",
    "most": "the higher one",
}
"""How two policies agree on a parameter."""

INTRODUCTION = """\
# Rules

This page and those below it are made from the code by `docs/make_reference.py`; change the rule,
not the page. `provenance explain RULE` prints the same page.

A rule looks at the evidence of one file and says what is wrong. How much that weighs is the
policy's: *blocking* and *overridable* findings fail a delivery where the policy's `fail_on` says
so, a *warning* and *info* inform. A rule that a policy does not list is not run. What cannot be
decided leaves the file *undetermined*, whatever it weighs, and that is never a pass.

The examples are run by the tests. They show the evidence as `provenance.rules.examples` reads it:
what is left out is a PNG at the stage final on 22 November 2026, with records signed by someone
trusted. Some rules judge the delivery as a whole, once, and say so; their examples hold
`[[assets]]`, and records beside them that came with the delivery (`provenance.rules.deliveries`).
"""


def rules() -> dict[str, str]:
    """The list of rules and the page of each."""
    rows = [
        f"| [{each.name}](rules/{each.name}.md) | {each.summary} | {_cell(each)} |"
        for each in BUILTIN
    ]
    names = " | ".join(profiles())
    table = [
        f"| rule | what holds | {names} |",
        "| --- | --- |" + " --- |" * len(profiles()),
        *rows,
    ]
    weight = "The columns of the profiles show the severity at the stage final."
    files = {"rules.md": f"{INTRODUCTION}\n{weight}\n\n" + "\n".join(table) + "\n"}
    return files | {f"rules/{each.name}.md": _page(each) for each in BUILTIN}


def _weights(rule: Rule) -> dict[str, list[str]]:
    """Severity at every stage, by profile."""
    known = {each.name: each for each in BUILTIN}
    found: dict[str, list[str]] = {}
    for name in profiles():
        policy = load_policy(name, known)
        found[name] = [
            policy.model_copy(update={"stage": stage}).severity(rule.name, rule.severity).value
            for stage in Stage
        ]
    return found


def _cell(rule: Rule) -> str:
    final = list(Stage).index(Stage.FINAL)
    return " | ".join(each[final] for each in _weights(rule).values())


def _page(rule: Rule) -> str:
    first = min(rule.page.index(f"\n{title}:\n") for title in SECTIONS)
    parts = [f"# {rule.name}", _plain(rule.page[:first])]
    if rule.of_delivery:
        parts.append("*Judges the delivery as a whole, once; not file by file.*")
    parts += [f"## {title}\n\n{_plain(rule.section(title))}" for title in ("Why", "Fix", "Source")]
    parts.append(f"## Severity\n\n{_severities(rule)}")
    if rule.parameters:
        parts.append(f"## Parameters\n\n{_parameters(rule)}")
    parts.append("## Examples")
    parts += [
        f"{words}\n\n```toml\n{rule.section(title)}\n```" for title, words in EXAMPLES.items()
    ]
    return "\n\n".join(parts) + "\n"


def _severities(rule: Rule) -> str:
    stages = [stage.value for stage in Stage]
    weights = {"by itself": [rule.severity[stage].value for stage in Stage], **_weights(rule)}
    return "\n".join(
        [
            f"| | {' | '.join(stages)} |",
            "| --- |" + " --- |" * len(stages),
            *(f"| {name} | {' | '.join(row)} |" for name, row in weights.items()),
        ]
    )


def _parameters(rule: Rule) -> str:
    lines: list[str] = []
    for name, default in rule.parameters.items():
        words = default if isinstance(default, tuple) else (default,)
        usual = ", ".join(f"`{each}`" for each in words) or "none"
        lines.append(f"- `{name}`, by default {usual}")
        if name in rule.choices:
            lines.append(
                f"  Out of: {', '.join(f'`{each}`' for each in sorted(rule.choices[name]))}"
            )
        agreement = AGREEMENTS.get(rule.agreements.get(name, ""), "the file has to say which holds")
        lines.append(f"  Of two policies that are extended together: {agreement}.")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Markdown has one backtick where docstrings have two."""
    return text.strip().replace("``", "`")
