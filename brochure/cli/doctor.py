"""``brochure doctor``: what this machine has, what it lacks, and how to get it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

import typer

from brochure.cli import terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One thing a kit needs: whether it is there, what was found, how to get it."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def doctor(
    as_json: bool = typer.Option(False, "--json", help="Tell the result as JSON."),
) -> None:
    """Tell what this machine has and lacks to build kits, and how to get it.

    Leaves with 1 when something is missing. Example: brochure doctor
    """
    findings = [probe() for probe in PROBES]
    if as_json:
        print(json.dumps([asdict(f) for f in findings], indent=1))
    else:
        for finding in findings:
            mark = "ok     " if finding.ok else "MISSING"
            remedy = "" if finding.ok else f" → {finding.remedy}"
            terminal.result(f"{mark} {finding.name}: {finding.found}{remedy}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _pango() -> Capability:
    name, remedy = (
        "Pango (text in the PDF)",
        "apt install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango",
    )
    try:
        from brochure.pdf import engine
    except OSError as error:
        return Capability(name=name, ok=False, found=str(error).split("\n")[0], remedy=remedy)
    from brochure.building.digest import versions

    found = f"{versions()['pango'] or 'found'}, WeasyPrint {engine.version()}"
    return Capability(name=name, ok=True, found=found)


def _subset() -> Capability:
    name = "harfbuzz-subset (small fonts, twice as fast)"
    remedy = "apt install libharfbuzz-subset0; macOS: part of brew install harfbuzz"
    try:
        from weasyprint.text.ffi import harfbuzz_subset
    except (ImportError, OSError):
        return Capability(name=name, ok=False, found="not loaded", remedy=remedy)
    ok = bool(harfbuzz_subset)
    return Capability(name=name, ok=ok, found="loaded" if ok else "not found", remedy=remedy)


def _raqm() -> Capability:
    from PIL import features

    ok = bool(features.check("raqm"))
    return Capability(
        name="raqm and FriBiDi (text on cards, Arabic)",
        ok=ok,
        found=f"raqm {features.version('raqm')}" if ok else "not found",
        remedy="apt install libfribidi0; macOS: brew install fribidi",
    )


def _decoder() -> Capability:
    from brochure.codes import encoder, svg_png
    from brochure.codes.verification import read_image

    text = "https://example.org/"
    read = [found for _, found in read_image(svg_png.png(encoder.encode(text)), [1])]
    return Capability(
        name="QR codes (written by qrcode, read back by zxing-cpp)",
        ok=read == [text],
        found="a code was written and read back" if read == [text] else f"read {read}",
        remedy="pip install --force-reinstall qrcode zxing-cpp",
    )


def _fonts() -> Capability:
    from brochure.text import font_metrics
    from brochure.themes import theme_file

    missing = [
        face.path.name
        for name in theme_file.shipped_names()
        for theme in [theme_file.load_theme(name)]
        for face in theme.faces
        if face.family in theme.families[:2]
        and not {0xA0, 0x202F, 0x2019, 0x2026} <= font_metrics.coverage(face.path)
    ]
    return Capability(
        name="fonts (narrow no-break space, apostrophe, ellipsis for titles and text)",
        ok=not missing,
        found="complete" if not missing else f"lacking in {', '.join(sorted(set(missing)))}",
        remedy="install brochure again",
    )


PROBES: tuple[Callable[[], Capability], ...] = (_pango, _subset, _raqm, _fonts, _decoder)
