"""What every test shares: nothing reaches the user's own folders, no property is about time."""

import pytest
from hypothesis import HealthCheck, settings

# A busy machine fails no property.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _own_state(monkeypatch, tmp_path_factory):
    """`init` remembers productions per user; a test is a user of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
