"""What is judged and by what: an example as evidence, a policy of some rules, a waiver."""

from datetime import date

import pytest

from provenance.model.evidence import Evidence
from provenance.model.policy import Policy
from provenance.rules.examples import cast


@pytest.fixture(scope="session")
def policy():
    """A policy that lists some rules."""

    def make(*names: str, **changed: object) -> Policy:
        values = {
            "name": "test",
            "rules": {name: {} for name in names} or {"other": {}},
            "as_of": date(2026, 11, 22),
        }
        return Policy.model_validate({**values, **changed})

    return make


@pytest.fixture(scope="session")
def evidence():
    """What an example describes."""

    def make(text: str = "") -> Evidence:
        return cast(text)[0]

    return make


@pytest.fixture(scope="session")
def waiver():
    """A waiver of a rule, as a policy writes it."""

    def make(name: str, expires: str = "2026-11-22", **more: object) -> dict[str, object]:
        return {"id": "w", "rule": name, "reason": "r", "owner": "o", "expires": expires, **more}

    return make
