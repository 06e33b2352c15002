"""Print, as JSON, what a process has only one of, before kits are made and checked, and after.

Give the folder to write them to.
"""

from __future__ import annotations

import ctypes.util
import gc
import io
import json
import locale
import logging
import os
import signal
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
import PIL.Image
import PIL.ImageFile
import ruamel.yaml  # noqa: F401 - it has a filter for warnings of its own

from tests.conftest import ROOT, SUMMIT

JOBS = ((SUMMIT, None), (ROOT / "tests" / "pages" / "photo.md", ("pdf", "cards")))


def settings_of(module: ModuleType) -> dict[str, Any]:
    """The names in capitals that stand for plain values."""
    plain = (bool, int, float, str, type(None))
    return {k: v for k, v in vars(module).items() if k.isupper() and isinstance(v, plain)}


def compressed() -> int:
    """How small pikepdf makes a stream at the level that is set; it does not tell the level."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.Root.X = pdf.make_stream(bytes((i * i >> 3) % 251 for i in range(9_000)) + b"abcabcabd" * 50)
    pdf.save(out, static_id=True, compress_streams=True)
    return len(out.getvalue())


def state() -> dict[str, Any]:
    """Everything of the process that a library might change."""
    engine = logging.getLogger("weasyprint")
    return {
        "environment": dict(os.environ),
        "find_library": repr(ctypes.util.find_library),
        "collector": [gc.isenabled(), gc.get_threshold(), gc.get_debug()],
        "Pillow": [settings_of(PIL.Image), settings_of(PIL.ImageFile)],
        "pikepdf": [compressed(), pikepdf.settings.get_decimal_precision()],
        "locale": locale.setlocale(locale.LC_ALL),
        "warnings": [repr(warnings.filters), repr(warnings.showwarning)],
        "logging": [logging.root.level, repr(logging.root.handlers), logging.root.manager.disable,
                    engine.level, engine.propagate, repr(engine.filters), engine.disabled],
        "process": [sys.argv, str(Path.cwd()), sys.getrecursionlimit(), repr(sys.excepthook),
                    repr([sys.stdout, sys.stderr]), repr(signal.getsignal(signal.SIGINT))],
    }  # fmt: skip


def main(output: Path) -> None:
    """Choose what an application may have chosen, then work."""
    os.environ["FONTCONFIG_FILE"] = str(output / "fonts.conf")
    before = state()
    import brochure
    from brochure.building.pipeline import build_programme
    from brochure.reading.programmes import read_programme
    from brochure.stationery.products import SHEET_PRODUCTS

    build_programme(
        read_programme(ROOT / "tests" / "programmes" / "trois.toml"),
        brochure.load_theme("agora"),
        SHEET_PRODUCTS,
    )
    for source, only in JOBS:
        page, theme = brochure.read(source), brochure.load_theme("agora")
        kit = brochure.build(page, theme, only=only) if only else brochure.build(page, theme)
        brochure.write(kit, output / page.slug)
        brochure.check(output / page.slug)
    json.dump([before, state()], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
