"""A site built by many machines: batches of pages go to the workers of a Dask cluster.

    with clustered("tcp://scheduler:8786", order, own_work, jobs) as engine:
        for done in engine.done(tasks): …

A worker does what the command's own threads do (`brochure.cli.site_work`): each page is made in a
guarded process of its own, so that one which hangs or kills its process costs that page alone, and its
kit is written where kits stand; through the scheduler come a few hundred bytes a page. A batch may be
done twice and nothing is lost: what stands is found by its digests. A worker that dies has its batch
done by another one, then in halves, at last page by page; a page with which a worker dies again is made
by the command itself, in its own guard, which alone judges that a page cannot be made.

Workers refuse to work with other fonts, templates, libraries or another brochure than the command has:
their kits would have other bytes.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from brochure import assets, interruption, messages
from brochure.cli.site_pages import LoadedLook, Task, loading
from brochure.cli.site_work import Done, Work
from brochure.errors import BrochureError, WorkError
from brochure.library_versions import versions
from brochure.problems import Place, error
from brochure.sites.standing_kits import kits_at
from brochure.work import wire

if TYPE_CHECKING:
    from brochure.cli.page_reading import Look

LOCAL = "dask"
"""The name of a cluster on this machine, which ends with the command."""

MOST_PAGES = 50
"""Of a batch: half a minute of work, so that little is done twice when a worker dies."""

BATCHES_A_WORKER = 4
"""At least so many batches for each worker, where there are pages enough: all end at about one time."""

WAITING = 2
"""Batches that wait for each worker; more of them would only fill the scheduler's memory."""

TRIES = 2
"""Workers that may die with a batch before it is divided."""

WORKERLESS_S = 60.0
"""How long a scheduler may have no worker at all."""

ALONE_S = 5.0
"""How long a command waits for workers of its own, which begin again, before it works itself."""

_LOOKED_EVERY_S, _PAUSE_S = 2.0, 0.02

_ENDED = frozenset({"finished", "error", "cancelled"})
"""What a batch may be that is neither waited for nor, its worker being dead, done again ("lost")."""

_SILENT = logging.CRITICAL + 1


@cache
def equipment() -> Mapping[str, str]:
    """What decides the bytes of kits besides pages and themes: versions, digests of our own files."""
    folders = {
        "code": assets.PACKAGE, "templates": assets.templates_folder(), "fonts": assets.fonts_folder(),
    }  # fmt: skip
    return {**versions(), **{name: _digest(folder) for name, folder in folders.items()}}


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for name, path in sorted(assets.files(folder).items()):
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the work of a site is done: within ``seconds`` and ``memory_mb`` a page.

    Kits go to ``output``, or to the ``store`` if there is one. Paths are from the top of the file
    system: workers have other working folders. ``reads`` are the files that the theme of ``look`` was
    read from (`brochure.cli.site_pages.LoadedLook`), ``made_with`` is what a worker must have
    (`equipment`).
    """

    output: Path
    store: str
    look: Look
    reads: Mapping[str, str]
    seconds: float
    memory_mb: int
    overwrite: bool = False
    made_with: Mapping[str, str] = field(default_factory=equipment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Pages to be worked on by one worker, one after the other; their tasks have no theme yet."""

    order: Order
    tasks: tuple[Task, ...]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a batch: ``different`` tells in what the worker differs, who then did nothing."""

    done: tuple[Done, ...] = ()
    different: tuple[str, ...] = ()
    missing_fences: frozenset[str] = frozenset()


class _Worker:
    """What a worker has for all batches of an order: its processes, and the theme as it reads it."""

    def __init__(self, order: Order) -> None:
        from brochure.building.guarded import Guarded

        self.guard = Guarded(seconds=order.seconds, memory_mb=order.memory_mb)
        mine = equipment()
        self.different = {name for name, value in order.made_with.items() if mine.get(name) != value}
        loaded: LoadedLook = self.guard.run(loading(order.look))
        self.theme = loaded.theme
        self.different |= {path for path, _ in order.reads.items() ^ loaded.reads.items()}
        self.kits = kits_at(order.output, order.store)


_MOST_ORDERS = 4
"""Sites, as they were asked for, whose processes a worker keeps; the next one closes the oldest's."""

_workers: dict[bytes, _Worker] = {}
_making = Lock()


def _worker_for(order: Order) -> _Worker:
    """The one that an earlier batch of the same order made, else a new one."""
    key = wire.dumps(order)
    with _making:
        if key not in _workers:
            while len(_workers) >= _MOST_ORDERS:
                _workers.pop(next(iter(_workers))).guard.close()
            _workers[key] = _Worker(order)
        return _workers[key]


def work_on(packed: bytes) -> bytes:
    """What a worker does: the pages of a packed Batch; the packed Answer."""
    batch: Batch = wire.loads(zlib.decompress(packed))
    with messages.using(batch.language):
        return _packed(_answer(batch))


