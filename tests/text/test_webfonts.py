"""Web fonts: a page in the browser has the faces of its theme, or none, never those of another font."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import brochure
from brochure import assets
from brochure.text.webfonts import web_faces
from brochure.themes import theme_file

SERIF, TITLES = "SourceSerif4_400Regular.ttf", "BricolageGrotesque_700Bold.ttf"


def test_the_faces_of_brochure_are_there_for_browsers(theme: brochure.Theme) -> None:
    found = web_faces(theme, "Source Serif 4", "Bricolage Grotesque")
    assert {SERIF, TITLES} <= {face.path.name for face in found}


def test_a_themes_own_file_is_not_taken_for_one_of_brochure_by_its_name(
    page: brochure.Page, tmp_path: Path
) -> None:
    """Its letters are other ones: a page that cannot have them is set in the browser's."""
    shutil.copy(assets.fonts_folder() / TITLES, tmp_path / SERIF)
    (tmp_path / "mine.toml").write_text(
        'extends = "agora"\n[fonts]\ntitle = "Mine"\n'
        f'[[fonts.faces]]\nfamily = "Mine"\nweight = 700\nfile = "{SERIF}"\n',
        encoding="utf-8",
    )
    theme = theme_file.load_theme(str(tmp_path / "mine.toml"))
    assert [face.path for face in theme.faces if face.family == "Mine"] == [tmp_path / SERIF]
    assert web_faces(theme, "Mine") == ()
    kit = brochure.build(replace(page, figures=()), theme, only=["share"])
    (html,) = (made for made in kit.artifacts if made.path == "share/index.html")
    assert b'font-family: "Mine"; font-weight: 700; font-style' not in html.data
    assert f"share/fonts/{SERIF.replace('ttf', 'woff2')}" in {made.path for made in kit.artifacts}


def test_a_theme_may_name_a_file_of_brochure_itself(tmp_path: Path) -> None:
    (tmp_path / "fonts").symlink_to(assets.fonts_folder())
    (tmp_path / "mine.toml").write_text(
        'extends = "agora"\n[fonts]\ntext = "Mine"\n'
        f'[[fonts.faces]]\nfamily = "Mine"\nfile = "fonts/{SERIF}"\n',
        encoding="utf-8",
    )
    theme = theme_file.load_theme(str(tmp_path / "mine.toml"))
    assert [face.path.name for face in web_faces(theme, "Mine")] == [SERIF]
