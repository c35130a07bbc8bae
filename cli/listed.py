"""How a stamp of several files as one is told: a line for people, values for programs."""

from typing import Any

from provenance.sequencing import ListPlan, StampedList


def list_line(each: StampedList | ListPlan) -> str:
    """What was done, or would be."""
    made = _plan(each).assembly
    verb = "would stamp" if isinstance(each, ListPlan) else "stamped"
    count = len(made.names)
    frames = "frame" if made.pattern else "file"
    told = f"{count} {frames}{'s' if count != 1 else ''}"
    if made.frames:
        told += f", {made.frames}"
    again = ", as it was" if isinstance(each, StampedList) and each.unchanged else ""
    return f"{verb} {made.target} ({told}): one signature over {made.list.name}{again}"


def list_notes(each: StampedList | ListPlan) -> list[str]:
    """What is worth knowing of the files."""
    made = _plan(each).assembly
    return [f"{made.target}: {note}" for note in made.notes]


def list_view(each: StampedList | ListPlan, notes: list[str]) -> dict[str, Any]:
    """One element of ``stamped`` in ``provenance.stamp/1``."""
    plan = _plan(each)
    made = plan.assembly
    view: dict[str, Any] = {
        "path": str(made.target),
        "target": str(made.target),
        "manifest": "sidecar",
        "xmp": "none",
        "reasons": ["several files are stamped as one"],
        "keeps_parent": False,
        "disclosure": plan.disclosure.model_dump(mode="json", by_alias=True),
        "notes": notes,
        "dry_run": isinstance(each, ListPlan),
        "hashlist": str(made.list),
        "members": len(made.names),
        "frames": made.frames or None,
    }
    if isinstance(each, StampedList):
        view |= {
            "sidecars": [f"{made.list}.c2pa"],
            "manifest_label": each.manifest_label,
            "as_made": each.record.digest,
            "as_stamped": each.record.digest,
            "unchanged": each.unchanged,
        }
    return view


def _plan(each: StampedList | ListPlan) -> ListPlan:
    return each.plan if isinstance(each, StampedList) else each
