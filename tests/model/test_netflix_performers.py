"""The exceptions for performers in the Netflix guidance: one row for each.

Netflix, Using Generative AI in Content Production, August 2025.
A plan is harmless but for what its row says.
"""

import pytest

from .conftest import APPROVAL, NOTIFY, ONE, out

PERFORMERS = [
    # No further consent: as scripted, unsafe for a human, unrecognisable. A likeness that can be
    # recognised waits for the written approval all the same.
    ("replica, as scripted", {"type": "replica_employment", "as_scripted": True}, APPROVAL, False),
    ("replica, unsafe", {"type": "replica_employment", "unsafe_for_human": True}, APPROVAL, False),
    (
        "replica, unrecognisable",
        {"type": "replica_independent", "recognisable": False},
        NOTIFY,
        False,
    ),
    (
        "replica, not as scripted",
        {"type": "replica_employment", "as_scripted": False},
        APPROVAL,
        True,
    ),
    ("replica, nobody says", {"type": "replica_employment"}, APPROVAL, True),
    (
        "replica, new dialogue is never as scripted",
        {"type": "replica_employment", "as_scripted": True, "visual_adr": True},
        APPROVAL,
        True,
    ),
    (
        "replica with a consent",
        {"type": "replica_employment", "consent_ref": "consent 3"},
        APPROVAL,
        False,
    ),
    # Digital alteration: consent, except for customary work.
    (
        "alteration, customary (cosmetics, noise)",
        {"type": "alteration", "customary": True},
        NOTIFY,
        False,
    ),
    ("alteration, as scripted", {"type": "alteration", "as_scripted": True}, NOTIFY, False),
    ("alteration, neither", {"type": "alteration", "as_scripted": False}, APPROVAL, True),
    ("alteration, nobody says", {"type": "alteration"}, APPROVAL, True),
    ("dub under an agreement", {"type": "dub", "agreement_ref": "agreement 2"}, NOTIFY, False),
    ("dub without one", {"type": "dub"}, APPROVAL, True),
]


@pytest.mark.parametrize(
    ("talent", "goes", "asked"), [r[1:] for r in PERFORMERS], ids=[r[0] for r in PERFORMERS]
)
def test_the_exceptions_for_performers(talent, goes, asked):
    found = out(talent=[{"name": ONE, **talent}])
    assert found.way.value == goes
    assert ("consent" in {each.value for each in found.asks}) is asked
