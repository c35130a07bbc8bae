"""Policy files: those of the package by their name, those of the user by their path."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from provenance.errors import PolicyError
from provenance.policies.place import Place, Tree
from provenance.tomltext import TextError, TomlError, parse_toml, read_text

MAX_BYTES: Final = 1 << 20
"""Bytes of a policy file that are read; a real one has a few thousand."""
SUFFIX: Final = ".toml"
CASES_SUFFIX: Final = ".cases.toml"
"""Ending of the file beside a policy that holds test cases of it."""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy file that was read.

    Attributes:
        identity: What tells it from every other.
        place: Its text, and what messages call it.
        folder: What paths in it are relative to.
        path: Where it lies; None for one of the package.
    """

    identity: str
    place: Place
    folder: Path
    path: Path | None = None

    @property
    def name(self) -> str:
        """As short as people call it: a profile's name, else the file's."""
        return self.path.name if self.path else self.identity


def profiles() -> tuple[str, ...]:
    """Names of the policies that come with the package."""
    names = [each.name for each in files(__package__).iterdir()]
    return tuple(
        sorted(
            name.removesuffix(SUFFIX)
            for name in names
            if name.endswith(SUFFIX) and not name.endswith(CASES_SUFFIX)
        )
    )


def profile_text(name: str) -> str:
    """The TOML of a profile, with its comments.

    Raises:
        PolicyError: No profile has this name.
    """
    if name not in profiles():
        raise PolicyError(f"no profile is called {name!r}", hint=_choice())
    return files(__package__).joinpath(f"{name}{SUFFIX}").read_text("utf-8")


def opened(reference: str, base: Path) -> PolicyFile:
    """A policy file by the name of a profile, or by its path.

    Args:
        reference: As ``extends`` or the command line has it.
        base: What a path is relative to.

    Raises:
        PolicyError: It cannot be read.
    """
    if reference in profiles():
        return PolicyFile(reference, Place(f"{reference}{SUFFIX}", profile_text(reference)), Path())
    path = base / reference
    try:
        return PolicyFile(str(path.resolve()), read_place(path), path.parent, path)
    except (OSError, RuntimeError) as error:  # a link that leads to itself
        raise PolicyError(f"policy {path}: {error}", hint=_choice()) from error
    except ValueError as error:  # a NUL in the name
        raise PolicyError(f"policy {reference!r}: {error}", hint=_choice()) from error


def cases_beside(file: PolicyFile) -> Place | None:
    """The file of test cases that lies beside a policy; None where there is none.

    Raises:
        PolicyError: It is there and cannot be read.
    """
    if file.path is not None:
        path = file.path.with_name(file.path.name.removesuffix(SUFFIX) + CASES_SUFFIX)
        return read_place(path) if path.exists() else None
    packaged = files(__package__).joinpath(f"{file.identity}{CASES_SUFFIX}")
    if not packaged.is_file():
        return None
    return Place(f"{file.identity}{CASES_SUFFIX}", packaged.read_text("utf-8"))


def read_place(path: Path) -> Place:
    """A file's text.

    Raises:
        PolicyError: It cannot be opened, is too large or no UTF-8.
    """
    try:
        return Place(str(path), read_text(path, MAX_BYTES))
    except TextError as error:
        if error.line:
            raise PolicyError(error.of(path)) from error
        raise PolicyError(f"policy {path}: {error}", hint=_choice()) from error


def parsed(place: Place) -> Tree:
    """A file's TOML.

    Raises:
        PolicyError: It is none; with file and line.
    """
    try:
        return parse_toml(place.text)
    except TomlError as error:
        raise PolicyError(f"{place.shown}:{error.line}: {error}") from error


def _choice() -> str:
    return f"Name a file, or one of the profiles: {', '.join(profiles())}."
