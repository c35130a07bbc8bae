"""One thread for each child process, which ends it where an answer is late.

A thread for each call would cost more than most calls. This one sleeps until the earliest moment
at which it could be needed; calls that are answered in time wake nobody.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

_NEVER: Final = float("inf")


class Watch:
    """Does something when a deadline passes. One deadline at a time, set by one thread.

    It waits for the clock and not for a pipe, so it holds on any system.
    """

    def __init__(self, expire: Callable[[], object]) -> None:
        """Prepares; the thread starts with the first deadline.

        Args:
            expire: What to do, in a thread of its own.
        """
        self._expire = expire
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._until = self._wakes = _NEVER
        self._late = self._ended = False

    @property
    def late(self) -> bool:
        """Whether the last deadline passed before it was lifted."""
        return self._late

    def start(self, seconds: float) -> None:
        """Set a deadline, that many seconds from now."""
        with self._changed:
            self._until, self._late = time.monotonic() + seconds, False
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()
            elif self._until < self._wakes:
                self._changed.notify()

    def stop(self) -> bool:
        """Lift the deadline; whether it had passed."""
        with self._changed:
            self._until = _NEVER
            return self._late

    def end(self) -> None:
        """End the thread, without waiting for it."""
        with self._changed:
            self._until, self._ended = _NEVER, True
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._ended:
                left = self._until - time.monotonic()
                if left <= 0:
                    self._until, self._late = _NEVER, True
                    self._expire()
                    continue
                self._wakes = self._until
                self._changed.wait(min(left, threading.TIMEOUT_MAX))
