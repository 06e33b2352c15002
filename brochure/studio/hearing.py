"""Hearing: what happens to a page is told to all who have it open (Server-Sent Events)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

Event = tuple[str, Mapping[str, Any]]
"""Its kind, and what it says."""


class Channel:
    """Tells events, from whatever thread, to those who listen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: list[tuple[asyncio.AbstractEventLoop, asyncio.Queue[Event]]] = []

    def tell(self, kind: str, said: Mapping[str, Any]) -> None:
        """Tell everybody."""
        with self._lock:
            listeners = [*self._listeners]
        for loop, queue in listeners:
            with suppress(RuntimeError):  # its loop is closed: the studio ends
                loop.call_soon_threadsafe(queue.put_nowait, (kind, said))

    @contextmanager
    def heard(self) -> Iterator[asyncio.Queue[Event]]:
        """What is told from now on. Call it where an event loop runs."""
        mine = (asyncio.get_running_loop(), asyncio.Queue[Event]())
        with self._lock:
            self._listeners.append(mine)
        try:
            yield mine[1]
        finally:
            with self._lock:
                self._listeners.remove(mine)

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens."""
        with self._lock:
            return bool(self._listeners)
