"""init: a production's configuration, register and signing identity, in one step.

``complete`` adds what is missing to a production whose configuration was written by hand.
"""

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.config import FILE_NAME, Production, load_production
from provenance.errors import ConfigError
from provenance.houses import remember
from provenance.manifests.identity import CA_FILE, CHAIN_FILE, KEY_FILE, Identity, create_identity
from provenance.register import REGISTER_FILE, REGISTER_FOLDER, Register
from provenance.replacing import replacing

IDENTITY_FOLDER: Final = "identity"
GITIGNORE: Final = "# The signing key and the register stay in the house.\n*\n"
_IDENTITY: Final = f"{REGISTER_FOLDER}/{IDENTITY_FOLDER}"
SIGNING_LINES: Final = (
    "[signing]",
    f'chain = "{_IDENTITY}/{CHAIN_FILE}"',
    f'key = "{_IDENTITY}/{KEY_FILE}"',
)
TRUST_LINES: Final = ("[trust]", f'anchors = ["{_IDENTITY}/{CA_FILE}"]')


@dataclass(frozen=True, slots=True)
class Founded:
    """What ``init`` made.

    Attributes:
        config: ``provenance.toml``.
        register: The register's file.
        identity: The signing identity; its ``ca`` is what the post house gets.
    """

    config: Path
    register: Path
    identity: Identity


@dataclass(frozen=True, slots=True)
class Completed:
    """What ``complete`` added.

    Attributes:
        config: ``provenance.toml``, as it was.
        register: The register's file, if it was missing.
        identity: The signing identity, if it was missing.
        lines: What to write into ``provenance.toml`` by hand, so that the identity is used.
    """

    config: Path
    register: Path | None
    identity: Identity | None
    lines: tuple[str, ...]


def init(
    folder: Path | str,
    *,
    title: str,
    title_id: str = "",
    organisation: str = "",
    name: str = "",
    policy: str = "netflix",
    days: int = 825,
) -> Founded:
    """Set up a production in a folder.

    Args:
        folder: The production's folder; made if missing.
        title: Title of the production.
        title_id: EIDR or the house's own number.
        organisation: Who signs; the title by default.
        name: Common name of the signing certificate; made from the organisation by default.
        policy: Policy to scan under.
        days: Validity of the signing certificate.

    Raises:
        ConfigError: The folder is a production already; nothing is overwritten.
        RegisterError: The register cannot be made.
    """
    home = Path(folder)
    config = home / FILE_NAME
    private = home / REGISTER_FOLDER
    if config.exists() or private.exists():
        there = config if config.exists() else private
        raise ConfigError(
            f"{there}: this folder is a production already; nothing was changed",
            hint=(
                "Edit provenance.toml, or run init in another folder."
                if config.exists()
                else "Put its provenance.toml back, or run init in another folder."
            ),
        )
    owner = _printable(organisation or title) or "production"
    try:
        private.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"{private}: cannot be made: {error.strerror}") from error
    try:
        _keep_in_house(private)
        identity = _identity(private, owner, name, days)
        Register.create(private / REGISTER_FILE).close()
        # Last, because it is what makes the folder a production.
        with replacing() as files:
            files.beside(config).write_text(
                _text(title=title, title_id=title_id, vendor=organisation, policy=policy), "utf-8"
            )
            files.commit()
    except BaseException as error:
        # It was not there a moment ago; half of it would only stop the next attempt.
        shutil.rmtree(private, ignore_errors=True)
        if isinstance(error, OSError):
            raise ConfigError(f"{home}: cannot be written: {error.strerror}") from error
        raise
    load_production(config=config)
    remember(home)
    return Founded(config, private / REGISTER_FILE, identity)


def complete(
    folder: Path | str, *, organisation: str = "", name: str = "", days: int = 825
) -> Completed:
    """Add what is missing to a production whose ``provenance.toml`` is there.

    The file itself is not touched, nor is anything else that is there. A register with a URL is
    left to ``create_register``: asking for it would open a connection.

    Args:
        folder: The production's folder.
        organisation: Who signs; the production's vendor, then its title, by default.
        name: Common name of the signing certificate; made from the organisation by default.
        days: Validity of the signing certificate.

    Raises:
        ConfigError: There is no configuration or it cannot be used; or nothing is missing.
        RegisterError: The register cannot be made.
    """
    config = Path(folder) / FILE_NAME
    house = load_production(config=config)
    private = config.parent / REGISTER_FOLDER
    place = "" if "://" in house.register else house.register
    wants_register = bool(place) and not Path(place).exists()
    wants_identity, lines = _missing_identity(house, private)
    if not (wants_register or wants_identity or lines):
        raise ConfigError(
            f"{config}: this folder is a production already; nothing was changed",
            hint="Edit provenance.toml, or run init in another folder.",
        )
    owner = _printable(organisation or house.about.vendor or house.about.title) or "production"
    if wants_register:
        create_register(place)
    identity = None
    if wants_identity:
        try:
            private.mkdir(parents=True, exist_ok=True, mode=0o700)
            _keep_in_house(private)
        except OSError as error:
            raise ConfigError(f"{private}: cannot be written: {error.strerror}") from error
        identity = _identity(private, owner, name, days)
    remember(config.parent)
    return Completed(config, Path(place) if wants_register else None, identity, lines)


