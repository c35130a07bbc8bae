"""Words for what goes wrong between here and a store: one line, and what to do about it."""

import re
from typing import Final

from provenance.errors import ConfigError, FileChangedError, ProvenanceError, UnreadableFileError
from provenance.storage.addresses import shown_url

_NETWORK: Final = "Check the network and the endpoint, then scan again: nothing was judged clean."
_CREDENTIALS: Final = (
    "Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; FSSPEC_S3_ANON=true for a "
    "public bucket."
)
_SECRET: Final = re.compile(r"\?[^ '\")]{8,}")
"""The query of an address: it may carry a signature."""
_LATE: Final = frozenset(
    {"FSTimeoutError", "TimeoutError", "ReadTimeoutError", "ConnectTimeoutError"}
)
_AWAY: Final = ("Connect", "Endpoint", "Disconnected")
_MAX_CAUSES: Final = 8


class LostStoreError(UnreadableFileError):
    """A store that does not answer; the object itself may be sound."""


def failure(url: str, error: Exception) -> ProvenanceError:
    """What an exception of fsspec, or of what is below it, comes to.

    Args:
        url: What was asked for.
        error: What was raised; its causes are looked at too.
    """
    shown, names, text = shown_url(url), kinds_of(error), line_of(error)
    if any(each in text for each in ("PreconditionFailed", "(412)", "pre-conditions")):
        return FileChangedError(f"{shown}: changed since it was listed")
    if names & _LATE:
        return LostStoreError(f"{shown}: cannot be read: no answer in time", hint=_NETWORK)
    if any("NoCredentials" in name or "CredentialRetrieval" in name for name in names):
        return UnreadableFileError(f"{shown}: cannot be read: no credentials", hint=_CREDENTIALS)
    if "InvalidObjectState" in text or "storage class" in text:
        return UnreadableFileError(
            f"{shown}: cannot be read: it is archived", hint="Have the store restore it first."
        )
    if "FileNotFoundError" in names or " 404" in text:
        what = "no such bucket" if "bucket does not exist" in text else "no such object"
        return UnreadableFileError(f"{shown}: {what}", hint="Check the URL, and the endpoint.")
    if "PermissionError" in names or any(each in text for each in ("401", "403", "Forbidden")):
        return UnreadableFileError(f"{shown}: cannot be read: access denied", hint=_CREDENTIALS)
    if any(each in name for name in names for each in _AWAY):
        return LostStoreError(
            f"{shown}: cannot be read: the store cannot be reached", hint=_NETWORK
        )
    return UnreadableFileError(f"{shown}: cannot be read: {text}", hint=_NETWORK)


def not_installed(protocol: str, error: ImportError) -> ConfigError:
    """What a store needs and is not there."""
    causes = (error, error.__cause__, error.__context__)
    names = (each.name for each in causes if isinstance(each, ImportError) and each.name)
    lacking = next(names, "a package")
    return ConfigError(
        f"{protocol}://: object storage is not read without the extra s3 ({lacking} is not there)",
        hint="pip install 'media-provenance[s3]'",
    )


def kinds_of(error: BaseException | None) -> set[str]:
    """Names of the classes of an exception, and of those that caused it."""
    names: set[str] = set()
    for _ in range(_MAX_CAUSES):
        if error is None:
            break
        names |= {each.__name__ for each in type(error).__mro__}
        error = error.__cause__ or error.__context__
    return names


def line_of(error: BaseException) -> str:
    """What an exception says, on one line; its class where it says nothing."""
    text = " ".join(str(error).split())[:200]
    told = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return _SECRET.sub("?...", told)
