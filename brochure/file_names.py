"""File names in Unicode: "Fête.jpg" is found whether its letters are composed (NFC) or not (NFD).

macOS writes names decomposed into archives, a keyboard types them composed; to a reader both are one.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path


def same_name(one: str, other: str) -> bool:
    """Whether two names look the same: they have the same composed form (Unicode, UAX 15)."""
    return one == other or unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def found(path: Path) -> Path:
    """``path``, or what lies in its place with a name that only looks the same."""
    if str(path).isascii() or _exists(path) or path.parent == path:
        return path
    folder = found(path.parent)
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError):  # a name too long for any file, or with a null character
        return path
    return next((folder / name for name in names if same_name(name, path.name)), folder / path.name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
