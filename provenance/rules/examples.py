"""Evidence written by hand: what the examples on a rule's page mean.

An example is TOML with the fields of ``Evidence`` at the top level, beside ``stage`` and
``policy``. So that it shows what matters and nothing else:

* the asset is ``bg.png``, a PNG with the digest ``a``; a digest of one hexadecimal digit stands
  for 64 of them;
* the scan is for the stage ``final`` on 22 November 2026;
* a signal is a ``stated`` one by the XMP reader; what all signals declare together is worked out;
* a disclosure or approval is signed by someone trusted, ``attested`` says otherwise: ``register``,
  ``unsigned``, ``edited`` (after signing), ``stranger`` (valid, on no list), ``unasked`` (no list
  was named); ``signer`` names the certificate, ``trust_list`` the list that it stands on;
* a disclosure is of ``trainedAlgorithmicMedia``; an approval was given on 1 November 2026 for the
  asset's digest; a consent was signed by ``Talent One`` on 1 October 2026; a waiver runs to the
  end of 2026; a labelling is a notice in the end credits,
  for the asset's digest;
* a manifest store is embedded and valid, its first manifest active.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from provenance.errors import PolicyError
from provenance.model.approval import Approval, Waiver
from provenance.model.consent import Consent
from provenance.model.delivery import Held
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence
from provenance.model.label import Labelling
from provenance.model.policy import Policy
from provenance.rules.usual import Tree, spelled, whole

T = TypeVar("T")


def adapter_of(kind: type[T]) -> TypeAdapter[T]:
    """What reads a tree as a kind of evidence: it only names the records, here is what they are."""
    adapter = TypeAdapter(kind)
    records = (Approval, Consent, Disclosure, Entry, Labelling, Waiver)
    adapter.rebuild(_types_namespace={each.__name__: each for each in records})
    return adapter


_ADAPTER: Final = adapter_of(Evidence)


def cast(text: str, rules: Mapping[str, Any] | None = None) -> tuple[Evidence, Policy]:
    """The evidence and the policy that an example describes.

    Args:
        text: The TOML.
        rules: The rules of the policy, as its TOML has them.

    Raises:
        PolicyError: The example is no TOML, or names what does not exist.
    """
    with understood():
        tree = tomllib.loads(text)
        policy = policy_of(tree, rules)
        return evidence_of(tree), policy


@contextmanager
def understood() -> Iterator[None]:
    """Whatever is wrong with an example is told as such.

    Raises:
        PolicyError: The example is no TOML, or names what does not exist.
    """
    try:
        yield
    except (tomllib.TOMLDecodeError, ValidationError, TypeError, KeyError) as error:
        raise PolicyError(f"example: {' '.join(str(error).split())}") from error


def policy_of(tree: Tree, rules: Mapping[str, Any] | None) -> Policy:
    """The policy of an example; ``stage`` and ``policy`` are taken out of its tree."""
    policy = {
        "name": "example",
        "stage": tree.pop("stage", "final"),
        "as_of": date(2026, 11, 22),
        "rules": dict(rules or {"example": {}}),
        **tree.pop("policy", {}),
    }
    return Policy.model_validate(spelled(policy))


def evidence_of(tree: Tree) -> Evidence:
    """The evidence that a tree describes, what it leaves out filled in.

    Raises:
        PolicyError: It has a key that nobody reads.
    """
    evidence = _ADAPTER.validate_python(whole(tree))
    refuse_unknown(tree, _ADAPTER.dump_python(evidence, by_alias=True), "")
    refuse_unread(
        *evidence.disclosures,
        *evidence.misplaced,
        *evidence.approvals,
        *evidence.consents,
        *evidence.waivers,
        *evidence.labellings,
    )
    return evidence


def refuse_unread(*held: Held) -> None:
    """Records keep keys that they do not know; an example must not say what nobody reads."""
    for name in (name for each in held for name in each.record.unknown_keys()):
        raise PolicyError(f"example: {name}: unknown key")


def refuse_unknown(written: Any, understood: Any, place: str) -> None:
    """A key that a field does not take would make an example say less than it seems to."""
    if isinstance(written, dict) and isinstance(understood, dict):
        for key, value in written.items():
            if key not in understood:
                raise PolicyError(f"example: {place}{key}: unknown key")
            refuse_unknown(value, understood[key], f"{place}{key}.")
    elif isinstance(written, list) and isinstance(understood, list | tuple):
        for index, (one, other) in enumerate(zip(written, understood, strict=True)):
            refuse_unknown(one, other, f"{place}{index}.")
