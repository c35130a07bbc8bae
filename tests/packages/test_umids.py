"""When two UMIDs are one, in whichever order a program wrote the bytes."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.packages.umids import keys

LABEL = "060a2b34010101050101" + "0f20" + "13" + "000000"
NUMBER = "4fa5c20f4e301e50060e2b347f7f2a80"
UMID = LABEL + NUMBER
numbers = st.binary(min_size=16, max_size=16).filter(any)


def same(one, other):
    return bool(keys(one) & keys(other))


def test_a_number_that_is_a_label_is_one_whichever_half_stands_first():
    assert same(UMID, LABEL + NUMBER[16:] + NUMBER[:16])


def test_a_structure_as_it_lies_in_memory_is_the_same():
    assert same(UMID, LABEL + "0fc2a54f304e501e060e2b347f7f2a80")


def test_an_extended_umid_is_told_by_its_basic_half():
    assert same(UMID, UMID.replace("0f2013", "0f2033"))


@pytest.mark.parametrize(
    "other",
    [
        UMID.replace("13000000", "13000001"),  # another instance of the same material
        UMID.replace("4fa5c20f", "4fa5c20e"),
        UMID.replace("06", "07", 1),
    ],
)
def test_what_differs_in_instance_number_or_label_is_another(other):
    assert not same(UMID, other)


@pytest.mark.parametrize("none", ["", "0" * 64, LABEL + "0" * 32, UMID[:-2], UMID + "00"])
def test_what_is_no_umid_is_found_under_nothing(none):
    assert keys(none) == frozenset()


@given(numbers)
def test_every_order_of_one_number_is_one(number):
    straight, mixed = number.hex(), UUID(bytes=number).bytes_le.hex()
    forms = [straight, mixed, straight[16:] + straight[:16], mixed[16:] + mixed[:16]]
    assert all(same(LABEL + one, LABEL + straight) for one in forms)


@given(numbers, numbers)
def test_two_numbers_are_one_only_if_their_bytes_are(one, other):
    alike = sorted(one) == sorted(other)
    assert alike or not same(LABEL + one.hex(), LABEL + other.hex())
