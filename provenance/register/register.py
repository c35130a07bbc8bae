"""The register: what was stamped, what was disclosed, what was approved."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, or_, select

from provenance.errors import RegisterError
from provenance.model.approval import Approval
from provenance.model.asset import Digest
from provenance.model.entry import Entry
from provenance.model.evidence import Attestation, HeldApproval
from provenance.model.record import Record
from provenance.register import appending, chain, dialects, known, places, reaching, rows, tables
from provenance.register.appending import New
from provenance.register.events import ChainBreak, Event, EventKind, Head

R = TypeVar("R", bound=Record)


class Register:
    """One register. Use it as a context manager, or close it.

    Threads may share one; a process opens its own. Open a SQLite register read-only where nothing
    is to be added: the owner's permission to write is then not needed.

    Attributes:
        shown: Path or URL as it may be shown; a URL without its password.
        read_only: Whether anything can be added.
    """

    def __init__(self, engine: Engine, shown: str, *, read_only: bool) -> None:
        """Not for callers: use ``create`` or ``open``."""
        self._engine = engine
        self.shown = shown
        self.read_only = read_only

    @classmethod
    def create(cls, url_or_path: str | Path) -> Self:
        """Make a new register, with the production's salt.

        Args:
            url_or_path: A file that is to be (usually ``.provenance/register.db``; its folder is
                made, readable by its owner alone), or the URL of an empty PostgreSQL database.

        Raises:
            RegisterError: There is one already, or it cannot be written there.
        """
        if reaching.is_url(url_or_path):
            return cls._create(*dialects.engine_of_url(str(url_or_path)))
        path = Path(url_or_path)
        places.refuse_shared(path)
        with places.new_file(path):
            return cls._create(dialects.engine_of_file(path), str(path))

    @classmethod
    def open(cls, url_or_path: str | Path, *, read_only: bool = False) -> Self:
        """Open a register that exists.

        Args:
            url_or_path: Its file, or the URL of its PostgreSQL database.
            read_only: Only look things up. A file that may not be written is always opened so.

        Raises:
            RegisterError: There is none, it is damaged, it was written by a newer version, or it
                is to be written on a network file system.
        """
        engine, shown, read_only = reaching.reach(url_or_path, read_only=read_only)
        register = cls(engine, shown, read_only=read_only)
        with register._or_closed():
            with engine.begin() as connection:
                appending.check_schema(connection, shown)
            if not read_only:
                dialects.use_write_ahead_log(engine)
        return register

    def add(self, entry: Entry) -> None:
        """Register an asset.

        Raises:
            RegisterError: Its id is registered already, it is malformed, or the register cannot
                be written. Nothing is then recorded.
        """
        self.add_many((entry,))

    def add_many(self, entries: Iterable[Entry]) -> None:
        """Register assets, all or none: a hundred at once cost little more than one.

        Raises:
            RegisterError: As of ``add``.
        """
        self._append([New(EventKind.ENTRY, rows.entry_payload(entry)) for entry in entries])

    def add_approval(self, approval: Approval, attestation: Attestation) -> None:
        """Register an approval, a rejection or a revocation, and how it was vouched for.

        A revocation is one more record (``decision`` revoked, ``revokes`` the other's id); the
        record that it ends stays.

        Raises:
            RegisterError: As of ``add``.
        """
        self._append([New(EventKind.APPROVAL, rows.record_payload(approval, attestation))])

    def add_record(self, record: Record, attestation: Attestation) -> None:
        """Register a consent, a waiver or a label, and how it was vouched for.

        Raises:
            RegisterError: As of ``add``.
        """
        self._append([New(EventKind.RECORD, rows.record_payload(record, attestation))])

    def take_in(
        self,
        record: Record,
        attestation: Attestation,
        *,
        entries: Iterable[Entry] = (),
        approvals: Iterable[HeldApproval] = (),
        records: Iterable[tuple[Record, Attestation]] = (),
    ) -> None:
        """Register what came from elsewhere, and the record that brought it: all or none.

        Raises:
            RegisterError: As of ``add``.
        """
        news = [New(EventKind.RECORD, rows.record_payload(record, attestation))]
        news += [New(EventKind.ENTRY, rows.entry_payload(each)) for each in entries]
        news += [
            New(EventKind.APPROVAL, rows.record_payload(each.record, each.attestation))
            for each in approvals
        ]
        news += [New(EventKind.RECORD, rows.record_payload(*each)) for each in records]
        self._append(news)

    def find(self, digest: Digest) -> tuple[Entry, ...]:
        """Entries of a file, be it as made or as stamped, oldest first.

        Raises:
            RegisterError: The digest is malformed, or the register cannot be read.
        """
        rows.check_digest(digest)
        columns = tables.entries.c
        return self._entries(or_(columns.as_made == digest, columns.as_stamped == digest))

    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first."""
        return self._entries()

    def knows_size(self, size: int) -> bool:
        """Whether a file of this size may be registered; if not, it need not be hashed.

        Never wrongly False: while an entry does not tell the size of the file as it was made
        (``disclosure.subject.bytes``), any size may be it.

        Args:
            size: Bytes.
        """
        with self._reading() as connection:
            return known.knows_size(connection, size)

    def sizes(self) -> frozenset[int] | None:
        """Every size that a registered file may have, as ``knows_size`` answers for one.

        None where any size may be it.
        """
        with self._reading() as connection:
            return known.sizes(connection)

    def holds(self, digests: Iterable[Digest]) -> frozenset[Digest]:
        """Those digests among some by which a file is registered, as made or as stamped."""
        with self._reading() as connection:
            return known.holds(connection, digests)

    def approvals(self) -> tuple[HeldApproval, ...]:
        """All approvals, rejections and revocations, oldest first."""
        query = select(tables.approvals).order_by(tables.approvals.c.sequence)
        with self._reading() as connection:
            return tuple(rows.approval_of(row) for row in chain.plain(connection.execute(query)))

    def records(self, kind: type[R]) -> tuple[tuple[R, Attestation], ...]:
        """All records of a kind (``Consent``, ``Waiver``, ``Labelling``), oldest first."""
        name = rows.kind_of(str(kind.model_fields["schema_"].default))
        columns = tables.records.c
        query = select(tables.records).where(columns.kind == name).order_by(columns.sequence)
        with self._reading() as connection:
            found = chain.plain(connection.execute(query))
        return tuple(rows.record_of(row, kind) for row in found)

    def salt(self) -> str:
        """The production's salt: made once, the same for ever, and a secret.

        Raises:
            RegisterError: It is missing.
        """
        query = select(tables.settings.c.value).where(tables.settings.c.name == rows.SALT)
        with self._reading() as connection:
            found = connection.execute(query).scalar()
        if not isinstance(found, str) or not found:
            raise RegisterError(f"{self.shown}: the production's salt is missing")
        return found

    def events(self) -> Iterator[Event]:
        """The chain, oldest first. May be long: read page by page, and of one moment."""
        with self._reading(snapshot=True) as connection:
            yield from chain.events(connection, self.shown)

    def head(self) -> Head:
        """The last event's number and hash: what to publish where nobody here can change it."""
        with self._reading() as connection:
            return appending.head_of(connection)

    def verify(self, published: Head | None = None) -> tuple[ChainBreak, ...]:
        """Look whether the register still holds what was written.

        The chain is computed anew, each row of the tables is compared with its event, and the
        last event with the one that the register calls its last. An event that was changed,
        removed, inserted or moved is found, and so is a row that was changed by hand, and a tail
        that was cut off by somebody who forgot the register's own note of it.

        What a chain alone cannot notice: somebody with permission to write who computes every
        hash from a place to the end anew, tables and note included; a tail cut off with care; an
        older copy of the whole file put back; a lie that was registered as such. Against the
        first three, keep ``head()`` elsewhere (in a signed report, in an e-mail to the other
        side) and give it here. Against the last there are signatures, not hashes.

        Args:
            published: A head that was kept elsewhere.

        Returns:
            Each break, in order; empty where the register is whole.

        Raises:
            RegisterError: The register cannot be read at all.
        """
        with self._reading(snapshot=True) as connection:
            return tuple(chain.breaks(connection, published))

    def close(self) -> None:
        """Let go of the database."""
        with dialects.explained(self.shown):
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def _create(cls, engine: Engine, shown: str) -> Self:
        register = cls(engine, shown, read_only=False)
        with register._or_closed():
            with dialects.writer(engine).begin() as connection:
                appending.lay_out(connection, shown)
            dialects.use_write_ahead_log(engine)
        return register

    @contextmanager
    def _or_closed(self) -> Iterator[None]:
        try:
            with dialects.explained(self.shown):
                yield
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def _reading(self, *, snapshot: bool = False) -> Iterator[Connection]:
        engine = dialects.snapshot_reader(self._engine) if snapshot else self._engine
        with dialects.explained(self.shown), engine.begin() as connection:
            yield connection

    def _entries(self, *conditions: Any) -> tuple[Entry, ...]:
        query = select(tables.entries).where(*conditions).order_by(tables.entries.c.sequence)
        with self._reading() as connection:
            return tuple(rows.entry_of(row) for row in chain.plain(connection.execute(query)))

    def _append(self, news: Sequence[New]) -> None:
        if not news:
            return
        if self.read_only:
            raise RegisterError(
                f"{self.shown}: the register is open for reading only",
                hint="Ask its owner for permission to write.",
            )
        with dialects.explained(self.shown):
            appending.append_all(self._engine, self.shown, news)
