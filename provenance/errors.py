"""What can go wrong, one class each. Every error says what to do about it.

A message is one line: what failed, where, why. ``advice()`` is the next step for the person
who reads it. The command line prints both and never a traceback.
"""


class ProvenanceError(Exception):
    """Something the caller can act on.

    Attributes:
        hint: What to do next; empty where the class's own default applies.
    """

    default_advice = "Run `provenance doctor` to check the installation."

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def advice(self) -> str:
        """What to do next, in one sentence."""
        return self.hint or self.default_advice


class UnreadableFileError(ProvenanceError):
    """The file cannot be opened or read at all."""

    default_advice = "Check that the file exists and that you may read it, then try again."


class DamagedFileError(ProvenanceError):
    """The bytes do not form the container that they begin."""

    default_advice = "Ask for the file again, or repair it; a damaged file is never called clean."


class FileChangedError(ProvenanceError):
    """The file changed while it was being read."""

    default_advice = "Wait until the program that writes it has finished, then try again."


class UnsupportedFormatError(ProvenanceError):
    """The operation does not exist for this format."""

    default_advice = "Run `provenance formats` to see what is supported; a sidecar fits any file."


class ManifestError(ProvenanceError):
    """A manifest store could not be read or written."""

    default_advice = "Run `provenance read FILE` for the status codes."


class SigningError(ManifestError):
    """A signature could not be made."""

    default_advice = "Check the signing section of provenance.toml with `provenance doctor`."


class StampError(ProvenanceError):
    """A stamp was not applied; the original is as it was."""

    default_advice = "The original was not changed. Mend the cause and stamp again."


class SealError(ProvenanceError):
    """A delivery was not sealed; it is as it was.

    Attributes:
        report: What its scan found (``provenance.model.report.Report``); None where it did not come
            to that.
    """

    default_advice = "Nothing was written. Mend the cause and seal again."

    def __init__(self, message: str, *, hint: str = "", report: object = None) -> None:
        super().__init__(message, hint=hint)
        self.report = report


class RecordError(ProvenanceError):
    """A disclosure, approval or waiver is malformed."""

    default_advice = "Mend the named key; `docs/reference/records.md` lists every field."


class ShardError(RecordError):
    """A shard of a scan is malformed, or does not belong to the others."""

    default_advice = (
        "Name the files that `provenance scan --shard I/N -o shard=FILE` wrote, all of one scan."
    )


class PolicyError(ProvenanceError):
    """A policy is malformed, contradictory or empty."""

    default_advice = "Mend the named key, then run `provenance policy check FILE`."


class ConfigError(ProvenanceError):
    """``provenance.toml`` or a command line option cannot be used."""

    default_advice = "Mend the named key in provenance.toml, or pass the matching option."


class RegisterError(ProvenanceError):
    """The register cannot be opened, or its chain of events is broken."""

    default_advice = "Run `provenance register verify` to see where the chain breaks."


class IsolationError(ProvenanceError):
    """The worker process died or answered nonsense."""

    default_advice = "The file may be hostile; look at it on an isolated machine."


class DeadlineError(IsolationError):
    """The worker did not finish in time and was killed."""

    default_advice = "Raise --timeout if the file is merely large; otherwise treat it as damaged."


class PluginError(ProvenanceError):
    """Two plug-ins carry one name, or one cannot be loaded."""

    default_advice = "Uninstall or rename the plug-in that the message names."
