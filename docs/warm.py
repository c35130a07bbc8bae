"""Runs the command `provenance` in a process that has it loaded already.

Most of the time of a short command goes into loading it. A page with twenty commands is checked in
a fraction of the time by one server that loads once and forks for each command. What runs is the
entry point of the installed script, in a process of its own, with its own folder, environment and
output. Run as a script, this is the server: a JSON line in for each command, its exit code out.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Warm:
    """The server, as its user sees it. Use it as a context manager."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.communicate()

    def run(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str], output: Path
    ) -> int:
        """Run one command and give its exit code.

        Args:
            words: The command and its arguments.
            folder: Where it runs.
            environment: Its whole environment.
            output: Gets standard output and standard error, in the order in which they come.
        """
        if self._server.stdin is None or self._server.stdout is None:
            raise OSError("the server has no pipes")
        request = {
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "output": str(output),
        }
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())


def available() -> bool:
    """Whether this system can fork."""
    return hasattr(os, "fork")


def _serve() -> None:
    _load_commands()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _load_commands() -> None:
    """Load what each command loads only when it is asked for."""
    from provenance_cli.main import cli  # noqa: PLC0415

    context = cli.make_context("provenance", ["rules"])
    for name in cli.list_commands(context):
        cli.get_command(context, name)


def _become(request: dict[str, Any]) -> None:
    """Be the command. Does not come back."""
    code: object = 70
    try:
        file = os.open(request["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for number in (1, 2):
            os.dup2(file, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        sys.argv = request["words"]
        sys.path[1:1] = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        (script,) = entry_points(group="console_scripts", name="provenance")
        script.load()()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - as the interpreter would: print it, end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    _serve()
