"""Sites built by a cluster: the same bytes as on one machine, whatever becomes of its workers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import CancelledError
from distributed.scheduler import KilledWorker

from brochure.cli import site_cluster
from brochure.cli.page_reading import Look
from brochure.cli.site_cluster import Answer, Batch, Cluster, Order
from brochure.cli.site_pages import Made, Task
from brochure.cli.site_work import Done
from brochure.cli.sources import Source
from brochure.errors import WorkError
from brochure.problems import Place, plain
from brochure.work import wire
from tests.cli.test_site import SETTINGS, map_of, write
from tests.conftest import ROOT


class Future:
    """What came of a batch, at once."""

    def __init__(self, status: str, value: Any) -> None:
        self.status, self.value = status, value

    def cancel(self) -> None:
        self.status = "cancelled"

    def result(self, timeout: float) -> Any:
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


class Client:
    """A scheduler without a network: ``answer`` says what becomes of a batch."""

    status = "running"

    def __init__(self, answer: Callable[[Batch], Future], threads: int = 2) -> None:
        self.answer, self.threads = answer, threads
        self.batches: list[list[str]] = []

    def scheduler_info(self, n_workers: int) -> Any:
        return {"workers": {"tcp://a": {"nthreads": self.threads}} if self.threads else {}}

    def submit(self, function: Callable[[bytes], bytes], data: bytes, *, pure: bool) -> Future:
        assert (function, pure) == (site_cluster.work_on, False)
        batch: Batch = wire.loads(zlib.decompress(data))
        self.batches.append([task.path for task in batch.tasks])
        return self.answer(batch)


class OwnWork:
    """The command's own work, which is told of."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def on(self, task: Task) -> Done:
        self.paths.append(task.path)
        return Done(made=Made(status="built"))


def finished(batch: Batch, **said: Any) -> Future:
    done = [
        Done(made=Made(status="built"), problems=(plain("x").placed(Place(task.source.name)),))
        for task in batch.tasks
    ]
    answer = Answer(done=tuple(done), **said)
    return Future("finished", zlib.compress(wire.dumps(answer)))


def killed(_: Batch) -> Future:
    return Future("error", KilledWorker("work_on", None, 1))


ORDER = Order(
    output=Path("/kits"), store="", look=Look(theme="agora"), reads={}, seconds=9, memory_mb=900
)


def tasks(count: int) -> list[Task]:
    return [
        Task(
            source=Source(name=f"site/p{n}.md", root=Path("site")), path=f"p{n}.md", look=ORDER.look,
            theme=None, kit_name=f"p{n}", folder=Path(f"kits/p{n}"),
        )
        for n in range(count)
    ]  # fmt: skip


def worked(client: Client, count: int) -> tuple[list[Done], list[str]]:
    """What came of so many pages, and the pages that the command made itself."""
    own: Any = OwnWork()
    cluster = Cluster(client, "tcp://there", ORDER, own)
    return [*cluster.done(tasks(count))], own.paths


def test_pages_go_in_batches_that_keep_all_workers_at_work_and_come_back_in_order() -> None:
    client = Client(finished)
    done, own = worked(client, 1000)
    assert {len(batch) for batch in client.batches} == {50}
    assert [p.place.file for d in done for p in d.problems] == [f"site/p{n}.md" for n in range(1000)]
    assert own == []
    client = Client(finished, threads=3)
    worked(client, 30)
    assert {len(batch) for batch in client.batches} == {2}


def test_a_page_with_which_workers_die_is_made_by_the_command_and_no_other_is() -> None:
    client = Client(
        lambda batch: (killed if any(t.path == "p77.md" for t in batch.tasks) else finished)(batch)
    )
    done, own = worked(client, 400)
    assert own == ["p77.md"]
    assert len(done) == 400
    assert len(client.batches) < 8 + 2 * 6 + 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda _: Future("cancelled", CancelledError()), "the scheduler is gone"),
        (lambda _: Future("error", ImportError("No module named 'brochure'")), "same brochure there"),
        (lambda batch: finished(batch, different=("pillow", "fonts")), "differs in pillow, fonts"),
    ],
)
def test_what_ends_a_run_is_told(answer: Callable[[Batch], Future], said: str) -> None:
    with pytest.raises(WorkError, match=said):
        worked(Client(answer), 10)


def test_a_scheduler_that_never_has_a_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_cluster, "WORKERLESS_S", 0.0)
    with pytest.raises(WorkError, match="no worker"):
        worked(Client(finished, threads=0), 1)


def test_where_all_workers_of_its_own_are_gone_the_command_works_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("ALONE_S", "_LOOKED_EVERY_S", "_PAUSE_S"):
        monkeypatch.setattr(site_cluster, name, 0.0)
    client, own = Client(lambda _: Future("pending", None), threads=1), OwnWork()
    cluster = Cluster(client, site_cluster.LOCAL, ORDER, own)  # type: ignore[arg-type]
    done = cluster.done(tasks(9))
    monkeypatch.setattr(client, "threads", 0)
    cluster._seen -= 1
    monkeypatch.setattr(cluster, "_wait_for_workers", lambda: None)
    assert len([*done]) == 9
    assert sorted(own.paths) == [f"p{n}.md" for n in range(9)]


