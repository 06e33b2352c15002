"""One code by itself: what it says, how large it is, and its files, read back before they are given.

made = make_code("https://exemple.org", kinds=("svg", "pdf"), size=Size(mm=30))
made.files["svg"].data, made.metrics.reads_from_mm, made.warnings
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brochure import language_tags, web_address
from brochure.codes import code_style, decoder, eps, limits, logos, payloads, pdf, svg_png, verification
from brochure.codes.code_style import PLAIN, CodeStyle
from brochure.codes.encoder import LEVELS, Matrix, encode
from brochure.codes.limits import GOOD_MODULE_MM, CodeMetrics
from brochure.errors import AddressError, CodeError
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.problems import Problem, error, warning
from brochure.text import labels

MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "eps": "application/postscript",
}
"""The kinds of files that a code can be, and their media types."""

MOST_MM, MOST_PX, MOST_DPI = 2000.0, 200, 4800.0
MOST_PNG_PIXELS = 80_000_000
"""Of a PNG: 0.76 m at 300 dpi. Programs that take pictures from strangers refuse more."""

DEFAULT_MM, DEFAULT_PX = 30.0, 10
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a code is; what is 0 follows from the others.

    ``mm`` is the width of the symbol without its quiet zone, ``dpi`` the dots of the printer an inch,
    of which each module gets whole ones, ``px_per_module`` the pixels of a PNG for each module.
    """

    mm: float = 0
    dpi: float = 0
    px_per_module: int = 0

    def __post_init__(self) -> None:
        """Raise CodeError for sizes out of bounds, and for three that cannot all hold."""
        for name, value, most in (
            ("mm", self.mm, MOST_MM), ("dpi", self.dpi, MOST_DPI),
            ("px-per-module", self.px_per_module, MOST_PX),
        ):  # fmt: skip
            if not 0 <= value <= most:
                raise CodeError(error("code-size-bounds", name=name, value=value, most=most))
        if self.px_per_module and self.dpi and self.mm:
            raise CodeError(error("code-size-overdetermined"))

    def resolved(self, matrix: Matrix) -> tuple[int, float]:
        """The pixels of a module, and the symbol's width in millimetres. Raises CodeError."""
        px, mm = self.px_per_module, self.mm or max(DEFAULT_MM, GOOD_MODULE_MM * matrix.size)
        if self.dpi and not px:
            dots = mm / MM_PER_INCH * self.dpi
            px = int(dots / matrix.size)
            if not px:
                raise CodeError(
                    error("code-dots-too-few", mm=mm, dpi=self.dpi, dots=dots, modules=matrix.size)
                )
        px = px or DEFAULT_PX
        return px, px * matrix.size / self.dpi * MM_PER_INCH if self.dpi else mm


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCode:
    """A code: its ``matrix``, its ``files`` by their kind ("svg"), its figures, and what to know of it.

    ``total_mm`` is its width with the quiet zone.
    """

    matrix: Matrix
    files: Mapping[str, Artifact]
    metrics: CodeMetrics
    warnings: tuple[Problem, ...]

    @property
    def total_mm(self) -> float:
        """The width with the quiet zone, in millimetres."""
        return self.metrics.symbol_mm * self.matrix.total / self.matrix.size


def make_code(
    what: str | Sequence[str],
    *,
    kinds: Iterable[str] = ("svg",),
    style: CodeStyle = PLAIN,
    size: Size = Size(),
    level: str = "M",
    logo: tuple[bytes, str, int] | None = None,
    outline: bool = False,
    lang: str = "",
) -> MadeCode:
    """The code that says ``what``, as a file of each of ``kinds`` (of MEDIA_TYPES).

    ``what`` is an address, or a kind of payload and its fields: ["wifi", "name=Sommet"]. ``level`` is
    the least error correction, L, M, Q or H. ``logo`` is an image's bytes, its name for messages and
    the modules of its plate, 0 for the largest that scans. ``outline`` draws outlines for cutters.
    ``lang`` is the language of the title in the files, French if none. Every file is read back, and
    the code itself as a camera sees it at three pixels a module. Raises AddressError and CodeError
    for what would not scan, ProofError for a file that does not read back.
    """
    payload, shown = payload_of([what] if isinstance(what, str) else what)
    kinds = tuple(kinds)
    for kind in kinds:
        if kind not in MEDIA_TYPES:
            raise CodeError(error("code-kind-unknown", kind=kind, kinds=tuple(MEDIA_TYPES)))
    if level.upper() not in LEVELS:
        raise CodeError(error("code-level-unknown", level=level, levels=tuple(LEVELS)))
    warnings = [*code_style.check_style(style)]
    matrix = encode(payload, level.upper()) if logo is None else None
    if logo is not None:
        data, name, plate = logo
        matrix, placed = logos.placed(payload, level.upper(), logos.picture(data, name), plate)
        style = replace(style, logo=placed)
    assert matrix is not None
    lang = lang or language_tags.DEFAULT
    px, symbol_mm = size.resolved(matrix)
    if "png" in kinds:
        _refuse_pixels(px, matrix, symbol_mm)
    metrics = CodeMetrics.of(matrix, style, symbol_mm)
    warnings += limits.check_size(metrics, shown)
    if payload.startswith("http://"):
        warnings.append(warning("address-http", address=payload))
    if metrics.unused < logos.GOOD_UNUSED:
        warnings.append(warning("code-logo-large", unused=metrics.unused, good=logos.GOOD_UNUSED))
    drawn = _Drawn(matrix, style, symbol_mm, px, size.dpi, outline, (_title(shown, lang), lang))
    files = {kind: drawn.file(kind) for kind in kinds}
    _verify(files.values(), matrix, style)
    return MadeCode(matrix=matrix, files=files, metrics=metrics, warnings=tuple(warnings))


