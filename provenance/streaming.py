"""stream: paths -> the JSON document of ``provenance read --json``, in pieces.

The same document as ``read`` makes, for trees of any size: each asset is written when it is known
and then forgotten, so memory does not grow with the number of files.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.about import DISTRIBUTION, VERSION
from provenance.assetjson import asset_json, silent_json
from provenance.gathering import Gatherer
from provenance.jsontext import indented
from provenance.manifests.settings import TrustSettings
from provenance.model.asset import Asset
from provenance.model.evidence import Coverage
from provenance.model.values import EVIDENCE_SCHEMA, LIMITS
from provenance.model.vocabulary import Effort
from provenance.packages.folder import Delivery, survey
from provenance.storage import reached

if TYPE_CHECKING:
    from provenance.config import Production
    from provenance.register import Register
    from provenance.verifying import Verifier

PIECE: Final = 1 << 16
"""Characters of a piece, about: one write to a pipe."""


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
        if self._effort is Effort.FAST:
            return None
        from provenance.besides import lists_beside  # noqa: PLC0415 - fast does without

        if not (held.records or lists_beside(paths)):
            return None
        from provenance.delivering import verifier_of  # noqa: PLC0415 - records need models

        return verifier_of(held, paths, gatherer.engine)

    def _known(self) -> "AbstractContextManager[Register | None]":
        if not self._register:
            return nullcontext()
        from provenance.opening import open_register  # noqa: PLC0415 - as above

        return open_register(str(self._register), read_only=True)
