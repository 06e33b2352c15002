"""The child: one process does one piece of work, and ends; one that is held, several of one page."""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brochure import messages, opened_files
from brochure.errors import BrochureError
from brochure.work import fencing, limits, wire
from brochure.work.limits import Limits

MOST_ASKED = 2_000_000_000
"""Bytes of a request, which comes from the command and is its own."""

MADE, REFUSED, UNFORESEEN, MEMORY = "made", "refused", "unforeseen", "memory"
"""The first item of an answer: what follows is a value, the fences that stood and the files that were
judged, an error, an unforeseen one as its kind, text and traceback, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be done: call ``function`` ("module:name").

    ``reads`` are the files and folders that it may read, ``judged`` those of them whose bytes were read
    and judged before (`brochure.opened_files`), ``stdin`` is what it finds as standard input,
    ``language`` that of messages.
    """

    function: str
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    reads: tuple[Path, ...] = ()
    judged: Mapping[Path, bytes] = field(default_factory=dict)
    stdin: bytes = b""
    language: str = ""


def live(work: socket.socket, allowed: Limits, parent: int, own: Path, *, held: bool = False) -> None:
    """Do what ``work`` asks for, answer, and end: this never returns.

    ``parent`` is the process that forked this one, ``own`` an empty folder for temporary files. One
    that is ``held`` goes on until it is asked nothing more, or holds too much. Its fences stand as the
    first call had them raised, and what asks for other ones is not sent to it.
    """
    code = 1
    try:
        os.setsid()
        fencing.end_with_parent(parent)
        speechless()
        tempfile.tempdir = str(own)
        allowed.impose(held=held)
        growth, stood = limits.Growth(), None
        while (asked := wire.receive(work, MOST_ASKED)) is not None:
            if stood is not None:
                allowed.begin_again()
            data, stood = answered(bytes(asked), own, stood)
            wire.send(work, data)
            code = 0
            if not held or stood is None or growth.mb > allowed.held_mb:
                break
    finally:
        os._exit(code)


def speechless() -> None:
    """Have nothing of the terminal: libraries complain there in words of the page."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGXFSZ"):  # Python ignores it, and libraries the error that comes then
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def answer(asked: bytes, own: Path) -> bytes:
    """The pickled answer to a pickled Request, which comes from the command and is trusted."""
    return answered(asked, own, None)[0]


def answered(
    asked: bytes, own: Path, stood: frozenset[str] | None
) -> tuple[bytes, frozenset[str] | None]:
    """The same, and the fences that stand: those that ``stood`` already, or that are raised now.

    None after what nobody foresaw: the process is not to be asked again.
    """
    import pickle

    try:
        request: Request = pickle.loads(asked)  # noqa: S301
        if stood is None:
            stood = fencing.raise_fences(request.reads, own)
        if request.language:
            messages.use(request.language)
        opened_files.keep_judged(request.judged)
        sys.stdin = io.TextIOWrapper(io.BytesIO(request.stdin), encoding="utf-8")
        made = wire.function(request.function)(*request.arguments, **request.options)
        kept = opened_files.judged()
        new = {path: data for path, data in kept.items() if request.judged.get(path) is not data}
        return wire.dumps((MADE, made, stood, new)), stood
    except BrochureError as caught:
        return wire.dumps((REFUSED, caught)), stood
    except MemoryError:
        return _too_little_memory(), None
    except BaseException as caught:
        try:
            told = "".join(traceback.format_exception(caught))
            return wire.dumps((UNFORESEEN, type(caught).__name__, str(caught), told)), None
        except MemoryError:
            return _too_little_memory(), None


def _too_little_memory() -> bytes:
    with suppress(ValueError, OSError, ImportError):
        limits.spend_reserve()
    return wire.dumps((MEMORY,))
