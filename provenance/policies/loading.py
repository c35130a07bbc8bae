"""Policies from TOML: profiles of the package and files of the user, merged and checked.

Everything is checked before the first media file is opened. Whatever is wrong is told with file,
line and key.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from provenance.errors import PolicyError
from provenance.model.approval import Waiver
from provenance.model.finding import Severity
from provenance.model.policy import Policy, PolicyApprover
from provenance.model.vocabulary import Stage
from provenance.policies.checking import Known, Place, Tree, checked, merged

MAX_BYTES: Final = 1 << 20
"""Bytes of a policy file that are read; a real one has a few thousand."""
MAX_FILES: Final = 32
"""Policy files that one policy may rest on."""
_PLACE: Final = re.compile(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


def profiles() -> tuple[str, ...]:
    """Names of the policies that come with the package."""
    names = (each.name for each in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def profile_text(name: str) -> str:
    """The TOML of a profile, with its comments.

    Raises:
        PolicyError: No profile has this name.
    """
    if name not in profiles():
        raise PolicyError(f"no profile is called {name!r}", hint=_choice())
    return files(__package__).joinpath(f"{name}.toml").read_text("utf-8")


def load_policy(
    name_or_path: str | Path,
    rules: Mapping[str, Known],
    *,
    stage: Stage | None = None,
    fail_on: Severity | None = None,
    as_of: date | None = None,
    approvers: Sequence[PolicyApprover] = (),
    waivers: Sequence[Waiver] = (),
) -> Policy:
    """A policy as it is applied: everything that it extends merged, everything checked.

    Args:
        name_or_path: Name of a profile, or path of a TOML file.
        rules: Every rule that exists, by name.
        stage: To judge for; the policy's own by default.
        fail_on: Lightest severity that fails; the policy's own by default.
        as_of: The day to judge for; the scan sets it where it is left out.
        approvers: Further certificates that may approve.
        waivers: Further waivers.

    Raises:
        PolicyError: With file, line and key.
    """
    loader = _Loader(rules)
    reference, base = str(name_or_path), Path()
    if isinstance(name_or_path, Path):
        reference, base = f"./{name_or_path.name}", name_or_path.parent
    tree, place = loader.load(reference, base)
    tree.setdefault("name", Path(place.shown).stem)
    if not tree["rules"]:
        raise place.error((), "it has no rules, so it would pass everything")
    if _is_off(tree["rules"]):
        raise place.error(("rules",), "every rule is off, so it would pass everything")
    try:
        policy = Policy.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise place.error(first["loc"], first["msg"]) from error
    policy = policy.model_copy(
        update={
            "stage": stage or policy.stage,
            "fail_on": fail_on or policy.fail_on,
            "as_of": as_of,
            "approvers": (*policy.approvers, *approvers),
            "waivers": (*policy.waivers, *waivers),
        }
    )
    return policy.model_copy(update={"digest": digest_of(policy)})


def digest_of(policy: Policy) -> str:
    """SHA-256 over what a policy asks for; not over the stage and the day, which each scan sets."""
    tree = policy.model_dump(mode="json", by_alias=True, exclude={"digest", "as_of", "stage"})
    for waiver in tree["waivers"]:
        del waiver["created_at"]
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


@dataclass(slots=True)
class _Loader:
    """Follows ``extends`` from one file to the next."""

    rules: Mapping[str, Known]
    chain: list[str] = field(default_factory=list)
    read: int = 0

    def load(self, reference: str, base: Path) -> tuple[Tree, Place]:
        """The merged tree of a policy, and the file that its errors belong to."""
        identity, place, folder = self._open(reference, base)
        if identity in self.chain:
            circle = " -> ".join([*self.chain[self.chain.index(identity) :], identity])
            raise PolicyError(f"{place.shown}: extends: it goes in a circle: {circle}")
        self.read += 1
        if self.read > MAX_FILES:
            raise PolicyError(f"{place.shown}: extends: more than {MAX_FILES} policies in all")
        tree = checked(_parse(place), place, self.rules)
        below: Tree = {}
        self.chain.append(identity)
        for name in _extended(tree, place):
            found, _ = self.load(name, folder)
            below = merged(below, found)
        self.chain.pop()
        whole = merged(below, tree)
        whole.pop("extends", None)
        return whole, place

    def _open(self, reference: str, base: Path) -> tuple[str, Place, Path]:
        if reference in profiles():
            return reference, Place(f"{reference}.toml", profile_text(reference)), Path()
        path = base / reference
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise PolicyError(f"policy {path}: {why}", hint=_choice()) from error
        except ValueError as error:  # a NUL in the name
            raise PolicyError(f"policy {reference!r}: {error}", hint=_choice()) from error
        if len(raw) > MAX_BYTES:
            raise PolicyError(f"policy {path}: larger than {MAX_BYTES} bytes")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise PolicyError(f"{path}:{line}: not UTF-8") from error
        return str(path.absolute()), Place(str(path), text), path.parent


def _parse(place: Place) -> Tree:
    try:
        return tomllib.loads(place.text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.match(str(error))
        line = (found[2] if found else None) or max(1, len(place.text.splitlines()))
        what = " ".join((found[1] if found else str(error)).split())
        raise PolicyError(f"{place.shown}:{line}: not valid TOML: {what}") from error
    except RecursionError as error:
        raise PolicyError(f"{place.shown}: nested too deeply") from error


def _extended(tree: Tree, place: Place) -> list[str]:
    names = tree.get("extends", [])
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(each, str) and each for each in names):
        raise place.error(("extends",), "must be the name or path of a policy, or a list of them")
    return names


def _is_off(rules: Tree) -> bool:
    def off(severity: object) -> bool:
        if isinstance(severity, dict):
            return len(severity) == len(Stage) and set(severity.values()) == {Severity.OFF.value}
        return severity == Severity.OFF.value

    return all(off(setting.get("severity")) for setting in rules.values())


def _choice() -> str:
    return f"Name a file, or one of the profiles: {', '.join(profiles())}."
