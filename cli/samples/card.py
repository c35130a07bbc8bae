"""A camera card with its ASC MHL history (ASC MHL 2.0)."""

import hashlib

from .boxes import CREATOR, DATE, Files, document
from .film import film

_MHL = "urn:ASC:MHL:v2.0"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _c4(data: bytes) -> str:
    """The C4 id of some bytes (SMPTE ST 2114)."""
    number, digits = int.from_bytes(hashlib.sha512(data).digest(), "big"), ""
    while number:
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    return "c4" + digits.rjust(88, _ALPHABET[0])


def history() -> Files:
    """A camera card with its ASC MHL history of one generation."""
    files = {
        "Clips/A001C001.mxf": film(6),
        "Clips/A001C002.mxf": film(7),
        "A001.ale": b"Heading\nFIELD_DELIM\tTABS\n",
    }
    rows = "".join(
        f'    <hash>\n      <path size="{len(data)}">{path}</path>\n'
        f'      <c4 action="original" hashdate="{DATE}">{_c4(data)}</c4>\n    </hash>\n'
        for path, data in files.items()
    )
    body = (
        f"  <creatorinfo>\n    <creationdate>{DATE}</creationdate>\n"
        f'    <hostname>cart.example</hostname>\n    <tool version="1.0">{CREATOR}</tool>\n'
        "  </creatorinfo>\n  <processinfo>\n    <process>in-place</process>\n    <ignore>\n"
        "      <pattern>.DS_Store</pattern>\n      <pattern>ascmhl</pattern>\n"
        "      <pattern>ascmhl/</pattern>\n    </ignore>\n  </processinfo>\n"
        f"  <hashes>\n{rows}  </hashes>\n"
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<hashlist version="2.0" xmlns="{_MHL}">\n'
    listed = f"{text}{body}</hashlist>\n".encode()
    name = "0001_A001_2026-11-02_094100Z.mhl"
    chain = (
        f'  <hashlist sequencenr="1">\n    <path>{name}</path>\n    <c4>{_c4(listed)}</c4>\n'
        "  </hashlist>\n"
    )
    directory = document("ascmhldirectory", "urn:ASC:MHL:DIRECTORY:v2.0", chain)
    return {**files, f"ascmhl/{name}": listed, "ascmhl/ascmhl_chain.xml": directory}
