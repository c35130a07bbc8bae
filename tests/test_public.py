"""The public face: every name loads, lazily, and no two lists disagree."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import provenance


def test_every_name_loads():
    for name in provenance.__all__:
        assert getattr(provenance, name) is not None
        assert name in dir(provenance)
    assert provenance.scan.__module__ == "provenance.scanning"
    with pytest.raises(AttributeError, match="no attribute 'bogus'"):
        _ = provenance.bogus


def test_type_checkers_see_what_is_loaded():
    tree = ast.parse(Path(provenance.__file__).read_text("utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        name.name: node.module.removeprefix("provenance.")
        for node in block.body
        for name in node.names
    }
    loaded = {name: home for home, names in provenance._HOMES.items() for name in names}
    assert seen == loaded
    assert sorted(loaded) == sorted(provenance.__all__)


def test_importing_it_costs_nothing():
    code = "import provenance, sys; print(len([m for m in sys.modules if 'provenance' in m]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(done.stdout) <= 3  # it, and what an editable installation adds
