"""Asking for a plan in a terminal: one question at a time, back and unsure always allowed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import click

from provenance.model.planned import PlannedUse
from provenance.model.talent import Talent
from provenance.model.tool import Environment, Tool
from provenance.model.vocabulary import DELIVERED_STAGES, Answer, Stage, UseCategory
from provenance.triage.questions import QUESTIONS, Question

from .words import say

_WIDTH: Final = 78
_ANSWERS: Final = {"y": "yes", "n": "no", "u": "unsure", "": "unsure"}
_YES_NO_UNSURE: Final = "y yes   n no   u unsure (Enter)   b back   ? why this is asked"
_KINDS: Final = {
    "replica_employment": "a replica of a performer who is employed here",
    "replica_independent": "a replica made without employing the performer",
    "voice": "a synthetic voice of a performer",
    "alteration": "a performance that was given, and is changed",
    "dub": "dialogue in another language",
    "synthetic": "a performer who does not exist",
}
_ENVIRONMENTS: Final = {
    "enterprise_secured": "secured by the enterprise: nothing is kept, trained on or sold",
    "vendor_secured": "secured by a vendor",
    "consumer": "a consumer's account",
}


class _BackError(Exception):
    """The one before, please."""


def ask(plan: PlannedUse) -> PlannedUse:
    """Ask for everything that a plan does not tell yet.

    Args:
        plan: What a file and the options told.
    """
    tree = plan.model_dump(mode="json", by_alias=True, exclude_unset=True)
    told = frozenset(_keys(tree))
    steps: list[tuple[str, Callable[[dict[str, Any], str], None]]] = []
    for question in QUESTIONS:
        if question.key == "principles.p1_no_replication" and "tools" not in told:
            steps.append(("tools", _ask_tools))
        if question.key not in told:
            steps.append((question.key, _asker(question)))
        if question.key == "concerns.talent" and "talent" not in told:
            steps.append(("talent", _ask_talent))
    if steps:
        say("Enter leaves a question open; open counts as unsure. Ctrl-C ends without a word.")
    at, seen = 0, [0]
    while at < len(steps):
        key, step = steps[at]
        if not _applies(key, tree):
            at += 1
            continue
        try:
            asked = [_applies(each, tree) for each, _ in steps]
            step(tree, f"[{sum(asked[: at + 1])} of {sum(asked)}]")
        except _BackError:
            at = seen.pop() if seen else 0
            continue
        seen.append(at)
        at += 1
    return PlannedUse.model_validate(tree)


def _keys(tree: Mapping[str, Any]) -> list[str]:
    keys = list(tree)
    for part in ("principles", "concerns"):
        keys += [f"{part}.{name}" for name in tree.get(part, {})]
    return keys


def _applies(key: str, tree: Mapping[str, Any]) -> bool:
    """Whether a question makes sense after what was answered."""
    delivered = tree.get("stage") in {each.value for each in DELIVERED_STAGES}
    talent = tree.get("concerns", {}).get("talent") == Answer.YES or tree.get("use_category") in {
        UseCategory.TALENT_REPLICA,
        UseCategory.VOICE,
    }
    if key == "story_relevance":
        return tree.get("use_category") != UseCategory.IDEATION
    if key == "principles.p4_temporary":
        return not delivered  # it stays in: answered
    if key == "human_contribution":
        return delivered or tree.get("stage") == Stage.TURNOVER
    return talent if key == "talent" else True


def _asker(question: Question) -> Callable[[dict[str, Any], str], None]:
    def step(tree: dict[str, Any], number: str) -> None:
        value = _one(question, number)
        part, _, name = question.key.partition(".")
        place = tree.setdefault(part, {}) if name else tree
        place.pop(name or part, None)
        if value is not None:
            place[name or part] = value
        if question.key == "stage" and value in {each.value for each in DELIVERED_STAGES}:
            tree.setdefault("principles", {})["p4_temporary"] = Answer.NO.value

    return step


def _one(question: Question, number: str) -> str | None:
    """The answer to a question; None where it is left open."""
    say()
    say(f"{number} {question.title}")
    _paragraph(question.text)
    if question.form == "choice":
        return _choose(question.words, question.source)
    if question.form == "answer":
        return _answer(question.source)
    say("  (b back, ? why this is asked)")
    return _line(question.source) or None


def _line(source: str) -> str:
    while True:
        text: str = click.prompt(">", default="", show_default=False, prompt_suffix=" ", err=True)
        text = text.strip()
        if text == "b":
            raise _BackError
        if text != "?":
            return text
        say(f"  {source}")


def _answer(source: str) -> str:
    say(f"  {_YES_NO_UNSURE}")
    while True:
        text = _line(source).casefold()
        for word in _ANSWERS.values():
            if text == word:
                return word
        if text in _ANSWERS:
            return _ANSWERS[text]
        say("  y, n or u, please.")


def _choose(words: Mapping[str, str], source: str, unsure: str = "unsure") -> str | None:
    for index, (word, meaning) in enumerate(words.items(), 1):
        say(f"  {index:>2}  {word:<24}{meaning}")
    say(f"   u  {unsure} (Enter)   b back   ? why this is asked")
    while True:
        text = _line(source)
        if text in {"", "u"}:
            return None
        if text in words:
            return text
        if text.isascii() and text.isdecimal() and 1 <= int(text) <= len(words):
            return list(words)[int(text) - 1]
        say(f"  A number from 1 to {len(words)}, one of the words, or u.")


def _paragraph(text: str) -> None:
    line = ""
    for word in text.split():
        if len(line) + len(word) > _WIDTH:
            say(f"  {line.strip()}")
            line = ""
        line += f"{word} "
    say(f"  {line.strip()}")


def _ask_tools(tree: dict[str, Any], number: str) -> None:
    say()
    say(f"{number} Tools")
    _paragraph(
        "Every tool of the workflow, one after the other: what it is called, with its version and "
        "model."
    )
    say("  (Enter when there is no further one, b back, ? why this is asked)")
    source = "Every step of a workflow of several tools has to meet the same standard."
    tools: list[dict[str, Any]] = []
    while name := _labelled("name", source):
        tool = {"name": name, "version": _labelled("version", source)}
        tool["model"] = _labelled("model", source)
        say("  Where does it run?")
        environment = _choose(_ENVIRONMENTS, "Principle 3; the account decides, not the vendor.")
        tool["environment"] = environment or Environment.UNKNOWN.value
        tools.append({key: value for key, value in tool.items() if value})
        say("  A further tool?")
    tree["tools"] = [Tool.model_validate(each).model_dump(exclude_unset=True) for each in tools]


def _labelled(label: str, source: str) -> str:
    say(f"  {label}:")
    return _line(source)


def _ask_talent(tree: dict[str, Any], number: str) -> None:
    say()
    say(f"{number} Which performers")
    _paragraph(
        "One after the other. The names stay in the house: what is stamped holds a salted hash."
    )
    say("  (Enter when there is no further one, b back, ? why this is asked)")
    source = "Talent and performance: consent, and its exceptions for customary work."
    people: list[dict[str, Any]] = []
    while name := _labelled("name", source):
        say("  What is done?")
        kind = _choose(_KINDS, source) or "alteration"
        person: dict[str, Any] = {"name": name, "type": kind}
        if kind != "synthetic":
            person["recognisable"] = _certain("Can the audience recognise them?", source) != "no"
            told = _certain("Does it stay as scripted, performed or recorded?", source)
            if told != "unsure":
                person["as_scripted"] = told == "yes"
            person["visual_adr"] = (
                _certain("Do lips or face speak dialogue that was not in the script?", source)
                == "yes"
            )
            if kind == "alteration":
                customary = "Is it customary work only (cosmetics, wardrobe, noise, timing, pitch)?"
                person["customary"] = _certain(customary, source) == "yes"
            say("  Reference of the consent (Enter: there is none yet)")
            person["consent_ref"] = _line(source)
        people.append(person)
        say("  A further performer?")
    tree["talent"] = [Talent.model_validate(each).model_dump(exclude_unset=True) for each in people]


def _certain(question: str, source: str) -> str:
    _paragraph(question)
    return _answer(source)
