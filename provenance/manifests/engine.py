"""The C2PA engine as the rest of the program sees it: isolated, with a deadline, without network.

The engine itself runs in a child process (``provenance.isolation``), where it can be killed. What
comes back is our model or one of our errors.
"""

import base64
import contextlib
import os
from pathlib import Path
from typing import Any, Final, Self

from provenance.errors import (
    DeadlineError,
    IsolationError,
    ManifestError,
    SigningError,
    UnreadableFileError,
)
from provenance.isolation import Isolated
from provenance.manifests.binding import hash_file
from provenance.manifests.crjson import store_from
from provenance.manifests.definition import Definition
from provenance.manifests.leaf import known_leaf
from provenance.manifests.reading import (
    StoreReading,
    integrity_of,
    reading_without_store,
    trust_of,
    without_store,
)
from provenance.manifests.requests import (
    SignedStore,
    signer_request,
    signing_callbacks,
    signing_request,
)
from provenance.manifests.shared import Outcome
from provenance.manifests.signer import Signer, check_signer
from provenance.manifests.trust import TrustSettings
from provenance.model.asset import Digest
from provenance.model.evidence import Integrity, Trust
from provenance.model.manifest import StoreLocation

__all__ = ["Engine", "Outcome", "SignedStore", "StoreReading"]

BYTES_PER_SECOND: Final = 20_000_000
"""What a loaded disk still delivers: a large master must not be killed for its size."""
_CHILD: Final = "provenance.manifests._native"
_SIGNING_CHILD: Final = "provenance.manifests._native_sign"


