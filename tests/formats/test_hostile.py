"""Mutated and random bytes give a container, never another exception and never a long wait."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.errors import DamagedFileError
from provenance.formats import FORMATS, open_source, recognise, walk
from provenance.formats.collecting import Collector
from provenance.formats.walking import WALKERS, walker_of

FUZZ = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = sorted(WALKERS)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile") / "file"


@pytest.fixture(scope="module")
def seeds(make):
    return make.samples()


def strictly(path, data, name=None):
    """Walks without the safety net of `walk`: only the walkers' own error may escape."""
    path.write_bytes(data)
    with open_source(path) as source:
        found = recognise(source)
        form = next((each for each in FORMATS if each.name == name), found)
        if form is None or form.name not in WALKERS:
            return
        collector = Collector(source, form)
        try:
            walker_of(form.name)(collector)
        except DamagedFileError as error:
            collector.problem(str(error))
        container = collector.container()
        assert all(problem.isprintable() for problem in container.problems)
        assert walk(source, form) == container


def mutated(draw, data):
    raw = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["set", "cut", "grow", "big"]))
        at = draw(st.integers(0, max(len(raw) - 1, 0)))
        if kind == "set" and raw:
            raw[at] = draw(st.integers(0, 255))
        elif kind == "cut":
            del raw[at : at + draw(st.integers(0, 40))]
        elif kind == "grow":
            raw[at:at] = draw(st.binary(max_size=24))
        else:
            raw[at : at + 4] = draw(
                st.sampled_from(
                    [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\1"]
                )
            )
    return bytes(raw)


@pytest.mark.parametrize("name", NAMES)
@FUZZ
@given(choice=st.data())
def test_mutated_files(name, choice, place, seeds):
    seed = seeds.get(name) or seeds["zip"]
    strictly(
        place, choice.draw(st.composite(mutated)(seed)), choice.draw(st.sampled_from([None, name]))
    )


@pytest.mark.parametrize("name", NAMES)
@settings(FUZZ, max_examples=8)
@given(data=st.binary(max_size=400))
def test_noise_behind_every_magic(name, data, place, seeds):
    strictly(place, (seeds.get(name) or b"PK\3\4")[:16] + data)
    strictly(place, data, name)


@pytest.mark.parametrize("name", NAMES)
def test_every_truncation(name, place, seeds):
    seed = seeds.get(name, b"")
    for end in (*range(min(40, len(seed))), *range(40, len(seed), 7)):
        strictly(place, seed[:end])


def test_big_hostile_files_end_soon(place, make):
    started = time.process_time()
    for data in (
        b"\xff\xd8" + b"\xff\xe1\0\2" * 300_000,
        b"GIF89a\1\0\1\0\0\0\0" + b"\x21\xfe\1x\0" * 300_000,
        b"RIFF\xff\xff\xff\x7fWAVE" + b"LIST\4\0\0\0INFO" * 100_000,
        make.movie(b"isom", make.box(b"free") * 300_000),
        b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska\x18\x53\x80\x67\xff" + b"\xec\x80" * 300_000,
        b"OggS\0\2" + bytes(20) + b"\0" + (b"OggS\0\0" + bytes(20) + b"\0") * 50_000,
        b"%PDF-1.7\n" + b"/ObjStm stream\n" * 50_000,
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 300_000,
    ):
        place.write_bytes(data)
        with open_source(place) as source:
            walk(source, recognise(source))
    assert time.process_time() - started < 20, "hostile files keep the walk busy"
