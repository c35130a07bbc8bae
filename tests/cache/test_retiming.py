"""A report and its time, parted and put together again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from provenance import retiming
from provenance.retiming import parted, retold

AT = datetime(2026, 11, 23, 5, 22, 10, tzinfo=UTC)
THEN = AT + timedelta(days=-399, hours=-11, minutes=-11, seconds=-11)
NOW = AT + timedelta(days=3, minutes=59)
FORMS = ("{:%Y-%m-%d %H:%M}", "{:%Y-%m-%dT%H:%M:%S}Z")


def written(parts, moment):
    return b"".join(
        each if isinstance(each, bytes) else FORMS[each].format(moment).encode() for each in parts
    )


PARTS = st.lists(
    st.binary(max_size=40).filter(lambda each: b"2026" not in each) | st.integers(0, 1)
)


@given(parts=PARTS, size=st.integers(1, 50))
def test_every_time_is_exchanged_and_nothing_else(parts, size):
    text = written(parts, AT)
    bare, cuts = parted(text, AT, written(parts, THEN), THEN)
    pieces = [bare[start : start + size] for start in range(0, len(bare), size)]
    for moment in (AT, NOW):
        assert b"".join(retold(pieces, cuts, moment)) == written(parts, moment)


def test_what_depends_on_the_time_otherwise_is_not_parted():
    text = b"at 2026-11-23 05:22, "
    other = b"at 2025-10-19 18:10, "
    assert parted(text, AT, other, THEN) is not None
    assert parted(text + b"today", AT, other + b"last year", THEN) is None
    assert parted(text + b"today", AT, other, THEN) is None
    # The same minute, but of something else: a record that was signed just then.
    assert (
        parted(text + b"signed 2026-11-23 05:22", AT, other + b"signed 2026-11-23 05:22", THEN)
        is None
    )


def test_a_report_full_of_times_is_not_parted():
    parts = [0] * (retiming.MAX_TIMES + 1)
    assert parted(written(parts, AT), AT, written(parts, THEN), THEN) is None
