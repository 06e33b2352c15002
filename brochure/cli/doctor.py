"""``brochure doctor``: what this machine has, what it lacks, and how to get it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import typer

from brochure.cli import terminal
from brochure.problems import Id, Text

_FOUND, _MISSING, _WEAKER = Id("doctor-ok"), Id("doctor-missing"), Id("doctor-weaker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One thing a kit needs: its name, whether it is there, what was found, and how to get it.

    One that is not ``needed`` makes kits safer.
    """

    name: Text
    ok: bool
    found: Text | str
    remedy: Text
    needed: bool = True

    @property
    def mark(self) -> Text:
        """What stands before its line."""
        return Text(_FOUND if self.ok else _MISSING if self.needed else _WEAKER)

    def row(self) -> dict[str, object]:
        """The same as JSON values."""
        remedy = "" if self.ok else str(self.remedy)
        return {
            "name": str(self.name), "ok": self.ok, "needed": self.needed, "found": str(self.found),
            "remedy": remedy,
        }  # fmt: skip


def doctor(as_json: bool = typer.Option(False, "--json")) -> None:
    """Say what this machine has and lacks to build kits."""
    found = [probe() for probe in PROBES]
    if as_json:
        print(json.dumps([capability.row() for capability in found], indent=1))
    else:
        width = max(len(str(capability.mark)) for capability in found)
        for capability in found:
            mark = str(capability.mark).ljust(width)
            remedy = "" if capability.ok else f" → {capability.remedy}"
            line = Text("doctor-line", name=capability.name, found=capability.found)
            terminal.result(f"{mark} {line}{remedy}")
    if not all(capability.ok for capability in found if capability.needed):
        raise typer.Exit(1)


def _pango() -> Capability:
    name, remedy = Text("doctor-pango"), Text("doctor-pango-remedy")
    try:
        from brochure.pdf import engine
    except OSError as caught:
        return Capability(name=name, ok=False, found=str(caught).split("\n")[0], remedy=remedy)
    from brochure.library_versions import versions

    found = f"{versions()['pango']}, WeasyPrint {engine.version()}".removeprefix(", ")
    return Capability(name=name, ok=True, found=found, remedy=remedy)


def _subset() -> Capability:
    try:
        from weasyprint.text.ffi import harfbuzz_subset
    except (ImportError, OSError):
        harfbuzz_subset = None
    ok = bool(harfbuzz_subset)
    return Capability(
        name=Text("doctor-subset"),
        ok=ok,
        found=Text("doctor-loaded") if ok else Text("doctor-not-found"),
        remedy=Text("doctor-subset-remedy"),
    )


def _raqm() -> Capability:
    from PIL import features

    ok = bool(features.check("raqm"))
    return Capability(
        name=Text("doctor-raqm"),
        ok=ok,
        found=f"raqm {features.version('raqm')}" if ok else Text("doctor-not-found"),
        remedy=Text("doctor-raqm-remedy"),
    )


def _decoder() -> Capability:
    from brochure.codes import encoder, svg_png
    from brochure.codes.verification import read_image, read_svg
    from brochure.errors import CodeError

    text = "https://example.org/"
    matrix = encoder.encode(text)
    files = (
        (read_image, svg_png.png(matrix)),
        (read_svg, svg_png.svg(matrix, "QR").encode()),
    )
    try:
        read = [found for reader, data in files for _, found in reader(data, [1])]
        misread = Text("doctor-codes-misread", read=str(read))
    except CodeError as caught:
        read, misread = [], caught.problems[0].text()
    ok = read == [text, text]
    return Capability(
        name=Text("doctor-codes"),
        ok=ok,
        found=Text("doctor-codes-read") if ok else misread,
        remedy=Text("doctor-codes-remedy"),
    )


def _fonts() -> Capability:
    from brochure.text import font_metrics
    from brochure.themes import theme_file

    missing = sorted({
        face.path.name
        for name in theme_file.shipped_names()
        for theme in [theme_file.load_theme(name)]
        for face in theme.faces
        if face.family in theme.families[:2]
        and not {0xA0, 0x202F, 0x2019, 0x2026} <= font_metrics.coverage(face.path)
    })  # fmt: skip
    return Capability(
        name=Text("doctor-fonts"),
        ok=not missing,
        found=Text("doctor-fonts-lacking", files=missing) if missing else Text("doctor-fonts-complete"),
        remedy=Text("doctor-fonts-remedy"),
    )


def _fences() -> Capability:
    from brochure.cli.limits import FENCES
    from brochure.work.trials import open_fences

    come = [Text(FENCES[name]) for name in sorted(open_fences())]
    return Capability(
        name=Text("doctor-fences"),
        ok=not come,
        found=Text("doctor-fences-open", fences=come) if come else Text("doctor-fences-stand"),
        remedy=Text("doctor-fences-remedy"),
        needed=False,
    )


PROBES: tuple[Callable[[], Capability], ...] = (_fences, _pango, _subset, _raqm, _fonts, _decoder)
"""The fences first: they are tried in a copy of this process, which is small as yet."""
