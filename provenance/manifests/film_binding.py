"""The hard binding of a large film (``c2pa.hash.bmff``), checked by hashing the film ourselves.

The engine hashes in two buffers of 256 MiB, and half of its time goes to their pages. So it reads a
film with its media withheld (``FilmStream``): it parses the file as it lies there, takes the store
out of it, validates signature, claim, assertions and ingredients, and fails at one thing, reading
the media to hash them. We hash the film, and where the digest is the claimed one, exactly that one
failure is replaced by the success that the engine would have logged.

**Only a match is ever said here**, and only if every one of these holds. Else the engine reads the
whole film as if this module were not there, so that what it says of a film that was tampered with,
or is made in any other way, is its own word:

- The file is boxes from its first byte to its last (``film_of``): ``ftyp`` first, no size that runs
  to the end, out of the file or into a header, plain names, one C2PA box for a manifest store and
  no other, media. Nothing lies behind the last box. It is no object of a store.
- The engine found one hard binding wanting, ``c2pa.hash.bmff.v2`` or ``.v3`` of the active
  manifest, which has no other. It objects to nothing else, save that nobody here trusts the
  signer, and to no ingredient.
- The bytes of the assertion are those that the claim signs: we hash them too, out of the file, and
  read them strictly, so that nothing which could be read in two ways is read at all.
- The assertion has one digest over the whole file, no Merkle trees, and leaves out nothing but
  whole top-level boxes of the five kinds that C2PA leaves out: its own (``/uuid`` with its UUID),
  ``/ftyp``, ``/mfra``, ``/free`` and ``/skip``. Parts of boxes, conditions on length, version or
  flags, paths into boxes, numbered paths and anything unknown are the engine's work.
- The engine was stopped once, and it is a version of which tests have shown that both ways say the
  same (``PROVEN``).
- Size and times of the file are those of before.

So a box that is moved, added, lost or exchanged changes the digest, except for those kinds which
anybody may change under the specification too. Sources: C2PA 2.2 sections 9.2.3, 13.1 and 18.7.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from provenance.manifests.binding import active_results
from provenance.manifests.cbor import CborError, decode
from provenance.manifests.codes import as_list, as_map, as_text
from provenance.manifests.films import C2PA_UUID, UUID_AT, FilmStream
from provenance.manifests.jumbf import assertion_box, content_of
from provenance.manifests.shared import UNTRUSTED

PROVEN: Final = frozenset({"0.91.3"})
"""Versions of c2pa-rs of which the tests have shown that both ways say the same."""

_MATCH: Final = "assertion.bmffHash.match"
_MISMATCH: Final = "assertion.bmffHash.mismatch"
_SAID: Final = "BMFF hash valid"
_HASHED: Final = "assertion.hashedURI.match"
_SIGNED: Final = frozenset({"claimSignature.validated", "claimSignature.insideValidity"})
_HASH: Final = "c2pa.hash."
_LABELS: Final = ("c2pa.hash.bmff.v2", "c2pa.hash.bmff.v3")
_ALGORITHMS: Final = ("sha256", "sha384", "sha512")
_FIELDS: Final = frozenset({"exclusions", "alg", "hash", "name"})
_WHOLE: Final = {"/ftyp": b"ftyp", "/mfra": b"mfra", "/free": b"free", "/skip": b"skip"}
_OWN: Final = {"data": [{"offset": UUID_AT, "value": C2PA_UUID}]}


@dataclass(frozen=True, slots=True)
class FilmBinding:
    """A plain ``c2pa.hash.bmff`` assertion.

    Attributes:
        url: JUMBF URI of the assertion.
        algorithm: ``sha256``, ``sha384`` or ``sha512``.
        digest: What the film must hash to.
        left_out: Kinds of top-level boxes that are not hashed, beside C2PA's own.
    """

    url: str
    algorithm: str
    digest: bytes
    left_out: frozenset[bytes]

    def is_open(self, report: Any) -> bool:
        """Whether the engine's one objection, beside an unknown signer, is to this binding."""
        results = active_results(report)
        success = [as_map(each) for each in as_list(results.get("success"))]
        failures = [as_map(each) for each in as_list(results.get("failure"))]
        own = [each for each in failures if each.get("code") != UNTRUSTED]
        said = {as_text(each.get("code")) for each in success}
        return (
            [(each.get("code"), each.get("url")) for each in own] == [(_MISMATCH, self.url)]
            and [each.get("url") for each in success if each.get("code") == _HASHED].count(self.url)
            == 1
            and said >= _SIGNED
            and _MATCH not in said
            and all(each.get("code") == UNTRUSTED for each in _of_ingredients(report))
        )

    def settle(self, results: dict[str, Any]) -> None:
        """Say that it matches, in the place of the engine's objection."""
        kept = [each for each in results["failure"] if as_map(each).get("code") != _MISMATCH]
        status = {"code": _MATCH, "url": self.url, "explanation": _SAID}
        # The engine checks the hard binding last: its word on it is the last of the list.
        results |= {"failure": kept, "success": [*results["success"], status]}


