"""Limits: how much of the machine one piece of work may take."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from brochure.errors import BrochureError
from brochure.problems import Place, error

MB = 1_000_000

LEAST_SECONDS, MOST_SECONDS = 1.0, 86_400.0
LEAST_MB, MOST_MB = 64, 1_000_000
"""What can be asked for: with less than 64 MB hardly a page is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one product, or one page that is read, may take.

    ``seconds`` are those of the clock on the wall, ``memory_mb`` the address space in megabytes (10⁶
    bytes) beyond what the libraries take. A file of the work's own folder for temporary files has
    ``file_mb`` at most, what it gives back ``result_mb``. A process that is held for several calls ends
    after one once it holds ``held_mb`` more than when it began.
    """

    seconds: float = 60.0
    memory_mb: int = 1500
    file_mb: int = 256
    result_mb: int = 500
    open_files: int = 128
    held_mb: int = 120

    def __post_init__(self) -> None:
        """Refuse what no work could be done with. Raises BrochureError."""
        if not (math.isfinite(self.seconds) and LEAST_SECONDS <= self.seconds <= MOST_SECONDS):
            raise BrochureError(
                error(
                    "work-time-limit", at=Place(key="--time-limit"), given=self.seconds,
                    least=LEAST_SECONDS, most=MOST_SECONDS,
                )
            )  # fmt: skip
        if not LEAST_MB <= self.memory_mb <= MOST_MB:
            raise BrochureError(
                error(
                    "work-memory-limit", at=Place(key="--memory-limit"), given=self.memory_mb,
                    least=LEAST_MB, most=MOST_MB,
                )
            )  # fmt: skip

    @property
    def largest_file_mb(self) -> float:
        """Megabytes of a file at most: ``file_mb``, or less where this process may write less."""
        if sys.platform == "win32":
            return self.file_mb
        import resource

        allowed = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        return self.file_mb if allowed == resource.RLIM_INFINITY else min(self.file_mb, allowed / MB)

    def impose(self, *, held: bool = False) -> None:
        """Have the kernel hold this process to the limits, as far as it knows them.

        Time of the processor stands for time on the wall, which the kernel does not limit: it ends what
        computes for ever even if nobody is left to watch. Memory keeps a reserve between the soft and
        the hard limit: `spend_reserve` takes it to say that there was too little. A process that is
        ``held`` may be given time anew (`begin_again`).
        """
        if sys.platform == "win32":
            return
        import resource

        memory, seconds = _address_space() + self.memory_mb * MB, math.ceil(self.seconds) + 1
        wanted = {
            resource.RLIMIT_AS: (memory, memory + _RESERVE),
            resource.RLIMIT_CPU: (seconds, resource.RLIM_INFINITY if held else seconds + 1),
            resource.RLIMIT_FSIZE: (self.file_mb * MB, self.file_mb * MB),
            resource.RLIMIT_NOFILE: (self.open_files, self.open_files),
            resource.RLIMIT_CORE: (0, 0),
        }
        for which, (soft, hard) in wanted.items():
            allowed = resource.getrlimit(which)[1]
            if allowed != resource.RLIM_INFINITY:
                hard = allowed if hard == resource.RLIM_INFINITY else min(hard, allowed)
                soft = min(soft, allowed)
            try:
                resource.setrlimit(which, (soft, hard))
            except (ValueError, OSError):  # macOS takes no RLIMIT_AS; `brochure doctor` tells
                continue

    def begin_again(self) -> None:
        """Let a process that is held have its time anew, for one more call."""
        if sys.platform == "win32":
            return
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(used.ru_utime + used.ru_stime + self.seconds) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(
            resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
        )


def _address_space() -> int:
    """The bytes of address space that this process has by now (proc(5)); what cannot be told is 0."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class Growth:
    """How much more memory this process holds than when this was made. Make it before the fences."""

    def __init__(self) -> None:
        try:
            self._file = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:  # what cannot be told is none
            self._file = -1
        self._before = self._held_mb()

    @property
    def mb(self) -> float:
        """Megabytes, of its own."""
        return self._held_mb() - self._before

    def _held_mb(self) -> float:
        if self._file < 0:
            return 0.0
        _, resident, of_files, *_ = map(int, os.pread(self._file, 200, 0).split())
        return (resident - of_files) * os.sysconf("SC_PAGE_SIZE") / MB


USUAL = Limits()
"""What one may take that nobody allows more or less."""

_RESERVE = 64 * MB


def spend_reserve() -> None:
    """Have what is left of memory for the work's last words, after a MemoryError."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
