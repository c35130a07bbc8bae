"""Policies that are written for a test, and two rules that take all sorts and none."""

from pathlib import Path

import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules.base import rule


@rule(
    Severity.BLOCKING,
    parameters={"days": 30, "share": 0.5, "words": ("a",), "free": ("a",), "plain": "x"},
    agreements={"days": "least", "share": "most", "words": "all", "free": "common"},
)
def odd(_evidence, _policy):
    """It takes all sorts."""
    yield from ()


@rule(Severity.WARNING, fixed=True)
def even(_evidence, _policy):
    """It takes none."""
    yield from ()


@pytest.fixture(scope="session")
def rules():
    return {"odd": odd, "even": even}


@pytest.fixture
def write(tmp_path):
    """Puts a policy into a file."""

    def put(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_text(text, "utf-8")
        return path

    return put


@pytest.fixture
def value(tmp_path):
    """A value of a composition, where it comes from and how."""

    def find(composed, *key: str) -> tuple[object, str, str]:
        told = composed.values[key]
        return told.value, str(told).replace(f"{tmp_path}/", ""), told.note

    return find


@pytest.fixture(scope="session")
def weight(rules):
    """What a rule weighs in a composition at a stage, for destinations."""

    def weigh(composed, name: str, stage: str, *destinations: str) -> str:
        policy = composed.policy.model_copy(update={"stage": Stage(stage)})
        return policy.severity(name, rules[name].severity, destinations).value

    return weigh
