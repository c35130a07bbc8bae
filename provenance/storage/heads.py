"""The beginnings of the files that come next, asked for while one is read.

A scan reads file after file in the order of their names, and a store takes as long to begin with an
answer as to give a megabyte. Whoever opens the file behind the last one gets the beginnings of
those behind it asked for at the same time: two, then twice as many, up to ``MAX_AHEAD``. Whoever
steps elsewhere, as a scan that knows most files from an earlier one, begins with none again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from provenance.errors import ProvenanceError
from provenance.storage.addresses import Address, protocol_of
from provenance.storage.backends import S3, fetch

HEAD: Final = 64 << 10
"""Bytes of a beginning: one block of ``ranges``."""
MAX_AHEAD: Final = 16
"""Requests at the same time."""
_KEPT: Final = 2 * MAX_AHEAD

Following = Callable[[int], Sequence[Address]]
"""Gives so many of the objects that come next."""


class _Head:
    """One beginning that was asked for."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._data: bytes | None = None
        self._thread = threading.Thread(target=self._fetch, daemon=True)  # holds up no exit
        self._thread.start()

    def _fetch(self) -> None:
        try:
            self._data = fetch(self.address, 0, min(HEAD, self.address.size))
        except ProvenanceError:
            self._data = None  # asked for again by who needs it, and told

    def data(self) -> bytes | None:
        self._thread.join()
        return self._data


class Heads:
    """Beginnings of files. Not for use by two threads at once."""

    def __init__(self) -> None:
        """Asks for nothing yet."""
        self._waiting: OrderedDict[str, _Head] = OrderedDict()
        self._ahead = 0
        self._next = ""

    def first(self, address: Address, following: Following) -> bytes | None:
        """The beginning of an object that is opened now, where it was asked for before.

        Args:
            address: Where it lies.
            following: What may be opened next.
        """
        if protocol_of(address.url) not in S3:  # others stand no two requests at once, perhaps
            return None
        goes_on = address.url == self._next
        self._ahead = min(max(2, self._ahead * 2), MAX_AHEAD) if goes_on else 0
        coming = following(max(1, self._ahead))
        self._next = coming[0].url if coming else ""
        for each in coming[: self._ahead]:
            if each.url not in self._waiting:
                self._waiting[each.url] = _Head(each)
        found = self._waiting.pop(address.url, None)
        while len(self._waiting) > _KEPT:
            self._waiting.popitem(last=False)
        return found.data() if found and found.address == address else None


HEADS: Final = Heads()
"""Of this process: a scan opens one file at a time."""
