"""Midjourney: ``<prompt> --v 6.1 Job ID: <uuid>`` in a description.

Source: PNG downloads of midjourney.com. The word alone proves nothing; the uuid must follow.
"""

import re

from provenance.model.manifest import SoftwareAgent
from provenance.readers.base import Pattern, Reader, Recipe
from provenance.readers.texts import Text, each_text

NAME = "midjourney"

_JOB = re.compile(r"\bJob ID: ?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE)
_VERSION = re.compile(r" --(?:v|version) ([\d.]{1,8})\b| --(niji(?: [\d.]{1,8})?)")
_KEYS = frozenset({"description", "imagedescription", "dc:description", "dc:description[1]"})


def parse(text: str) -> Recipe | None:
    """The recipe of one description, or None."""
    job = _JOB.search(text) if "Job ID:" in text else None
    if job is None:
        return None
    version = _VERSION.search(text)
    return Recipe(
        SoftwareAgent("Midjourney", (version.group(1) or version.group(2)) if version else ""),
        "Midjourney job id",
        prompt_characters=len(text[: job.start()].rstrip()),
    )


def _parse(text: Text) -> Recipe | None:
    return parse(text.value) if text.key.casefold() in _KEYS else None


READER = Reader(
    NAME,
    each_text(NAME, _parse),
    "Midjourney's description with job id in PNG text, EXIF and XMP (downloads of midjourney.com)",
    (
        Pattern(
            "midjourney",
            "Midjourney",
            "PNG text Description, EXIF ImageDescription, XMP dc:description",
            "Job ID: and a UUID",
            "files of midjourney.com; receyuki/stable-diffusion-prompt-reader",
        ),
    ),
    words=("job id:",),
)
