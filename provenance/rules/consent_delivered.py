"""Rule ``consent-delivered``."""

from collections.abc import Iterator

from provenance.model.delivery import DeliveryEvidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.veiling import VEIL
from provenance.rules.base import delivery_rule


@delivery_rule(Severity.WARNING, fixed=True)
def consent_delivered(delivery: DeliveryEvidence, _policy: Policy) -> Iterator[Problem]:
    """No consent with a performer's name in clear lies in the delivery.

    A consent record lies among the delivered files and holds a name that is not veiled. It still
    counts: this is about what leaves the house.

    Why:
        A consent holds personal data of people who did not agree that it is passed around.

    Source:
        House rule (docs/adr/0013).

    Fix:
        Take the consent out of the delivery and keep it in the production's ``consents`` folder.
        Who has to see it gets it apart, and scans with ``--consents``.

    Fails:
        [[consents]]
        talent = "Talent One"

    Passes:
        [[consents]]
        talent = "salted-sha256:d1"
    """
    count = sum(
        not held.record.talent.startswith(VEIL) for held in delivery.here(delivery.consents)
    )
    if count:
        many = f"{count} consents with names in clear lie" if count > 1 else ""
        message = many or "a consent with a name in clear lies"
        yield Problem(f"{message} in the delivery", key="consents")
