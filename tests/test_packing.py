"""The press kit: all of a kit in one ZIP file, the same bytes each time; and embargoes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pypdfium2
import pytest

import brochure
from brochure.building import press_kits, writing
from brochure.cards import composition
from brochure.networks import captions
from brochure.text import embargoes
from tests.conftest import SUMMIT, Run

LINE = "Sous embargo jusqu’au 7 décembre 2016, 9\u00a0h\u00a0(UTC+1)"
MOMENT = datetime(2016, 12, 7, 9, 0, tzinfo=timezone(timedelta(hours=1)))


def test_it_holds_every_file_and_says_what_each_is_for(written: Path, page: brochure.Page) -> None:
    manifest = writing.read_manifest(written)
    assert manifest
    data = press_kits.press_kit(
        replace(page, credits="Photo : personne", licence="CC BY"), manifest, written
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "sommet-pgo/README.txt"
        assert set(names[1:]) == {f"sommet-pgo/{e.path}" for e in manifest.files} | {
            "sommet-pgo/manifest.json"
        }
        for entry in manifest.files:
            assert hashlib.sha256(archive.read(f"sommet-pgo/{entry.path}")).hexdigest() == entry.sha256
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        readme = archive.read(names[0]).decode("utf-8-sig")
    assert readme.startswith("Sommet mondial du Partenariat pour un gouvernement ouvert\r\n")
    assert "Pour l’imprimeur" in readme
    assert "Crédits\u00a0: Photo" in readme
    assert "Licence\u00a0: CC BY" in readme
    assert "embargo" not in readme.lower()


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    digests = set()
    for _ in range(2):
        done = run("build", str(SUMMIT), "--only", "qr,share", "--zip", "--force")
        assert done.stdout == "output/sommet-pgo\noutput/sommet-pgo.zip\n"
        digests.add(hashlib.sha256((tmp_path / "output" / "sommet-pgo.zip").read_bytes()).hexdigest())
    assert len(digests) == 1
    assert run("build", str(SUMMIT), "--only", "qr,share", "--zip").returncode == 0


def test_an_embargo_stands_on_every_product(held: brochure.Kit) -> None:
    page = held.page
    assert page.embargo == MOMENT
    assert embargoes.embargo_line(page) == LINE
    plain = LINE.replace("\u00a0", " ")
    for artifact in held.artifacts:
        if artifact.media_type == "application/pdf" and not artifact.path.startswith("qr/"):
            with pypdfium2.PdfDocument(artifact.data) as pdf:
                said = " ".join(sheet.get_textpage().get_text_range() for sheet in pdf)
            assert "Sous embargo" in said, artifact.path
        elif artifact.path.startswith("cards/"):
            assert "Sous embargo jusqu’au" in artifact.facts.alt, artifact.path
        elif artifact.path.endswith(("/index.html", "/press.html", "/captions.md", "preview.html")):
            assert plain in artifact.data.decode().replace("\u00a0", " "), artifact.path
        elif artifact.path == "share/event.ics":
            assert "Sous embargo" in artifact.data.decode()
    assert all(LINE in caption.text for caption in captions.compose_captions(page, "exemple.org"))


def test_without_one_nothing_is_said(page: brochure.Page, theme: brochure.Theme) -> None:
    assert embargoes.embargo_line(page) == ""
    cards = list(composition.compose_all(page, theme))
    assert not any("embargo" in card.alt for card in cards)


def test_days_and_languages(page: brochure.Page) -> None:
    day = replace(page, embargo=date(2027, 5, 1))
    assert embargoes.embargo_line(day) == "Sous embargo jusqu’au 1er mai 2027"
    assert embargoes.embargo_line(replace(day, lang="en")) == "Under embargo until 1 May 2027"


@pytest.mark.parametrize("moment", ["demain", "2016-13-01", "2016-12-07T09:00", "20161207"])
def test_a_moment_that_is_none_is_refused(moment: str, run: Run, tmp_path: Path) -> None:
    done = run("build", str(SUMMIT), "--embargo", moment)
    assert done.returncode == 1
    assert f'--embargo: "{moment}" is not a moment; write a day, 2016-12-07' in done.stderr
    assert not (tmp_path / "output").exists()