class Engine:
    """Reads and writes manifest stores. Not for use by two threads at once.

    Args:
        trust: Whose signatures count.
        timeout: Seconds for one file of ordinary size; larger ones get more, at 20 MB a second.
        isolated: A child process to share; by default the engine has its own.
    """

    def __init__(
        self,
        trust: TrustSettings | None = None,
        *,
        timeout: float = 60.0,
        isolated: Isolated | None = None,
    ) -> None:
        self._trust = trust or TrustSettings()
        self._anchors = [anchor.pem for anchor in self._trust.anchors]
        self._timeout = timeout
        self._owned = isolated is None
        self._isolated = isolated or Isolated()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child process, unless it belongs to somebody else."""
        if self._owned:
            self._isolated.close()

    @property
    def trust(self) -> TrustSettings:
        """The trust settings."""
        return self._trust

    def versions(self) -> dict[str, str]:
        """Versions of the engine's parts, by name.

        Raises:
            IsolationError: The engine does not load.
        """
        found: dict[str, str] = self._isolated.call(f"{_CHILD}:versions", timeout=self._timeout)
        return found

    def read(
        self,
        path: Path,
        *,
        media_type: str,
        where: str,
        sidecar: Path | None = None,
        timeout: float | None = None,
        validate: bool = True,
        digest: Digest | None = None,
    ) -> StoreReading:
        """Read and validate the manifest store of a file.

        Never raises for what a file is or holds: that is the outcome.

        Args:
            path: The asset.
            media_type: Its media type, or the engine's word for it.
            where: Place of the store, as it is reported.
            sidecar: The store, where it is not in the file.
            timeout: Seconds, instead of the engine's own.
            validate: Without it nothing is hashed, and integrity is NOT_CHECKED.
            digest: SHA-256 of the file, where the caller has just taken it: a sidecar that binds
                the whole file is then checked without a second pass. It must come from the file
                as it lies there now, which only a caller knows who holds it open and throws the
                reading away if ``Source.changed()`` in the end.
        """
        try:
            told = self._isolated.call(
                f"{_CHILD}:read",
                timeout=timeout or self._deadline(path),
                path=os.fspath(path),
                media_type=media_type,
                sidecar=None if sidecar is None else os.fspath(sidecar),
                anchors=self._anchors,
                validate=validate,
                digest=digest,
            )
        except DeadlineError as error:
            return without_store(Outcome.TIMED_OUT, f"the engine gave {error}")
        except IsolationError as error:
            return without_store(Outcome.DIED, str(error))
        outcome = Outcome(told["outcome"])
        if outcome is not Outcome.FOUND:
            return reading_without_store(told, outcome, sidecar)
        store = store_from(
            told["report"],
            location=StoreLocation.EMBEDDED if sidecar is None else StoreLocation.SIDECAR,
            where=where,
            state=told["state"] if validate else "",
            remote_url=told["remote_url"],
            leaves={
                label: leaf
                for label, der in told["leaves"].items()
                if (leaf := known_leaf(base64.b64decode(der)))
            },
        )
        if store is None:
            return without_store(Outcome.UNREADABLE_STORE, "the manifest store has no manifest")
        if not validate:
            return StoreReading(outcome, store, Integrity.NOT_CHECKED, Trust())
        return StoreReading(outcome, store, integrity_of(store), trust_of(store, self._trust))

    def embed(
        self,
        source: Path,
        target: Path,
        *,
        media_type: str,
        definition: Definition,
        signer: Signer,
        parent: Path | None = None,
    ) -> str:
        """Write a copy of ``source`` with a signed manifest in it.

        The result is not verified here: the engine does not hash what it wrote. Read it again
        before it replaces anything.

        Args:
            source: Never changed.
            target: Written whole. Left empty after a failure if it was there, removed if not.
            media_type: Under which the engine embeds in this format.
            definition: What to say.
            signer: Who signs.
            parent: The file whose store becomes the parent: the original, where ``source`` has
                other metadata already, or a sidecar of ``source``. Without it the engine drops
                the store in ``source``, so a definition that says "edited" needs it.

        Returns:
            Label of the manifest that was written.

        Raises:
            SigningError: The signer cannot sign, or a time-stamping authority does not answer.
            UnsupportedFormatError: The engine does not embed in this format.
            UnreadableFileError: There is no such file.
            ManifestError: Anything else, with the target cleaned up.
        """
        if not source.is_file():
            raise UnreadableFileError(f"{source}: no such file")
        there = target.exists()
        if there and target.samefile(source):
            raise ManifestError(f"{source.name}: would be overwritten while it is read")
        manifest, ingredients = signing_request(definition, parent, source, media_type)
        try:
            label: str = self._sign(
                f"{_SIGNING_CHILD}:embed",
                signer,
                timeout=self._deadline(source, passes=4),
                source=os.fspath(source),
                target=os.fspath(target),
                media_type=media_type,
                manifest=manifest,
                ingredients=ingredients,
            )
        except BaseException:
            with contextlib.suppress(OSError):
                if there:
                    os.truncate(target, 0)
                else:
                    target.unlink(missing_ok=True)
            raise
        return label

    def sign_sidecar(
        self,
        path: Path,
        *,
        definition: Definition,
        signer: Signer,
        digest: Digest | None = None,
        parent: Path | None = None,
    ) -> SignedStore:
        """Sign a manifest store over the whole of any file, without copying it.

        One pass of SHA-256 in constant memory; the engine never sees the file.

        Args:
            path: The file.
            definition: What to say.
            signer: Who signs.
            digest: SHA-256 of the file, where the caller has just taken it.
            parent: The file whose store becomes the parent: a sidecar of ``path``, or a file
                that has it embedded. A definition that says "edited" needs it.

        Returns:
            The store, to be written beside the file, and its label.

        Raises:
            SigningError: As ``embed``.
            UnreadableFileError: The file cannot be read.
            ManifestError: Anything else.
        """
        manifest, ingredients = signing_request(definition, parent, path)
        check_signer(signer)  # before the file is read for an hour
        try:
            value = bytes.fromhex(digest.removeprefix("sha256:")) if digest else hash_file(path)
        except OSError as error:
            raise UnreadableFileError(f"{path}: cannot be read: {error.strerror}") from error
        # Integers: the engine stores them as a byte string, but text as text.
        binding = {"name": "whole file", "alg": "sha256", "hash": list(value), "pad": []}
        manifest["assertions"].append({"label": "c2pa.hash.data", "data": binding})
        told = self._sign(
            f"{_SIGNING_CHILD}:sign_sidecar",
            signer,
            timeout=self._deadline(*(Path(each["path"]) for each in ingredients)),
            name=definition.title or path.name,
            manifest=manifest,
            ingredients=ingredients,
        )
        return SignedStore(base64.b64decode(told["store"]), told["label"])

    def _sign(self, work: str, who: Signer, /, *, timeout: float, **arguments: Any) -> Any:
        told = signer_request(who)
        try:
            answer = self._isolated.call(
                work,
                timeout=timeout,
                callbacks=signing_callbacks(who),
                signer=told,
                anchors=self._anchors,
                **arguments,
            )
        except DeadlineError as error:
            asked = f"; it asks {who.tsa_url} for the time" if who.tsa_url else ""
            raise SigningError(f"signing gave {error}{asked}") from error
        except IsolationError as error:
            raise SigningError(f"signing failed: {error}") from error
        return answer

    def _deadline(self, *paths: Path, passes: int = 1) -> float:
        size = 0
        for path in paths:
            with contextlib.suppress(OSError):
                size += path.stat().st_size
        return self._timeout + passes * size / BYTES_PER_SECOND
