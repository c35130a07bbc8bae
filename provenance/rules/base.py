"""What a rule is: a pure generator over evidence, whose docstring is its page."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypedDict, Unpack

from provenance.model.delivery import DeliveryEvidence
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import TEMPORARY_STAGES, Stage

Check: TypeAlias = Callable[[Evidence, Policy], Iterator[Problem]]
DeliveryCheck: TypeAlias = Callable[[DeliveryEvidence, Policy], Iterator[Problem]]
Kind: TypeAlias = Literal["law", "contract", "standard", "house"]
Agreement: TypeAlias = Literal["all", "common", "least", "most"]

SECTIONS = ("Why", "Source", "Fix", "Fails", "Passes")
"""Sections that every page has, in this order; what stands before them says what the rule is."""

SHOWN = 100
"""Characters of a value from a file that a message shows."""

MAX_OF_DELIVERY = 100
"""Problems of one rule that are told one by one of a delivery as a whole."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: The id ("approval-missing").
        summary: First line of the page: what holds where the rule is content.
        page: The docstring: what, why, source, fix, an example that fails, one that passes.
        source: Whose rule it is.
        kind: What stands behind it.
        severity: For every stage, where a policy lists the rule and does not say.
        parameters: Every parameter with its default; a policy may set no others.
        check: Yields what is wrong. Reads nothing but its arguments: the evidence of a file, or of
            the delivery, and the policy.
        choices: Allowed words for the parameters that take only certain ones.
        of_sidecars: Whether it also judges a sidecar that came without its file; what else there
            is to judge is the content, and a sidecar has none.
        of_delivery: Whether it judges the delivery as a whole, once, and no single file.
        agreements: How two policies that are extended together agree on a parameter, so that both
            are content: ``all`` words of both, those that they have in ``common``, the ``least``
            number or the ``most``. Where they differ on one that is left out, they contradict each
            other (docs/adr/0014).
    """

    name: str
    summary: str
    page: str
    source: str
    kind: Kind
    severity: Mapping[Stage, Severity]
    parameters: Mapping[str, Any]
    check: Callable[[Any, Policy], Iterator[Problem]]
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    of_sidecars: bool = False
    of_delivery: bool = False
    agreements: Mapping[str, Agreement] = field(default_factory=dict)

    @property
    def advice(self) -> str:
        """What to do about it: the page's Fix, in one paragraph."""
        return _advice(self.page)

    def section(self, title: str) -> str:
        """A section of the page, dedented; "" where the page has none of this title."""
        return _section(self.page, title)


class Settings(TypedDict, total=False):
    """What both kinds of rules say of themselves.

    Attributes:
        kind: What stands behind the rule; ``house`` unless it says.
        fixed: Whether the severity is the same at every stage.
        parameters: Every parameter with its default.
        choices: Allowed words for parameters that take only certain ones.
        agreements: How two policies that are extended together agree on a parameter.
    """

    kind: Kind
    fixed: bool
    parameters: Mapping[str, Any]
    choices: Mapping[str, frozenset[str]]
    agreements: Mapping[str, Agreement]


def rule(
    severity: Severity, *, of_sidecars: bool = False, **settings: Unpack[Settings]
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function. It only builds a value and registers nothing.

    The name becomes the id, the docstring the page.

    Args:
        severity: At the stages turnover, final and marketing. For temporary stages it is one
            step lower.
        of_sidecars: Whether it also judges a sidecar that came without its file.
        settings: The rest of what it says of itself.
    """
    return lambda check: replace(_built(check, severity, **settings), of_sidecars=of_sidecars)


def delivery_rule(
    severity: Severity, **settings: Unpack[Settings]
) -> Callable[[DeliveryCheck], Rule]:
    """Make a rule of the delivery as a whole of a generator function; else as ``rule``."""
    return lambda check: replace(_built(check, severity, **settings), of_delivery=True)


def _built(
    check: Callable[[Any, Policy], Iterator[Problem]],
    severity: Severity,
    *,
    kind: Kind = "house",
    fixed: bool = False,
    parameters: Mapping[str, Any] | None = None,
    choices: Mapping[str, frozenset[str]] | None = None,
    agreements: Mapping[str, Agreement] | None = None,
) -> Rule:
    page = inspect.getdoc(check) or ""
    return Rule(
        name=getattr(check, "__name__", "").replace("_", "-"),
        summary=page.partition("\n")[0],
        page=page,
        source=" ".join(_section(page, "Source").split()),
        kind=kind,
        severity=by_stage(severity, fixed=fixed),
        parameters=MappingProxyType(dict(parameters or {})),
        check=check,
        choices=MappingProxyType(dict(choices or {})),
        agreements=MappingProxyType(dict(agreements or {})),
    )


def by_stage(severity: Severity, *, fixed: bool = False) -> Mapping[Stage, Severity]:
    """A severity for every stage: one step lower for what is temporary, unless it is fixed."""
    order = list(Severity)
    lower = order[min(order.index(severity) + 1, order.index(Severity.INFO))]
    return MappingProxyType(
        {stage: lower if stage in TEMPORARY_STAGES and not fixed else severity for stage in Stage}
    )


@cache
def _advice(page: str) -> str:
    return " ".join(_section(page, "Fix").split()).replace("``", "`")


@cache
def _section(page: str, title: str) -> str:
    lines = page.splitlines()
    if f"{title}:" not in lines:
        return ""
    start = lines.index(f"{title}:") + 1
    body: list[str] = []
    for line in lines[start:]:
        if line and not line[0].isspace():
            break
        body.append(line)
    return inspect.cleandoc("\n" + "\n".join(body))


def shown(value: str) -> str:
    """A value from a file as a message shows it: one line, cut, nothing that steers a terminal."""
    if not value.isprintable():
        value = "".join(each if each.isprintable() else " " for each in value)
    text = " ".join(value.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def basis(evidence: Evidence, signals: Sequence[int]) -> str:
    """Where a declaration comes from, in words: the strongest signal, and how many more.

    Args:
        evidence: The evidence.
        signals: Indices into its signals, at least one.
    """
    if not signals:
        return "nothing that is recorded"
    best = max(signals, key=lambda index: evidence.signals[index].strength.rank)
    signal = evidence.signals[best]
    more = f" and {len(signals) - 1} more" if len(signals) > 1 else ""
    said = shown(signal.source_type or signal.value)
    return f"{shown(signal.where)} ({signal.strength}: {said}){more}"


def enumerated(values: Sequence[str], most: int = 3) -> str:
    """Values from files in a sentence: the first few, and how many more.

    Args:
        values: What to name.
        most: How many are named.
    """
    more = f" and {len(values) - most} more" if len(values) > most else ""
    return ", ".join(map(shown, values[:most])) + more


def capped(problems: Iterable[Problem], what: str) -> Iterator[Problem]:
    """At most ``MAX_OF_DELIVERY`` problems, and one that says how many more there are.

    Args:
        problems: Of one rule in one delivery.
        what: What there are more of.
    """
    more: list[Problem] = []
    for number, problem in enumerate(problems):
        if number < MAX_OF_DELIVERY:
            yield problem
        else:
            more.append(problem)
    if more:
        yield Problem(
            f"{len(more)} more {what}",
            advice=more[0].advice,
            undetermined=any(each.undetermined for each in more),
            key="more",
            at_most=min((each.at_most for each in more), key=list(Severity).index),
        )
