"""Object storage as a scan sees it: a folder whose files are read in ranges.

``reached`` lays out for every URL what the store lists, as a folder of this machine: what speaks of
other files (records, lists, maps) with its bytes, all else as a place holder of the right name and
size, of which not one byte can be read. So the rules for names, sidecars, sequences,
packages and what is left out are those of any folder. Content is read in ranges: ``address_of``
says where from, and any other attempt to open a place holder is refused.

fsspec and what it needs (extra ``s3``) are loaded when a URL was given, and not before.
"""

from provenance.storage.active import (
    address_of,
    attach,
    attached,
    in_storage,
    listed_as,
    object_at,
    opened,
    portable,
    reached,
    told,
)
from provenance.storage.addresses import is_url

__all__ = [
    "address_of",
    "attach",
    "attached",
    "in_storage",
    "is_url",
    "listed_as",
    "object_at",
    "opened",
    "portable",
    "reached",
    "told",
]
