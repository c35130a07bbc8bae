"""Letting every reader speak: failures stay values, plug-ins stay hints, real files agree."""

import csv
from pathlib import Path

import pytest

from provenance import formats, plugins
from provenance.errors import DamagedFileError, ProvenanceError
from provenance.model.evidence import Signal, Strength
from provenance.model.vocabulary import AiClass
from provenance.readers import BUILTIN, MAX_SIGNALS, signals
from provenance.readers.base import Reader, Reading, cut
from provenance.standings.declaring import declare

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def proven(name, count=1):
    def read(_reading):
        for _ in range(count):
            yield Signal(name, "w", "v", Strength.PROVEN, AiClass.GENERATED, own_stamp=True)

    return Reader(name, read, "")


def failing(error):
    def read(_reading):
        yield Signal("x", "w", "v", Strength.STATED)
        raise error

    return Reader("x", read, "")


def test_names_are_unique_and_every_reader_says_what_it_looks_for():
    assert len({reader.name for reader in BUILTIN}) == len(BUILTIN)
    assert all(len(reader.looks_for) > 20 for reader in BUILTIN)


def test_a_failing_reader_is_told_and_keeps_what_it_said():
    readers = (failing(DamagedFileError("bad packet")), failing(KeyError("k")), proven("after"))
    found, failures = signals(Reading(None), readers)
    assert [each.reader for each in found] == ["x", "x", "after"]
    assert [each.reason for each in failures] == ["bad packet", "KeyError: 'k'"]


def test_a_plug_in_can_only_hint(monkeypatch):
    class Point:
        name, value = "p", "house:reader"

        def load(self):
            return proven("house")

    monkeypatch.setattr(plugins, "_points", lambda _: (Point(),))
    found, failures = signals(Reading(None))
    assert failures == ()
    assert [(each.reader, each.strength, each.own_stamp) for each in found] == [
        ("house", Strength.HINT, False)
    ]
    assert declare(found).strength is Strength.HINT


def test_a_flood_of_signals_ends():
    found, failures = signals(Reading(None), (proven("flood", MAX_SIGNALS + 5),))
    assert len(found) == MAX_SIGNALS
    assert "more than" in failures[0].reason


def test_long_values_are_cut():
    assert len(cut("x" * 1000)) == 500
    assert cut("short") == "short"


@pytest.mark.corpus
@pytest.mark.skipif(not (CORPUS / "labels.csv").exists(), reason="no folder of real files")
def test_real_files_by_metadata_alone():
    """Without the engine: every label that rests on unsigned metadata, and no false positive."""
    missed, false = [], []
    with (CORPUS / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if int(row["bytes"]) < 20_000_000]
    for row in rows:
        with formats.open_source(CORPUS / row["path"]) as source:
            kind = formats.recognise(source)
            if kind is None:
                continue
            try:
                reading = Reading(formats.walk(source, kind))
            except ProvenanceError:
                continue
        found, _ = signals(reading, BUILTIN)
        is_ai = declare(found).is_ai
        parts = row["evidence"].split(";")
        unsigned = any(not part.startswith(("c2pa[", "stealth_")) for part in parts if part)
        if row["label"] == "not-ai" and is_ai:
            false.append(row["path"])
        if row["label"] != "not-ai" and unsigned and not is_ai:
            missed.append(row["path"])
    assert (missed, false) == ([], [])
