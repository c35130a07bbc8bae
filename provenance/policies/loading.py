"""Policies from TOML: profiles of the package and files of the user, merged and checked.

Everything is checked before the first media file is opened. Whatever is wrong is told with file,
line and key.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from provenance.errors import PolicyError
from provenance.model.approval import Waiver
from provenance.model.finding import Severity
from provenance.model.flaws import first_flaw
from provenance.model.policy import Policy, PolicyApprover
from provenance.model.vocabulary import Stage
from provenance.policies.checking import checked
from provenance.policies.files import PolicyFile, opened, parsed, profiles
from provenance.policies.layers import Key, Layer, Told, laid_over, tree_of, undecided, written
from provenance.policies.place import Known, Place, Tree, dotted, meant
from provenance.policies.siblings import beside

__all__ = [
    "MAX_FILES",
    "Composed",
    "ContradictionError",
    "compose",
    "digest_of",
    "load_policy",
    "profiles",
]

MAX_FILES: Final = 32
"""Policy files that one policy may rest on."""
_SET_BY_THE_SCAN: Final = {"digest", "as_of", "stage", "bound_for"}


class ContradictionError(PolicyError):
    """Policies that are extended together contradict each other, and nobody decides.

    Attributes:
        values: What they contradict each other on.
    """

    def __init__(
        self, message: str, *, hint: str = "", values: Sequence[tuple[Key, Told]] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.values = tuple(values)


@dataclass(frozen=True, slots=True)
class Composed:
    """A policy, and where each of its values comes from.

    Attributes:
        policy: As it is applied.
        values: Every value with its places.
        file: The file that was asked for.
        cases: Its own test cases, as it has them; not checked yet.
        parts: Names of the policies that it extends, directly.
    """

    policy: Policy
    values: Layer
    file: PolicyFile
    cases: tuple[Any, ...] = ()
    parts: tuple[str, ...] = ()


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
    policy = compose(name_or_path, rules).policy
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


def compose(name_or_path: str | Path, rules: Mapping[str, Known]) -> Composed:
    """A policy, and where each of its values comes from.

    Args:
        name_or_path: Name of a profile, or path of a TOML file.
        rules: Every rule that exists, by name.

    Raises:
        PolicyError: With file, line and key.
        ContradictionError: It extends policies that contradict each other, and does not decide.
    """
    reference, base = str(name_or_path), Path()
    if isinstance(name_or_path, Path):
        reference, base = f"./{name_or_path.name}", name_or_path.parent
    return _composed(_Loader(rules).load(opened(reference, base)))


def compose_text(text: str, path: Path, rules: Mapping[str, Known]) -> Composed:
    """As ``compose``, of a text that is not written yet.

    Args:
        text: The TOML.
        path: Where it is to lie.
        rules: Every rule that exists, by name.

    Raises:
        PolicyError: As of ``compose``.
    """
    place = Place(str(path), text)
    file = PolicyFile(str(path.absolute()), place, path.parent, path)
    return _composed(_Loader(rules).load(file))


def _composed(loaded: "_Loaded") -> Composed:
    file, layer = loaded.file, loaded.layer
    tree = tree_of(layer)
    tree.setdefault("name", Path(file.place.shown).stem)
    if not tree["rules"]:
        raise file.place.error((), "it has no rules, so it would pass everything")
    if _is_off(layer):
        raise file.place.error(("rules",), "every rule is off, so it would pass everything")
    _known_destinations(layer)
    try:
        policy = Policy.model_validate(tree)
    except ValidationError as error:
        raise file.place.error(*first_flaw(error)) from error
    policy = policy.model_copy(update={"digest": digest_of(policy)})
    return Composed(policy, layer, file, loaded.cases, loaded.parts)


def digest_of(policy: Policy) -> str:
    """SHA-256 over what a policy asks for; not over what each scan sets: stage, day, routing."""
    tree = policy.model_dump(mode="json", by_alias=True, exclude=_SET_BY_THE_SCAN)
    for waiver in tree["waivers"]:
        del waiver["created_at"]
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One file with all that it rests on."""

    file: PolicyFile
    layer: Layer
    cases: tuple[Any, ...]
    parts: tuple[str, ...]


@dataclass(slots=True)
class _Loader:
    """Follows ``extends`` from one file to the next; each file is read once."""

    rules: Mapping[str, Known]
    chain: list[PolicyFile] = field(default_factory=list)
    known: dict[str, _Loaded] = field(default_factory=dict)
    read: int = 0

    def load(self, file: PolicyFile) -> _Loaded:
        """The merged values of a policy file and of all that it rests on."""
        identities = [each.identity for each in self.chain]
        if file.identity in identities:
            circle = [*self.chain[identities.index(file.identity) :], file]
            names = " -> ".join(each.name for each in circle)
            raise self.chain[-1].place.error(("extends",), f"it goes in a circle: {names}")
        if file.identity in self.known:
            return self.known[file.identity]
        self.read += 1
        if self.read > MAX_FILES:
            raise file.place.error(("extends",), f"more than {MAX_FILES} policies in all")
        tree = checked(parsed(file.place), file.place, self.rules)
        parts = _extended(tree, file.place)
        self.chain.append(file)
        below: Layer = {}
        for index, name in enumerate(parts):
            found = self.load(opened(name, file.folder)).layer
            below = beside(below, found, self.rules) if index else found
        self.chain.pop()
        layer = laid_over(below, written(tree, file.place), self.rules)
        _refuse_contradictions(layer, file.place)
        loaded = _Loaded(file, layer, tuple(tree.get("cases", ())), tuple(parts))
        self.known[file.identity] = loaded
        return loaded


def _extended(tree: Tree, place: Place) -> list[str]:
    names = tree.get("extends", [])
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(each, str) and each for each in names):
        raise place.error(("extends",), "must be the name or path of a policy, or a list of them")
    return names


def _refuse_contradictions(layer: Layer, place: Place) -> None:
    found = undecided(layer)
    if not found:
        return
    key, told = found[0]
    other = told.against
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    what = f"{told} and {other} contradict each other on {dotted(key)}"
    if isinstance(told.value, str | int | float) and other is not None:
        what += f": {told.value!r} or {other.value!r}"
    raise ContradictionError(
        str(place.error(("extends",), what + more)),
        hint=f"Say in {place.shown} which holds: what a file says itself comes before what it "
        "extends.",
        values=found,
    )


def _known_destinations(layer: Layer) -> None:
    """A severity for a destination that nobody defines would never count."""
    names = [key[1] for key in layer if key[0] == "destinations"]
    for key, told in layer.items():
        if key[0] == "rules" and len(key) == 5 and key[3] not in names:  # noqa: PLR2004
            origin = told.origins[0]
            raise origin.place.error(
                origin.key,
                f"no destination is called {key[3]!r}{meant(key[3], names)}",
                hint=f'Define it: [[destinations]] with name = "{key[3]}".',
            )


def _is_off(layer: Layer) -> bool:
    return all(
        told.value == Severity.OFF.value
        for key, told in layer.items()
        if key[0] == "rules" and key[2:3] in {("severity",), ("destinations",)}
    )
