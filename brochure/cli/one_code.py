"""One code of the command line: what it says, how large it is, its files and their proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.errors import AddressError, CodeError, SourceError

if TYPE_CHECKING:
    from brochure.codes.code_style import CodeStyle
    from brochure.codes.encoder import Matrix
    from brochure.kit import Artifact

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".eps": "application/postscript",
}
DEFAULT_MM = 30.0


def payload(what: Sequence[str]) -> tuple[str, str]:
    """What the code says, and what to call it."""
    from brochure import web_address
    from brochure.codes import payloads

    if not what:
        raise AddressError(
            "name an address, https://…, a kind of code such as wifi, or a programme: "
            "--events events.csv"
        )
    first = what[0].strip()
    if first not in payloads.KINDS:
        if not first:
            raise AddressError("the address is empty; write one like https://exemple.org")
        if len(what) > 1 or (first.isalpha() and first.isascii()):
            kinds = ", ".join(payloads.KINDS)
            raise AddressError(
                f'"{first}" is no address (https://…) and no kind of code; the kinds are {kinds}'
            )
        address = web_address.parse_url(first)
        return address.url, address.readable
    fields: dict[str, str] = {}
    for part in what[1:]:
        name, equals, value = part.partition("=")
        if not equals:
            raise AddressError(
                f'"{part}" is not name=value; for example: {payloads.KINDS[first].example}'
            )
        if name in fields:
            raise AddressError(f"{name} is given twice")
        fields[name] = value
    return payloads.payload(first, fields), first


def with_logo(
    payload: str, level: str, look: CodeStyle, logo: Path | None, modules: int
) -> tuple[Matrix, CodeStyle]:
    """The code of ``payload``, and ``look`` with the image ``logo`` in the middle, if there is one."""
    from brochure.codes import logos
    from brochure.codes.encoder import encode

    if logo is None:
        if modules:
            raise CodeError("--logo-modules is the size of a logo; name the image with --logo")
        return encode(payload, level), look
    try:
        data = logo.read_bytes()
    except OSError as error:
        raise SourceError(f"{error.strerror}", where=str(logo)) from error
    matrix, found = logos.placed(payload, level, logos.picture(data, str(logo)), modules)
    return matrix, replace(look, logo=found)


def of_logo(unused: float) -> Sequence[str]:
    """What is to be known of a logo that leaves so much of the error correction ``unused``."""
    from brochure.codes.logos import GOOD_UNUSED

    if unused >= GOOD_UNUSED:
        return ()
    return (
        f"the logo leaves {unused:.2f} of the error correction unused; {GOOD_UNUSED} would bear more "
        "dirt: a smaller logo (--logo-modules), or a shorter address",
    )


def sizes(matrix: Matrix, mm: float, dpi: float, px: int) -> tuple[int, float]:
    """The pixels of a module, and the symbol's width in millimetres that they make at ``dpi``."""
    from brochure.codes.limits import GOOD_MODULE_MM

    if dpi and not px:
        mm = mm or max(DEFAULT_MM, GOOD_MODULE_MM * matrix.size)
        px = int(mm / 25.4 * dpi / matrix.size)
        if not px:
            raise CodeError(
                f"{mm:g} mm at {dpi:g} dpi are {mm / 25.4 * dpi:.0f} dots for {matrix.size} modules: "
                "not one each; make it larger"
            )
    px = px or 10
    if dpi:
        return px, px * matrix.size / dpi * 25.4
    return px, mm or max(DEFAULT_MM, GOOD_MODULE_MM * matrix.size)


def title(shown: str, lang: str) -> str:
    """The title in a language that has labels: the file says which one it is in."""
    from brochure.text import labels

    if not labels.has_labels(lang):
        raise CodeError(f'there are no labels in "{lang}"; there are {", ".join(labels.languages())}')
    return labels.code_alt(shown, lang)


def artifact(
    path: Path,
    matrix: Matrix,
    look: CodeStyle,
    sizes: tuple[tuple[str, str], float, int, float],
    *,
    outline: bool,
) -> Artifact:
    """The file at ``path``: ``sizes`` are its title and language, millimetres, pixels and dots."""
    from brochure.codes import eps, pdf, svg_png
    from brochure.kit import Artifact

    (title, lang), symbol_mm, px, dpi = sizes
    kind = path.suffix.lower()
    if kind == ".svg":
        data = svg_png.svg(matrix, title, look, outline=outline, symbol_mm=symbol_mm).encode()
    elif kind == ".pdf":
        data = pdf.pdf_file(matrix, (title, lang), symbol_mm, look, outline=outline)
    elif kind == ".eps":
        data = eps.eps_file(matrix, title, symbol_mm, look, outline=outline)
    else:
        own = dpi or 25.4 * px * matrix.size / symbol_mm
        data = svg_png.png(matrix, look, px=px, dpi=own)
    return Artifact(
        path=str(path), media_type=MEDIA_TYPES[kind], data=data,
        facts={"codes": [{"payload": matrix.payload, "page": 1}]},
    )  # fmt: skip


def verify_all(made: Sequence[tuple[Path, Artifact]], matrix: Matrix, look: CodeStyle) -> None:
    """Read every file back, and the code itself when a camera sees three pixels a module."""
    from brochure.codes import decoder, svg_png, verification

    for _, artifact in made:
        verification.verify(artifact)
    seen = svg_png.raster(matrix, 12, look).convert("RGB")
    if not decoder.survives(seen, matrix.payload, width_px=3 * matrix.total, quality=80):
        raise CodeError(
            "the code does not read back at three pixels a module; choose plainer colours or modules, "
            "a smaller logo, or a shorter address"
        )
