"""Compiled templates: kept beside their sources in ``__pycache__``, as Python keeps compiled modules.

Compiling those of a kit takes 0.15 s of processor time, in every process anew. What is kept is used
only where the source, Python, Jinja and the options of the environment are the same. Where the folder
cannot be written, or Python keeps no bytecode, nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket


class Kept(jinja2.BytecodeCache):
    """Bytecode in a ``folder``, of an environment with ``options``."""

    def __init__(self, folder: Path, options: str) -> None:
        self.folder = folder / "__pycache__"
        made_with = f"{jinja2.__version__} {options}".encode()
        self.kind = f"{hashlib.sha256(made_with).hexdigest()[:12]}.{sys.implementation.cache_tag}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` what is kept for it; it sees itself whether that is of its source."""
        try:
            with self._path(bucket).open("rb") as file:
                bucket.load_bytecode(file)
        except Exception:  # there is none, or it is cut off: it is compiled then
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in ``bucket``: as a whole, or not at all."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    bucket.write_bytecode(file)
                Path(name).replace(self._path(bucket))
            except OSError:
                Path(name).unlink()
                raise

    def _path(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.{self.kind}.j2c"