def test_a_worker_with_another_library_or_theme_refuses(tmp_path: Path) -> None:
    def different(order: Order) -> Sequence[str]:
        batch = Batch(order=order, tasks=(), language="en")
        answer: Answer = wire.loads(
            zlib.decompress(site_cluster.work_on(zlib.compress(wire.dumps(batch))))
        )
        return answer.different

    try:
        assert different(ORDER) == ()
        assert different(replace(ORDER, made_with={**ORDER.made_with, "pillow": "1.0"})) == ("pillow",)
        theme = tmp_path / "theme.toml"
        theme.write_text('extends = "agora"\n', encoding="utf-8")
        look = Look(theme=str(theme))
        assert different(replace(ORDER, look=look, reads={str(theme): "0" * 64})) == (str(theme),)
    finally:
        for worker in site_cluster._workers.values():
            worker.guard.close()
        site_cluster._workers.clear()


PAGES = {f"p{n}.md": f"# Page {n} of many\n\nText.\n" for n in range(8)}

KILLER = """
import os, sys
if os.environ.get("POISONED"):
    from brochure.cli import site_work
    right = site_work.Work.on

    def on(self, task):
        if task.path == "p3.md" and self.wait:  # the command itself does not wait
            os.kill(os.getpid(), 9)
        return right(self, task)

    site_work.Work.on = on
"""


def brochure(folder: Path, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "brochure", "site", "site", *options], cwd=folder, text=True,
        timeout=300, env={**os.environ, "PYTHONPATH": f"{folder}:{ROOT}", **env}, capture_output=True,
        check=False,
    )  # fmt: skip


def files(top: Path) -> dict[str, bytes]:
    return {
        p.relative_to(top).as_posix(): p.read_bytes()
        for p in top.rglob("*") if p.is_file() and not p.name.startswith(".")
    }  # fmt: skip


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes_though_its_workers_die(tmp_path: Path) -> None:
    write(tmp_path / "site", {**PAGES, "brochure.toml": SETTINGS, "broken.md": "---\ntitle: [\n---\n"})
    (tmp_path / "sitecustomize.py").write_text(KILLER, encoding="utf-8")
    alone = brochure(tmp_path, "-o", "alone", "--jobs", "1", "-q")
    many = brochure(tmp_path, "-o", "many", "--jobs", "1", "-q", "--engine", "dask", POISONED="1")
    assert (many.returncode, many.stderr) == (1, alone.stderr)
    assert "broken.md" in many.stderr
    assert files(tmp_path / "many") == files(tmp_path / "alone")


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each started by hand: the scheduler's address, and the processes."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    log = folder / "scheduler.log"
    with log.open("wb") as said:
        start = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        scheduler = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler", *start],
            cwd=folder,
            env=env,
            stderr=said,
        )
    started = [scheduler]
    try:
        while not (found := re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text("utf-8"))):
            assert scheduler.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        for _ in range(2):
            command = [sys.executable, "-m", "distributed.cli.dask_worker", found[1]]
            started.append(subprocess.Popen(
                [*command, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0"],
                cwd=folder, env=env, stderr=subprocess.DEVNULL,
            ))  # fmt: skip
        yield found[1], started
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_over_the_network_a_worker_may_die_and_what_is_done_outlives_the_scheduler(
    tmp_path: Path,
) -> None:
    write(tmp_path / "site", {**PAGES, "brochure.toml": SETTINGS})
    store = tmp_path / "store"
    with cluster(tmp_path) as (address, (scheduler, first, _)):
        options = ("--engine", address, "--store", f"file://{store}", "--time-limit", "60")
        done = brochure(tmp_path, *options)
        assert done.returncode == 0, done.stderr
        assert "8 pages built" in done.stderr
        write(
            tmp_path / "site",
            {name: f"{text}\nMore.\n# Other {name}\n" for name, text in PAGES.items()},
        )
        first.send_signal(signal.SIGKILL)
        done = brochure(tmp_path, *options, "--force")
        assert "8 pages built" in done.stderr
        scheduler.kill()
        done = brochure(tmp_path, *options, "--force")
        assert (done.returncode, "no scheduler answers" in done.stderr) == (1, True), done.stderr
    done = brochure(tmp_path, "--store", f"file://{store}")
    assert done.stderr.startswith("✓ 8 unchanged"), done.stderr
    assert brochure(tmp_path, "-o", "alone").returncode == 0
    assert files(store) == files(tmp_path / "alone")
    assert map_of(tmp_path)["pages"].keys() == PAGES.keys()
