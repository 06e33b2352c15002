"""Theme files: TOML in, Theme out; a theme that cannot be read on paper is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure import assets
from brochure.errors import ThemeError
from brochure.parts import profiles
from brochure.theme import MOTIFS, ROLES, TEXT_PAIRS, Colour, FontFace, Printing, Theme, contrast

MAX_TOTAL_INK = 300
"""Per cent, all four inks together; what coated offset (FOGRA39) takes."""

_KEYS = {
    "description", "extends", "motif", "body_pt", "minimum_contrast", "palette", "roles", "fonts",
    "printing",
}  # fmt: skip
_FONT_KEYS = {"title", "text", "fallback", "faces", "languages"}
_BODY_PT = (9.0, 14.0)
_BLEED_MM = (3.0, 10.0)
MAX_PROFILE_BYTES = 20_000_000
SHIPPED_PROFILE = "press/coated-fogra39l-300.icc"


def shipped_names() -> tuple[str, ...]:
    """The names of the themes that come with brochure."""
    return tuple(sorted(p.stem for p in (assets.templates() / "themes").glob("*.toml")))


def load(name_or_path: str) -> Theme:
    """The theme of that name, or of that TOML file. Raises ThemeError."""
    try:
        return _load(name_or_path)
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
        raise ThemeError(
            f"{name_or_path}: a value is not of the kind its key needs ({error}); docs/themes.md shows "
            "every key"
        ) from error


def _load(name_or_path: str) -> Theme:
    tree, path = _tree(name_or_path)
    _refuse_unknown(path, tree, _KEYS, "")
    roles = _roles(path, tree)
    least = max(4.5, _number(path, tree, "minimum_contrast", (1, 21), 4.5))
    _check_contrast(path, roles, least)
    families, faces = _fonts(path, tree)
    languages = {str(k): str(v) for k, v in tree.get("fonts", {}).get("languages", {}).items()}
    for family in set(languages.values()) - {f.family for f in faces}:
        raise ThemeError(f'{path}: fonts.languages names "{family}", which is not in fonts.fallback')
    motif = tree.get("motif", "hemicycle")
    if motif not in MOTIFS:
        raise ThemeError(f'{path}: motif = "{motif}"; it can be {", ".join(MOTIFS)}')
    return Theme(
        name=path.stem,
        description=str(tree.get("description", "")),
        roles=roles,
        families=families,
        faces=faces,
        languages=languages,
        motif=motif,
        body_pt=_number(path, tree, "body_pt", _BODY_PT, 10.4),
        minimum_contrast=least,
        printing=_printing(path, tree),
    )


def _printing(path: Path, tree: dict[str, Any]) -> Printing:
    table = _table(path, tree, "printing")
    _refuse_unknown(path, table, {"profile", "bleed_mm"}, "printing.")
    bleed_mm = _number(path, table, "bleed_mm", _BLEED_MM, 3.0)
    return print_settings(table.get("profile", ""), bleed_mm)


def _refuse_unusable(data: bytes, name: str) -> None:
    """Refuse a profile that pictures cannot be turned into CMYK with."""
    import io

    from PIL import ImageCms

    profiles.judge(data, name)
    try:
        made = ImageCms.getOpenProfile(io.BytesIO(data))
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), made, "RGB", "CMYK")
    except (ImageCms.PyCMSError, OSError) as error:
        raise ThemeError(
            f"{name}: the profile is damaged ({error}); ask the printer for it again"
        ) from error


def print_settings(profile: str | Path, bleed_mm: float) -> Printing:
    """What the print shop asks for; without a ``profile`` the shipped one. Raises ThemeError."""
    low, high = _BLEED_MM
    if not low <= bleed_mm <= high:
        raise ThemeError(
            f"bleed: {bleed_mm:g} mm; it is {low:g} to {high:g} mm, and printers ask for 3 or 5"
        )
    file = Path(profile) if profile else assets.templates() / SHIPPED_PROFILE
    try:
        if file.exists() and (not file.is_file() or file.stat().st_size > MAX_PROFILE_BYTES):
            raise ThemeError(f"{file}: not a file of at most {MAX_PROFILE_BYTES:,} bytes")
        data = file.read_bytes()
    except OSError as error:
        raise ThemeError(f"{file}: the output profile cannot be read ({error.strerror})") from error
    if profile:
        _refuse_unusable(data, file.name)
    return Printing(
        profile=file, condition=profiles.judge(data, file.name).condition, bleed_mm=bleed_mm
    )


def for_printer(theme: Theme, profile: str, bleed_mm: float | None) -> Theme:
    """``theme`` with a printer's own ``profile`` (a file) and bleed where they are given."""
    if not profile and bleed_mm is None:
        return theme
    return replace(
        theme,
        printing=print_settings(
            profile or theme.printing.profile,
            theme.printing.bleed_mm if bleed_mm is None else bleed_mm,
        ),
    )


