"""What the parent asks of the child that signs, as JSON."""

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.errors import ManifestError, SigningError
from provenance.manifests.definition import (
    Definition,
    ingredient_json,
    manifest_json,
    parent_json,
)
from provenance.manifests.sidecar import SIDECAR_SUFFIX
from provenance.manifests.signer import CallbackSigner, PemSigner, Signer, chain_of, check_signer


@dataclass(frozen=True, slots=True)
class SignedStore:
    """A manifest store that was just signed.

    Attributes:
        store: Its bytes.
        label: Label of its active manifest.
    """

    store: bytes
    label: str


def ingredient_requests(definition: Definition) -> list[dict[str, Any]]:
    """The ingredients of a definition: what to say of each, and where its store is."""
    return [
        {
            "json": told,
            "path": os.fspath(each.path),
            "media_type": each.media_type,
            "store": None if each.store is None else os.fspath(each.store),
            "embedded": "perhaps" if each.embeddable else "no",
        }
        for told, each in zip(ingredient_json(definition), definition.ingredients, strict=True)
    ]


def parent_request(
    definition: Definition, parent: Path, *, asset: Path | None = None, media_type: str = ""
) -> dict[str, Any]:
    """The asset whose store is kept as the parent.

    Args:
        definition: Of the new manifest.
        parent: The file that holds the store: a sidecar, or the asset itself.
        asset: The asset that a sidecar belongs to.
        media_type: Under which the engine embeds in the asset; "" takes the store out of it.
    """
    beside = parent.suffix.lower() == SIDECAR_SUFFIX
    in_the_file = "stream" if media_type else "extract"
    return {
        "json": parent_json(definition),
        "path": os.fspath(asset if beside and asset is not None else parent),
        "media_type": media_type,
        "store": os.fspath(parent) if beside else None,
        "embedded": "no" if beside else in_the_file,
    }


def signer_request(signer: Signer) -> dict[str, Any]:
    """A checked signer. A key goes as its path, a callback not at all.

    Raises:
        SigningError: It cannot sign.
    """
    return {
        "algorithm": check_signer(signer).algorithm,
        "chain": chain_of(signer)[1].decode("ascii", "replace"),
        "key": os.fspath(signer.key) if isinstance(signer, PemSigner) else None,
        "tsa_url": signer.tsa_url,
    }


def signing_callbacks(signer: Signer) -> dict[str, Callable[[str], str]]:
    """The callbacks that the child may ask for, bytes as base64."""
    if not isinstance(signer, CallbackSigner):
        return {}

    def sign(data: str) -> str:
        try:
            signature = signer.sign(base64.b64decode(data))
        except Exception as error:
            raise SigningError(
                f"the signing callback failed: {type(error).__name__}: {error}",
                hint="Check the KMS or HSM behind it.",
            ) from error
        if not isinstance(signature, bytes):
            raise SigningError(f"the signing callback gave {type(signature).__name__}, not bytes")
        return base64.b64encode(signature).decode()

    return {"sign": sign}


def signing_request(
    definition: Definition, parent: Path | None, asset: Path, media_type: str = ""
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The manifest and its ingredients, the parent first.

    Args:
        definition: What to say.
        parent: The file that holds the store to keep: a sidecar of the asset, or the original.
        asset: What is signed.
        media_type: Under which the engine embeds in the asset; "" for a sidecar.

    Raises:
        ManifestError: An existing store would be lost, or the definition makes no sense.
    """
    if definition.edited and parent is None:
        raise ManifestError(f"{asset.name}: has a manifest store that would be lost")
    ingredients = ingredient_requests(definition)
    if parent is not None:
        first = parent_request(definition, parent, asset=asset, media_type=media_type)
        ingredients.insert(0, first)
    return manifest_json(definition, parent=parent is not None), ingredients
