"""policies.md: the profiles that come with the program, rule by rule and stage by stage."""

from makers.words import table

from provenance.model.policy import Policy
from provenance.model.vocabulary import Stage
from provenance.policies import load_policy, profiles
from provenance.rules import BUILTIN

INTRODUCTION = """\
# Policies

This page is made from the code by `docs/make_reference.py`; change the profiles, not the page.
`provenance policy show NAME` prints the same, `--toml` the file with its comments.

A policy says which rules count, how much at which stage, and who may approve. A finding is
*blocking*, *overridable* (a named approval or a waiver may let it pass), a *warning* or *info*;
*off* means that the rule is not run. A scan fails on what weighs at least `fail_on`.
[A policy of your own](../how-to/own-policy.md) extends one of these.
"""


def policies() -> dict[str, str]:
    """The page."""
    known = {each.name: each for each in BUILTIN}
    sections = [INTRODUCTION.strip()]
    for name in profiles():
        policy = load_policy(name, known)
        rows = [
            (
                f"[{rule.name}](rules/{rule.name}.md)",
                *(
                    policy.model_copy(update={"stage": stage})
                    .severity(rule.name, rule.severity)
                    .value
                    for stage in Stage
                ),
            )
            for rule in BUILTIN
        ]
        sections += [
            f"## {policy.name}",
            f"{policy.title}.",
            _about(policy),
            table(("rule", *(stage.value for stage in Stage)), rows),
        ]
    return {"policies.md": "\n\n".join(sections) + "\n"}


def _about(policy: Policy) -> str:
    approvers = ", ".join(each.name for each in policy.approvers) or "every trusted signer"
    facts = {
        "version": policy.version,
        "kind": policy.kind,
        "source": policy.source,
        "judged for stage": policy.stage.value,
        "fails on": policy.fail_on.value,
        "may approve": approvers,
    }
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())
