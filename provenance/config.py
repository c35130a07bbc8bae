"""``provenance.toml``: one production's title, identity, trust, register and habits.

Found by walking up from where one works. Unknown keys are errors, and every error names file,
line and key. Paths in the file are relative to it.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from provenance.errors import ConfigError
from provenance.locating import FILE_NAME, find_config, toml_line
from provenance.manifests.signer import CallbackSigner, PemSigner, Signer, load_callback
from provenance.manifests.trust import TrustSettings, load_anchor, told_apart
from provenance.model.disclosure import Disclosure, Tool
from provenance.model.vocabulary import Stage
from provenance.tomltext import TextError, parse_toml, read_text

__all__ = ["FILE_NAME", "Production", "find_config", "load_production"]

MAX_CONFIG_BYTES = 1 << 20
"""A configuration larger than this is a mistake."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProductionSection(_Section):
    """``[production]``: written into every disclosure."""

    title: str = ""
    title_id: str = ""
    vendor: str = ""
    department: str = ""
    author: str = ""


class SigningSection(_Section):
    """``[signing]``: who signs. Either chain and key, or chain and callback."""

    chain: str = ""
    key: str = ""
    callback: str = ""
    algorithm: str = ""
    tsa: str = ""


class TrustSection(_Section):
    """``[trust]``: whose signatures count."""

    anchors: tuple[str, ...] = ()


class RegisterSection(_Section):
    """``[register]``: a path, or a database URL."""

    url: str = ".provenance/register.db"


class ApprovalsSection(_Section):
    """``[approvals]``: where signed approvals lie; ``approve`` writes into the first folder."""

    folders: tuple[str, ...] = ("approvals",)


class ConsentsSection(_Section):
    """``[consents]``: where consents lie; ``consent add`` writes into the first folder."""

    folders: tuple[str, ...] = ("consents",)


class LabelsSection(_Section):
    """``[labels]``: where notices are declared; ``label`` writes into the first folder."""

    folders: tuple[str, ...] = ("labels",)


class ScanSection(_Section):
    """``[scan]``: defaults of the gate."""

    policy: str = "netflix"
    stage: Stage | None = None
    destinations: tuple[str, ...] = ()


class _File(_Section):
    production: ProductionSection = ProductionSection()
    signing: SigningSection = SigningSection()
    trust: TrustSection = TrustSection()
    register_: RegisterSection = Field(default=RegisterSection(), alias="register")
    approvals: ApprovalsSection = ApprovalsSection()
    consents: ConsentsSection = ConsentsSection()
    labels: LabelsSection = LabelsSection()
    scan: ScanSection = ScanSection()
    disclosure: dict[str, Any] = Field(default_factory=dict)
    tools: tuple[Tool, ...] = ()


@dataclass(frozen=True, slots=True)
class Production:
    """A production's configuration, paths resolved.

    Attributes:
        root: Folder of ``provenance.toml``; None where there is none and all is default.
        about: Title, vendor, department, author.
        signing: As written; ``signer()`` makes it usable.
        anchors: Certificates whose signatures count.
        register: Path or URL of the register, or "" without a production.
        approvals: Folders with signed approvals.
        consents: Folders with signed consents.
        labels: Folders with declared notices.
        policy: Name or path of the policy to scan under.
        stage: Stage to scan for; None leaves it to the policy.
        destinations: Names of where what is scanned goes; empty: as each disclosure says.
        disclosure: Defaults of every disclosure.
        tools: Known tools by name in lower case.
    """

    root: Path | None = None
    about: ProductionSection = field(default_factory=ProductionSection)
    signing: SigningSection = field(default_factory=SigningSection)
    anchors: tuple[Path, ...] = ()
    register: str = ""
    approvals: tuple[Path, ...] = ()
    consents: tuple[Path, ...] = ()
    labels: tuple[Path, ...] = ()
    policy: str = "netflix"
    stage: Stage | None = None
    destinations: tuple[str, ...] = ()
    disclosure: Mapping[str, Any] = field(default_factory=dict)
    tools: Mapping[str, Tool] = field(default_factory=dict)

    def signer(self) -> Signer:
        """The signer of this production.

        Raises:
            ConfigError: Nothing is configured, or keys exclude one another.
        """
        signing, root = self.signing, self.root or Path()
        if not signing.chain:
            raise ConfigError(
                "no signing identity: provenance.toml has no [signing] chain",
                hint="Run `provenance init` in its folder: it makes what is missing and says what "
                "to write.",
            )
        if bool(signing.key) == bool(signing.callback):
            raise ConfigError("[signing] needs a key or a callback, one of the two")
        chain = root / signing.chain
        if signing.key:
            return PemSigner(chain, root / signing.key, signing.algorithm, signing.tsa or None)
        if not signing.algorithm:
            raise ConfigError("[signing] algorithm is needed with a callback (es256, ps256, ...)")
        try:
            chain_pem = chain.read_text("ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{chain}: cannot read the certificate chain: {error}") from error
        return CallbackSigner(
            chain_pem,
            signing.algorithm,
            load_callback(signing.callback, self.root),
            signing.tsa or None,
        )

    def trust(self, more: tuple[Path, ...] = ()) -> TrustSettings:
        """The certificates whose signatures count: configured ones and those given.

        Raises:
            ConfigError: A file is missing, is no certificate, or holds a private key; or two of
                them cannot be told apart by name.
        """
        return TrustSettings(told_apart(map(load_anchor, (*self.anchors, *more))))

    def tool(self, name: str, version: str = "", model: str = "") -> Tool:
        """A tool as the catalogue knows it, with the version and model at hand."""
        known = self.tools.get(name.casefold(), Tool(name=name))
        told = {"version": version, "model": model}
        return known.model_copy(update={key: value for key, value in told.items() if value})


