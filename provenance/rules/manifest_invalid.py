"""Rule ``manifest-invalid``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence, Integrity
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import HASH_MISMATCHES, ManifestStore, Node
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown

_SHOWN: Final = 5
"""Codes and ingredients that are named one by one."""
_TRUST: Final = ("signingCredential.", "timeStamp.")
"""Beginnings of codes that speak of the signer, which ``signer-untrusted`` judges."""


@rule(Severity.BLOCKING, kind="standard")
def manifest_invalid(evidence: Evidence, _policy: Policy) -> Iterator[Problem]:
    """A manifest store that is there can be read and is valid.

    "Changed after signing" is said only where the hard binding's hash does not match the bytes;
    every other failure is told by its C2PA code. A store that cannot be decoded, or that the
    effort of the scan left unchecked, leaves the file undetermined: it is neither valid nor
    absent. One that was given up for time is no more than a warning, and undetermined too. An
    ingredient whose own manifest fails is told, although the active manifest is in order and
    signed by someone trusted.

    Why:
        What the manifest says is worth as much as its validation. A changed file may hold
        anything.

    Source:
        C2PA specification 2.2 (1 May 2025), section 15 (validation) and 15.2 (status codes).

    Fix:
        Ask for the file as it was signed. If the change was yours and meant, stamp the result
        again with the signed file as its ingredient.

    Fails:
        integrity = "invalid"

        [store.validation]
        failure = [{ code = "assertion.dataHash.mismatch" }]

    Passes:
        integrity = "valid"

        [store.validation]
        success = [{ code = "assertion.dataHash.match" }]
    """
    store = evidence.store
    if evidence.integrity is Integrity.INVALID:
        yield Problem(_failure(store), key="active")
    elif evidence.integrity is Integrity.UNREADABLE:
        yield _unread(evidence)
    elif evidence.integrity is Integrity.NOT_CHECKED:
        yield Problem(
            "a manifest store is there and was not validated",
            advice="Scan with --effort normal, which validates it.",
            undetermined=True,
            key="unchecked",
            at_most=Severity.WARNING,
        )
    broken = [(node, codes) for node in _below(store) if (codes := _codes(node))]
    for node, codes in broken[:_SHOWN]:
        hashes = codes & HASH_MISMATCHES
        how = "was changed after it was signed" if hashes else "fails its validation"
        name = node.manifest.title or node.manifest.label
        name = node.via.title or name if node.via else name
        yield Problem(
            f"ingredient {shown(name)} {how} ({_list(codes)})",
            key=f"ingredient {node.manifest.label}",
            at_most=Severity.BLOCKING if hashes else Severity.OVERRIDABLE,
        )
    if len(broken) > _SHOWN:
        yield Problem(f"{len(broken) - _SHOWN} more ingredients fail", key="ingredients")


def _unread(evidence: Evidence) -> Problem:
    reasons = "; ".join(shown(each.reason) for each in evidence.failures[:_SHOWN])
    if any(each.gave_up for each in evidence.failures):
        return Problem(
            f"a manifest store is there and reading it was given up: {reasons}",
            advice="Scan again with a longer --timeout; if that does not help, ask for the file "
            "again.",
            undetermined=True,
            key="store",
            at_most=Severity.WARNING,
        )
    message = "a manifest store is there and cannot be read"
    return Problem(f"{message}: {reasons or 'no reason given'}", undetermined=True, key="store")


def _failure(store: ManifestStore | None) -> str:
    if store is None:
        return "the manifest store is invalid"
    codes = store.validation.failed_codes
    # A signer who is on no list is another matter, unless nothing else is wrong.
    codes = frozenset(each for each in codes if not each.startswith(_TRUST)) or codes
    if store.validation.tampered:
        hashes = _list(codes & HASH_MISMATCHES)
        return f"changed after signing: the hard binding's hash does not match ({hashes})"
    return f"the manifest is invalid ({_list(codes) or 'no code given'})"


def _below(store: ManifestStore | None) -> Iterator[Node]:
    for node in store.walk() if store else ():
        if store is not None and node.manifest.label != store.active_label:
            yield node


def _codes(node: Node) -> frozenset[str]:
    via = node.via
    results = [node.manifest.validation]
    results += [each for each in (via.validation, via.deltas) if each] if via else []
    return frozenset(
        code for each in results for code in each.failed_codes if not code.startswith(_TRUST)
    )


def _list(codes: frozenset[str]) -> str:
    names = sorted(codes)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(map(shown, names[:_SHOWN])) + more
