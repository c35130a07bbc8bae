"""Workers of a Dask cluster as an executor. The one place that knows Dask (extra ``farm``).

A connection is opened because somebody named a scheduler, and never otherwise. A scheduler that is
lost fails what it was given; nobody waits for it.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from provenance.errors import ConfigError

CONNECTING: Final = 10.0
"""Seconds to wait for a scheduler to answer at first."""
GRACE: Final = 15.0
"""Seconds that a scheduler may be away: networks stumble, restarts take longer."""
_GLANCE: Final = 0.5

_T = TypeVar("_T")


class SchedulerLostError(ConnectionError):
    """The scheduler is gone, and with it what was not done."""


class Farm(Executor):
    """Runs on a cluster; what is not done when the scheduler is lost has failed."""

    def __init__(self, client: Any, grace: float = GRACE) -> None:
        """For ``cluster``.

        Args:
            client: A ``distributed.Client``.
            grace: Seconds that its scheduler may be away.
        """
        self._client = client
        self._grace = grace
        self._waiting: dict[Future[Any], Any] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._lost = False
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> "Future[_T]":
        """Run a call on a worker. A worker that dies is replaced by another, once."""
        outer: Future[_T] = Future()
        outer.set_running_or_notify_cancel()
        with self._lock:
            if self._lost:
                outer.set_exception(SchedulerLostError())
                return outer
            inner = self._client.submit(fn, *args, **kwargs, pure=False, retries=1)
            self._waiting[outer] = inner
        inner.add_done_callback(lambda done: self._settle(outer, done))
        return outer

    def _settle(self, outer: Future[Any], inner: Any) -> None:
        with self._lock:
            if self._waiting.pop(outer, None) is None:
                return  # given up before
        try:
            outer.set_result(inner.result(timeout=self._grace))
        except BaseException as error:  # noqa: BLE001 - Dask's own are of several kinds
            outer.set_exception(
                error if isinstance(error, Exception) else SchedulerLostError(str(error))
            )

    def _watch(self) -> None:
        away = 0.0
        while not self._ended.wait(_GLANCE):
            away = 0.0 if self._client.status == "running" else away + _GLANCE
            if away >= self._grace:
                self._give_up()
                return

    def _give_up(self) -> None:
        with self._lock:
            self._lost = True
            left, self._waiting = self._waiting, {}
        for outer in left:
            outer.set_exception(SchedulerLostError())

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the class above has it
        """Nothing more is run. What has not ended is cancelled on the cluster."""
        del wait, cancel_futures
        self._ended.set()
        with self._lock:
            left, self._waiting, self._lost = self._waiting, {}, True
        if left and self._client.status == "running":
            with suppress(Exception):
                self._client.cancel(list(left.values()), force=True)
        for outer in left:
            outer.set_exception(SchedulerLostError())


@contextmanager
def cluster(address: str, *, grace: float = GRACE) -> Iterator[Farm]:
    """The workers of a Dask cluster, for as long as the block lasts.

    Args:
        address: Of its scheduler, ``tcp://host:8786``. Its workers need this program in the same
            version, and the delivery under the same path.
        grace: Seconds that the scheduler may be away before what it was given has failed.

    Raises:
        ConfigError: Dask is not installed, or the scheduler does not answer.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigError(
            "--executor dask: Dask is not installed",
            hint="Install the extra: pip install 'media-provenance[farm]'.",
        ) from error
    with _silent():
        try:
            client = Client(address, timeout=CONNECTING, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ConfigError(
                f"--scheduler {address}: no scheduler answers: {str(error) or 'no time left'}",
                hint="Name its address as it prints it when it starts: tcp://host:8786.",
            ) from error
        farm = Farm(client, grace)
        try:
            yield farm
        finally:
            farm.shutdown()
            with suppress(Exception):
                client.close(timeout=2)


@contextmanager
def _silent() -> Iterator[None]:
    """What matters is told in the report: Dask's own words about lost connections are not."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
