"""What children are asked to do in tests of guarded work."""

from __future__ import annotations

import ctypes
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from brochure import opened_files
from brochure.errors import SourceError
from brochure.problems import Place, error


def give_back(value: Any) -> Any:
    """The value as it came."""
    return value


READY: list[str] = []
"""What was made ready before a child was forked."""


def make_ready(word: str = "") -> None:
    """Make a word ready."""
    READY.append(word)


def made_ready() -> list[str]:
    """What was made ready."""
    return READY


def compute_for_ever() -> None:
    """Take all time of the processor."""
    while True:
        pass


def sleep_for_ever() -> None:
    """Take no time of the processor."""
    time.sleep(3600)


def swallow_and_go_on() -> None:
    """As libraries do that catch whatever there is."""
    while True:
        try:
            time.sleep(3600)
        except BaseException:  # noqa: S112 - what is tested
            continue


def start_another(report: str) -> None:
    """A process that outlives its parent, and says its number."""
    child = os.fork()
    if child == 0:
        time.sleep(3600)
    Path(report).write_text(str(child))
    time.sleep(3600)


HELD: list[bytes] = []
"""What a process kept of the calls before."""


def hoard(mb: float, seconds: float = 0.0) -> int:
    """Take some time, keep some megabytes for ever, and tell how often this process was asked."""
    time.sleep(seconds)
    HELD.append(os.urandom(round(mb * 1_000_000)))
    return len(HELD)


def take_memory(mb: int) -> None:
    """Take that many megabytes, and use them."""
    taken = bytearray(mb * 1_000_000)
    taken[::4096] = b"x" * len(taken[::4096])


def crash() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def refuse() -> None:
    """Raise an error of brochure."""
    raise SourceError(error("source-empty", at=Place(file="p.md")))


def fail() -> None:
    """Raise an error that nobody foresaw."""
    raise ZeroDivisionError("nobody foresaw this")


def leave() -> None:
    """End without an answer."""
    os._exit(0)


def write_file(mb: int) -> None:
    """Write a temporary file."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        for _ in range(mb):
            file.write(b"x" * 1_000_000)


def open_many() -> int:
    """How many files can be open at once."""
    found = []
    try:
        while True:
            found.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        return len(found)


def tried(deed: Callable[[], object]) -> str:
    """What comes of ``deed``: "done", or the error's name."""
    try:
        deed()
    except OSError as caught:
        return type(caught).__name__
    return "done"


def read_file(path: str) -> str:
    """Whether a file can be read."""
    return tried(Path(path).read_bytes)


def make_file(path: str) -> str:
    """Whether a file can be made."""
    return tried(lambda: Path(path).write_bytes(b"x"))


def connect(port: int) -> str:
    """Whether a server of this machine can be reached."""
    return tried(lambda: socket.create_connection(("127.0.0.1", port), timeout=2).close())


def start_program() -> str:
    """Whether a program can be started."""
    return tried(lambda: subprocess.run([sys.executable, "-c", ""], check=False))


def complain() -> None:
    """Say something where libraries do."""
    os.write(2, b"this is said\n")
    print("and this")


def keep(path: str) -> bytes:
    """Read and judge a file, for whoever needs it after."""
    return opened_files.keep(Path(path), 1000)[1]


def kept(path: str) -> bytes:
    """The file as it was judged, else as it is."""
    return opened_files.bytes_of(Path(path))


class Evil:
    """What work that was taken over might give back."""

    def __reduce__(self) -> Any:
        """Make a folder when it is loaded."""
        return os.mkdir, ("/tmp/brochure-was-here",)  # noqa: S108 - it must not come to that


def give_evil() -> Any:
    """Something whose loading does harm."""
    return pickle.loads(pickle.dumps([])), Evil()  # noqa: S301
