"""The group, and the one place where errors become words and exit codes."""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from types import FrameType
from typing import Any, Final, NoReturn

import click
from click.shell_completion import CompletionItem

from provenance.about import VERSION
from provenance.errors import (
    ConfigError,
    IsolationError,
    PluginError,
    PolicyError,
    ProvenanceError,
    RecordError,
    RegisterError,
)

from .exits import Exit
from .words import forget_stdout, warn

DEBUG: Final = "PROVENANCE_DEBUG"
"""Set to anything, an internal error shows its traceback."""

NAME: Final = "provenance"
_COLLECTING: Final = (100_000, 20, 20)
"""When Python looks for circles among its objects: rarely, since a command is made of modules that
stay and of values without circles: reading 473 files, sound and damaged, left 41 objects in some.
Looking among what stays took a twelfth of a scan."""
COMPLETE: Final = "_PROVENANCE_COMPLETE"
"""Set by a shell that asks for completion."""

COMMANDS: Final = {
    "init": ("init", "Set up a production in FOLDER (here by default)."),
    "assess": ("assess", "Say which way a planned use goes, before work starts."),
    "stamp": ("stamp", "Record in each file, signed, that it was generated and how."),
    "read": ("read", "Show what files say of how they were made."),
    "packages": ("packages", "Show what files form: sequences, IMF and DCP packages, hash lists."),
    "scan": ("scan", "Check deliverables before handoff."),
    "seal": ("seal", "Sign off a delivery: every file in it, and what its scan came to."),
    "merge": ("merge", "Judge a delivery that was read in shards."),
    "approve": ("approve", "Decide on the use of generated files, and sign the decision."),
    "revoke": ("approve", "End an approval or a waiver by a signed record of its own."),
    "waive": ("waive", "Let findings of RULE pass, for a reason and until a day, signed."),
    "approvals": ("approvals", "List approvals and waivers, and who vouches for them."),
    "consent": ("consent", "Keep what performers allowed, in the house."),
    "label": ("label", "Declare a notice that the audience perceives, signed."),
    "register": ("register", "Make or show the register, and check its chain of events."),
    "rules": ("rules", "List every rule with its source and its severity at each stage."),
    "explain": ("rules", "Show the page of RULE: what, why, source, how to fix, examples."),
    "policy": ("policy", "List, show, compare and check policies, and begin one."),
    "report": ("report", "Render a saved JSON report again."),
    "formats": ("formats", "List formats, where their manifest store and XMP go."),
    "doctor": ("doctor", "Try the engines, the signing identity and the register."),
    "demo": ("demo", "Make a sample delivery and scan it as a post house would."),
}
"""Each command, the module that holds it, and its line in ``--help``."""

_UNUSABLE: Final = (ConfigError, PolicyError, RecordError, RegisterError, PluginError)
"""What was given or configured cannot be used; nothing was looked at."""


class Commands(click.Group):
    """Loads a command's module when the command is asked for: `--help` must not wait for all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which people meet them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{COMMANDS[cmd_name][0]}", __package__)
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands and options that begin so, without loading any command."""
        return [
            CompletionItem(name, help=line)
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ] + click.Command.shell_complete(self, ctx, incomplete)


@click.group(
    cls=Commands,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "PROVENANCE",
        "max_content_width": 100,
    },
    epilog="""\b
Environment: every option has a variable, PROVENANCE_<COMMAND>_<OPTION>; a flag wins over it, and
it wins over provenance.toml. PROVENANCE_SCAN_POLICY, PROVENANCE_SCAN_STAGE, PROVENANCE_SCAN_TRUST
and PROVENANCE_SCAN_JOBS are those that a build server sets (several paths: separated as in PATH).
NO_COLOR and FORCE_COLOR are honoured; PROVENANCE_DEBUG=1 shows where an internal error happened.

\b
Completion:   eval "$(_PROVENANCE_COMPLETE=bash_source provenance)"   (zsh_source, fish_source)
""",
)
@click.version_option(VERSION, prog_name=NAME)
def cli() -> None:
    """Record which media was AI-generated, how and for what use; check it before handoff.

    \b
    Editors:       init, assess, stamp, approve, seal
    Post houses:   scan, read, packages, report
    Everybody:     rules, explain, policy, formats, doctor, demo

    Nothing here opens a network connection unless a time-stamping authority is configured, or a
    URL is named.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Args:
        arguments: Without the program's name; those of the process by default.
    """
    gc.set_threshold(*_COLLECTING)
    atexit.register(gc.freeze)  # else Python looks for circles among all modules as it ends
    with _tidy_ends():
        code = _guarded(arguments)
    sys.exit(code)


@contextmanager
def _tidy_ends() -> Iterator[None]:
    """Being told to end is like Ctrl-C: temporary files are removed on the way out."""
    before: dict[int, Any] = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is signal.SIG_IGN:  # nohup
            continue
        with suppress(ValueError):  # not the main thread: the caller sees to signals
            before[number] = signal.signal(number, _terminate)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _guarded(arguments: Sequence[str] | None) -> int:
    try:
        code = _run(arguments)
        if sys.stdout is not None:  # closed by the caller
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (``provenance rules | head``).
        forget_stdout()
        return Exit.NO_READER
    except OSError as error:
        forget_stdout()
        warn(f"error: output cannot be written: {error.strerror or error}")
        return Exit.USAGE
    return code


def _invoke(arguments: Sequence[str] | None) -> Any:
    if COMPLETE in os.environ:
        return cli.main(arguments, prog_name=NAME)  # answers the shell and exits
    # Not cli.main: it has words of its own for Ctrl-C, and calls a reader that left a failure.
    given = sys.argv[1:] if arguments is None else arguments
    with cli.make_context(NAME, list(given)) as context:
        return cli.invoke(context)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = _invoke(arguments)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else NAME
        warn(f"error: {error.format_message()}", f"`{command} --help` lists what can be given.")
        return Exit.USAGE
    except click.ClickException as error:
        warn(f"error: {error.format_message()}")
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        warn("interrupted; nothing is half written")
        return Exit.INTERRUPTED
    except ProvenanceError as error:
        warn(f"error: {error}", error.advice())
        return _code_of(error)
    except OSError as error:
        if error.filename is None:
            raise  # standard output: a file of ours is told of where it is written
        return _internal(error)
    except Exception as error:  # noqa: BLE001 - the last resort
        return _internal(error)
    return result if isinstance(result, int) else Exit.PASS


def _code_of(error: ProvenanceError) -> Exit:
    if isinstance(error, _UNUSABLE):
        return Exit.USAGE
    # A worker that does not start or dies leaves no verdict.
    return Exit.INCOMPLETE if isinstance(error, IsolationError) else Exit.FINDINGS


def _internal(error: Exception) -> Exit:
    if os.environ.get(DEBUG):
        raise error
    warn(
        f"internal error: {type(error).__name__}: {error}",
        f"Please report it; {DEBUG}=1 shows where it happened.",
    )
    return Exit.INTERNAL
