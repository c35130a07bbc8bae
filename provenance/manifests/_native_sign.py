"""The child process's side of signing. Runs only within ``provenance.isolation``."""

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import c2pa

from provenance.errors import (
    DamagedFileError,
    ManifestError,
    ProvenanceError,
    SigningError,
    UnsupportedFormatError,
)
from provenance.isolation.child import ask_parent
from provenance.manifests._native import (
    FileStream,
    context,
    embedded_store,
    engine_type,
    failed,
    ingredient_results,
    load_store,
)
from provenance.manifests.jumbf import manifest_labels
from provenance.manifests.shared import Outcome

STORE_TYPE: Final = "application/c2pa"
_HTTP: Final = "http resolver"
_MISMATCH: Final = "does not match"
"""The engine's words where the key is not that of the certificate; the authority is not asked."""
_OR_TIME: Final = (
    "Check what answers at {}: it gave no time-stamp (RFC 3161) if the rest is in order, which "
    "`provenance doctor` tells."
)


def embed(  # noqa: PLR0917 - called by keyword, across the pipe
    source: str,
    target: str,
    media_type: str,
    manifest: dict[str, Any],
    ingredients: list[dict[str, Any]],
    signer: dict[str, Any],
    anchors: list[str],
) -> str:
    """Sign ``source`` into ``target``; the label of the new manifest."""
    word = engine_type(media_type)
    # The title is the file as people know it; the source may be a temporary copy.
    name = str(manifest.get("title") or Path(source).name)
    if word is None or word not in c2pa.Builder.get_supported_mime_types():
        raise UnsupportedFormatError(f"{name}: cannot hold a manifest ({media_type})")
    with _told(name, signer), ExitStack() as stack:
        builder = _builder(manifest, ingredients, context(tuple(anchors)), stack)
        reading = stack.enter_context(FileStream(source))
        # Buffered: a short write of a raw file would be lost, since the engine does not look.
        writing = stack.enter_context(Path(target).open("w+b"))
        store = builder.sign(_signer(signer, stack), word, reading, writing)
    return _active_label(store)


def sign_sidecar(
    name: str,
    manifest: dict[str, Any],
    ingredients: list[dict[str, Any]],
    signer: dict[str, Any],
    anchors: list[str],
) -> dict[str, str]:
    """Sign a manifest whose hash assertion is part of it: ``label``, and ``store`` in base64."""
    with _told(name, signer), ExitStack() as stack:
        builder = _builder(manifest, ingredients, context(tuple(anchors)), stack)
        builder.set_no_embed()
        nothing, nowhere = io.BytesIO(), io.BytesIO()
        store = builder.sign(_signer(signer, stack), STORE_TYPE, nothing, nowhere)
    return {"label": _active_label(store), "store": base64.b64encode(store).decode()}


def _active_label(store: bytes) -> str:
    labels = manifest_labels(store)
    if not labels:
        raise ManifestError("the engine wrote a manifest store that has no manifest")
    return labels[-1]


def _builder(
    manifest: dict[str, Any],
    ingredients: Sequence[Mapping[str, Any]],
    settings: Any,
    stack: ExitStack,
) -> Any:
    streams: list[tuple[dict[str, Any], str, str]] = []
    resources: dict[str, bytes] = {}
    plain: list[dict[str, Any]] = []
    for index, each in enumerate(ingredients):
        definition, path = dict(each["json"]), str(each["path"])
        with _blaming(path):
            word = engine_type(str(each["media_type"]))
            if each["embedded"] in {"stream", "perhaps"} and word is not None:
                if _has_store(path, word):
                    streams.append((definition, word, path))
                    continue
                if each["embedded"] == "stream":
                    raise ManifestError(f"{path}: has no manifest store that could be kept")
            kept = _store_of(each, settings)
        if kept is not None:
            store, label, results = kept
            identifier = f"ingredient-{index}.c2pa"
            definition |= {
                "active_manifest": label,
                "manifest_data": {"format": STORE_TYPE, "identifier": identifier},
                "validation_results": results,
            }
            resources[identifier] = store
        plain.append(definition)
    builder = c2pa.Builder(manifest | {"ingredients": plain}, settings)
    stack.callback(builder.close)
    for identifier, data in resources.items():
        builder.add_resource(identifier, io.BytesIO(data))
    for definition, word, path in streams:
        with _blaming(path), FileStream(path) as stream:
            builder.add_ingredient(definition, word, stream)
    return builder


