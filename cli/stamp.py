"""``provenance stamp``: say in the file how it was made."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import click

import provenance
from provenance.config import Production, load_production
from provenance.errors import ConfigError, ProvenanceError, SigningError, StampError
from provenance.manifests.signer import check_signer
from provenance.model.disclosure import Disclosure
from provenance.model.vocabulary import SOURCE_TYPES, Stage, StoryRelevance, UseCategory
from provenance.planning import Plan
from provenance.sequencing import ListPlan, StampedList, is_assembly, plan_lists, stamp_lists
from provenance.stamping import Stamped

from . import means, options
from .exits import Exit
from .foresight import Foresight
from .listed import list_line, list_notes, list_view
from .progress import progress
from .words import say, tell, warn

Done: TypeAlias = Stamped | Plan | StampedList | ListPlan
CODES = [term.code for term in SOURCE_TYPES.values() if not term.retired]


@click.command()
@click.argument("paths", nargs=-1, type=options.PathType())
@click.option(
    "--disclosure", "base", type=options.PathType(), help="Disclosure as a JSON or TOML file."
)
@click.option(
    "--source-type",
    type=click.Choice(CODES, case_sensitive=False),
    metavar="CODE",
    help="How it was made: trainedAlgorithmicMedia, digitalCapture, ... "
    "(`provenance formats --source-types` lists them).",
)
@click.option("--tool", metavar="NAME", help="What made it; known from provenance.toml or new.")
@click.option("--tool-version", default="", metavar="V", help="Version of the tool.")
@click.option("--model", default="", metavar="NAME", help="Model behind the tool.")
@click.option(
    "--use",
    type=click.Choice([each.value for each in UseCategory]),
    metavar="CATEGORY",
    help=f"What it is for: {', '.join(UseCategory)}.",
)
@options.stage
@options.story
@options.human_contribution
@click.option(
    "--ingredient",
    "ingredients",
    type=options.PathType(),
    multiple=True,
    help="File that went into it; repeatable.",
)
@click.option(
    "--parent",
    type=options.PathType(),
    metavar="FILE",
    help="File that it was derived from, as it was stamped: an approval of that one covers this "
    "one where the chain proves it.",
)
@click.option("--prompt", default="", help="Kept in the register; only a hash leaves the house.")
@click.option("--show-prompt", is_flag=True, help="Write the prompt in clear into the XMP.")
@click.option("--sidecar", is_flag=True, help="Leave the file as it is; write FILE.c2pa, FILE.xmp.")
@click.option(
    "--output",
    type=options.PathType(),
    metavar="PATH",
    help="Stamp a copy there: a file, or an existing folder.",
)
@click.option("--package", is_flag=True, help="A folder is one asset, whatever is in it: an IMP.")
@click.option("--dry-run", is_flag=True, help="Show what would be done.")
@options.config
@options.as_json
@options.listing
@click.option("-q", "--quiet", is_flag=True, help="Tell failures only.")
def stamp(**given: Any) -> int:
    """Record in each file, signed, that it was generated, how, and for what use.

    Metadata and manifest store go into the file where that leaves its essence provably
    untouched, else into sidecars beside it. The new file is proven before it takes the old one's
    place. A file that has a manifest keeps it as parent.

    A folder of frames, or a pattern such as shot.%04d.exr, is stamped as one sequence with one
    signature, over a list of all frames that is written beside them; --package does the same for a
    folder of any kind. Neither touches a single file of them.
    """
    listed = means.listed(given["files_from"], null=given["null"], storage=False)
    paths = tuple(dict.fromkeys((*given["paths"], *listed)))
    if not paths:
        raise click.UsageError("name the files to stamp")
    _check_output(given["output"], len(paths))
    house = load_production(Path.cwd(), config=given["config"])
    told = _disclosure(given, house)
    ahead = Foresight.of(house)
    done: list[Done] = []
    failed: list[tuple[Path, ProvenanceError]] = []
    try:
        with progress("stamping", wanted=not given["quiet"]) as moved, _stamper(given, house) as by:
            for count, path in enumerate(paths, start=1):
                try:
                    done += _one(by, path, told, given)
                except ProvenanceError as error:
                    failed.append((path, error))
                moved(count, len(paths), str(path))
    except KeyboardInterrupt:  # what was stamped stays so, and is told
        _tell(done, failed, ahead, as_json=given["as_json"], quiet=given["quiet"])
        raise
    _tell(done, failed, ahead, as_json=given["as_json"], quiet=given["quiet"])
    return Exit.FINDINGS if failed else Exit.PASS


@contextmanager
def _stamper(given: dict[str, Any], house: Production) -> Iterator[provenance.Stamper]:
    place = house.register if house.root and not given["dry_run"] else ""
    signer = house.signer()
    try:
        check_signer(signer)
    except SigningError as error:  # no file can be stamped: told once, not of each
        raise ConfigError(str(error), hint=error.advice()) from error
    with (
        provenance.open_register(place) as register,
        provenance.Stamper(
            signer, register=register, trust=house.trust(), root=house.root
        ) as stamper,
    ):
        yield stamper


def _check_output(output: Path | None, files: int) -> None:
    if output is not None and files > 1 and not output.is_dir():
        raise click.UsageError(f"--output {output}: must be an existing folder for several files")


def _disclosure(given: dict[str, Any], house: Production) -> Disclosure:
    tool, story = given["tool"], given["story_relevance"]
    return provenance.disclose(
        house,
        base=given["base"],
        told={
            "digital_source_type": given["source_type"],
            "use_category": UseCategory(given["use"]) if given["use"] else None,
            "stage": Stage(given["stage"]) if given["stage"] else None,
            "story_relevance": StoryRelevance(story) if story else None,
            "human_contribution": given["human_contribution"],
        },
        tool=house.tool(tool, given["tool_version"], given["model"]) if tool else None,
        prompt=given["prompt"],
    )


def _one(
    stamper: provenance.Stamper, path: Path, told: Disclosure, given: dict[str, Any]
) -> Sequence[Done]:
    package, parts = given["package"], given["ingredients"]
    if package or is_assembly(path):
        if given["output"] is not None:
            raise StampError(f"{path}: not stamped: several files are stamped where they lie")
        if given["parent"] is not None:
            raise StampError(
                f"{path}: not stamped: --parent is for single files, and a list has many",
                hint="Name what went into the frames with --ingredient.",
            )
        if given["dry_run"]:
            return plan_lists(path, told, package=package)
        return stamp_lists(stamper, path, told, package=package, ingredients=parts)
    ways = {name: given[name] for name in ("parent", "sidecar", "output")}
    if given["dry_run"]:
        return (stamper.plan(path, told, **ways),)
    done = stamper.stamp(path, told, ingredients=parts, prompt=given["show_prompt"], **ways)
    return (done,)


def _tell(
    done: list[Done],
    failed: list[tuple[Path, ProvenanceError]],
    ahead: Foresight,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    if as_json:
        document = {
            "schema": "provenance.stamp/1",
            "stamped": [_view(each, _notes(each, ahead)) for each in done],
            "failed": [
                {"path": str(path), "error": str(error), "advice": error.advice()}
                for path, error in failed
            ],
        }
        tell(document)
    for each in done if not (quiet or as_json) else ():
        say(_line(each))
    notes = Counter(note for each in done if not as_json for note in _notes(each, ahead))
    for note, count in notes.items():
        say(f"{note} ({count} files)" if count > 1 else note)
    for path, error in failed:
        warn(_failure(path, error), error.advice())
    if failed:
        say(f"{len(failed)} of {len(done) + len(failed)} files were not stamped")


def _notes(each: Done, ahead: Foresight) -> list[str]:
    if isinstance(each, StampedList | ListPlan):
        plan = each.plan if isinstance(each, StampedList) else each
        return [*list_notes(each), *ahead.of_disclosure(plan.disclosure, plan.assembly.title)]
    return ahead.notes(each)


def _plan(each: Stamped | Plan) -> Plan:
    return each.plan if isinstance(each, Stamped) else each


def _failure(path: Path, error: ProvenanceError) -> str:
    """The path once: most messages begin with the file's name or path."""
    words = str(error).removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
    return f"{path}: {words}"


