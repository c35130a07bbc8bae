"""What an example leaves open: the usual asset, signal, records and manifest store."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

from provenance.model.evidence import Signal
from provenance.model.holding import REGISTER
from provenance.standings.declaring import declare

Tree = dict[str, Any]
"""What a person wrote, as ``tomllib`` reads it."""

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


def whole(tree: Tree) -> Tree:
    """A tree with the fields of ``Evidence`` in the long form."""
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