def _store_of(
    ingredient: Mapping[str, Any], settings: Any
) -> tuple[bytes, str, dict[str, Any]] | None:
    """An ingredient's store, its active label and how it validates; None without a store."""
    path = str(ingredient["path"])
    if ingredient["embedded"] == "extract":
        return embedded_store(path, settings)
    if ingredient["store"] is None:
        return None
    store = load_store(Path(ingredient["store"]))
    return (store, *ingredient_results(path, store, settings))


def _has_store(path: str, word: str) -> bool:
    """Whether the engine finds a store in the file; nothing is hashed for it.

    A reference to a remote store counts as none: it is not fetched.
    """
    lazy = context((), validate=False)
    try:
        with FileStream(path) as stream, c2pa.Reader(word, stream, context=lazy):
            return True
    except c2pa.C2paError as error:
        if failed(error)["outcome"] in {Outcome.NONE, Outcome.REMOTE_ONLY, Outcome.NOT_SUPPORTED}:
            return False
        raise


@contextmanager
def _blaming(path: str) -> Iterator[None]:
    """Name the ingredient that a failure is about."""
    try:
        yield
    except ManifestError:
        raise
    except DamagedFileError as error:
        raise ManifestError(f"ingredient {error}") from error
    except OSError as error:
        raise ManifestError(f"ingredient {path}: cannot be read: {error.strerror}") from error
    except (c2pa.C2paError, RecursionError, ValueError, LookupError) as error:
        raise ManifestError(f"ingredient {path}: {failed(error)['detail']}") from error


@contextmanager
def _told(name: str, signer: Mapping[str, Any]) -> Iterator[None]:
    """The engine's failures to sign in our words."""
    try:
        yield
    except ProvenanceError:
        raise
    except OSError as error:
        raise ManifestError(f"{name}: cannot be signed: {error.strerror or error}") from error
    except c2pa.C2paError as error:
        line = " ".join(str(error).split())[:300]
        if _HTTP in line and signer["tsa_url"]:
            raise SigningError(
                f"the time-stamping authority {signer['tsa_url']} does not answer",
                hint="Check its address, or sign without one; then the signature ends with "
                "the certificate.",
            ) from error
        if isinstance(error, c2pa.C2paError.Signature):
            tsa = signer["tsa_url"]
            raise SigningError(
                f"{name}: the signature could not be made: {line}",
                hint=_OR_TIME.format(tsa) if tsa and _MISMATCH not in line else "",
            ) from error
        if isinstance(error, c2pa.C2paError.NotSupported):
            raise UnsupportedFormatError(f"{name}: cannot hold a manifest") from error
        raise ManifestError(f"{name}: cannot be signed: {line}") from error


def _signer(told: Mapping[str, Any], stack: ExitStack) -> Any:
    algorithm, chain, tsa = told["algorithm"], told["chain"], told["tsa_url"]
    if told["key"] is None:

        def sign(data: bytes) -> bytes:
            return base64.b64decode(ask_parent("sign", base64.b64encode(data).decode()))

        kind = getattr(c2pa.C2paSigningAlg, algorithm.upper())
        signer = c2pa.Signer.from_callback(sign, kind, chain, tsa)
    else:
        secret = _pkcs8(Path(told["key"]).read_bytes())
        info = c2pa.C2paSignerInfo(algorithm, chain.encode(), secret, tsa.encode() if tsa else None)
        signer = c2pa.Signer.from_info(info)
    stack.callback(signer.close)
    return signer


def _pkcs8(pem: bytes) -> bytes:
    """A private key in PKCS#8, the one form of every kind of key that the engine reads."""
    if pem.lstrip().startswith(b"-----BEGIN PRIVATE KEY-----"):
        return pem
    # A fifth of the worker's start, for the keys of others only: ours are PKCS#8.
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415

    key = form.load_pem_private_key(pem, password=None)
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
