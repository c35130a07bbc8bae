"""Evidence written by hand: what the examples on a rule's page mean.

An example is TOML with the fields of ``Evidence`` at the top level, beside ``stage`` and
``policy``. So that it shows what matters and nothing else:

* the asset is ``bg.png``, a PNG with the digest ``a``; a digest of one hexadecimal digit stands
  for 64 of them;
* the scan is for the stage ``final`` on 22 November 2026;
* a signal is a ``stated`` one by the XMP reader; what all signals declare together is worked out;
* a disclosure or approval is signed by someone trusted, ``attested`` says otherwise: ``register``,
  ``unsigned``, ``edited`` (after signing), ``stranger`` (valid, on no list), ``unasked`` (no list
  was named); ``signer`` names the certificate, ``trust_list`` the list that it stands on;
* a disclosure is of ``trainedAlgorithmicMedia``; an approval was given on 1 November 2026 for the
  asset's digest; a consent was signed by ``Talent One`` on 1 October 2026; a waiver runs to the
  end of 2026; a labelling is a notice in the end credits,
  for the asset's digest;
* a manifest store is embedded and valid, its first manifest active.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from provenance.errors import PolicyError
from provenance.model.approval import Approval, Waiver
from provenance.model.consent import Consent
from provenance.model.delivery import Held
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence, Signal
from provenance.model.holding import REGISTER
from provenance.model.label import Labelling
from provenance.model.policy import Policy
from provenance.standings.declaring import declare

Tree = dict[str, Any]
"""What a person wrote, as ``tomllib`` reads it."""

_ADAPTER: Final = TypeAdapter(Evidence)
# Evidence only names the records; here is what the names stand for.
_ADAPTER.rebuild(
    _types_namespace={
        each.__name__: each for each in (Approval, Consent, Disclosure, Entry, Labelling, Waiver)
    }
)
_SIGNALS: Final = TypeAdapter(tuple[Signal, ...])
_DIGESTS: Final = frozenset(
    {"digest", "digests", "sha256", "as_made", "as_stamped", "fingerprint", "derived_from"}
    | {"terms_sha256", "document_sha256", "evidence_sha256"}
)
_ATTESTED: Final = {
    "trusted": ("valid", "trusted"),
    "stranger": ("valid", "untrusted"),
    "unasked": ("valid", "not_asked"),
    "revoked": ("valid", "revoked"),
    "expired": ("valid", "expired"),
    "edited": ("invalid", "not_asked"),
    "unread": ("unreadable", "not_asked"),
    "unchecked": ("not_checked", "not_asked"),
    "unsigned": ("no_manifest", "not_asked"),
    "register": ("no_manifest", "not_asked"),
}
ASSET: Final = {
    "path": "bg.png",
    "format": "png",
    "family": "image",
    "media_type": "image/png",
    "size": 1000,
    "digest": "a",
}
_SIGNAL: Final = {
    "reader": "xmp",
    "where": "XMP Iptc4xmpExt:DigitalSourceType",
    "strength": "stated",
}
_APPROVAL: Final = {
    "decision": "approved",
    "approver": {"name": "The studio"},
    "reference": "ticket 7",
    "granted_at": "2026-11-01T12:00:00Z",
    "created_at": "2026-11-22T12:00:00Z",
    "scope": {"digests": ["a"]},
}
_CONSENT: Final = {"talent": "Talent One", "signed_at": "2026-10-01T12:00:00Z"}
_WAIVER: Final = {
    "reason": "ticket 8",
    "owner": "The studio",
    "expires": date(2026, 12, 31),
    "created_at": "2026-11-01T12:00:00Z",
}
_LABELLING: Final = {
    "labels": [{"where": "end_credits", "text": "Made in part with AI"}],
    "scope": {"digests": ["a"]},
    "created_at": "2026-11-01T12:00:00Z",
}
_DISCLOSURE: Final = {
    "digital_source_type": "trainedAlgorithmicMedia",
    "created_at": "2026-11-22T12:00:00Z",
}
_USUAL: Final[Mapping[str, Tree]] = {
    "disclosures": _DISCLOSURE,
    "approvals": _APPROVAL,
    "consents": _CONSENT,
    "waivers": _WAIVER,
    "labellings": _LABELLING,
}
"""Kinds of records, and what each says where an example leaves it open."""


def cast(text: str, rules: Mapping[str, Any] | None = None) -> tuple[Evidence, Policy]:
    """The evidence and the policy that an example describes.

    Args:
        text: The TOML.
        rules: The rules of the policy, as its TOML has them.

    Raises:
        PolicyError: The example is no TOML, or names what does not exist.
    """
    with understood():
        tree = tomllib.loads(text)
        policy = policy_of(tree, rules)
        return evidence_of(tree), policy


@contextmanager
def understood() -> Iterator[None]:
    """Whatever is wrong with an example is told as such.

    Raises:
        PolicyError: The example is no TOML, or names what does not exist.
    """
    try:
        yield
    except (tomllib.TOMLDecodeError, ValidationError, TypeError, KeyError) as error:
        raise PolicyError(f"example: {' '.join(str(error).split())}") from error


def policy_of(tree: Tree, rules: Mapping[str, Any] | None) -> Policy:
    """The policy of an example; ``stage`` and ``policy`` are taken out of its tree."""
    policy = {
        "name": "example",
        "stage": tree.pop("stage", "final"),
        "as_of": date(2026, 11, 22),
        "rules": dict(rules or {"example": {}}),
        **tree.pop("policy", {}),
    }
    return Policy.model_validate(spelled(policy))


def evidence_of(tree: Tree) -> Evidence:
    """The evidence that a tree describes, what it leaves out filled in.

    Raises:
        PolicyError: It has a key that nobody reads.
    """
    evidence = _ADAPTER.validate_python(_whole(tree))
    refuse_unknown(tree, _ADAPTER.dump_python(evidence, by_alias=True), "")
    refuse_unread(
        *evidence.disclosures,
        *evidence.misplaced,
        *evidence.approvals,
        *evidence.consents,
        *evidence.waivers,
        *evidence.labellings,
    )
    return evidence


def refuse_unread(*held: Held) -> None:
    """Records keep keys that they do not know; an example must not say what nobody reads."""
    for name in (name for each in held for name in each.record.unknown_keys()):
        raise PolicyError(f"example: {name}: unknown key")


def _whole(tree: Tree) -> Tree:
    tree["asset"] = {**ASSET, **tree.get("asset", {})}
    signals = tree.get("signals", [])
    tree["signals"] = [
        {**_SIGNAL, "value": each.get("source_type", ""), **each} for each in signals
    ]
    tree.update(records_of(tree))
    tree["misplaced"] = [
        _held({"id": f"misplaced-{number}", **_DISCLOSURE, **each}, "records/{id}.json")
        for number, each in enumerate(tree.get("misplaced", []), 1)
    ]
    tree["entries"] = [entry_of(each, tree["asset"]) for each in tree.get("entries", [])]
    if "store" in tree:
        tree["store"] = _store(tree["store"])
        tree.setdefault("integrity", "valid")
    tree.update(spelled(tree))
    if "declaration" not in tree:
        tree["declaration"] = declare(_SIGNALS.validate_python(tree["signals"]))
    return tree


def records_of(tree: Tree, source: str = "manifest one") -> Tree:
    """The records of a tree by kind, each held and with an id.

    Args:
        tree: With lists of tables named after the fields of ``Evidence``.
        source: Where they stand; ``{id}`` is the record's.
    """
    kinds: Tree = {}
    for kind, usual in _USUAL.items():
        kinds[kind] = [
            _held({"id": f"{kind[:-1]}-{number}", **usual, **each}, source)
            for number, each in enumerate(tree.get(kind, []), 1)
        ]
    for held in kinds["consents"]:
        held["names"] = [held["record"]["talent"]]
    return kinds


def _held(tree: Tree, usual: str) -> Tree:
    attestation = attestation_of(tree, usual.format(id=tree["id"]))
    return {"record": tree, "attestation": attestation}


def attestation_of(tree: Tree, usual: str) -> Tree:
    """How a tree is vouched for; the keys that say so are taken out of it.

    Args:
        tree: With ``attested``, ``signer``, ``fingerprint``, ``trust_list`` and ``source``.
        usual: Where it stands, unless it says so itself.
    """
    attested = tree.pop("attested", "trusted")
    integrity, trust = _ATTESTED[attested]
    signer = tree.pop("signer", "")
    source = tree.pop("source", REGISTER if attested == REGISTER else usual)
    signed = integrity != "no_manifest"
    signature = {"subject": signer, "fingerprint": tree.pop("fingerprint", "")}
    trust_list = tree.pop("trust_list", "")
    return {
        "source": source,
        "integrity": integrity,
        "trust": {"state": trust, "list_name": trust_list},
        "signature": signature if signed else None,
    }


def entry_of(tree: Tree, asset: Tree) -> Tree:
    """An entry of the register; by itself it is of the asset, stamped in October 2026."""
    digest = asset["digest"]
    return {
        "id": "entry-1",
        "path": asset["path"],
        "as_made": digest,
        "as_stamped": digest,
        "size": asset["size"],
        "media_type": asset["media_type"],
        "manifest_label": "one",
        "location": "embedded",
        "at": "2026-10-01T12:00:00Z",
        **tree,
        "disclosure": {**_DISCLOSURE, **tree.get("disclosure", {})},
    }


def _store(tree: Tree) -> Tree:
    manifests = [
        {
            "label": f"manifest-{number}",
            **each,
            "actions": [
                {"where": f"c2pa.actions.v2[{index}]", **action}
                for index, action in enumerate(each.get("actions", []))
            ],
            "ingredients": [
                {"label": f"c2pa.ingredient.v3__{index}", **ingredient}
                for index, ingredient in enumerate(each.get("ingredients", []))
            ],
        }
        for number, each in enumerate(tree.get("manifests", [{}]), 1)
    ]
    return {
        "active_label": manifests[0]["label"],
        "location": "embedded",
        "where": "PNG caBX",
        **tree,
        "manifests": manifests,
    }


def spelled(value: Any, key: str = "") -> Any:
    """Digests of one digit spelled out, at any depth of what a person wrote."""
    if isinstance(value, dict):
        return {name: spelled(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [spelled(each, key) for each in value]
    if key in _DIGESTS and isinstance(value, str) and len(value) == 1:
        return "sha256:" + value * 64
    return value


def refuse_unknown(written: Any, understood: Any, place: str) -> None:
    """A key that a field does not take would make an example say less than it seems to."""
    if isinstance(written, dict) and isinstance(understood, dict):
        for key, value in written.items():
            if key not in understood:
                raise PolicyError(f"example: {place}{key}: unknown key")
            refuse_unknown(value, understood[key], f"{place}{key}.")
    elif isinstance(written, list) and isinstance(understood, list | tuple):
        for index, (one, other) in enumerate(zip(written, understood, strict=True)):
            refuse_unknown(one, other, f"{place}{index}.")
