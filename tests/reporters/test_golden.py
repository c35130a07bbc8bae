"""Rendered byte for byte; how to renew: tests/golden/README.md."""

import os
import pathlib

import pytest

from provenance.reporters import BUILTIN, by_name, render_evidence, text
from provenance.reporters import json as json_reporter

GOLDEN = pathlib.Path(__file__).parents[1] / "golden"


def check(name, made):
    path = GOLDEN / name
    if os.environ.get("RENEW_GOLDENS"):
        path.write_bytes(made)
    assert path.read_bytes() == made, f"{name} differs; see tests/golden/README.md"


@pytest.mark.parametrize("name", [reporter.name for reporter in BUILTIN])
def test_report(delivery, name):
    reporter = by_name(name)
    check(f"report{reporter.extension}", reporter.encode(delivery))


def test_report_for_a_terminal(delivery):
    made = text.render(delivery, colour=True, width=72, verbose=True)
    check("report-colour.txt", made.encode())


def test_evidence(delivery_evidence):
    check("evidence.txt", render_evidence(delivery_evidence).encode())


def test_evidence_as_json(delivery_evidence):
    check("evidence.json", json_reporter.render_evidence(delivery_evidence).encode())
