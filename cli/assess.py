"""``provenance assess``: which way a planned use goes, before work starts."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

import provenance
from provenance.assessing import complete_plan, read_plan, stampable
from provenance.config import load_production
from provenance.errors import ConfigError, RecordError, StampError
from provenance.model.disclosure import Principles
from provenance.model.flaws import flaw_of
from provenance.model.planned import Concerns, PlannedUse
from provenance.model.record import now
from provenance.model.vocabulary import Answer, UseCategory
from provenance.replacing import replacing, write_error
from provenance.tomltext import toml_text
from provenance.triage.assessment import ASKS, TITLES, Assessment
from provenance.triage.ways import NETFLIX, Way

from . import options
from .assess_asking import ask
from .exits import Exit
from .stamp import CODES
from .words import say, visible

_PRINCIPLES = {name.partition("_")[0]: name for name in Principles.model_fields}
_NAMES = (*_PRINCIPLES, *Concerns.model_fields)
_FIELDS = (
    "what",
    "use_category",
    "stage",
    "story_relevance",
    "human_contribution",
    "digital_source_type",
    "contact",
)
"""Of the plan, and called so by an option."""
_SUFFIXES = (".toml", ".json")


@click.command()
@click.option(
    "--from",
    "source",
    type=options.PathType(),
    metavar="PLAN.toml",
    help="Read the plan from a file; options win over it.",
)
@click.option("--what", help="What is planned, in a sentence.")
@click.option(
    "--use",
    "use_category",
    type=click.Choice([each.value for each in UseCategory]),
    metavar="CATEGORY",
    help=f"What it is for: {', '.join(UseCategory)}.",
)
@options.stage
@options.story
@click.option(
    "--source-type",
    "digital_source_type",
    type=click.Choice(CODES, case_sensitive=False),
    metavar="CODE",
    help="How it will be made; trainedAlgorithmicMedia by default.",
)
@click.option("--tool", metavar="NAME", help="Tool; known from provenance.toml or new.")
@click.option("--tool-version", default="", metavar="V", help="Version of the tool.")
@click.option("--model", default="", metavar="NAME", help="Model behind the tool.")
@options.human_contribution
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="KEY=WORD",
    help=f"Answer a question with yes, no or unsure; repeatable. KEY is {', '.join(_PRINCIPLES)} "
    f"(the principles: yes is harmless), or {', '.join(Concerns.model_fields)} (no is harmless).",
)
@click.option("--contact", help="The buyer's contact.")
@click.option(
    "--notified",
    metavar="REFERENCE",
    help="The contact was told just now: mail or ticket; it goes into the disclosure.",
)
@click.option("--policy", metavar="NAME|FILE", help="Policy whose tool catalogue counts.")
@click.option(
    "--output",
    type=options.PathType(),
    metavar="FILE",
    help="Write the disclosure, for `stamp --disclosure`: .toml or .json.",
)
@click.option(
    "--message", type=options.PathType(), metavar="FILE", help="Write the message for the contact."
)
@click.option(
    "--save", type=options.PathType(), metavar="FILE", help="Write the plan as TOML, for --from."
)
@click.option("--no-input", is_flag=True, help="Ask nothing; what is not told counts as unsure.")
@options.config
@options.as_json
def assess(**given: Any) -> int:
    """Say which way a planned use goes, before work starts.

    Asks in a terminal what the file and the options leave open. Answers the five principles and
    the use case matrix of Netflix's guidance, and says: notify the contact, escalate, or written
    approval first, with every reason and its source. Writes the disclosure for what will come out,
    and a message for the contact.

    Exit code 0: notify, work may begin. 1: not before somebody says yes (escalate, or written
    approval first). 2: the plan or the policy cannot be used.
    """
    for name in ("output", "save"):
        _check_suffix(given[name], name)
    house = load_production(Path.cwd(), config=given["config"])
    plan = complete_plan(_told(given), house)
    asking = not (given["no_input"] or given["as_json"]) and sys.stdin is not None
    if asking and sys.stdin.isatty():
        plan = ask(plan)
    found = provenance.assess(plan, given["policy"] or house.policy, production=house)
    if asking and sys.stdin.isatty() and given["output"] is None:
        given["output"] = _where()
    _write(given, found)
    if given["as_json"]:
        click.echo(found.model_dump_json(by_alias=True, indent=2))
    else:
        for line in _page(found, with_message=given["message"] is None):
            click.echo(visible(line))
    return Exit.PASS if found.way is Way.NOTIFY else Exit.FINDINGS


def _check_suffix(path: Path | None, name: str) -> None:
    if path is not None and path.suffix.casefold() not in _SUFFIXES[: 1 if name == "save" else 2]:
        raise click.UsageError(
            f"--{name} {path}: must end in .toml" + " or .json" * (name != "save")
        )


def _told(given: Mapping[str, Any]) -> PlannedUse:
    """The plan out of the file and the options, without what nobody told."""
    plan = read_plan(given["source"]) if given["source"] else PlannedUse()
    tree = plan.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for name in _FIELDS:
        if given[name] is not None:
            tree[name] = given[name]
    if given["tool"]:
        told = {"name": given["tool"], "version": given["tool_version"], "model": given["model"]}
        tree["tools"] = [{key: value for key, value in told.items() if value}]
    if given["notified"]:
        told = {"reference": given["notified"], "at": now().isoformat()}
        tree["notice"] = {**told, "to": str(tree.get("contact", ""))}
    for part, name, word in _answers(given["answers"]):
        tree.setdefault(part, {})[name] = word
    try:
        return PlannedUse.model_validate(tree)
    except ValidationError as error:
        raise RecordError(f"plan: {flaw_of(error)}") from error


def _answers(values: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    for value in values:
        name, _, word = value.partition("=")
        if name not in _NAMES:
            raise click.UsageError(f"--answer {value}: the key is one of {', '.join(_NAMES)}")
        if word not in set(Answer):
            raise click.UsageError(f"--answer {value}: the answer is yes, no or unsure")
        if name in _PRINCIPLES:
            yield "principles", _PRINCIPLES[name], word
        else:
            yield "concerns", name, word


def _where() -> Path | None:
    say()
    name = click.prompt(
        "Write the disclosure to (Enter: nowhere)", default="", show_default=False, err=True
    ).strip()
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.casefold() in _SUFFIXES else path.with_name(path.name + ".toml")


def _write(given: Mapping[str, Any], found: Assessment) -> None:
    output: Path | None = given["output"]
    if output is not None:
        tree = stampable(found.disclosure)
        if output.suffix.casefold() == ".json":
            _put(output, json.dumps(tree, indent=2, ensure_ascii=False) + "\n")
        else:
            head = f"# {found.sentence}\n# provenance stamp FILE --disclosure {output.name}\n"
            _put(output, head + toml_text(tree))
        say(f"disclosure  {output}")
    if given["message"] is not None:
        _put(given["message"], found.message)
        say(f"message     {given['message']}")
    if given["save"] is not None:
        plan = found.plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        _put(given["save"], toml_text({"schema": found.plan.schema_, **plan}))
        say(f"plan        {given['save']}")


def _put(path: Path, text: str) -> None:
    """A file, whole or not at all."""
    try:
        with replacing() as files:
            temporary = files.beside(path)
            try:
                temporary.write_text(text, "utf-8", newline="\n")
            except OSError as error:
                raise write_error(path, error) from error
            files.commit()
    except StampError as error:
        raise ConfigError(str(error), hint="Name another place.") from error


def _page(found: Assessment, *, with_message: bool) -> Iterable[str]:
    yield f"{TITLES[found.way].upper()}: {found.sentence}"
    yield ""
    yield "because"
    for each in found.reasons:
        if not each.unsure:
            yield f"  {TITLES[each.way]:<24}{each.text}  [{each.place}]"
    for each in found.reasons:
        if each.unsure:
            yield f"  {TITLES[each.way]:<24}not told: {each.text}  [{each.place}]"
    if found.asks:
        yield ""
        yield "to get first"
        yield from (f"  {ASKS[each]}" for each in found.asks)
    yield ""
    yield f"by {NETFLIX}; policy {found.policy.name} {found.policy.version}"
    if with_message:
        yield ""
        yield "--- for the contact, to paste ---"
        yield from found.message.splitlines()
