"""What the tests of pages share: the modules of docs/, and one warm process for all commands."""

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="session")
def load():
    """Imports a module of docs/ as its scripts do: with that folder first on the path."""
    before = sys.path[:]
    sys.path.insert(0, str(DOCS))
    yield importlib.import_module
    sys.path[:] = before


@pytest.fixture(scope="session")
def warm(load):
    module = load("warm")
    if not module.available():
        yield None
        return
    with module.Warm() as server:
        yield server