def create_register(place: Path | str) -> str:
    """Make a register at a path or URL; what is in a production's folder stays out of git.

    Returns:
        Its path or URL as it may be shown.

    Raises:
        RegisterError: There is one already, or it cannot be made there.
    """
    if "://" in str(place):
        with Register.create(str(place)) as made:
            return made.shown
    path = Path(place)
    with Register.create(path) as made:
        shown = made.shown
    if path.parent.name == REGISTER_FOLDER:
        with suppress(OSError):  # the register is there, which is what was asked for
            _keep_in_house(path.parent)
    return shown


def _missing_identity(house: Production, private: Path) -> tuple[bool, tuple[str, ...]]:
    """Whether the identity of this folder is to be made, and lines that the file lacks for it."""
    signing, root = house.signing, house.root or Path()
    chain, key = (private / IDENTITY_FOLDER / each for each in (CHAIN_FILE, KEY_FILE))
    there = chain.exists() or key.exists()
    if not (signing.chain or signing.key or signing.callback):
        ca = (private / IDENTITY_FOLDER / CA_FILE).absolute()
        trusted = ca in {each.absolute() for each in house.anchors}
        return not there, SIGNING_LINES + (() if trusted else TRUST_LINES)
    ours = (root / signing.chain, root / signing.key) == (chain.absolute(), key.absolute())
    return ours and not there, ()


def _keep_in_house(private: Path) -> None:
    ignore = private / ".gitignore"
    if not ignore.exists():
        ignore.write_text(GITIGNORE, "utf-8")


def _identity(private: Path, owner: str, name: str, days: int) -> Identity:
    return create_identity(
        private / IDENTITY_FOLDER,
        name=(_printable(name) or f"{owner} signing")[:64],
        organisation=owner[:64],
        days=days,
    )


def _printable(text: str) -> str:
    """Text for a certificate, which holds nothing that cannot be printed."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _text(*, title: str, title_id: str, vendor: str, policy: str) -> str:
    def quoted(value: str) -> str:
        # A JSON string is a TOML basic string, once DEL is escaped as well.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")

    return f"""\
# What `provenance` knows of this production. Found by walking up from where you work.
# Every key can be left out. An unknown key is an error. Paths are relative to this file.

[production]
title = {quoted(title)}
title_id = {quoted(title_id)}   # EIDR, or the house number; approvals may be restricted to it
vendor = {quoted(vendor)}
# department = "Art department"
# author = "Who fills in disclosures"   # leaves the house only as a salted hash

[signing]
# The identity that `init` made. The key never leaves this machine.
chain = ".provenance/identity/chain.pem"
key = ".provenance/identity/key.pem"
# Your own chain (leaf first, then intermediates) and key go here in the same way.
# A key in a KMS or an HSM: leave `key` out and name a Python function bytes -> signature.
# callback = "our_kms:sign"
# algorithm = "es256"                   # es256 es384 es512 ps256 ps384 ps512 ed25519
# Time-stamping authority (RFC 3161). The only thing that makes `stamp` open a connection.
# tsa = "http://timestamp.example.com"

[trust]
# Certificates whose signatures count. Hand the first one to the post house.
anchors = [".provenance/identity/ca.pem"]

[register]
url = ".provenance/register.db"

[approvals]
# `approve` writes into the first folder; `scan` reads all of them.
folders = ["approvals"]

[consents]
# `consent add` writes into the first folder, which stays in the house; `scan` reads all of them.
folders = ["consents"]

[labels]
# `label` writes into the first folder; `scan` reads all of them.
folders = ["labels"]

[scan]
policy = {quoted(policy)}               # a profile (`provenance policy list`) or a TOML file
# stage = "final"                       # ideation temp turnover final marketing
# destinations = ["cinema"]             # names that the policy knows; else as disclosures say

# [disclosure]                          # defaults of every stamp: any field of a disclosure
# genre = "scripted"
# territories = ["worldwide"]
# principles = {{ p1_no_replication = "yes", p2_no_store_train = "yes" }}

# [[tools]]                             # what you know of a tool; `--tool NAME` finds it here
# name = "X"
# vendor = "X Ltd"
# environment = "enterprise_secured"    # enterprise_secured vendor_secured consumer unknown
# stores_inputs = "no"
# trains_on_inputs = "no"
"""
