"""Web fonts: the faces of a theme in their form for browsers (WOFF2), as free to pass on."""

from __future__ import annotations

from pathlib import Path

from brochure import assets
from brochure.theme import FontFace, Theme

HEAVIEST = 800
"""Pages set nothing in this weight or a heavier one."""


def web_faces(theme: Theme, *families: str) -> tuple[FontFace, ...]:
    """The faces of ``families``, or of titles and text, that have a form for browsers.

    Those are faces of brochure: a theme's own file has none, whatever its name is.
    """
    wanted = set(families) or {theme.title_family, theme.text_family}
    return tuple(
        face
        for face in theme.faces
        if face.family in wanted
        and face.weight < HEAVIEST
        and face.path.parent.resolve() == assets.fonts_folder()
        and web_file(face).is_file()
    )


def web_file(face: FontFace) -> Path:
    """The WOFF2 file of a ``face`` of brochure, whether it is there or not."""
    return assets.fonts_folder() / "web" / f"{face.path.stem}.woff2"
