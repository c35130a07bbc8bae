"""What evidence shows of an ordinary signing certificate, without a library for certificates.

Loading one takes longer than reading two hundred files. A certificate that is laid out as nearly
all are (X.509 version 3, names in UTF-8 or ASCII, a positive serial number) is read here; any
other is left to the library, so that its answer holds for whatever is unusual or damaged. Tests
compare the two. Nothing is verified. Source: RFC 5280 section 4.1; X.690 sections 8 and 10.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

_INTEGER, _BITS, _OID, _SEQUENCE, _SET = 0x02, 0x03, 0x06, 0x30, 0x31
_UTF8, _PRINTABLE, _IA5, _UTC_TIME, _GENERAL_TIME = 0x0C, 0x13, 0x16, 0x17, 0x18
_VERSION_3: Final = bytes.fromhex("a003020102")
_OPTIONAL: Final = (0x81, 0x82, 0xA3)
"""Unique identifiers of issuer and subject, extensions."""
_NAMES: Final = {bytes.fromhex("550403"): "CN", bytes.fromhex("55040a"): "O"}
_CENTURY: Final = 50
"""Years of two digits from this on are of the twentieth century (RFC 5280 section 4.1.2.5.1)."""
_LONGEST_SERIAL: Final = 20


class _UnusualError(Exception):
    """Something that is left to the library."""


def plain_facts(der: bytes) -> dict[str, Any] | None:
    """Names, serial and validity of an ordinary certificate, in the shape of the engine's report.

    Args:
        der: The certificate.

    Returns:
        What ``leaf.certificate_facts`` gives; None for a certificate that is not ordinary, or is
        none at all.
    """
    try:
        return _facts(der)
    except (_UnusualError, IndexError, ValueError):
        return None


def _facts(der: bytes) -> dict[str, Any]:
    ((outer, start, end),) = _values(der, 0, len(der))
    (to_sign, inner, stop), (named, at, until), (signed, _, _) = _values(der, start, end)
    (version, serial, algorithm, issuer, validity, subject, key, *rest) = _values(der, inner, stop)
    tags = (outer, to_sign, named, algorithm[0], issuer[0], validity[0], subject[0], key[0])
    optional = [each[0] for each in rest]
    _need(
        set(tags) == {_SEQUENCE}
        and signed == _BITS
        and der[inner : version[2]] == _VERSION_3
        and der[at:until] == der[algorithm[1] : algorithm[2]]
        and optional == [tag for tag in _OPTIONAL if tag in optional]
    )
    before, after = (_moment(der, *each) for each in _values(der, validity[1], validity[2]))
    return {
        "serialNumber": _serial(der, *serial),
        "issuer": _name(der, issuer[1], issuer[2]),
        "subject": _name(der, subject[1], subject[2]),
        "validity": {"notBefore": before, "notAfter": after},
    }


def _need(ordinary: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not ordinary:
        raise _UnusualError


def _values(der: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The values that fill a range: tag, where the content begins and where it ends."""
    while at < end:
        tag, size = der[at], der[at + 1]
        at += 2
        if size > 0x7F:  # noqa: PLR2004 - the long form, as short as it can be
            width = size & 0x7F
            size = int.from_bytes(der[at : at + width], "big")
            at += width
            _need(0 < width <= 3 and size > 0x7F and size >> 8 * (width - 1) > 0)  # noqa: PLR2004
        _need(tag & 0x1F != 0x1F and at + size <= end)  # noqa: PLR2004 - a tag of several bytes
        yield tag, at, at + size
        at += size


def _serial(der: bytes, tag: int, start: int, end: int) -> str:
    # Positive, and as short as it can be: a zero only in front of what would read as a sign.
    first = der[start]
    _need(tag == _INTEGER and 0 < end - start <= _LONGEST_SERIAL and first < 0x80)  # noqa: PLR2004
    _need(first > 0 or (end - start > 1 and der[start + 1] >= 0x80))  # noqa: PLR2004
    return f"{int.from_bytes(der[start:end], 'big'):x}"


def _name(der: bytes, start: int, end: int) -> dict[str, str]:
    """Common name and organisation, the first of each."""
    found: dict[str, str] = {}
    for outer, inner, stop in _values(der, start, end):
        _need(outer == _SET and inner < stop)
        for pair, at, until in _values(der, inner, stop):
            (kind, first, last), (string, begin, close) = _values(der, at, until)
            _need(pair == _SEQUENCE and kind == _OID and last > first and close > begin)
            _need(string in {_UTF8, _PRINTABLE, _IA5})
            text = der[begin:close].decode("utf-8" if string == _UTF8 else "ascii")
            if key := _NAMES.get(der[first:last]):
                found.setdefault(key, text)
    return found


def _moment(der: bytes, tag: int, start: int, end: int) -> str:
    digits = der[start : end - 1]
    wide = {_UTC_TIME: 12, _GENERAL_TIME: 14}.get(tag)
    _need(len(digits) == wide and digits.isdigit() and der[end - 1 : end] == b"Z")
    text = digits.decode()
    if tag == _UTC_TIME:
        text = ("19" if int(text[:2]) >= _CENTURY else "20") + text
    _need(tag == _UTC_TIME or int(text[:4]) >= 2000 + _CENTURY)
    parts = [int(text[:4]), *(int(text[at : at + 2]) for at in range(4, 14, 2))]
    year, month, day, hour, minute, second = parts
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
