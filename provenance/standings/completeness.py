"""What a disclosure leaves open, and where it contradicts itself or the evidence."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from provenance.model.disclosure import Disclosure, Environment, Principles, Tool
from provenance.model.evidence import Declared, Evidence, Strength
from provenance.model.vocabulary import DELIVERED_STAGES, AiClass, Answer
from provenance.standings.needs import uses_ai

REQUIRED: Final = ("digital_source_type", "tools", "use_category", "stage")
"""What a disclosure of generated content has to tell where a policy does not say."""

FIELDS: Final = frozenset(
    {*Disclosure.model_fields}
    - {"schema_", "id", "created_at", "supersedes", "principles", "subject"}
    | {f"principles.{name}" for name in Principles.model_fields}
    | {f"tools.{name}" for name in Tool.model_fields}
    | {"subject.sha256", "subject.shot_id"}
)
"""Dotted names that a policy may require."""

_CONTRIBUTION: Final = "human_contribution"
_PLACEHOLDERS: Final = frozenset(
    {"tbd", "tba", "tbc", "todo", "fixme", "xxx", "n/a", "na", "n.a.", "unknown", "unsure"}
    | {"placeholder", "to be determined", "to be confirmed", "not known", "null", "undefined"}
    | {"to be announced", "pending", "fill in", "fill me in", "insert here", "change me"}
    | {"changeme", "lorem ipsum", "to do", "see later", "later"}
)
_NOBODY: Final = frozenset({"no", "none", "nothing", "nobody", "no one", "not any", "0", "zero"})
"""Human contributions that are none: an answer, and not one that tells what people did."""
_SHORT: Final = 64
"""Characters of a text that is worth remembering: a production tells the same in every file."""
MAX_WORDS: Final = 4096
"""Short texts of which is kept whether they say anything."""
_BRACKETS: Final = "?-_. *<>[](){}#"
"""What surrounds a placeholder in forms: "<TBD>", "[to be determined]", "__________"."""


def missing_fields(disclosure: Disclosure, required: Sequence[str] = REQUIRED) -> tuple[str, ...]:
    """Required fields that are empty, hold a placeholder or a word that nobody knows.

    "No generative AI was used" is complete as it is.

    Args:
        disclosure: What was disclosed.
        required: Dotted names out of ``FIELDS``. ``tools`` asks for at least one tool, each with
            name and version; ``tools.model`` asks every tool for its model.

    Returns:
        Names of what is missing, for example ``tools[0].version``.
    """
    if not uses_ai(disclosure):
        return ()
    return tuple(dict.fromkeys(place for name in required for place in _missing(disclosure, name)))


def _missing(disclosure: Disclosure, name: str) -> Iterator[str]:
    head, _, tail = name.partition(".")
    if head == "tools":
        if not disclosure.tools:
            yield "tools"
        for index, tool in enumerate(disclosure.tools):
            for part in (tail,) if tail else ("name", "version"):
                if _empty(getattr(tool, part, None)):
                    yield f"tools[{index}].{part}"
        return
    value = getattr(disclosure, head, None)
    if tail:
        value = getattr(value, tail, None)
    unknown = name == "digital_source_type" and disclosure.ai is None
    if _empty(value) or unknown or (name == _CONTRIBUTION and not is_contribution(str(value))):
        yield name


def is_told(value: object) -> bool:
    """Whether an answer is one: neither empty nor a placeholder such as "TBD" or "?"."""
    return not _empty(value)


def is_contribution(text: str) -> bool:
    """Whether a human contribution tells of one: "none" is an answer, and no contribution."""
    return is_told(text) and " ".join(text.casefold().split()).strip(_BRACKETS) not in _NOBODY


def _empty(value: object) -> bool:
    if value is None or value in ("", ()):
        return True
    if isinstance(value, str):  # most are, and words of a vocabulary are texts too
        word = value
    elif isinstance(value, tuple):
        return all(isinstance(each, str) and _empty(each) for each in value)
    else:
        return False
    return _known(word) if len(word) <= _SHORT else _says_nothing(word)


def _says_nothing(word: str) -> bool:
    """Whether a text is blank or a placeholder."""
    text = " ".join(word.casefold().split())
    bare = text.strip(_BRACKETS)
    return not bare or text in _PLACEHOLDERS or bare in _PLACEHOLDERS


_known = lru_cache(MAX_WORDS)(_says_nothing)


def contradictions(evidence: Evidence, disclosure: Disclosure) -> tuple[tuple[str, str], ...]:
    """Where a disclosure contradicts the evidence or itself.

    Returns:
        Pairs of a key and a sentence. The key ``evidence`` means that the file says generated
        and the disclosure denies it; the others are answers that cannot both be true.
    """
    return tuple(_contradictions(evidence, disclosure))


def _contradictions(evidence: Evidence, disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    declaration = evidence.declaration
    firm = declaration.strength is not None and declaration.strength is not Strength.HINT
    denied = _denial(disclosure)
    if denied and declaration.is_ai and firm:
        says = "generated" if declaration.declared is Declared.GENERATED else "partly generated"
        yield "evidence", f"the file declares {says} content, the disclosure says {denied}"
    if disclosure.genai_used == "none" and disclosure.ai in {
        AiClass.GENERATED,
        AiClass.COMPOSITE,
    }:
        yield (
            "none",
            f"it says that no AI was used, and source type {disclosure.digital_source_type}",
        )
    if not uses_ai(disclosure):
        return
    answers = disclosure.principles
    if answers.p4_temporary is Answer.YES and disclosure.stage in DELIVERED_STAGES:
        yield "p4", f"it calls the material temporary and its stage {disclosure.stage}"
    for tool in disclosure.tools:
        keeps = (
            tool.stores_inputs,
            tool.stores_outputs,
            tool.trains_on_inputs,
            tool.trains_on_outputs,
        )
        if answers.p2_no_store_train is Answer.YES and Answer.YES in keeps:
            yield "p2", "it says that nothing is stored or trained on, and of one tool that it is"
        if answers.p3_enterprise_env is Answer.YES and tool.environment is Environment.CONSUMER:
            yield "p3", "it says enterprise-secured, and of one tool that it is a consumer's"


def _denial(disclosure: Disclosure) -> str:
    if disclosure.genai_used == "none":
        return "that no generative AI was used"
    if disclosure.ai in {AiClass.NOT_GENERATED, AiClass.ENHANCED, AiClass.NEUTRAL}:
        return disclosure.digital_source_type
    return ""
