"""Reporters: the one report model in the forms that people and programs read.

Each renders ``provenance.model.report.Report`` and nothing else, so that all agree. Others come by
the entry point group ``provenance.reporters``.
"""

from pathlib import PurePath

from provenance import plugins
from provenance.errors import ConfigError
from provenance.reporters import awards, csv, cue_sheet, html, json, text
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.evidence_text import render_evidence

__all__ = [
    "BUILTIN",
    "Reporter",
    "Thumbnails",
    "by_extension",
    "by_name",
    "load",
    "render_evidence",
]

BUILTIN: tuple[Reporter, ...] = (
    text.REPORTER,
    json.REPORTER,
    html.REPORTER,
    csv.REPORTER,
    cue_sheet.REPORTER,
    awards.REPORTER,
)


def load() -> tuple[Reporter, ...]:
    """Built-in reporters and those of plug-ins.

    Raises:
        PluginError: A name stands twice, or a plug-in does not load.
    """
    return plugins.load("reporters", BUILTIN)


def by_name(name: str) -> Reporter:
    """The reporter that ``-o NAME`` asks for.

    Args:
        name: A reporter's name.

    Raises:
        ConfigError: No reporter has this name.
    """
    known = {reporter.name: reporter for reporter in load()}
    if name not in known:
        raise ConfigError(
            f"no report format is called {name!r}", hint=f"Choose one of: {', '.join(known)}."
        )
    return known[name]


def by_extension(path: PurePath) -> Reporter | None:
    """The reporter whose files end like this path, or None.

    Args:
        path: Where a report shall go.
    """
    suffix = path.suffix.lower()
    return next((reporter for reporter in load() if reporter.extension == suffix), None)