def _view(each: Done, notes: list[str]) -> dict[str, Any]:
    if isinstance(each, StampedList | ListPlan):
        return list_view(each, notes)
    plan = _plan(each)
    view: dict[str, Any] = {
        "path": str(plan.path),
        "target": str(plan.target),
        "manifest": plan.manifest,
        "xmp": plan.xmp,
        "reasons": list(plan.reasons),
        "keeps_parent": plan.keeps_parent,
        "parent": str(plan.parent) if plan.parent else None,
        "disclosure": plan.disclosure.model_dump(mode="json", by_alias=True),
        "notes": notes,
        "dry_run": isinstance(each, Plan),
    }
    if isinstance(each, Stamped):
        view |= {
            "sidecars": [str(path) for path in each.sidecars],
            "manifest_label": each.manifest_label,
            "as_made": each.as_made,
            "as_stamped": each.as_stamped,
        }
    return view


def _line(each: Done) -> str:
    if isinstance(each, StampedList | ListPlan):
        return list_line(each)
    plan = _plan(each)
    verb = "stamped" if isinstance(each, Stamped) else "would stamp"
    where = "" if plan.target == plan.path else f" -> {plan.target}"
    why = f" ({'; '.join(plan.reasons)})" if plan.reasons else ""
    parent = ", old manifest kept as parent" if plan.keeps_parent else ""
    parent = f", derived from {plan.parent}" if plan.parent else parent
    return f"{verb} {plan.path}{where}: manifest {plan.manifest}, XMP {plan.xmp}{parent}{why}"
