"""A million pages on many machines, simulated with what was measured here.

    python benchmarks/scale.py [--pages N] [--page-s S] [--deaths PER_WORKER_AND_HOUR]

First the scheduler is measured: batches of the size that brochure sends, answered with as many bytes as
workers send back, by a worker that does nothing. Then batches are given to 2 to 2,000 cores by that
cost, with pages whose times vary as they do (log-normal), machines that are slower, workers that die
and begin again, and the two tries and halves of `brochure.cli.site_cluster`. Printed are hours, the
share of time in which cores do something useful, pages made twice (in fact they are found to stand,
which takes a third), and how much of one core scheduler and command use.
"""

from __future__ import annotations

import argparse
import heapq
import logging
import math
import os
import random
import time
from typing import NamedTuple

BATCH, TRIES = 50, 2
SENT_BYTES, BACK_BYTES = 60 * BATCH, 980 * BATCH
"""Measured: 60 bytes a page to workers, 350 to 980 back for cards, 3,100 for every product."""

SPREAD, SLOW_MACHINES, SLOWER = 0.5, 0.05, 2.0
"""Of the logarithm of a page's time; machines that take twice as long."""

RESTART_S, COMMAND_S = 15.0, 0.0003
"""Until a worker that died works again; what the command does for each page: 0.16 to 0.45 ms."""


def answered(data: bytes) -> bytes:
    """What a worker sends back."""
    return os.urandom(BACK_BYTES) if data else b""


def scheduler_s(batches: int) -> float:
    """Seconds that a batch takes of a scheduler, with its client and worker in the same process."""
    from distributed import Client, LocalCluster, wait

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, memory_limit=0
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        client.gather(client.submit(answered, b"x", pure=False))
        began = time.process_time()
        for start in range(0, batches, 20):
            data = [os.urandom(SENT_BYTES) for _ in range(min(20, batches - start))]
            futures = [client.submit(answered, one, pure=False) for one in data]
            wait(futures)
            client.gather(futures)
        return (time.process_time() - began) / batches


class Outcome(NamedTuple):
    """Of a simulated run."""

    hours: float
    useful: float
    twice: int
    scheduler: float
    by_command: int


def simulated(pages: int, cores: int, page_s: float, deaths: float, batch_s: float) -> Outcome:
    """A run on so many ``cores``, each of which dies ``deaths`` times an hour."""
    rng = random.Random(cores)  # noqa: S311 - a simulation
    slower = [SLOWER if rng.random() < SLOW_MACHINES else 1.0 for _ in range(cores)]
    queue = [(min(BATCH, pages - first), 0) for first in range(0, pages, BATCH)]
    free = [(0.0, core) for core in range(cores)]
    heapq.heapify(free)
    scheduler_free = busy = end = 0.0
    twice = alone = asked = 0
    mean = math.log(page_s) - SPREAD**2 / 2
    while queue:
        now, core = heapq.heappop(free)
        size, tries = queue.pop()
        asked += 1
        scheduler_free = max(scheduler_free, now) + batch_s + COMMAND_S * size
        began = max(now, scheduler_free)
        # the sum of so many page times is near enough to normal
        each = math.exp(mean + SPREAD**2 / 2)
        spread = each * math.sqrt((math.exp(SPREAD**2) - 1) / size)
        took = max(0.2 * each, rng.gauss(each, spread)) * size * slower[core]
        dies = rng.expovariate(deaths / 3600) if deaths else math.inf
        if dies < took:
            twice += int(size * dies / took)
            heapq.heappush(free, (began + dies + RESTART_S, core))
            if tries + 1 < TRIES:
                queue.append((size, tries + 1))
            elif size > 1:
                queue += [(size // 2, 0), (size - size // 2, 0)]
            else:
                alone += 1
            continue
        busy += took
        end = max(end, began + took)
        heapq.heappush(free, (began + took, core))
    used = (asked * batch_s + pages * COMMAND_S) / end
    return Outcome(end / 3600, busy / (end * cores), twice, used, alone)


def main() -> None:
    """Measure the scheduler, then simulate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--page-s", type=float, default=0.6, help="seconds of a core that a page takes")
    parser.add_argument("--deaths", type=float, default=0.1, help="of a worker in an hour")
    asked = parser.parse_args()
    batch_s = scheduler_s(200)
    print(f"scheduler, client and worker: {batch_s * 1000:.1f} ms of CPU a batch of {BATCH} pages")
    print(f"{asked.pages:,} pages of {asked.page_s} s, workers die {asked.deaths} times an hour")
    for cores in (2, 10, 50, 100, 500, 1000, 2000):
        found = simulated(asked.pages, cores, asked.page_s, asked.deaths, batch_s)
        print(
            f"{cores:6,} cores {found.hours:8.2f} h, useful {found.useful:.0%}, made twice "
            f"{found.twice:,}, by the command alone {found.by_command}, scheduler and command "
            f"{found.scheduler:.0%} of a core",
            flush=True,
        )


if __name__ == "__main__":
    main()
