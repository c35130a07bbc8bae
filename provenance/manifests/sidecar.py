"""Where a manifest store lies beside its file."""

from pathlib import Path

SIDECAR_SUFFIX = ".c2pa"


def sidecar_name(path: Path) -> Path:
    """The sidecar that we write: ``shot.mov`` has ``shot.mov.c2pa``.

    The other habit, ``shot.c2pa``, cannot tell ``shot.mov`` from ``shot.wav``.
    """
    return path.with_name(path.name + SIDECAR_SUFFIX)


def store_sidecars(path: Path) -> tuple[Path, ...]:
    """The sidecars that exist, ``shot.mov.c2pa`` before ``shot.c2pa``.

    A sidecar has none itself.
    """
    if path.suffix.lower() == SIDECAR_SUFFIX:
        return ()
    names = dict.fromkeys((sidecar_name(path), path.with_suffix(SIDECAR_SUFFIX)))
    return tuple(name for name in names if name != path and _is_file(name))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # the file's own name leaves no room for another ending
        return False
