"""What judging whole deliveries costs as they grow, and which rules cost most.

Records are attached, every file and the delivery as a whole judged under the netflix profile, the
report built and written as JSON. Everybody's work but reading files.
"""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from measuring import Cost, Series, call
from productions import KINDS, Production, production

from provenance.judging import build_report, judge
from provenance.model.policy import Policy
from provenance.model.report import ToolView
from provenance.records import Index
from provenance.rules import BUILTIN, Rule

APPROACHES: dict[str, tuple[str, ...]] = {"none": ()} | {each: (each,) for each in KINDS}
"""By which approvals are on hand, 2,000 of each kind."""
TOP = 10


@dataclass(frozen=True, slots=True)
class Grown:
    """Costs of one kind of approvals by the number of files.

    Attributes:
        kind: Which approvals are on hand.
        costs: By number of files.
    """

    kind: str
    costs: dict[int, Series]

    def ratio(self, files: int) -> float | None:
        """CPU seconds as a multiple of those for half as many files; None without these."""
        half = self.costs.get(files // 2)
        return self.costs[files].cpu_best / half.cpu_best if half else None


def whole(made: Production, policy: Policy) -> int:
    """Judge a delivery from its records to its report.

    Returns:
        Length of the JSON document.
    """
    index = Index.of(made.records)
    report = build_report(
        map(index.attach, made.assets),
        policy,
        tool=ToolView(name="benchmark", version="1"),
        generated_at=datetime.now(UTC),
        delivery=made.delivery(),
    )
    return len(report.to_json())


def grown(most: int, rounds: int, policy: Policy) -> Iterator[Grown]:
    """Measure a quarter, a half and all of some files with every kind of approvals.

    Args:
        most: Files of the largest delivery.
        rounds: How often; kinds are made one after the other, so that little is in memory.
        policy: To judge by.
    """
    for kind, kinds in APPROACHES.items():
        costs: dict[int, list[Cost]] = {}
        made = {size: production(size, kinds) for size in (most // 4, most // 2, most)}
        for _ in range(rounds):
            for size, each in made.items():
                gc.collect()
                costs.setdefault(size, []).append(call(lambda each=each: whole(each, policy)))
        yield Grown(kind, {size: Series.of(each) for size, each in costs.items()})


def dearest(files: int, rounds: int, policy: Policy) -> list[tuple[str, float]]:
    """The rules that cost most, in CPU microseconds a file.

    What several rules ask is counted where it is asked first: a standing of approvals with the
    first rule about them.

    Args:
        files: How many; with 2,000 approvals that name their digests.
        rounds: How often; the best of each rule counts.
        policy: To judge by.
    """
    made = production(files, ("digest",))
    evidence = list(made.attached())
    best: dict[str, int] = {}
    for _ in range(rounds):
        spent: Counter[str] = Counter()
        rules = [replace(each, check=_timed(each, spent)) for each in BUILTIN]
        for each in evidence:
            judge(each, policy, rules)
        best = {name: min(cost, best.get(name, cost)) for name, cost in spent.items()}
    found = sorted(best.items(), key=lambda each: -each[1])
    return [(name, cost / files / 1e3) for name, cost in found[:TOP]]


def _timed(rule: Rule, spent: Counter[str]) -> Callable[[Any, Policy], Iterator[Any]]:
    def check(evidence: Any, policy: Policy) -> Iterator[Any]:
        began = time.thread_time_ns()
        found = list(rule.check(evidence, policy))
        spent[rule.name] += time.thread_time_ns() - began
        return iter(found)

    return check
