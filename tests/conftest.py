"""What every test shares: nothing of a test reaches the user's own folders."""

import pytest

from provenance import identifying


@pytest.fixture(autouse=True)
def _own_state(monkeypatch, tmp_path_factory):
    """`init` remembers productions per user; a test is a user of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def settled(monkeypatch):
    """Nobody waits two seconds for a file to settle, and nobody edits the program meanwhile."""
    monkeypatch.setattr(identifying, "TICK_NS", -(10**12))
    monkeypatch.setattr(identifying, "_files", lambda _: ())


@pytest.fixture
def calls_of(monkeypatch):
    """Notes what the calls of a function are about, wherever it is called by its name."""

    def note(name, about, *owners):
        seen = []

        def noting(call):
            def noted(*arguments, **options):
                seen.append(about(*arguments))
                return call(*arguments, **options)

            return noted

        for owner in owners:
            monkeypatch.setattr(owner, name, noting(getattr(owner, name)))
        return seen

    return note
