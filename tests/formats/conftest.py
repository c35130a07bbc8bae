"""Bytes of every container, made here, and walked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from provenance.formats import Container, Source, open_source, recognise, walk

from . import makers
from .samples import samples

Opener = Callable[[bytes], Source]


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The makers and the samples, for tests that name one before it is called."""
    return SimpleNamespace(**vars(makers), samples=samples)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Makes an open source of bytes."""
    sources: list[Source] = []

    def open_bytes(data: bytes) -> Source:
        path = tmp_path / f"{len(sources)}"
        path.write_bytes(data)
        sources.append(open_source(path))
        return sources[-1]

    yield open_bytes
    for source in sources:
        source.close()


@pytest.fixture
def walked(opened: Opener) -> Callable[[bytes], Container]:
    """Recognises and walks bytes."""

    def walk_bytes(data: bytes) -> Container:
        source = opened(data)
        found = recognise(source)
        assert found is not None
        return walk(source, found)

    return walk_bytes
