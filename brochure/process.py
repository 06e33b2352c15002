"""What a process has only one of: settings that are changed for a moment, and libraries for one thread.

An application may build kits in several threads, and has settings of its own: whatever is changed
here is put back, and nobody sees another's change.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

_libraries = RLock()
"""Held while a kit is made or checked.

PDFium cannot be called from two threads at once, whatever the document; Pango's font maps and the
fonts that fontTools reads lazily are for one thread at a time; pikepdf's compression level and Pillow's
MAXBLOCK, which decides how long the chunks of a PNG file are, hold for all threads. Nearly all else is
Python, which runs in one thread at a time anyway: who wants to be faster starts processes.
"""

_settings = RLock()
"""Held as long as a setting is changed: two threads would put back each other's change."""


def alone(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """``function``, run by one thread at a time: calls of all such functions wait for each other."""

    @wraps(function)
    def waiting(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with _libraries:
            return function(*args, **kwargs)

    return waiting


@contextmanager
def changed(holder: Any, name: str, value: object) -> Iterator[None]:
    """Give the attribute ``name`` of a module (or class) another ``value``, and put the old one back.

    with changed(ImageFile, "LOAD_TRUNCATED_IMAGES", False):
        image.load()
    """
    with _settings:
        before = getattr(holder, name)
        setattr(holder, name, value)
        try:
            yield
        finally:
            setattr(holder, name, before)


@contextmanager
def environment(name: str, value: str) -> Iterator[None]:
    """Give the environment variable ``name`` another ``value``, and put the old one back."""
    with _settings:
        before = os.environ.get(name)
        os.environ[name] = value
        try:
            yield
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before


@contextmanager
def without_warning(category: type[Warning], message: str = "") -> Iterator[None]:
    """Keep quiet about warnings of ``category`` that begin with ``message`` (a regular expression)."""
    with _settings, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=message, category=category)
        yield
