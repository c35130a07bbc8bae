"""Deliveries written by hand: what the examples of a rule of the delivery mean.

The TOML has the fields of ``DeliveryEvidence`` at the top level, beside ``stage`` and ``policy``.
Each of ``[[assets]]`` is what ``provenance.rules.examples`` reads; the records beside them lie in
the delivery as ``records/approval-1.json`` and so on, or in the register where ``attested`` says
so. A package is the list of checksums ``sums.txt``; a listed hash of one hexadecimal digit stands
for 64 of them and is a SHA-256. Of ``[[seals]]`` each is a seal by someone trusted; ``attested``
and ``signer`` are those of records.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from provenance.model.delivery import DeliveryEvidence
from provenance.model.finding import Problem
from provenance.model.policy import Policy
from provenance.model.seal import SEAL_NAME
from provenance.rules.base import Rule
from provenance.rules.examples import (
    adapter_of,
    cast,
    evidence_of,
    policy_of,
    refuse_unknown,
    refuse_unread,
    understood,
)
from provenance.rules.usual import ASSET, Tree, attestation_of, entry_of, records_of, spelled

_ADAPTER: Final = adapter_of(DeliveryEvidence)
_SOURCE: Final = "records/{id}.json"


def cast_delivery(
    text: str, rules: Mapping[str, Any] | None = None
) -> tuple[DeliveryEvidence, Policy]:
    """The delivery and the policy that an example describes.

    Args:
        text: The TOML.
        rules: The rules of the policy, as its TOML has them.

    Raises:
        PolicyError: The example is no TOML, or names what does not exist.
    """
    with understood():
        tree = tomllib.loads(text)
        policy = policy_of(tree, rules)
        return delivery_of(tree), policy


def delivery_of(tree: Tree) -> DeliveryEvidence:
    """The delivery that a tree describes, what it leaves out filled in.

    Raises:
        PolicyError: It has a key that nobody reads.
    """
    assets = tuple(evidence_of(each) for each in tree.pop("assets", []))
    whole = spelled(_whole(tree))
    delivery = _ADAPTER.validate_python({**whole, "assets": ()})
    refuse_unknown(whole, _ADAPTER.dump_python(delivery, by_alias=True), "")
    refuse_unread(
        *delivery.approvals,
        *delivery.disclosures,
        *delivery.consents,
        *delivery.labellings,
        *delivery.waivers,
    )
    return replace(delivery, assets=assets)


def found_by(rule: Rule, text: str, rules: Mapping[str, Any] | None = None) -> tuple[Problem, ...]:
    """What a rule finds in an example of a file, or of a delivery, whichever it judges.

    Args:
        rule: The rule.
        text: The TOML.
        rules: The rules of the policy; this one alone by default.

    Raises:
        PolicyError: As of ``cast``.
    """
    read = cast_delivery if rule.of_delivery else cast
    return tuple(rule.check(*read(text, rules or {rule.name: {}})))


def _whole(tree: Tree) -> Tree:
    """A delivery's tree in the long form, its assets left aside."""
    return {
        **tree,
        **records_of(tree, _SOURCE),
        "entries": [
            entry_of({"id": f"entry-{number}", **each}, ASSET)
            for number, each in enumerate(tree.get("entries", []), 1)
        ],
        "packages": [_package(each) for each in tree.get("packages", [])],
        "seals": [_seal(each) for each in tree.get("seals", [])],
    }


def _seal(tree: Tree) -> Tree:
    place = tree.get("path", SEAL_NAME)
    attestation = attestation_of(tree, place)
    return {"path": place, "kind": "seal", **tree, "attestation": attestation}


def _package(tree: Tree) -> Tree:
    members = [
        {**each, "hashes": [_hash(hashed) for hashed in each.get("hashes", [])]}
        for each in tree.get("members", [])
    ]
    return {"kind": "checksums", "name": "sums.txt", "path": "sums.txt", **tree, "members": members}


def _hash(tree: Tree) -> Tree:
    value = tree.get("value", "")
    return {"algorithm": "sha256", **tree, "value": value * 64 if len(value) == 1 else value}
