from collections.abc import Callable

import pytest

from provenance.model.finding import Problem
from provenance.rules import Rule
from provenance.rules.examples import cast

Find = Callable[..., list[Problem]]


@pytest.fixture
def find() -> Find:
    """What a rule finds in an example; every signal that it names must exist."""

    def run(rule: Rule, text: str, **parameters: object) -> list[Problem]:
        evidence, policy = cast(text, {rule.name: {"parameters": parameters}})
        problems = list(rule.check(evidence, policy))
        for problem in problems:
            assert all(0 <= index < len(evidence.signals) for index in problem.signals)
            assert "\n" not in problem.message
        assert len({problem.key for problem in problems}) == len(problems)
        return problems

    return run
