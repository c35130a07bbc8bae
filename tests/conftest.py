"""What every test shares: nothing of a test reaches the user's own folders."""

import pytest


@pytest.fixture(autouse=True)
def _own_state(monkeypatch, tmp_path_factory):
    """`init` remembers productions per user; a test is a user of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