def load_production(
    start: Path | None = None, *, config: Path | None = None, outside: Iterable[Path] = ()
) -> Production:
    """The production that a folder belongs to; an empty one where there is none.

    Args:
        start: Folder to walk up from; the working directory by default.
        config: A file to use instead of looking for one.
        outside: Folders in which none is looked for: those that are to be scanned.

    Raises:
        ConfigError: The file cannot be read or used; file, line and key are named.
    """
    path = config or find_config(start or Path.cwd(), outside=outside)
    if path is None:
        return Production()
    parsed = _parse(path)
    root = path.absolute().parent
    url = parsed.register_.url
    return Production(
        root=root,
        about=parsed.production,
        signing=parsed.signing,
        anchors=tuple(root / each for each in parsed.trust.anchors),
        register=url if "://" in url else str(root / url),
        approvals=tuple(root / each for each in parsed.approvals.folders),
        consents=tuple(root / each for each in parsed.consents.folders),
        labels=tuple(root / each for each in parsed.labels.folders),
        policy=_policy(parsed.scan.policy, root),
        stage=parsed.scan.stage,
        destinations=parsed.scan.destinations,
        disclosure=parsed.disclosure,
        tools={tool.name.casefold(): tool for tool in parsed.tools},
    )


def _policy(name: str, root: Path) -> str:
    is_path = name.endswith(".toml") or os.sep in name or "/" in name
    return str(root / name) if is_path else name


def _parse(path: Path) -> _File:
    try:
        text = read_text(path, MAX_CONFIG_BYTES)
        values = parse_toml(text)
    except TextError as error:
        raise ConfigError(error.of(path)) from error
    try:
        parsed = _File.model_validate(values)
        _check_disclosure(parsed.disclosure)
    except ValidationError as error:
        raise _located(path, text, error) from error
    for index, tool in enumerate(parsed.tools):
        for key in tool.unknown_keys():
            line = toml_line(text, ("tools", index, key))
            raise ConfigError(f"{path}:{line or '?'}: tools[{index}].{key}: unknown key")
    return parsed


class _DisclosureDefaults(BaseModel):
    disclosure: Disclosure


def _check_disclosure(values: Mapping[str, Any]) -> None:
    """Defaults must themselves be a valid disclosure, and hold no unknown key."""
    checked = _DisclosureDefaults.model_validate({"disclosure": dict(values)}).disclosure
    if unknown := checked.unknown_keys():
        raise ValidationError.from_exception_data(
            "disclosure",
            [
                {
                    "type": "extra_forbidden",
                    "loc": ("disclosure", *unknown[0].split(".")),
                    "input": 0,
                }
            ],
        )


def _located(path: Path, text: str, error: ValidationError) -> ConfigError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    line = toml_line(text, first["loc"]) or "?"
    what = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    return ConfigError(f"{path}:{line}: {key}: {what}")
