"""The parent's side: one child process, started on the first call."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Self, TypeAlias

from provenance import errors
from provenance.errors import DeadlineError, IsolationError, ProvenanceError
from provenance.isolation.frames import Json, receive, send
from provenance.isolation.watching import Watch
from provenance.storage import portable

Callbacks: TypeAlias = Mapping[str, Callable[[str], str]]

_MAIN = Path(__file__).absolute().with_name("__main__.py")
_COMPLAINT = 400  # characters of the child's last words that are worth repeating


class Isolated:
    """One child process for calls that must not be able to harm this one.

    Not for use by two threads at once. A fork of this process starts a child of its own.

    Args:
        memory_limit: Address space of the child in bytes, where the system can limit it. The
            engine maps two buffers of 256 MiB each for a large file, so a low limit breaks it.
    """

    def __init__(self, *, memory_limit: int = 6 << 30) -> None:
        self._memory_limit = memory_limit
        self._child: subprocess.Popen[bytes] | None = None
        self._watch: Watch | None = None
        self._words: IO[bytes] | None = None
        self._owner = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the child; None while there is none."""
        return self._child.pid if self._child else None

    def call(
        self,
        target: str,
        /,
        *,
        timeout: float,
        callbacks: Callbacks | None = None,
        **arguments: Json,
    ) -> Json:
        """Run a function of this package in the child and wait for its answer.

        Args:
            target: ``package.module:function`` below ``provenance.``.
            timeout: Seconds until the child is killed. The next call starts a new one.
            callbacks: Functions of this process that the child may call by name.
            **arguments: JSON values, given to the function by keyword.

        Returns:
            What the function returned, as JSON.

        Raises:
            DeadlineError: No answer in time.
            IsolationError: The child died, or its answer makes no sense.
            ProvenanceError: Whatever child of it the function raised. An exception of a
                callback is raised again as it was.
        """
        child, watch = self._running()
        watch.start(timeout)
        try:
            answer, failure = self._converse(child, target, arguments, callbacks or {})
        except (OSError, EOFError, ValueError, RecursionError) as error:
            if watch.late:
                raise DeadlineError(
                    f"no answer within {round(timeout, 1) or timeout:g} seconds"
                ) from None
            raise IsolationError(self._post_mortem(child, error)) from error
        except BaseException:  # Ctrl-C: the conversation is out of step
            self._discard()
            raise
        finally:
            if watch.stop():
                self._discard()
        if failure is not None:
            raise failure
        if "error" in answer:
            raise _rebuilt(answer["error"])
        return answer["result"]

    def close(self) -> None:
        """End the child. Calling it again does nothing."""
        child = self._child
        if (
            child is not None
            and self._owner == os.getpid()
            and child.poll() is None
            and child.stdin
        ):
            with contextlib.suppress(OSError):
                child.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=1)
        self._discard()

    def _running(self) -> tuple[subprocess.Popen[bytes], Watch]:
        if self._owner != os.getpid():  # a fork: the child belongs to the process that began it
            self._child, self._watch, self._words = None, None, None
            self._owner = os.getpid()
        if self._child is not None and self._watch is not None and self._child.poll() is None:
            return self._child, self._watch
        self._discard()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        # -P: a file named like a module of Python's, in the working directory, stays unimported.
        command = [sys.executable, "-P", str(_MAIN), str(self._memory_limit)]
        try:
            self._child = subprocess.Popen(  # noqa: S603 - fixed command, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._words,
                env=_environment(),
                start_new_session=True,  # Ctrl-C is the parent's to handle
            )
        except OSError as error:
            self._discard()
            raise IsolationError(f"the worker process does not start: {error}") from error
        self._watch = Watch(self._child.kill)
        return self._child, self._watch

    def _converse(
        self,
        child: subprocess.Popen[bytes],
        target: str,
        arguments: dict[str, Json],
        callbacks: Callbacks,
    ) -> tuple[dict[str, Json], Exception | None]:
        """The child's answer, and what a callback raised on the way."""
        if child.stdin is None or child.stdout is None:
            raise OSError("the worker process has no pipes")
        failure: Exception | None = None
        given = {name: portable(value) for name, value in arguments.items()}
        send(child.stdin, {"call": target, "arguments": given})
        while True:
            answer = receive(child.stdout)
            if "callback" not in answer:
                return answer, failure
            try:
                reply = {"reply": callbacks[answer["callback"]](answer["argument"])}
            except Exception as error:  # noqa: BLE001 - raised once the child has answered
                failure = error
                reply = {"failed": type(error).__name__}
            send(child.stdin, reply)

    def _post_mortem(self, child: subprocess.Popen[bytes], error: Exception) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
        code, words = child.poll(), self._last_words()
        self._discard()
        if code is None:
            return f"the worker process answered nonsense: {error}"
        how = f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with code {code}"
        return f"the worker process {how}" + (f": {words}" if words else "")

    def _last_words(self) -> str:
        if self._words is None:
            return ""
        with contextlib.suppress(OSError):
            self._words.seek(max(0, self._words.seek(0, os.SEEK_END) - 4096))
            lines = self._words.read().decode(errors="replace").split("\n")
            return next((line.strip() for line in reversed(lines) if line.strip()), "")[:_COMPLAINT]
        return ""

    def _discard(self) -> None:
        child, watch, words = self._child, self._watch, self._words
        self._child = self._watch = self._words = None
        if watch is not None and self._owner == os.getpid():
            watch.end()
        if child is not None and self._owner == os.getpid():
            child.kill()
            child.wait()
        if child is not None:
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
        if words is not None:
            words.close()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _environment() -> dict[str, str]:
    """The child's environment: the engine's library is not replaceable."""
    return {name: value for name, value in os.environ.items() if name != "C2PA_LIBRARY_NAME"}


def _rebuilt(error: Mapping[str, str]) -> ProvenanceError:
    kind = getattr(errors, error["class"], None)
    if not (isinstance(kind, type) and issubclass(kind, ProvenanceError)):
        kind = IsolationError
    rebuilt: ProvenanceError = kind(error["message"], hint=error["hint"])
    return rebuilt
