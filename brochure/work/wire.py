"""Wire: what command and work say to each other, as frames on a socket.

A frame is its length, 8 bytes, and a pickle. Pickles are fast and know the package's own values, but
whoever loads one does what it says, and work may have been taken over by what it read. So what comes
back is loaded by `loads`, which makes instances of the package's own values and of a few plain ones of
Python, and calls nothing else: no class of another package, no function but one that looks up a name.
The worst that it can be made to give is a wrong value: a kit that holds what it should not, whose paths
are judged where they are written.
"""

from __future__ import annotations

import io
import pickle
import socket
from collections.abc import Callable
from dataclasses import is_dataclass
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from brochure.errors import BrochureError

LENGTH = 8

_PLAIN = frozenset(
    {
        ("builtins", "bytearray"), ("builtins", "complex"), ("builtins", "frozenset"),
        ("builtins", "range"), ("builtins", "set"), ("builtins", "slice"),
        ("collections", "OrderedDict"), ("collections", "defaultdict"),
        ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"),
        ("datetime", "timedelta"), ("datetime", "timezone"), ("decimal", "Decimal"),
        ("fractions", "Fraction"), ("markupsafe", "Markup"),
        ("pathlib", "PosixPath"), ("pathlib", "PurePosixPath"), ("pathlib", "PureWindowsPath"),
        ("pathlib", "WindowsPath"), ("pathlib._local", "PosixPath"),
        ("pathlib._local", "PurePosixPath"), ("pathlib._local", "WindowsPath"),
        ("zoneinfo", "ZoneInfo"),
    }
)  # fmt: skip
"""Classes of Python, and markup, whose making does nothing but make a value."""

_LOOKED_UP = frozenset({("brochure.preflight.runs", "rule_named")})
"""Functions of the package that look a value up by its name."""

_OTHERS = frozenset({("brochure.problems", "Fields")})
"""Values of the package that are neither dataclasses nor tuples nor errors."""


class NotOursError(pickle.UnpicklingError):
    """A pickle that asks for something else than values."""


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        """A time zone as its name: it would be made by a function."""
        if isinstance(value, ZoneInfo) and value.key:
            return ZoneInfo, (value.key,)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The class that a pickle names. Raises NotOursError for whatever is none of ours."""
        if (module, name) in _PLAIN | _LOOKED_UP:
            return super().find_class(module, name)
        own = module.startswith("brochure.") and "." not in name
        found = super().find_class(module, name) if own else None
        if not isinstance(found, type) or not _is_value(found):
            raise NotOursError(f"{module}.{name}")
        return found


def _is_value(kind: type) -> bool:
    """Whether it is a class of the package whose instances are values: making one does nothing else."""
    if not kind.__module__.startswith("brochure."):
        return False
    named = (kind.__module__, kind.__name__) in _OTHERS
    return named or is_dataclass(kind) or issubclass(kind, BrochureError | tuple | Enum)


def dumps(value: object) -> bytes:
    """``value`` as a frame's pickle."""
    out = io.BytesIO()
    pickler = _Pickler(out, protocol=5)
    # What packages say to all pickles is left out: tblib, of Dask, has errors made by its functions.
    pickler.dispatch_table = {}
    pickler.dump(value)
    return out.getvalue()


def loads(data: bytes | bytearray) -> Any:
    """The value that a child's pickle holds. Raises NotOursError, or what a broken pickle raises."""
    return _Unpickler(io.BytesIO(data)).load()


def send(to: socket.socket, data: bytes) -> None:
    """Send one frame. Raises OSError where nobody is left to take it."""
    to.sendall(len(data).to_bytes(LENGTH, "big"))
    to.sendall(data)


def receive(source: socket.socket, most: int) -> bytearray | None:
    """One frame of ``most`` bytes or less; None where the other end closed before it was whole.

    Raises TooLargeError as soon as a longer one is announced.
    """
    head = _exactly(source, LENGTH)
    if head is None:
        return None
    size = int.from_bytes(head, "big")
    if size > most:
        raise TooLargeError(size)
    return _exactly(source, size)


class TooLargeError(ValueError):
    """A frame of more bytes than are taken; ``size`` says how many."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def _exactly(source: socket.socket, size: int) -> bytearray | None:
    """``size`` bytes; memory is taken as they come, not as they are announced."""
    found = bytearray()
    while len(found) < size:
        try:
            piece = source.recv(min(size - len(found), 1 << 20))
        except ConnectionResetError:  # it ended with our request unread
            return None
        if not piece:
            return None
        found += piece
    return found


def function(named: str) -> Callable[..., Any]:
    """The function called "module:name"."""
    from importlib import import_module

    module, _, name = named.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