def settles(report: Any, stream: FilmStream) -> bool:
    """Hash a film of which the engine has read all but the media.

    Args:
        report: The crJSON report, parsed. Where the digest is the claimed one, it says so from
            now on.
        stream: What the engine has read.

    Returns:
        Whether the report holds. Else it is left as it is, and worthless: the engine must read
        the whole film.

    Raises:
        OSError: It cannot be read.
    """
    film = stream.film
    binding = film_binding(report, film.store)
    if stream.withheld != 1 or binding is None or not binding.is_open(report):
        return False
    made = film.digest(binding.algorithm, binding.left_out)
    if not hmac.compare_digest(made, binding.digest) or not film.unchanged():
        return False
    binding.settle(active_results(report))
    return True


def film_binding(report: Any, store: bytes) -> FilmBinding | None:
    """The hard binding of the active manifest, if it is of the plain form and there is no other.

    Args:
        report: A crJSON report, parsed.
        store: The manifest store.
    """
    entries = as_list(as_map(report).get("manifests"))
    active = as_map(entries[0]) if entries else {}
    labels = [label for label in as_map(active.get("assertions")) if label.startswith(_HASH)]
    if active.get("isUpdateManifest") is not False or len(labels) != 1 or labels[0] not in _LABELS:
        return None
    manifest, label = as_text(active.get("label")), labels[0]
    claim = as_map(active.get("claim.v2") or active.get("claim"))
    data = _signed(claim, manifest, label, store)
    algorithm, digest = data.get("alg", claim.get("alg")), data.get("hash")
    left_out = _left_out(data.get("exclusions"))
    if not data.keys() <= _FIELDS or algorithm not in _ALGORITHMS or left_out is None:
        return None
    if not isinstance(digest, bytes) or len(digest) != hashlib.new(algorithm).digest_size:
        return None
    return FilmBinding(_absolute(manifest, label), algorithm, digest, left_out)


def _signed(claim: Mapping[str, Any], manifest: str, label: str, store: bytes) -> dict[str, Any]:
    """The fields of an assertion out of the store, if its bytes are those that the claim names."""
    named = [
        as_map(each)
        for kind in ("created_assertions", "gathered_assertions", "assertions")
        for each in as_list(claim.get(kind))
        if label in as_text(as_map(each).get("url"))
    ]
    urls = (f"self#jumbf=c2pa.assertions/{label}", _absolute(manifest, label))
    box = assertion_box(store, manifest, label)
    if box is None or len(named) != 1 or named[0].get("url") not in urls:
        return {}
    algorithm = named[0].get("alg", claim.get("alg"))
    if algorithm not in _ALGORITHMS:
        return {}
    made = base64.b64encode(hashlib.new(algorithm, box).digest()).decode()
    content = content_of(box)
    if named[0].get("hash") != f"b64'{made}'" or content is None:
        return {}
    try:
        return _told(decode(content))
    except CborError:
        return {}


def _absolute(manifest: str, label: str) -> str:
    return f"self#jumbf=/c2pa/{manifest}/c2pa.assertions/{label}"


def _left_out(exclusions: Any) -> frozenset[bytes] | None:
    """The kinds of boxes that are left out; None where anything but whole boxes may be."""
    kinds: list[bytes] = []
    for each in as_list(exclusions):
        told = _told(each)
        path = as_text(told.pop("xpath", None))
        if path == "/uuid" and told == _OWN:
            kinds.append(b"uuid")
        elif path in _WHOLE and not told:
            kinds.append(_WHOLE[path])
        else:
            return None
    # One of each at most, and C2PA's box among them: it cannot hold its own hash.
    plain = len(set(kinds)) == len(kinds) and b"uuid" in kinds
    return frozenset(kinds) - {b"uuid"} if plain else None


def _of_ingredients(report: Any) -> list[dict[str, Any]]:
    """What speaks against ingredients since they were taken in."""
    return [
        as_map(status)
        for entry in as_list(as_map(report).get("manifests"))
        for each in as_list(as_map(entry).get("ingredientDeltas"))
        for status in as_list(as_map(as_map(each).get("validationDeltas")).get("failure"))
    ]


def _told(value: Any) -> dict[str, Any]:
    """A map without the fields that have no value, as some makers write all that there are."""
    return {key: each for key, each in as_map(value).items() if each is not None}
