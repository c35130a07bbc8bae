"""How an asset stands that an example describes."""

import pytest

from provenance.rules.examples import cast
from provenance.standings.standing import approval_standing, disclosure_standing


@pytest.fixture
def disclosed():
    """How its disclosure stands."""
    return lambda text: disclosure_standing(*cast(text))


@pytest.fixture
def approved():
    """How its approval stands."""
    return lambda text: approval_standing(*cast(text))
