"""The child's side: serve calls until standard input ends."""

import contextlib
import importlib
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import IO

from provenance.errors import IsolationError, ProvenanceError
from provenance.isolation.frames import Json, receive, send

_frames: queue.SimpleQueue[dict[str, Json]] = queue.SimpleQueue()
_answers: list[IO[bytes]] = []


def ask_parent(callback: str, argument: str) -> str:
    """In the child: run a callback of the parent and wait for its reply.

    Raises:
        IsolationError: The callback raised; the parent raises that exception itself.
    """
    if not _answers:
        raise IsolationError("there is no parent to ask")
    send(_answers[0], {"callback": callback, "argument": argument})
    reply = _frames.get()
    if "reply" not in reply:
        raise IsolationError(f"the callback {callback} failed")
    return str(reply["reply"])


def _read_frames(pipe: IO[bytes]) -> None:
    """Ends the process with its parent, even in the middle of native code."""
    try:
        while True:
            _frames.put(receive(pipe))
    except EOFError:
        os._exit(0)
    except BaseException:  # noqa: BLE001 - without this thread the process would wait for ever
        os._exit(1)


def _own(module: str) -> str:
    if not module.startswith("provenance."):
        raise IsolationError(f"{module} is not part of this package")
    return module


def _perform(frame: dict[str, Json]) -> dict[str, Json]:
    try:
        module, _, function = str(frame["call"]).partition(":")
        work = getattr(importlib.import_module(_own(module)), function)
        return {"result": work(**frame["arguments"])}
    except ProvenanceError as error:
        told = {"class": type(error).__name__, "message": str(error), "hint": error.hint}
    except MemoryError:
        told = {"class": "IsolationError", "message": "out of memory in the worker", "hint": ""}
    except Exception as error:  # noqa: BLE001 - a defect of ours is told, not died of
        line = " ".join(str(error).split())[:400]
        message = f"{frame.get('call')}: {type(error).__name__}: {line}"
        told = {"class": "IsolationError", "message": message, "hint": ""}
    return {"error": told}


def main() -> None:
    """Serve calls until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.pop("C2PA_LIBRARY_NAME", None)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        limit = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("r+b", buffering=0) as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)  # native code that prints must not break a frame
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - Python's warnings; native words still land
    _answers.append(answers)
    threading.Thread(target=_read_frames, args=(requests,), daemon=True).start()
    while True:
        frame = _frames.get()
        answer = _perform(frame)
        try:
            send(answers, answer)
        except (TypeError, ValueError, RecursionError) as error:
            told = {"class": "IsolationError", "message": f"no JSON answer: {error}", "hint": ""}
            send(answers, {"error": told})
