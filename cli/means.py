"""What a command works with, made of the options that it shares with others."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provenance.houses import known
from provenance.locating import find_config
from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.storage import is_url

from . import options
from .words import warn

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from provenance.caching import Cache
    from provenance.config import Production


def judged(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the options of ``judging`` say, by the names that the library's verbs have for it."""
    return {
        "policy": given["policy"],
        "stage": Stage(given["stage"]) if given["stage"] else None,
        "fail_on": Severity(given["fail_on"]) if given["fail_on"] else None,
        "trust": given["trust"],
        "approvals": given["approvals"],
        "consents": given["consents"],
        "destinations": given["destinations"],
        "register": given["register_place"],
    }


@contextmanager
def cache_of(folder: Path | None, *, off: bool) -> "Iterator[Cache | None]":
    """The cache to use; None for none.

    Raises:
        ConfigError: The folder that was named cannot be used.
    """
    from provenance.caching import Cache, folder_of_user  # noqa: PLC0415 - scans only

    place = None if off else folder or folder_of_user()
    made = Cache.open(place, named=folder is not None) if place else None
    try:
        yield made
    finally:
        if made:
            made.close()


@contextmanager
def executor_of(kind: str, scheduler: str | None) -> "Iterator[Executor | None]":
    """Where files are read; None for processes of this machine.

    Raises:
        ConfigError: The cluster cannot be reached.
    """
    if (kind == "dask") != bool(scheduler):
        raise click.UsageError("--executor dask and --scheduler ADDRESS belong together")
    if scheduler is None:
        yield None
        return
    from provenance.farming import cluster  # noqa: PLC0415 - opens a connection

    with cluster(scheduler) as executor:
        yield executor


def production_near(
    paths: Iterable[Path], config: Path | None, *, quiet: bool
) -> "Production | None":
    """As ``production_apart``; None where there is no configuration at all.

    Most people who look at files have none, and its model takes long to load.
    """
    if config is None and find_config(Path.cwd()) is None:
        return None
    return production_apart(paths, config, quiet=quiet)


def production_apart(paths: Iterable[Path], config: Path | None, *, quiet: bool) -> "Production":
    """The production for looking at what others made.

    A configuration that lies in what is looked at would say itself whom to trust and which
    register to believe; it counts only where it is named, or where ``init`` made it here.
    """
    from provenance.config import load_production  # noqa: PLC0415 - see production_near

    near = find_config(Path.cwd())
    if config is None and near is not None and known(near.parent):
        return load_production(config=near)
    house = load_production(Path.cwd(), config=config, outside=tuple(paths))
    if config is None and near is not None and near.parent != house.root and not quiet:
        warn(
            f"{near}: not used, because it lies in what is looked at",
            f"If it is yours, name it: --config {near.name}",
        )
    return house


def listed(files_from: Any, *, null: bool, storage: bool = True) -> tuple[Path, ...]:
    """Paths from ``--files-from``; bytes that are no UTF-8 survive.

    A URL is what it is among the arguments: read as such, or refused by a command that reads none.
    """
    if files_from is None:
        return ()
    names = files_from.read().split(b"\0" if null else b"\n")
    told = (
        (name if null else name.rstrip(b"\r")).decode("utf-8", "surrogateescape")
        for name in names
        if name.strip()
    )
    kind = options.PathType(storage=storage)
    return tuple(kind.convert(each, None, None) if is_url(each) else Path(each) for each in told)
