"""What the assertions of a manifest come to: themselves, their actions, and which are ingredients.

Of assertions that many manifests of one tool hold alike, that is found out once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from provenance.frozen import dataclass
from provenance.manifests.codes import INGREDIENTS, as_list, as_map, as_text, base_label, last_part
from provenance.model.manifest import Action, Assertion, Shared, SoftwareAgent

_ACTIONS: Final = ("c2pa.actions", "c2pa.actions.v2")


class Held(dict[str, Any]):
    """Assertions by label as many manifests of one tool hold them: the same object for all."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


@dataclass(frozen=True, slots=True)
class Statements:
    """What the assertions of a manifest come to, whatever else the manifest holds.

    Attributes:
        assertions: All of them.
        actions: Of its actions assertions.
        of_ingredients: Those that are of ingredients.
        all_actions_included: As ``Manifest`` has it.
    """

    assertions: tuple[Assertion, ...]
    actions: tuple[Action, ...]
    of_ingredients: tuple[Assertion, ...]
    all_actions_included: bool | None


def statements(
    held: Mapping[str, Any],
    second: bool,  # noqa: FBT001 - what is kept is kept by place
    created: frozenset[str],
    gathered: frozenset[str],
) -> Statements:
    """Reads assertions.

    Args:
        held: Their data by label.
        second: Whether the claim is of version 2, which tells created assertions from gathered.
        created: Labels of those that the claim calls created.
        gathered: Likewise.
    """

    def origin(label: str) -> bool | None:
        if not second or (label not in created and label not in gathered):
            return None
        return label in created

    of_actions: list[Assertion] = []
    of_ingredients: list[Assertion] = []
    assertions: list[Assertion] = []
    for label, data in held.items():
        assertions.append(Assertion(label, data, origin(label)))
        base = base_label(label)
        if base in _ACTIONS:
            of_actions.append(assertions[-1])
        elif base in INGREDIENTS:
            of_ingredients.append(assertions[-1])
    actions = [action for each in of_actions for action in _actions(each)]
    kind = Shared if isinstance(held, Held) else tuple
    return Statements(
        kind(assertions), kind(actions), tuple(of_ingredients), _all_included(of_actions)
    )


kept_statements = lru_cache(maxsize=256)(statements)


def _all_included(of_actions: Iterable[Assertion]) -> bool | None:
    told = [as_map(each.data).get("allActionsIncluded") for each in of_actions]
    known = [each for each in told if isinstance(each, bool)]
    return all(known) and len(known) == len(told) if known else None


def _actions(assertion: Assertion) -> Iterable[Action]:
    data = as_map(assertion.data)
    agents = as_list(data.get("softwareAgents"))
    templates = [as_map(each) for each in as_list(data.get("templates"))]
    for index, written in enumerate(as_list(data.get("actions"))):
        raw = as_map(written)
        name = as_text(raw.get("action"))
        # A template holds what actions of one name, or of every name, have in common.
        whole: dict[str, Any] = {}
        for template in templates:
            if as_text(template.get("action")) in {"*", name}:
                whole |= template
        whole |= raw
        parameters = as_map(whole.get("parameters"))
        yield Action(
            name=name,
            where=f"{assertion.label}[{index}]",
            source_type=as_text(whole.get("digitalSourceType")),
            agent=_agent(whole, agents),
            when=as_text(whole.get("when")) or as_text(whole.get("whenStart")),
            ingredients=_referred(parameters),
            parameters=parameters,
            raw=raw,
        )


def _agent(action: Mapping[str, Any], agents: Sequence[Any]) -> SoftwareAgent | None:
    agent = action.get("softwareAgent")
    index = action.get("softwareAgentIndex")
    if agent is None and isinstance(index, int) and 0 <= index < len(agents):
        agent = agents[index]
    if isinstance(agent, str) and agent:
        return SoftwareAgent(agent)
    name = as_text(as_map(agent).get("name"))
    return SoftwareAgent(name, as_text(as_map(agent).get("version"))) if name else None


def _referred(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    # Version 1 has one ``ingredient``, version 2 a list.
    references = [*as_list(parameters.get("ingredients")), parameters.get("ingredient")]
    urls = (each if isinstance(each, str) else as_map(each).get("url") for each in references)
    return tuple(label for label in map(last_part, urls) if label)
