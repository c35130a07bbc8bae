"""Our own records told from deliverables, by what they begin with."""

import re
from pathlib import Path

CONFIG_NAME = "provenance.toml"
RECORD_HEAD = 512
"""Bytes of a ``.json`` file in which our records name their schema: it is their first key."""
_WORDS = bytes({9, 10, 12, 13, *range(32, 127), *range(128, 256)})
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"
_RECORD_MARK = re.compile(rb'"schema"\s*:\s*"provenance\.')


def is_record(file: str, shown: str) -> bool:
    """Whether a file is a record or a configuration of ours, and so no deliverable.

    Args:
        file: Its path.
        shown: Its path as reports show it.
    """
    name = shown.rpartition("/")[2]  # cheaper than the path's, and the same
    if name != CONFIG_NAME and not name[-5:].lower().endswith(".json"):
        return False
    try:
        with Path(file).open("rb") as opened:
            head = opened.read(RECORD_HEAD)
    except OSError:
        return False
    if name == CONFIG_NAME:
        # Words, no markup: whatever else bears the name counts as a file of the delivery.
        return not head.translate(None, _WORDS) and not head.lstrip(_BEFORE_JSON).startswith(b"<")
    # Only an object: media that was renamed to .json must not slip through with a text in it.
    return head.lstrip(_BEFORE_JSON).startswith(b"{") and _RECORD_MARK.search(head) is not None
