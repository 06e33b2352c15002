"""The figures of a code as they are in the finished file: measured, and each limit can be broken."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import brochure
from brochure.codes import legibility, locating, svg_png
from brochure.codes.code_style import CodeStyle
from brochure.codes.encoder import encode
from brochure.codes.legibility import MeasuredCode
from brochure.facts import ExpectedCode, Facts
from tests.conftest import artifact

URL = "https://pgo.gouv.fr/n"
FACTS = Facts(codes=(ExpectedCode(payload=URL),))


def sheet(
    px: int, *, style: CodeStyle | None = None, crop: int = 0, ground: str = "white"
) -> Image.Image:
    """A code on a sheet at 300 dpi: ``px`` a module, its quiet zone ``crop`` modules smaller."""
    code = svg_png.raster(encode(URL), px, style or CodeStyle()).convert("RGB")
    code = code.crop((crop * px, crop * px, code.width - crop * px, code.height - crop * px))
    page = Image.new("RGB", (code.width + 400, code.height + 400), ground)
    page.paste(code, (200, 200))
    return page


def examined(page: Image.Image) -> MeasuredCode:
    out = io.BytesIO()
    page.save(out, "PDF", resolution=300)
    (found,) = legibility.measure_file("x.pdf", "application/pdf", out.getvalue(), FACTS)
    return found


def test_a_good_code_is_measured_as_it_was_made() -> None:
    found = examined(sheet(12))
    figures = found.metrics
    assert figures.symbol_mm == pytest.approx(25 * 12 / 300 * 25.4, rel=0.02)
    assert (figures.version, figures.level, figures.modules, figures.quiet_zone_modules) == (
        2,
        "M",
        25,
        4,
    )
    assert figures.contrast == pytest.approx(21, abs=0.5)
    assert figures.unused == 1
    assert (found.faults, found.warnings) == ((), ())


@pytest.mark.parametrize("crop", [1, 2, 3])
def test_a_narrow_quiet_zone_is_found(crop: int) -> None:
    found = examined(sheet(12, crop=crop, ground="#202020"))
    assert found.metrics.quiet_zone_modules == 4 - crop
    assert any("quiet zone" in str(fault) for fault in found.faults)


def test_white_beyond_the_edge_of_a_picture_is_no_quiet_zone() -> None:
    code = svg_png.raster(encode(URL), 12).convert("RGB").crop((24, 24, 33 * 12 - 24, 33 * 12 - 24))
    out = io.BytesIO()
    code.save(out, "PNG")
    (found,) = legibility.measure_file("x.png", "image/png", out.getvalue(), FACTS)
    assert found.metrics.quiet_zone_modules == 2
    assert any("quiet zone" in str(fault) for fault in found.faults)


def test_a_small_code_is_found() -> None:
    found = examined(sheet(3))
    assert any("its width is 6." in str(fault) for fault in found.faults)
    assert any("a module is 0." in str(fault) for fault in found.faults)


def test_a_pale_code_and_a_red_one_are_found() -> None:
    pale = examined(sheet(12, style=CodeStyle(dark="#909090")))
    assert any("contrast is 3." in str(fault) for fault in pale.faults)
    red = examined(sheet(12, style=CodeStyle(dark="#C00000")))
    assert not red.faults
    assert any("red light" in str(warning) for warning in red.warnings)


def test_dirt_is_counted_as_spent_error_correction() -> None:
    page = sheet(12)
    draw = ImageDraw.Draw(page)
    middle = page.width // 2
    draw.rectangle((middle - 30, middle - 40, middle + 40, middle + 30), fill="white")
    found = examined(page)
    assert found.metrics.unused < 0.8
    assert found.metrics.unused >= 0.62 or found.faults or found.warnings


def test_a_code_that_is_not_there_to_be_measured_is_told(write_part: Callable[..., Path]) -> None:
    folder = write_part("qr")
    Image.new("1", (400, 400), 1).save(folder / "qr" / "page.png")
    report = brochure.check(folder)
    told = [w for w in report.warnings if w.path == "qr/page.png" and "measured" in w.message]
    assert len(told) == 1


def test_every_code_of_the_summit_kit_is_examined(report: brochure.Report, kit: brochure.Kit) -> None:
    assert not [f for f in (*report.faults, *report.warnings) if f.rule == "legible code"]
    by_path = {code.path: code for code in report.legible}
    poster = artifact(kit, "print/poster.pdf").facts.reads_from_mm
    assert by_path["print/poster.pdf"].metrics.reads_from_mm == pytest.approx(poster, rel=0.01)
    assert by_path["brochure.pdf"].metrics.symbol_mm >= 42
    assert {f"qr/{name}.{kind}" for name in ("page", "x", "email") for kind in ("svg", "png")} <= set(
        by_path
    )
    assert set(by_path["brochure.pdf"].row()) >= set(legibility.LIMITS)


def test_two_equal_codes_side_by_side_are_measured_each_at_its_place() -> None:
    small, large = sheet(12), sheet(20)
    page = Image.new("RGB", (small.width + large.width, large.height), "white")
    page.paste(small, (0, 0))
    page.paste(large, (small.width, 0))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=300)
    facts = Facts(codes=(ExpectedCode(payload=URL),) * 2)
    found = list(legibility.measure_file("x.pdf", "application/pdf", out.getvalue(), facts))
    widths = sorted(code.metrics.symbol_mm for code in found)
    assert widths == pytest.approx([25 * px / 300 * 25.4 for px in (12, 20)], rel=0.02)


def test_a_code_too_small_for_the_first_reading_is_measured_all_the_same() -> None:
    found = examined(sheet(3))
    assert found.metrics.symbol_mm == pytest.approx(25 * 3 / 300 * 25.4, rel=0.05)
    assert any("width" in str(fault) for fault in found.faults)


@pytest.mark.parametrize("angle", [0, 1, 7, 20, 45, 90, 183])
def test_a_light_surround_seen_at_once_is_what_each_of_its_places_shows(
    angle: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spots at every distance, on every side of codes that stand at any angle."""
    seen = set()
    for spot in range(24):
        page = sheet(6)
        at = 200 + 12 + 9 * spot % 60, 200 - 40 + 10 * spot
        ImageDraw.Draw(page).rectangle((*at, at[0] + 3, at[1] + 3), fill="black")
        turned = page.rotate(angle, fillcolor="white", resample=Image.Resampling.BICUBIC)
        for found in locating._decoded(turned):
            shades = legibility._shades(turned, found, found.modules)
            measured = legibility._quiet_zone(turned, found, found.modules, shades)
            with monkeypatch.context() as patch:
                patch.setattr(legibility, "_is_light_around", lambda *_: False)
                assert legibility._quiet_zone(turned, found, found.modules, shades) == measured
            seen.add(measured)
    assert len(seen) > 1
