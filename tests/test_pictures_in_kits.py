"""Pictures in kits: what a camera wrote into them is in no file; too few pixels are told by product."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

import brochure
from brochure.building import press_kits
from brochure.cards import rendering as cards
from brochure.page import Page, Picture
from brochure.pdf import rendering
from brochure.picture_files import media_type_of
from brochure.theme import Theme

SAID = ("Rue-Secrete-7", "Jeanne-Exemple", "Appareil-Unique-4711")
"""Where, who and with what: in Exif, XMP, a comment, a profile's name and a PNG's text."""

HARMLESS = {
    "ExifTool", "File", "System", "JFIF", "PNG", "PNG-pHYs", "Adobe", "APP14", "Composite",
    "ICC_Profile", "ICC-header",
}  # fmt: skip
"""The groups in which exiftool tells what a bare picture is: its size, depth, kind of pixels, sRGB."""


def telling(path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = SAID[2], SAID[1]
    exif.get_ifd(0x8825)[29] = SAID[0]
    image = Image.linear_gradient("L").resize((1400, 1800)).convert("RGB")
    thumbnail = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{' '.join(SAID)}</x:xmpmeta>".encode()
    more: dict[str, object] = {"comment": " ".join(SAID)} if kind == "JPEG" else {}
    image.save(path, kind, exif=exif, xmp=thumbnail, **more)


def by_exiftool(*given: str | Path) -> bytes:
    """What Debian's exiftool writes. Nothing else knows all places where a camera may say something."""
    assert shutil.which("exiftool"), "exiftool is not there: bash .ci/install test"
    return subprocess.run(["exiftool", *given], capture_output=True, check=True).stdout


def sign(path: Path) -> None:
    """Say in every way that exiftool knows where ``path`` was taken, and by whom."""
    Image.new("RGB", (160, 120), "#aa2200").save(path.parent / "thumbnail.jpg")
    place = ("-GPSLatitude=48.8566", "-GPSLatitudeRef=N", "-GPSLongitude=2.3522", "-GPSLongitudeRef=E")
    person = [f"-{tag}={SAID[1]}" for tag in ("IPTC:By-line", "XMP-dc:Creator", "XMP-photoshop:Credit")]
    thumbnail = f"-ThumbnailImage<={path.parent / 'thumbnail.jpg'}"
    by_exiftool("-q", "-overwrite_original", *place, *person, thumbnail, path)
    (path.parent / "thumbnail.jpg").unlink()


def told_beside_pixels(folder: Path) -> dict[str, set[str]]:
    """The groups of tags that say more than how to draw it, for each picture below ``folder``."""
    rows: list[dict[str, Any]] = json.loads(
        by_exiftool("-json", "-G1", "-a", "-u", "-r", "-ext", "*", folder)
    )
    told = {}
    for row in rows:
        found = {key.split(":")[0] for key in row if key != "SourceFile"} - HARMLESS
        told[row["SourceFile"]] = found | {"comment" for key in row if key.endswith("Comment")}
    return {file: groups for file, groups in told.items() if groups}


def contents(path: Path) -> Iterator[bytes]:
    """All that a file holds: itself, streams of a PDF, pictures in a page."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    yield item.read_raw_bytes()
                    if item.get("/Filter") != pikepdf.Name.DCTDecode:
                        yield item.read_bytes()
    for found in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data):
        yield base64.b64decode(found)


@pytest.mark.slow
def test_what_a_camera_wrote_is_in_no_file_of_a_kit(tmp_path: Path, theme: Theme) -> None:
    telling(tmp_path / "quai.jpg", "JPEG")
    telling(tmp_path / "plan.png", "PNG")
    telling(tmp_path / "pont.webp", "WEBP")
    for name in ("quai.jpg", "plan.png", "pont.webp"):
        data = (tmp_path / name).read_bytes()
        assert all(said.encode() in data for said in SAID), name
    sign(tmp_path / "quai.jpg")
    assert {"GPS", "IFD0", "IFD1", "IPTC", "XMP-dc"} < told_beside_pixels(tmp_path)[
        str(tmp_path / "quai.jpg")
    ]
    source = tmp_path / "a.md"
    source.write_text(
        "---\ntitle: Le quai\nlang: fr\nurl: https://exemple.org/quai\n"
        "picture:\n  file: quai.jpg\n  alt: Un quai\n---\n\n"
        "Un texte.\n\n![Un plan](plan.png)\n\n![Un pont](pont.webp)\n"
    )
    page = brochure.read(source)
    kit = brochure.build(page, theme)
    folder = tmp_path / "kit"
    manifest = brochure.write(kit, folder)
    (tmp_path / "kit.zip").write_bytes(press_kits.press_kit(page, manifest, folder))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for path in [*files, tmp_path / "kit.zip"]:
        for number, data in enumerate(contents(path)):
            assert not [said for said in SAID if said.encode() in data], path
            assert b"Exif\0\0" not in data, path
            if media_type_of(data):
                (pictures / f"{path.name}-{number}").write_bytes(data)
    assert len(list(pictures.iterdir())) > 20
    assert told_beside_pixels(pictures) == {}
    assert not [said for said in SAID if said.encode() in by_exiftool("-a", "-u", "-ee", "-r", folder)]


def page_with(width: int, height: int) -> Page:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#203040").save(out, "PNG")
    return Page(
        slug="p", lang="fr", title="T", body="Du texte.\n",
        picture=Picture(name="p.png", alt="Une image"), images={"p.png": out.getvalue()},
    )  # fmt: skip


def told(warnings: object) -> list[str]:
    return [problem.id for problem in warnings if "few-pixels" in problem.id]  # type: ignore[attr-defined]


def test_a_picture_too_small_for_a_screen_is_told_once_for_each_product(theme: Theme) -> None:
    small, large = page_with(600, 500), page_with(1400, 1400)
    (brochure_pdf,) = rendering.render(small, theme)
    assert told(brochure_pdf.warnings) == ["picture-few-pixels"]
    made = [problem for card in cards.render(small, theme) for problem in card.warnings]
    assert told(made) == ["card-picture-few-pixels"]
    (said,) = [problem.sentence("en") for problem in made if problem.id in told(made)]
    assert "looks coarse on this card of 1,080 pixels in width" in said
    (brochure_pdf,) = rendering.render(large, theme)
    assert told(brochure_pdf.warnings) == []
    assert told([p for card in cards.render(large, theme) for p in card.warnings]) == []
