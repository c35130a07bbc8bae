"""When two UMIDs are one: the same bytes, in the orders in which programs write them.

A UMID (SMPTE ST 330) is a label, a length, an instance number and a material number of 16 bytes.
AAF keeps the last as a structure whose first numbers are little endian; of a number that is a
universal label, AAF and MXF each put the other half first; and some programs write the structure
into a file as it lies in memory.
"""

from typing import Final

_DIGITS: Final = 64
_LENGTH, _AFTER, _NUMBER = 24, 26, 32
"""Places, in digits, of the length, of the instance number, and of the material number."""
_HALF: Final = 16


def keys(umid: str) -> frozenset[str]:
    """What a UMID is found under: two are one where they have a key in common.

    Args:
        umid: Hexadecimal digits of 32 bytes; none has no key, nor has one without a number.

    The length is left out, since it only tells a basic UMID from an extended one. That chance
    makes two numbers alike but for their order is out of the question: 64 bits would have to fit.
    """
    number = umid[_NUMBER:]
    if len(umid) != _DIGITS or not number.strip("0"):
        return frozenset()
    lead = umid[:_LENGTH] + umid[_AFTER:_NUMBER]
    return frozenset(lead + _ordered(each) for each in (number, _little(number)))


def _ordered(number: str) -> str:
    """A number with its halves in an order that does not depend on which came first."""
    return "".join(sorted((number[:_HALF], number[_HALF:])))


def _little(number: str) -> str:
    """A number, its first three parts (4, 2 and 2 bytes) in the opposite byte order."""
    data = bytes.fromhex(number)
    return (data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]).hex()
