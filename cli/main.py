"""The group, and the one place where errors become words and exit codes."""

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from types import FrameType
from typing import Any, NoReturn

import click

from provenance.errors import ConfigError, PolicyError, ProvenanceError, RecordError

from .exits import Exit
from .words import warn

DEBUG = "PROVENANCE_DEBUG"
"""Set to anything, an internal error shows its traceback."""


COMMANDS = {
    "init": "init",
    "stamp": "stamp",
    "read": "read",
    "scan": "scan",
    "approve": "approve",
    "revoke": "approve",
    "approvals": "approve",
    "register": "register",
    "rules": "rules",
    "explain": "rules",
    "policy": "policy",
    "report": "report",
    "formats": "formats",
    "doctor": "doctor",
    "demo": "demo",
}
"""Each command and the module that holds it."""


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
        module = import_module(f".{COMMANDS[cmd_name]}", __package__)
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=Commands,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "PROVENANCE",
        "max_content_width": 100,
    },
)
@click.version_option(version("media-provenance"), prog_name="provenance")
def cli() -> None:
    """Record which media was AI-generated, how and for what use; check it before handoff.

    \b
    Editors:       init, stamp, approve
    Post houses:   scan, read, report
    Everybody:     rules, explain, policy, formats, doctor, demo

    Nothing here opens a network connection unless a time-stamping authority is configured.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Args:
        arguments: Without the program's name; those of the process by default.
    """
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(_run(arguments))


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    # As Ctrl-C: temporary files are removed on the way out.
    raise KeyboardInterrupt


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result: Any = cli.main(arguments, prog_name="provenance", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        warn("interrupted; nothing is half written")
        return Exit.INTERRUPTED
    except ProvenanceError as error:
        warn(f"error: {error}", error.advice())
        usage = isinstance(error, ConfigError | PolicyError | RecordError)
        return Exit.USAGE if usage else Exit.FINDINGS
    except BrokenPipeError:
        # The reader has gone (``provenance scan | head``); stdout must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.PASS
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        warn(
            f"internal error: {type(error).__name__}: {error}",
            f"Please report it; {DEBUG}=1 shows where it happened.",
        )
        return Exit.INTERNAL
    return result if isinstance(result, int) else Exit.PASS