def _refuse_pixels(px: int, matrix: Matrix, symbol_mm: float) -> None:
    """Raise CodeError for a PNG of too many pixels, before any is drawn."""
    side = px * matrix.total
    if side**2 > MOST_PNG_PIXELS:
        fitting = math.isqrt(MOST_PNG_PIXELS) // matrix.total
        dpi = math.floor(fitting * matrix.size / symbol_mm * MM_PER_INCH)
        raise CodeError(error("code-png-pixels", side=side, most=MOST_PNG_PIXELS, dpi=dpi))


def payload_of(what: Sequence[str]) -> tuple[str, str]:
    """What a code says that is described by ``what``, and what to call it. Raises AddressError."""
    first = what[0].strip() if what else ""
    if not first:
        raise AddressError(error("code-address-empty") if what else error("code-nothing-to-say"))
    if first not in payloads.KINDS:
        if len(what) > 1 or (first.isalpha() and first.isascii()):
            raise AddressError(error("code-what-unknown", what=first, kinds=tuple(payloads.KINDS)))
        address = web_address.parse_url(first)
        return address.url, address.readable
    fields: dict[str, str] = {}
    for part in what[1:]:
        name, equals, value = part.partition("=")
        if not equals:
            example = payloads.KINDS[first].example
            raise AddressError(error("code-field-form", field=part, example=example))
        if name in fields:
            raise AddressError(error("code-field-twice", name=name))
        fields[name] = value
    return payloads.payload(first, fields), first


def _title(shown: str, lang: str) -> str:
    """The title in a language that has labels: the file says which one it is in."""
    if not labels.has_labels(lang):
        raise CodeError(error("code-language-unknown", lang=lang, languages=labels.languages()))
    return labels.code_alt(shown, lang)


@dataclass(frozen=True, slots=True)
class _Drawn:
    matrix: Matrix
    style: CodeStyle
    symbol_mm: float
    px: int
    dpi: float
    outline: bool
    title: tuple[str, str]

    def file(self, kind: str) -> Artifact:
        return Artifact(
            path=f"code.{kind}", media_type=MEDIA_TYPES[kind], data=self._data(kind),
            facts=Facts(codes=(ExpectedCode(payload=self.matrix.payload),)),
        )  # fmt: skip

    def _data(self, kind: str) -> bytes:
        matrix, style, mm = self.matrix, self.style, self.symbol_mm
        if kind == "svg":
            title, outline = self.title[0], self.outline
            return svg_png.svg(matrix, title, style, outline=outline, symbol_mm=mm).encode()
        if kind == "pdf":
            return pdf.pdf_file(matrix, self.title, mm, style, outline=self.outline)
        if kind == "eps":
            return eps.eps_file(matrix, self.title[0], mm, style, outline=self.outline)
        dpi = self.dpi or MM_PER_INCH * self.px * matrix.size / mm
        return svg_png.png(matrix, style, px=self.px, dpi=dpi)


def _verify(files: Iterable[Artifact], matrix: Matrix, style: CodeStyle) -> None:
    """Read every file back, and the code itself when a camera sees three pixels a module."""
    for artifact in files:
        verification.verify(artifact)
    seen = svg_png.raster(matrix, 12, style).convert("RGB")
    if not decoder.survives(seen, matrix.payload, width_px=3 * matrix.total, quality=80):
        raise CodeError(error("code-unreadable-small"))
