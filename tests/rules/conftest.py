from collections.abc import Callable

import pytest

from provenance.model.finding import Problem
from provenance.rules import Rule
from provenance.rules.deliveries import cast_delivery
from provenance.rules.examples import cast

UNPROVEN = (
    ("unsigned", "it is unsigned"),
    ("edited", "changed after it was signed"),
    ("stranger", "stands on no list"),
    ("unasked", "no certificate was named"),
    ("revoked", "was revoked"),
    ("expired", "had expired"),
    ("unchecked", "was not checked"),
)
"""Ways in which nobody vouches for a record, and the words for each."""

Find = Callable[..., list[Problem]]


@pytest.fixture
def find() -> Find:
    """What a rule finds in an example; every signal that it names must exist."""

    def run(rule: Rule, text: str, **parameters: object) -> list[Problem]:
        read = cast_delivery if rule.of_delivery else cast
        known, policy = read(text, {rule.name: {"parameters": parameters}})
        signals = () if rule.of_delivery else known.signals
        problems = list(rule.check(known, policy))
        for problem in problems:
            assert all(0 <= index < len(signals) for index in problem.signals)
            assert "\n" not in problem.message
        assert len({problem.key for problem in problems}) == len(problems)
        return problems

    return run
