"""Where work runs beyond the caller's thread. Any ``concurrent.futures.Executor`` fits."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection

from provenance.errors import IsolationError


@contextmanager
def local(jobs: int) -> Iterator[Executor]:
    """An executor of processes on this machine, which never outlive the caller.

    On an exception in the block (Ctrl-C among them) the processes end at once, and what they were
    doing is lost; they end as well when this process is killed.

    Args:
        jobs: Number of processes.

    Raises:
        IsolationError: The system has nothing left to start them with.
    """
    # Fresh processes, never forked ones: the engine's contexts do not survive a fork.
    context = multiprocessing.get_context("spawn")
    try:
        held, holding = context.Pipe(duplex=False)
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_tie, initargs=(held,))
    except (OSError, ImportError) as error:  # semaphores lie in shared memory, which may be full
        why = getattr(error, "strerror", None) or str(error)
        raise IsolationError(
            f"--jobs {jobs}: no processes can be started: {why}",
            hint="Make room (open files, /dev/shm), or scan with --jobs 1.",
        ) from error
    try:
        yield pool
        pool.shutdown()
    finally:
        holding.close()
        pool.shutdown(cancel_futures=True)
        held.close()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Processes started in the block never see Ctrl-C: it is the parent's to handle.

    Here it is held back and comes after the block.
    """
    if not hasattr(signal, "pthread_sigmask"):  # not on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tie(held: Connection) -> None:
    """In a worker: end as soon as the other end of the pipe is gone."""
    threading.Thread(target=_end_with, args=(held,), daemon=True).start()


def _end_with(held: Connection) -> None:
    try:
        held.recv_bytes()  # nothing is ever sent
    except OSError:
        pass
    finally:
        os._exit(1)
