"""init: a production's configuration, register and signing identity, in one step."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.config import FILE_NAME, load_production
from provenance.errors import ConfigError
from provenance.manifests.identity import Identity, create_identity
from provenance.register import REGISTER_FILE, REGISTER_FOLDER, Register
from provenance.replacing import replacing

IDENTITY_FOLDER: Final = "identity"
GITIGNORE: Final = "# The signing key and the register stay in the house.\n*\n"


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
            hint="Edit provenance.toml, or run init in another folder.",
        )
    owner = _printable(organisation or title) or "production"
    try:
        private.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"{private}: cannot be made: {error.strerror}") from error
    try:
        (private / ".gitignore").write_text(GITIGNORE, "utf-8")
        identity = create_identity(
            private / IDENTITY_FOLDER,
            name=(_printable(name) or f"{owner} signing")[:64],
            organisation=owner[:64],
            days=days,
        )
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
    return Founded(config, private / REGISTER_FILE, identity)


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

[scan]
policy = {quoted(policy)}               # a profile (`provenance policy list`) or a TOML file
# stage = "final"                       # ideation temp turnover final marketing

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
