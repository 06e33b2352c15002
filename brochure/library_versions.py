"""Versions: what decides the bytes of a kit besides brochure itself, told without loading it."""

from __future__ import annotations

import os
import re
import sys
import zlib
from functools import cache
from importlib import import_module
from typing import Any

_LIBRARIES = (
    "babel", "deflate", "fonttools", "icalendar", "jinja2", "linkify-it-py", "markdown-it-py",
    "mdit-py-plugins", "pikepdf", "pillow", "polytypo", "pydyf", "pyphen", "pypdfium2", "qrcode",
    "uharfbuzz", "weasyprint", "zlib-ng", "zxing-cpp",
)  # fmt: skip
"""What decides the bytes of a kit, besides brochure itself."""

_DIST_INFO = re.compile(r"([^-]+)-([^-]+)\.dist-info")
"""A distribution's folder (PyPA, "Recording installed projects")."""


@cache
def versions() -> dict[str, str]:
    """The versions of everything that decides a kit's bytes, by name."""
    found = {name: _version(name) for name in ("brochure", *_LIBRARIES)}
    return found | {"pango": _pango_version()} | _packers()


def _packers() -> dict[str, str]:
    """The builds of zlib and libjpeg, which pack the same pixels into other bytes.

    Wheels of Pillow take the zlib of the machine on Linux. `PIL.features` would import all of Pillow.
    """
    imaging: Any = import_module("PIL._imaging")
    turbo = getattr(imaging, "libjpeg_turbo_version", None)
    builds = dict.fromkeys((zlib.ZLIB_RUNTIME_VERSION, imaging.zlib_version))
    jpeg = f"turbo {turbo}" if turbo else str(imaging.jpeglib_version)
    return {"zlib": ", ".join(builds), "libjpeg": jpeg}


def _version(name: str) -> str:
    """The version of an installed distribution, told by the name of its folder where there is one.

    Loading importlib.metadata takes as long as drawing a card: 11 % of an unchanged build
    (benchmarks/kept_by_hand.py).
    """
    if found := distributions().get(name.replace("-", "_").lower()):
        return found
    from importlib.metadata import version

    return version(name)


@cache
def distributions() -> dict[str, str]:
    """Versions by normalised name, from "name-version.dist-info" folders; the first found counts."""
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            names = [entry.name for entry in os.scandir(place or ".")]
        except OSError:
            continue
        for name in names:
            if match := _DIST_INFO.fullmatch(name):
                found.setdefault(re.sub(r"[-_.]+", "_", match[1]).lower(), match[2])
    return found


def _pango_version() -> str:
    """Pango's version, or "" where it has no usual name."""
    import ctypes

    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            pango = ctypes.CDLL(name)
        except OSError:
            continue
        pango.pango_version_string.restype = ctypes.c_char_p
        return str(pango.pango_version_string().decode())
    return ""
