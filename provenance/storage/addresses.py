"""Where one object lies, and what tells this state of it from another."""

import re
from dataclasses import asdict
from typing import Final

from provenance.frozen import dataclass

MARK: Final = "\0object:"
"""Begins an address as text. No path of a file can have a NUL in it, so that a file which a
stranger named can never be taken for an address."""
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Address:
    """One object of a store, as it was listed.

    Attributes:
        url: Where it lies.
        size: Bytes.
        tag: What the store says of its content (ETag), or "". It serves to see a change, never as a
            digest: how a store makes it is the store's affair.
        changed: When it was last changed, in nanoseconds since 1970; 0 where it is not told.
        whole: Whether its bytes were taken over whole.
        problem: Why it cannot be read at all, or "".
    """

    url: str
    size: int
    tag: str = ""
    changed: int = 0
    whole: bool = False
    problem: str = ""

    @property
    def shown(self) -> str:
        """Its URL as people may see it."""
        return shown_url(self.url)

    @property
    def state(self) -> bytes:
        """All that tells it from another state and from other objects."""
        told = (self.url, str(self.size), self.tag, str(self.changed))
        return "\0".join(told).encode("utf-8", "surrogatepass")

    def to_text(self) -> str:
        """As a text that crosses to another process; no path is like it."""
        import base64  # noqa: PLC0415 - as ``urlsplit`` below
        import json  # noqa: PLC0415

        told = json.dumps(asdict(self)).encode()
        return MARK + base64.urlsafe_b64encode(told).decode("ascii")


def address_from(text: str) -> Address | None:
    """The address out of ``Address.to_text``; None for the path of a file."""
    if not text.startswith(MARK):
        return None
    import base64  # noqa: PLC0415 - as ``urlsplit`` below
    import json  # noqa: PLC0415

    return Address(**json.loads(base64.urlsafe_b64decode(text.removeprefix(MARK))))


def is_url(text: object) -> bool:
    """Whether something that was given is an address in a store, and no path."""
    return isinstance(text, str) and _URL.match(text) is not None


def protocol_of(url: str) -> str:
    """The protocol of a URL, in lower case."""
    return url.partition("://")[0].lower()


def shown_url(url: str) -> str:
    """A URL on one line, without what may be secret in it: user, password, signed query."""
    from urllib.parse import urlsplit, urlunsplit  # noqa: PLC0415 - most runs name no URL

    parts = urlsplit(url) if protocol_of(url) in {"http", "https"} else None
    if parts is not None:
        host = parts.netloc.rpartition("@")[2]
        url = urlunsplit((parts.scheme, host, parts.path, "", ""))
    else:
        head, _, rest = url.partition("://")
        first, slash, below = rest.partition("/")
        url = f"{head}://{first.rpartition('@')[2]}{slash}{below}"
    return url.encode("unicode_escape", "backslashreplace").decode("ascii", "replace")
