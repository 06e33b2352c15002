"""Cards that were drawn, kept in a folder, the latest in memory too; of too many the oldest go.

A card stands as long as the files that it was drawn from hold what they held: that is looked at each
time, by their sizes and times (`brochure.sites.states`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from brochure.sites.states import Files

IN_MEMORY_BYTES = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard:
    """A card as it is sent, and the hashes of the files it was drawn from.

    ``etag`` marks its bytes (RFC 9110, 8.8.3).
    """

    data: bytes
    media_type: str
    reads: Mapping[str, str] = field(default_factory=dict)
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        """Mark the bytes, once for all that ask for them."""
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.data).hexdigest()[:32]}"')


class CardCache:
    """Cards by keys, which are names of files, in ``folder``: of ``most_bytes`` together."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder, self.most_bytes = folder, most_bytes
        self.files = Files()
        self._latest: OrderedDict[str, KeptCard] = OrderedDict()
        self._in_memory = 0
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._on_disk = sum(size for _, size, _ in self._entries())

    def get(self, key: str) -> KeptCard | None:
        """The card, None where there is none, or what it was drawn from changed."""
        kept = self._latest.get(key) or self._read(key)
        if kept is None:
            return None
        if any(self.files.hash_of(path, again=True) != known for path, known in kept.reads.items()):
            return None
        self._remember(key, kept)
        return kept

    def put(self, key: str, kept: KeptCard) -> None:
        """Keep a card; where the disk does not take it, in memory alone."""
        self._remember(key, kept)
        head = json.dumps({"media_type": kept.media_type, "reads": dict(kept.reads)}).encode()
        unfinished = self.folder / f"{key}.{os.getpid()}"
        with suppress(OSError):
            unfinished.write_bytes(head + b"\n" + kept.data)
            unfinished.replace(self.folder / key)
            self._on_disk += len(head) + 1 + len(kept.data)
        if self._on_disk > self.most_bytes:
            self._make_room()

    def _remember(self, key: str, kept: KeptCard) -> None:
        before = self._latest.pop(key, None)
        self._in_memory += len(kept.data) - (len(before.data) if before else 0)
        self._latest[key] = kept
        while self._in_memory > IN_MEMORY_BYTES:
            _, oldest = self._latest.popitem(last=False)
            self._in_memory -= len(oldest.data)

    def _read(self, key: str) -> KeptCard | None:
        try:
            head, _, data = (self.folder / key).read_bytes().partition(b"\n")
            row = json.loads(head)
            reads = {str(path): str(known) for path, known in row["reads"].items()}
            return KeptCard(data=data, media_type=str(row["media_type"]), reads=reads)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _entries(self) -> list[tuple[int, int, str]]:
        """When each file was written, its size, its path."""
        with os.scandir(self.folder) as found:
            files = [(entry.path, entry.stat()) for entry in found if entry.is_file()]
        return [(state.st_mtime_ns, state.st_size, path) for path, state in files]

    def _make_room(self) -> None:
        """Remove what was written first, until a fifth of the room is free."""
        with suppress(OSError):
            entries = sorted(self._entries())
            self._on_disk = sum(size for _, size, _ in entries)
            for _, size, path in entries:
                if self._on_disk <= self.most_bytes * 4 // 5:
                    return
                Path(path).unlink(missing_ok=True)
                self._on_disk -= size