def _tree(name_or_path: str, seen: tuple[Path, ...] = ()) -> tuple[dict[str, Any], Path]:
    path = _find(name_or_path, seen[-1].parent if seen else Path())
    if path in seen:
        raise ThemeError(f'{path}: "extends" leads back to the theme itself')
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"{path}: not a readable TOML file: {error}") from error
    for face in _faces_of(path, tree):
        face["file"] = str(path.parent / str(face.get("file", "")))
    if isinstance(tree.get("printing"), dict) and tree["printing"].get("profile"):
        tree["printing"]["profile"] = str(path.parent / str(tree["printing"]["profile"]))
    if "extends" in tree:
        base, _ = _tree(str(tree["extends"]), (*seen, path))
        tree = _merged(base, tree)
    return tree, path


def _faces_of(path: Path, tree: dict[str, Any]) -> list[dict[str, Any]]:
    fonts = tree.get("fonts", {})
    faces = fonts.get("faces", []) if isinstance(fonts, dict) else []
    if not isinstance(faces, list) or not all(isinstance(f, dict) for f in faces):
        raise ThemeError(f"{path}: faces are written as [[fonts.faces]] tables")
    return faces


def _find(name_or_path: str, folder: Path) -> Path:
    if name_or_path.lower().endswith(".toml"):
        path = folder / name_or_path
        if path.is_file():
            return path.resolve()
        raise ThemeError(f"{name_or_path}: there is no such theme file")
    if name_or_path in shipped_names():
        return assets.templates() / "themes" / f"{name_or_path}.toml"
    known = ", ".join(shipped_names())
    raise ThemeError(
        f'there is no theme "{name_or_path}"; brochure has {known}; '
        "your own is given as a file: --theme my-theme.toml"
    )


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """``base`` with the values of ``over``, tables merged key by key."""
    both = dict(base)
    for key, value in over.items():
        old = both.get(key)
        both[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both


def _refuse_unknown(path: Path, table: Mapping[str, Any], known: set[str], prefix: str) -> None:
    for key in sorted(set(table) - known):
        raise ThemeError(f'{path}: unknown key "{prefix}{key}"; allowed are {", ".join(sorted(known))}')


def _number(
    path: Path, tree: Mapping[str, Any], key: str, limits: tuple[float, float], default: float
) -> float:
    value = tree.get(key, default)
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ThemeError(f"{path}: {key} = {value!r}; it is a number from {low:g} to {high:g}")
    return float(value)


def _table(path: Path, tree: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = tree.get(key, {})
    if not isinstance(table, dict):
        raise ThemeError(f"{path}: {key} is a table: [{key}]")
    return table


def _roles(path: Path, tree: Mapping[str, Any]) -> dict[str, Colour]:
    palette = {k: _colour(path, k, v) for k, v in _table(path, tree, "palette").items()}
    roles = _table(path, tree, "roles")
    _refuse_unknown(path, roles, set(ROLES), "roles.")
    if missing := sorted(ROLES - set(roles)):
        raise ThemeError(
            f"{path}: no colour for {', '.join(missing)}; name one under [roles], "
            'or start from another theme: extends = "agora"'
        )
    for role, name in roles.items():
        if name not in palette:
            raise ThemeError(
                f'{path}: roles.{role} = "{name}", which is not in the palette '
                f"({', '.join(sorted(palette))})"
            )
    return {role: palette[name] for role, name in roles.items()}


def _colour(path: Path, name: str, value: object) -> Colour:
    shape = f'{path}: palette.{name} is written {{ rgb = "#1D1A5E", cmyk = [100, 98, 22, 24] }}'
    if not isinstance(value, dict) or set(value) != {"rgb", "cmyk"}:
        raise ThemeError(shape)
    rgb, cmyk = value["rgb"], value["cmyk"]
    if not isinstance(rgb, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", rgb):
        raise ThemeError(f"{shape}; rgb = {rgb!r} is not six hexadecimal digits")
    if not (
        isinstance(cmyk, list)
        and len(cmyk) == 4
        and all(isinstance(ink, int | float) and 0 <= ink <= 100 for ink in cmyk)
    ):
        raise ThemeError(f"{shape}; cmyk = {cmyk!r} is not four per cents")
    if sum(cmyk) > MAX_TOTAL_INK:
        raise ThemeError(
            f"{path}: palette.{name} has {sum(cmyk):g} % of ink; paper takes {MAX_TOTAL_INK} %"
        )
    c, m, y, k = (float(ink) for ink in cmyk)
    return Colour(rgb=rgb.upper(), cmyk=(c, m, y, k))


def _check_contrast(path: Path, roles: Mapping[str, Colour], least: float) -> None:
    for pair in TEXT_PAIRS:
        text, ground = roles[pair.text], roles[pair.ground]
        ratio = contrast(text, ground)
        if ratio < least:
            raise ThemeError(
                f"{path}: {pair.what} ({pair.text} {text.rgb} on {pair.ground} {ground.rgb}) has "
                f"a contrast of {ratio:.2f}:1; it needs {least:g}:1; "
                f"the nearest colour that passes is {_nearest_passing(text, ground, least)}"
            )


def _nearest_passing(text: Colour, ground: Colour, least: float) -> str:
    """The first colour on the way from ``text`` to black or to white that passes on ``ground``."""

    def towards(end: int, share: float) -> Colour:
        mixed = (round(c + (end - c) * share) for c in text.channels)
        return Colour(rgb="#" + "".join(f"{c:02X}" for c in mixed), cmyk=text.cmyk)

    for step in range(101):
        for end in (0, 255):
            candidate = towards(end, step / 100)
            if contrast(candidate, ground) >= least:
                return candidate.rgb
    return "none: no text colour reaches it on this ground; change the ground"


def _fonts(path: Path, tree: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[FontFace, ...]]:
    fonts = _table(path, tree, "fonts")
    _refuse_unknown(path, fonts, _FONT_KEYS, "fonts.")
    families = (fonts.get("title"), fonts.get("text"), *fonts.get("fallback", []))
    known = [*_shipped_faces(), *(_own_face(path, f) for f in fonts.get("faces", []))]
    for family in families:
        if not any(f.family == family and not f.italic for f in known):
            have = ", ".join(sorted({f.family for f in known}))
            raise ThemeError(
                f'{path}: there is no font "{family}"; brochure has {have}; '
                "add a file with [[fonts.faces]] family, weight, file"
            )
    return families, tuple(f for f in known if f.family in families)


def _shipped_faces() -> list[FontFace]:
    return [
        FontFace(
            family=family,
            weight=face["weight"],
            italic=face.get("italic", False),
            path=assets.fonts() / face["file"],
        )
        for family, faces in assets.toml("fonts/fonts.toml").items()
        for face in faces
    ]


def _own_face(path: Path, face: Mapping[str, Any]) -> FontFace:
    _refuse_unknown(path, face, {"family", "weight", "italic", "file"}, "fonts.faces.")
    file = Path(str(face.get("file", "")))
    if not face.get("family") or not file.is_file() or file.suffix.lower() not in {".ttf", ".otf"}:
        raise ThemeError(
            f"{path}: [[fonts.faces]] needs family and file, a static .ttf or .otf; {file} is not one"
        )
    return FontFace(
        family=str(face["family"]),
        weight=int(_number(path, face, "weight", (100, 900), 400)),
        italic=face.get("italic") is True,
        path=file,
    )
