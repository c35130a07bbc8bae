"""Where work runs beyond the caller's thread. Any ``concurrent.futures.Executor`` fits."""

import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor


def local(jobs: int) -> Executor:
    """An executor of processes on this machine.

    Args:
        jobs: Number of processes.
    """
    # Fresh processes, never forked ones: the engine's contexts do not survive a fork.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
