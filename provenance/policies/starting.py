"""A policy to start from: every section with a comment, and nothing that is not meant."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from provenance.errors import PolicyError
from provenance.model.vocabulary import Stage
from provenance.policies.layers import Key, Told
from provenance.policies.loading import ContradictionError, compose_text
from provenance.policies.place import Known
from provenance.tomltext import toml_key, toml_value

_HEAD: Final = """\
# Which rules count for {name}, how much, and who may let what pass.
#
#   provenance policy check {file}    is every word of it known, do its test cases hold?
#   provenance policy show {file}     what holds, and which file and line says so
#   provenance scan --policy {file} DELIVERY
#
# A line that begins with # and a letter or bracket is an example: take the # away to use it.

name = {name_value}
version = "1"
extends = {extends}
"""

_STAGE: Final = """\
stage = {stage}               # ideation, temp, turnover, final or marketing; --stage wins over it
"""

_BODY: Final = """\
#title = "What we deliver for this production"
#fail_on = "overridable"       # the lightest severity that fails a delivery
#time_zone = "Europe/Berlin"   # a day ends when it ends there

# A severity: blocking (only a waiver in this file, or by an approver whose `waives` names the
# rule), overridable (any signed waiver of somebody trusted), warning, info, off. One for all
# stages, or one for each; what is left out stays as the policies above have it.
# `provenance rules` lists every rule, `provenance explain RULE` says what it asks.
[rules]
#manifest-missing = "overridable"

#[rules.file-unaccounted.severity]
#turnover = "info"
#final = "warning"

# For what goes to one destination only.
#[rules.mark-lost.destinations]
#trailer = "blocking"

{decided}# Where versions go. A disclosure names destinations; `scan --destination NAME` does, too.
#[[destinations]]
#name = "trailer"
#media = "social"
#territories = ["US", "EU"]
#labels_publicly = true        # the outlet shows a label of its own for marks in the file
#labels = ["synopsis", "platform_ui"]   # one of these places must carry the notice

# Tools that were looked at: what they do with what they are given, and on what terms.
#[[tools]]
#name = "Example Image Model"
#vendor = "Example"
#versions = ">=3,<4"
#environment = "enterprise_secured"
#stores_inputs = "no"
#stores_outputs = "no"
#trains_on_inputs = "no"
#trains_on_outputs = "no"
#terms_url = "https://example.com/terms"
#terms_seen = 2026-11-01

# Whose certificates may approve, and what. With this list, nobody else may.
#[[approvers]]
#name = "Head of Post"
#certificate = "Studio signing"       # sha256: and the fingerprint; or a name, and then ...
#trust_list = "Studio signing CA"     # ... the list that vouches for it
#stages = ["temp", "turnover"]
#waives = ["manifest-missing"]        # rules that this person may waive; "*": every rule

# A named person lets a finding pass, for a reason, up to and including a day.
#[[waivers]]
#rule = "file-unaccounted"
#patterns = ["paperwork/*"]
#reason = "reports that no audience sees"
#owner = "Post supervisor"
#expires = 2026-12-31

# What this policy must find, and nothing else: `provenance policy check` tries it. Cases may stand
# in {cases} as well.
#[[cases]]
#name = "a generated picture that nobody approved"
#findings = {{ approval-missing = "blocking" }}
#verdict = "fail"
#[[cases.disclosures]]
#stage = "final"
#use_category = "background_element"
#tools = [{{ name = "Example Image Model", version = "3.1" }}]
"""


def starting_policy(
    path: Path,
    rules: Mapping[str, Known],
    *,
    extends: Sequence[str] = ("netflix",),
    stage: Stage | None = None,
) -> str:
    """The text of a policy that loads and says what can be said.

    Where the policies that it extends contradict each other, the first one's word stands in it,
    with a comment that names the other.

    Args:
        path: Where it is to lie; paths in ``extends`` are relative to its folder.
        rules: Every rule that exists, by name.
        extends: Names of profiles, or paths of policies.
        stage: To judge for by default; that of what it extends where None.

    Raises:
        PolicyError: What it would extend cannot be used, or contradicts itself on what cannot be
            said in a line.
    """
    text = _text(path, extends, stage)
    try:
        compose_text(text, path, rules)
    except ContradictionError as error:
        text = _text(path, extends, stage, error.values)
        try:
            compose_text(text, path, rules)
        except ContradictionError:
            raise error from error
    return text


def write_starting_policy(path: Path, text: str) -> None:
    """Write a new file; one that is there stays as it is.

    Raises:
        PolicyError: It is there, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise PolicyError(
            f"{path}: is there already, and is left as it is", hint="Name another file."
        ) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise PolicyError(f"{path}: cannot be written: {why}", hint="Name another file.") from error


def _text(
    path: Path,
    extends: Sequence[str],
    stage: Stage | None,
    contradictions: Sequence[tuple[Key, Told]] = (),
) -> str:
    name = path.stem or "policy"
    parts = extends[0] if len(extends) == 1 else list(extends)
    head = _HEAD.format(
        name=name, file=path.name, name_value=toml_value(name), extends=toml_value(parts)
    )
    if stage is not None:
        head += _STAGE.format(stage=toml_value(stage))
    decided = ""
    for key, told in contradictions:
        note = f"# {told} says so; {told.against} says "
        note += f"{toml_value(told.against.value)}\n" if told.against else "\n"
        if key[0] == "rules":
            decided += f"{note}[rules.{toml_key(key[1])}.parameters]\n"
            decided += f"{toml_key(key[3])} = {toml_value(told.value)}\n\n"
        elif len(key) == 1 and isinstance(told.value, str):
            head += f"{note}{key[0]} = {toml_value(told.value)}\n"
    return head + _BODY.format(decided=decided, cases=f"{name}.cases.toml")