def _answer(batch: Batch) -> Answer:
    worker = _worker_for(batch.order)
    if worker.different:
        return Answer(different=tuple(sorted(worker.different)))
    # another worker that was thought dead may write the same kit: it is waited for
    work = Work(worker.guard.run, worker.kits, overwrite=batch.order.overwrite, wait=True)
    tasks = (replace(task, theme=worker.theme) for task in batch.tasks)
    done = tuple(replace(work.on(task), raised=None) for task in tasks)
    return Answer(done=done, missing_fences=worker.guard.missing_fences)


def _packed(value: object) -> bytes:
    """``value`` in few bytes: pages of a site say much the same."""
    return zlib.compress(wire.dumps(value), 6)


@contextmanager
def clustered(address: str, order: Order, own_work: Work, jobs: int) -> Iterator[Cluster]:
    """The engine of the cluster at ``address``, or of one on this machine with ``jobs`` workers.

    Raises WorkError where there is none.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise WorkError(error("cluster-extra")) from None
    for name in ("distributed", "asyncio"):  # the command says itself what came of pages
        logging.getLogger(name).setLevel(_SILENT)
    warnings.filterwarnings("ignore", module="distributed")
    with _local(jobs) if address == LOCAL else _at(address) as client:
        yield Cluster(client, address, order, own_work)


@contextmanager
def _local(workers: int) -> Iterator[Any]:
    import dask
    from distributed import Client, LocalCluster

    settings = {
        "distributed.scheduler.allowed-failures": TRIES - 1,
        "distributed.deploy.lost-worker-timeout": "10 minutes",  # one that begins again takes a while
        "distributed.worker.memory.terminate": False,  # each page has a limit of its own
        "distributed.worker.memory.pause": False,
        "distributed.worker.memory.spill": False,
        "distributed.worker.memory.target": False,
    }  # fmt: skip
    with dask.config.set(settings):
        try:
            cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True,
                dashboard_address="127.0.0.1:0",
                host="127.0.0.1", memory_limit=0, silence_logs=_SILENT,
            )  # fmt: skip
        except (OSError, RuntimeError) as caught:  # a port, or a worker that died at once
            raise WorkError(error("cluster-not-started", reason=str(caught))) from caught
        with (
            cluster,
            interruption.tidied(lambda: _kill(cluster)),
            Client(cluster, set_as_default=False) as client,
        ):
            yield client


def _kill(cluster: Any) -> None:
    """End the workers at once: the command itself ends now."""
    for nanny in cluster.workers.values():
        with suppress(Exception):
            nanny.process.process.kill()


@contextmanager
def _at(address: str) -> Iterator[Any]:
    from distributed import Client

    try:
        client: Any = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TypeError) as caught:
        raise WorkError(error("cluster-unreached", at=Place(address))) from caught
    try:
        yield client
    finally:
        with suppress(Exception):  # a scheduler that is lost says no goodbye
            client.close(timeout=5)


class Cluster:
    """An engine whose workers are elsewhere."""

    def __init__(self, client: Any, address: str, order: Order, own_work: Work) -> None:
        """``own_work`` is that of the command itself."""
        self.client, self.address, self.order, self.own_work = client, address, order, own_work
        self.bytes_back = 0
        """What came through the scheduler."""
        self.alone = 0
        """Pages that the command made itself, after workers died with them."""
        self.missing_fences: frozenset[str] = frozenset()
        """The fences that did not stand on workers."""
        self._going: dict[Any, tuple[int, tuple[Task, ...]]] = {}
        self._seen = time.monotonic()
        """When there was a worker last."""
        self._again: list[tuple[int, tuple[Task, ...]]] = []

    def done(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """See `brochure.cli.site_work.Engine`. Raises WorkError where nobody works any more."""
        pending = [*tasks]
        self._wait_for_workers()
        batches = self._batches(pending)
        found: dict[int, Done] = {}
        said = 0
        while said < len(pending):
            self._submit(batches)
            found.update(self._next())
            while said in found:
                yield found.pop(said)
                said += 1

    def _next(self) -> Mapping[int, Done]:
        """What comes next of pages, by their numbers; nothing where a batch is to be done again."""
        future = self._finished()
        if future is None:
            return self._by_itself()
        try:
            answer = self._result(future)
        except TimeoutError:  # it is being done again
            return {}
        first, batch = self._going.pop(future)
        return dict(enumerate(self._of(answer, first, batch), first))

    def _by_itself(self) -> Mapping[int, Done]:
        """The first page of those that wait, made by the command, while there is no worker."""
        future = next(iter(self._going))
        first, (task, *others) = self._going.pop(future)
        self._told(future.cancel)
        if others:
            self._again.append((first + 1, tuple(others)))
        self.alone += 1
        return {first: self.own_work.on(task)}

    def _batches(self, tasks: Sequence[Task]) -> Iterator[tuple[int, tuple[Task, ...]]]:
        """The tasks in batches, each with the number of its first one."""
        workers = max(1, self._threads())
        size = max(1, min(MOST_PAGES, len(tasks) // (workers * BATCHES_A_WORKER)))
        for first in range(0, len(tasks), size):
            yield first, tuple(tasks[first : first + size])

    def _threads(self) -> int:
        """How many batches are worked on at once just now."""
        workers = self._told(lambda: self.client.scheduler_info(n_workers=-1))["workers"].values()
        threads: int = sum(worker["nthreads"] for worker in workers)
        if threads:
            self._seen = time.monotonic()
        return threads

    def _wait_for_workers(self) -> None:
        while not self._threads():
            self._check_workers(WORKERLESS_S)
            time.sleep(_LOOKED_EVERY_S / 10)

    def _check_workers(self, most_s: float) -> None:
        """Raise WorkError where there has been no worker for ``most_s`` seconds."""
        if time.monotonic() - self._seen > most_s:
            raise WorkError(error("cluster-without-workers", at=Place(self.address), seconds=most_s))

    def _submit(self, batches: Iterator[tuple[int, tuple[Task, ...]]]) -> None:
        most = max(1, self._threads()) * WAITING
        while len(self._going) < most:
            again = self._again.pop() if self._again else next(batches, None)
            if again is None:
                return
            first, tasks = again
            batch = Batch(
                order=self.order, language=messages.current(),
                tasks=tuple(self._sent(task) for task in tasks),
            )  # fmt: skip
            future = self._told(partial(self.client.submit, work_on, _packed(batch), pure=False))
            self._going[future] = first, tasks

    def _sent(self, task: Task) -> Task:
        """``task`` as it is for a worker: with paths from the top, and without what it loads itself."""
        source = task.source
        root = source.root.absolute() if source.root else None
        sent = replace(source, name=os.path.abspath(source.name), root=root)  # noqa: PTH100 - a text
        return replace(
            task, source=sent, theme=None, look=self.order.look, folder=_absolute(task.folder)
        )

    def _back(self, done: Done, task: Task) -> Done:
        """``done`` with files named as the command line names them."""
        sent, own = self._sent(task).source.name, task.source.name
        top, own_top = sent.removesuffix(task.path), own.removesuffix(task.path)
        told = [
            replace(p, place=replace(p.place, file=own_top + p.place.file[len(top) :]))
            if p.place.file.startswith(top) else p
            for p in done.problems
        ]  # fmt: skip
        return replace(done, problems=tuple(told))

    def _finished(self) -> Any | None:
        """A batch that ended, however; None where the command had better go on without workers.

        Raises WorkError where nobody works any more.
        """
        looked = time.monotonic()
        while True:
            for future in self._going:
                if future.status in _ENDED:
                    return future
            time.sleep(_PAUSE_S)
            if time.monotonic() - looked > _LOOKED_EVERY_S:
                looked = time.monotonic()
                if self.client.status != "running":
                    raise self._lost()
                if self._threads():
                    continue
                if self.address == LOCAL and looked - self._seen > ALONE_S:
                    return None
                self._check_workers(WORKERLESS_S)

    def _result(self, future: Any) -> Any:
        """What a worker answered, or the error with which that ended.

        An answer lies with the worker until it is fetched: where that dies before, the batch is being
        done again. Raises TimeoutError then.
        """
        try:
            return self._told(partial(future.result, timeout=_LOOKED_EVERY_S))
        except (TimeoutError, BrochureError):
            raise
        except Exception as caught:  # whatever became of the batch
            return caught

    def _of(self, found: Any, first: int, batch: tuple[Task, ...]) -> Sequence[Done]:
        """What came of a batch; where its worker died, it is to be done again, and nothing came yet."""
        if isinstance(found, bytes):
            self.bytes_back += len(found)
            answer: Answer = wire.loads(zlib.decompress(found))
            if answer.different:
                names = answer.different[:_NAMED]
                raise WorkError(error("cluster-different", at=Place(self.address), names=names))
            self.missing_fences |= answer.missing_fences
            return [self._back(done, task) for done, task in zip(answer.done, batch, strict=True)]
        if isinstance(found, ImportError):
            raise WorkError(
                error("cluster-without-brochure", at=Place(self.address), reason=str(found))
            )
        if len(batch) > 1:
            half = len(batch) // 2
            self._again += [(first, batch[:half]), (first + half, batch[half:])]
            return ()
        self.alone += 1
        return [self.own_work.on(batch[0])]

    def _told(self, ask: Callable[[], Any]) -> Any:
        """What the scheduler answers. Raises WorkError where it is gone."""
        from distributed import CancelledError
        from distributed.comm import CommClosedError

        try:
            return ask()
        except TimeoutError:
            if self.client.status != "running":
                raise self._lost() from None
            raise
        except (CancelledError, CommClosedError, OSError, RuntimeError) as caught:
            raise self._lost() from caught

    def _lost(self) -> BrochureError:
        return WorkError(error("cluster-lost", at=Place(self.address)))


def _absolute(path: Path | None) -> Path | None:
    return path.absolute() if path else None


_NAMED = 8
"""So many differences are named."""
