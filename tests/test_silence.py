"""The short way past a file that says nothing ends where the long way ends."""

from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import gathering, readers
from provenance.assetjson import asset_json, silent_json
from provenance.gathering import Gatherer
from provenance.manifests import cbor, unvalidated
from provenance.model.asset import Asset
from provenance.model.evidence import Signal, Strength
from provenance.model.vocabulary import Effort
from provenance.packages.folder import Unit, survey
from provenance.readers.base import Reader

FIXTURES = Path(__file__).parents[1] / "fixtures"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
PLACES = [FIXTURES / "media", FIXTURES / "dialects", FIXTURES / "broken", CORPUS]


@contextmanager
def the_long_way():
    """Every file is read as one that speaks."""
    with (
        mock.patch.object(gathering, "quiet", return_value=None),
        mock.patch.object(gathering, "says_nothing", return_value=False),
        mock.patch.object(gathering, "NOTHING", object()),
    ):
        yield


def looked_at(gatherer, unit):
    """What the short way finds, and whether it was short; compared with the long way."""
    found = gatherer.look(unit)
    with the_long_way():
        whole = gatherer.look(unit)
    assert not isinstance(whole, Asset)
    assert gatherer.gather(unit) == whole, unit
    written = silent_json(found) if isinstance(found, Asset) else asset_json(found)
    assert written == asset_json(whole), unit
    return isinstance(found, Asset)


def test_both_ways_end_alike():
    with Gatherer(effort=Effort.FAST) as gatherer:
        units = [unit for place in PLACES if place.is_dir() for unit in survey([place]).units]
        short = [looked_at(gatherer, unit) for unit in units]
    assert sum(short) > 30
    assert len(short) - sum(short) > 50


SMALL = sorted(
    path
    for place in PLACES[:3]
    for path in place.rglob("*")
    if path.is_file() and path.stat().st_size < 1 << 16
)


@given(st.sampled_from(SMALL), st.data())
@settings(max_examples=150, deadline=None)
def test_also_of_damaged_files(tmp_path_factory, sample, data):
    whole = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(0, 6))):
        if whole:
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / sample.name
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)) | st.just(len(whole)))])
    with Gatherer(effort=Effort.FAST) as gatherer:
        looked_at(gatherer, Unit(str(path), path.name, alone=data.draw(st.booleans())))


@pytest.mark.parametrize("effort", [Effort.NORMAL])
def test_only_fast_effort_goes_the_short_way(effort):
    still = FIXTURES / "media" / "jpg" / "still.jpg"
    with Gatherer(effort=effort, facts=False) as gatherer:
        assert not isinstance(gatherer.look(Unit(str(still), still.name, alone=True)), Asset)


def test_a_plug_in_is_asked_of_a_silent_file(monkeypatch):
    def speak(_):
        yield Signal("house", "pixels", "looks odd", Strength.STATED)

    point = SimpleNamespace(value="house:READER", load=lambda: Reader("house", speak, "anything"))
    monkeypatch.setattr(readers.plugins, "_points", lambda _: (point,))
    still = FIXTURES / "media" / "jpg" / "still.jpg"
    with Gatherer(effort=Effort.FAST) as gatherer:
        found = gatherer.look(Unit(str(still), still.name, alone=True))
    assert [(each.reader, each.strength) for each in found.signals] == [("house", Strength.HINT)]


def test_what_is_kept_of_claims_is_not_changed_by_whoever_reads_it():
    kept = (unvalidated._remembered, cbor._kept, unvalidated._known_signer)
    units = [unit for place in PLACES if place.is_dir() for unit in survey([place]).units]
    with Gatherer(effort=Effort.FAST) as gatherer:
        for unit in units:
            for each in kept:
                each.cache_clear()
            first = gatherer.gather(unit)
            if first.store is not None:
                assert asset_json(gatherer.gather(unit)) == asset_json(first), unit
                assert gatherer.gather(unit) == first
