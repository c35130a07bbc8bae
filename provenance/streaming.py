"""stream: paths -> the JSON document of ``provenance read --json``, in pieces.

The same document as ``read`` makes, for trees of any size: each asset is written when it is known
and then forgotten, so memory does not grow with the number of files.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.about import DISTRIBUTION, VERSION
from provenance.besides import lists_beside
from provenance.gathering import Gatherer
from provenance.jsontext import escape_json, frame, indented, quoted
from provenance.manifests.settings import TrustSettings
from provenance.model.asset import Asset, Family
from provenance.model.evidence import (
    UNASKED,
    Coverage,
    Declaration,
    Declared,
    Evidence,
    Integrity,
    Strength,
    firmly_ai,
)
from provenance.model.values import (
    EVIDENCE_SCHEMA,
    LIMITS,
    Values,
    ai_values,
    asset_values,
    clean,
    failure_values,
    manifest_values,
    signal_values,
    unrecorded_values,
)
from provenance.model.vocabulary import Effort
from provenance.packages.folder import Delivery, survey
from provenance.storage import reached

if TYPE_CHECKING:
    from provenance.config import Production
    from provenance.register import Register
    from provenance.verifying import Verifier

PIECE: Final = 1 << 16
"""Characters of a piece, about: one write to a pipe."""


_MARGIN: Final = "    "
_INNER: Final = "      "
_UNREAD: Final = frozenset({Coverage.UNREADABLE, Coverage.MISSING})


class EvidenceStream:
    """The document, made while it is iterated over, once.

    Attributes:
        files: Assets written so far.
        unread: Those among them of which nothing could be read.
    """

    def __init__(
        self,
        paths: Path | str | Iterable[Path | str],
        *,
        production: "Production | None" = None,
        trust: Iterable[Path | str] = (),
        register: Path | str | None = None,
        effort: Effort = Effort.NORMAL,
        timeout: float = 60.0,
    ) -> None:
        """Prepares; see ``provenance.read`` for the arguments.

        Raises:
            ConfigError: A file with certificates cannot be used.
        """
        self._paths = [paths] if isinstance(paths, str | Path) else list(paths)
        self._effort = effort
        self._timeout = timeout
        anchors = tuple(map(Path, trust))
        self._trust, self._register = TrustSettings(), register
        if production is not None or anchors or register:
            # Loaded only where something is configured: it brings pydantic and certificates.
            from provenance.config import Production  # noqa: PLC0415
            from provenance.opening import register_place  # noqa: PLC0415

            house = production or Production()
            self._trust = house.trust(anchors)
            self._register = register_place(register, house)
        self.files = 0
        self.unread = 0

    def __iter__(self) -> Iterator[str]:
        """The pieces, in order.

        Raises:
            RegisterError: The register cannot be opened.
            IsolationError: The engine does not start.
            PluginError: An installed reader does not load.
        """
        with (
            reached(self._paths) as paths,
            self._known() as known,
            Gatherer(
                self._trust, effort=self._effort, timeout=self._timeout, register=known
            ) as gatherer,
        ):
            # Fast effort validates nothing and so asks no engine, not even its version.
            asked = self._effort is not Effort.FAST
            engines = gatherer.engine.versions() if asked else {}
            head = {
                "schema": EVIDENCE_SCHEMA,
                "tool": {
                    "name": DISTRIBUTION,
                    "version": VERSION,
                    "engines": engines,
                },
                "generated_at": datetime.now(UTC).replace(microsecond=0),
                "effort": self._effort,
            }
            waiting = [indented(head).removesuffix("\n}"), ',\n  "assets": [']
            length = 0
            held = survey(paths)
            listed = self._listed(held, paths, gatherer)
            for unit in held.units:
                found = gatherer.look(unit)
                if listed and not isinstance(found, Asset):
                    found = listed.told(unit, listed.seen(unit, found))
                if isinstance(found, Asset):
                    text = silent_json(found)
                else:
                    text = asset_json(found)
                    self.unread += found.coverage in _UNREAD
                waiting.append(f"{',' if self.files else ''}\n    {text}")
                length += len(text)
                self.files += 1
                if length > PIECE:
                    yield "".join(waiting)
                    waiting, length = [], 0
            closing = "\n  ]" if self.files else "]"
            waiting.append(f'{closing},\n  "limits": {indented(LIMITS)}\n}}\n')
            yield "".join(waiting)

    def _listed(
        self, held: Delivery, paths: Sequence[Path], gatherer: Gatherer
    ) -> "Verifier | None":
        """Signed lists that speak of the files; a fast reading compares nothing."""
        if self._effort is Effort.FAST or not (held.records or lists_beside(paths)):
            return None
        from provenance.delivering import verifier_of  # noqa: PLC0415 - records need models

        return verifier_of(held, paths, gatherer.engine)

    def _known(self) -> "AbstractContextManager[Register | None]":
        if not self._register:
            return nullcontext()
        from provenance.opening import open_register  # noqa: PLC0415 - as above

        return open_register(str(self._register), read_only=True)


def asset_json(evidence: Evidence) -> str:
    """One asset of the document, without the margin of its first line."""
    if _says_nothing(evidence):
        return silent_json(evidence.asset)
    if evidence.disclosures or evidence.entries or evidence.approvals:
        from provenance.viewing import asset_fields  # noqa: PLC0415 - records need models

        return escape_json(indented(asset_fields(evidence), _MARGIN))
    # Without records, their states are one of two sets of words.
    states = _states(firm=firmly_ai(evidence))
    asset = evidence.asset
    usual = asset.facts is None and not evidence.package and evidence.trust == UNASKED
    if usual and evidence.members is None:
        row = _row(asset.format, asset.family, asset.media_type)
        store = evidence.store
        return escape_json(
            row
            % (
                quoted(clean(asset.path)),
                quoted(asset.name_contradicts) if asset.name_contradicts else "null",
                asset.size,
                quoted(asset.digest) if asset.digest else "null",
                quoted(evidence.coverage),
                indented(failure_values(evidence), _INNER) if evidence.failures else "[]",
                quoted(evidence.integrity),
                _ai(evidence.declaration),
                indented(manifest_values(store), _INNER) if store else "null",
                indented([signal_values(each) for each in evidence.signals], _INNER),
                *states.values(),
                indented([clean(each) for each in evidence.sidecars], _INNER),
            )
        )
    values = asset_values(evidence, states, states, states)
    texts = [
        states[name] if name in states else indented(value, _INNER)
        for name, value in values.items()
    ]
    return escape_json(frame(tuple(values), _MARGIN) % tuple(texts))


def silent_json(asset: Asset) -> str:
    """Most files of a tree: of all that say nothing in one format, four fields differ."""
    start, promise, size, digest, end = _silent(asset.format, asset.family, asset.media_type)
    return (
        f"{start}{escape_json(quoted(clean(asset.path)))}"
        f"{promise}{quoted(asset.name_contradicts) if asset.name_contradicts else 'null'}"
        f"{size}{asset.size}"
        f"{digest}{quoted(asset.digest) if asset.digest else 'null'}{end}"
    )


def _says_nothing(evidence: Evidence) -> bool:
    """Whether nothing is known of a file but what it is."""
    return not (
        evidence.signals
        or evidence.store
        or evidence.failures
        or evidence.integrity is not Integrity.NO_MANIFEST
        or evidence.coverage is not Coverage.READ
        or (evidence.trust is not UNASKED and evidence.trust != UNASKED)
        or evidence.asset.facts
        or evidence.sidecars
        or evidence.disclosures
        or evidence.entries
        or evidence.approvals
    )


@cache
def _silent(format_: str, family: Family, media_type: str) -> list[str]:
    """What stands before, between and behind the own fields of a file that says nothing."""
    silent = Evidence(Asset("", format_, family, media_type, 0))
    values = asset_values(silent, *unrecorded_values(silent))
    own = ("path", "name_contradicts", "size", "digest")
    texts = ["\0" if name in own else indented(value, _INNER) for name, value in values.items()]
    return (frame(tuple(values), _MARGIN) % tuple(texts)).split("\0")


_OWN: Final = (
    *("path", "name_contradicts", "size", "digest", "coverage", "failures", "integrity", "ai"),
    *("manifest", "signals", "disclosure", "approval", "label", "sidecars"),
)
"""Fields in which assets of one format differ that are of no sequence and have no facts."""


@cache
def _row(format_: str, family: Family, media_type: str) -> str:
    """An asset with ``%s`` for each of its own fields, in their order."""
    silent = Evidence(Asset("", format_, family, media_type, 0))
    values = asset_values(silent, *unrecorded_values(silent))
    told = [indented(each, _INNER).replace("%", "%%") for each in values.values()]
    texts = ["%s" if name in _OWN else text for name, text in zip(values, told, strict=True)]
    return frame(tuple(values), _MARGIN) % tuple(texts)


@lru_cache(maxsize=256)
def _ai(declaration: Declaration) -> str:
    """Kept: a tree has few generators."""
    return indented(ai_values(declaration), _INNER)


@cache
def _states(*, firm: bool) -> Values:
    """The states of an asset without records as JSON, by field; ``firm`` as ``firmly_ai`` says."""
    told = Declaration(Declared.GENERATED, Strength.STATED) if firm else Declaration()
    nothing = Asset("", "", Family.OTHER, "", 0)
    states = unrecorded_values(Evidence(nothing, declaration=told))
    return {
        name: indented(value, _INNER)
        for name, value in zip(("disclosure", "approval", "label"), states, strict=True)
    }
