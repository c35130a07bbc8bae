"""A register of each kind, and things to put in it.

PostgreSQL takes part where Debian's package of the server is installed (it is started for the
tests and stopped after them), or where PROVENANCE_TEST_POSTGRESQL names the URL of a database that
may be emptied.
"""

import hashlib
import importlib.util
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from provenance.errors import RegisterError
from provenance.model.approval import Approval, Approver, Decision, Scope, Waiver
from provenance.model.disclosure import Disclosure, Input, Subject, Tool
from provenance.model.entry import Entry
from provenance.model.evidence import Attestation, Integrity, Trust, TrustState
from provenance.model.manifest import Signature
from provenance.model.record import new_id
from provenance.register import Register, dialects

_spec = importlib.util.spec_from_file_location("servers", Path(__file__).with_name("servers.py"))
servers = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(servers)


@pytest.fixture(scope="session")
def postgresql():
    """URL of a database that may be emptied."""
    named = os.environ.get("PROVENANCE_TEST_POSTGRESQL")
    if named:
        yield named
        return
    if servers.binaries() is None:
        pytest.skip("no PostgreSQL server is installed")
    with tempfile.TemporaryDirectory(prefix="pg-") as folder, servers.server(Path(folder)) as url:
        yield url


def digest_of(name):
    return "sha256:" + hashlib.sha256(str(name).encode()).hexdigest()


@pytest.fixture
def digest():
    return digest_of


@pytest.fixture
def entry():
    """Makes an entry: a stamped picture that is 500 bytes larger than the one that was made."""

    def make(name="a", **changes):
        made, size = digest_of(f"made {name}"), changes.pop("made_size", 1000)
        values = {
            "id": new_id(),
            "path": f"shots/{name}.png",
            "as_made": made,
            "as_stamped": digest_of(f"stamped {name}"),
            "size": 1500,
            "media_type": "image/png",
            "manifest_label": f"urn:c2pa:{name}",
            "location": "embedded",
            "disclosure": Disclosure(
                tools=(Tool(name="Imager", version="3"),),
                inputs=(Input(kind="prompt", text="Ein Café im Regen\n\u2028„Nacht“ \x00 🎬"),),
                subject=Subject(path=f"shots/{name}.png", sha256=made, bytes=size),
            ),
            "at": datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC),
        }
        return Entry(**values | changes)

    return make


@pytest.fixture
def approval():
    def make(**changes):
        values = {
            "decision": Decision.APPROVED,
            "approver": Approver(name="Production counsel"),
            "reference": "letter 12",
            "scope": Scope(title_id="T-1", digests=(digest_of("made a"),)),
            "granted_at": datetime(2026, 11, 1, tzinfo=UTC),
        }
        return Approval(**values | changes)

    return make


@pytest.fixture
def waiver():
    def make(**changes):
        values = {"rule": "undisclosed", "reason": "a test card", "owner": "Post supervisor"}
        return Waiver(**values | {"expires": "2026-12-31"} | changes)

    return make


@pytest.fixture
def attestation():
    return Attestation(
        "approvals/12.json",
        Integrity.VALID,
        Trust(TrustState.TRUSTED, "studio"),
        Signature("es256", "Counsel", "Studio", time=datetime(2026, 11, 1, 1, 2, 3, tzinfo=UTC)),
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "show" / ".provenance" / "register.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, path):
    """Where a new register may be made."""
    if request.param == "sqlite":
        return path
    url = request.getfixturevalue("postgresql")
    engine, _ = dialects.engine_of_url(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def register(place):
    with Register.create(place) as made:
        yield made


@pytest.fixture
def whole(path, entry, approval):
    """Events: 1 created, 2 salt, 3 to 7 entries, 8 an approval."""
    with Register.create(path) as register:
        register.add_many([entry(str(number)) for number in range(5)])
        register.add_approval(approval(), Attestation("x.json"))
        assert register.verify() == ()
    return path


def refused(action, words):
    """The error of a register that an action must end with: one line, and a hint."""
    with pytest.raises(RegisterError, match=words) as caught:
        action()
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def tamper(path, *statements):
    """Change a register by hand, with the sqlite3 module, which does not ask our code."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_never_update")
        connection.execute("DROP TRIGGER events_never_delete")
        for statement in statements:
            parts = (statement,) if isinstance(statement, str) else statement
            changed = connection.execute(*parts).rowcount
            assert changed > 0
