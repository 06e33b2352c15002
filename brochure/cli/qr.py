"""``brochure qr``: one code, of an address or of what a helper makes, read back before it is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import terminal
from brochure.cli.events import EventOptions, print_events, refuse_given
from brochure.cli.files import put
from brochure.errors import AddressError, CodeError, OutputError, SourceError

if TYPE_CHECKING:
    from brochure.kit import Artifact
    from brochure.parts.codes import Matrix
    from brochure.parts.codes.looks import Look

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".eps": "application/postscript",
}
DEFAULT_MM = 30.0
MOST_MM, MOST_PX, MOST_DPI = 2000.0, 200, 4800.0


def qr(
    what: list[str] = typer.Argument(  # noqa: B008
        None,
        help="An address, https://…; or a kind and its fields: wifi, email, phone, sms, geo, contact, "
        "mecard or event, then name=value …",
        metavar="ADDRESS | KIND FIELD=VALUE...",
        show_default=False,
    ),
    events: Path | None = typer.Option(  # noqa: B008
        None,
        "--events",
        help="A programme (.csv, .ics, .toml): a code for each event, and sheets to print.",
        metavar="FILE",
    ),
    output: list[Path] = typer.Option(  # noqa: B008
        [],
        "--output",
        "-o",
        help="A file: .svg, .png, .pdf or .eps; several may be given. None: a preview. With --events "
        "the folder.",
        metavar="FILE",
    ),
    level: str = typer.Option("M", "--level", help="Error correction, at least: L, M, Q or H."),
    mm: float = typer.Option(
        0.0,
        "--mm",
        help="Width of the code without its quiet zone, 20 to 2000.",
        show_default="30, or more for a long payload",
    ),
    dpi: float = typer.Option(
        0.0, "--dpi", help="Dots of the printer an inch: each module gets whole dots."
    ),
    px_per_module: int = typer.Option(
        0, "--px-per-module", help="Pixels of the PNG for each module.", show_default="by --dpi, or 10"
    ),
    outline: bool = typer.Option(
        False, "--outline", help="Outlines instead of strokes, for cutters (SVG, PDF, EPS)."
    ),
    dark: str = typer.Option("#000000", "--dark", help="The colour of the modules."),
    light: str = typer.Option("#FFFFFF", "--light", help="The colour of the ground."),
    shape: str = typer.Option("square", "--shape", help="square, rounded or dots."),
    dot: float = typer.Option(1.0, "--dot", help="Diameter of the dots in modules, 0.9 to 1."),
    logo: Path | None = typer.Option(  # noqa: B008
        None, "--logo", help="An image for the middle (PNG, JPEG).", metavar="FILE"
    ),
    logo_modules: int = typer.Option(
        0,
        "--logo-modules",
        help="The logo's plate in modules, an odd number.",
        show_default="the largest that scans",
    ),
    lang: str = typer.Option(
        "",
        "--lang",
        help="Language of the title in the file, and of days and hours.",
        show_default="fr, or what the programme says",
    ),
    title: str = typer.Option("", "--title", help="With --events: what the whole is called."),
    sheets: str = typer.Option(
        "",
        "--sheets",
        help="With --events: these only, labels,door-signs,badges,table-tents.",
        metavar="SHEETS",
    ),
    labels: str = typer.Option(
        "3x8", "--labels", help="Labels on an A4 page: 3x8, 2x7, L7160, L7163, any COLUMNSxROWS."
    ),
    gaps: str = typer.Option(
        "", "--gaps", help="Between labels, across and down: 2.5x0.", metavar="MMxMM"
    ),
    margins: str = typer.Option(
        "", "--margins", help="Beside all labels, left and top: 7x15.", metavar="MMxMM"
    ),
    cut_marks: bool = typer.Option(False, "--cut-marks", help="Marks to cut along."),
    zone: str = typer.Option(
        "", "--zone", help="Where events take place, Europe/Paris: times with an offset are told so."
    ),
    theme: str = typer.Option("agora", "--theme", help="With --events: a theme's name or a TOML file."),
    template: list[str] = typer.Option(  # noqa: B008
        [], "--template", help="Your own template of a sheet: labels=mine.toml.", metavar="SHEET=FILE"
    ),
    campaign: str = typer.Option(
        "",
        "--campaign",
        help="Say so in the addresses of printed codes (utm_campaign).",
        metavar="NAME",
    ),
    as_json: bool = typer.Option(False, "--json", help="Tell the code's figures as JSON."),
) -> None:
    """Make a QR code that scans, read back from each file; what would not scan is refused.

    Examples: brochure qr https://exemple.org -o code.svg -o code.png ·
    brochure qr wifi name=Sommet password=ouvert2016 -o wifi.eps --mm 40 ·
    brochure qr --events events.csv --labels L7160 -o kit
    """
    if events:
        refuse_given("is for single codes; those of --events are black, at level M", {
            "--level": level != "M", "--mm": mm, "--dpi": dpi, "--px-per-module": px_per_module,
            "--outline": outline, "--dark": dark != "#000000", "--light": light != "#FFFFFF",
            "--shape": shape != "square", "--dot": dot != 1, "--logo": logo,
            "--logo-modules": logo_modules,
        })  # fmt: skip
        print_events(EventOptions(
            source=events, what=what or [], output=output, lang=lang, title=title, sheets=sheets,
            labels=labels, gaps=gaps, margins=margins, cut_marks=cut_marks, zone=zone, theme=theme,
            templates=template, campaign=campaign, as_json=as_json,
        ))  # fmt: skip
        return
    refuse_given("goes with --events, which names a programme", {
        "--sheets": sheets, "--labels": labels != "3x8", "--gaps": gaps, "--margins": margins,
        "--zone": zone, "--cut-marks": cut_marks, "--template": template, "--title": title,
        "--theme": theme != "agora", "--campaign": campaign,
    })  # fmt: skip
    from brochure.parts.codes import limits, looks
    from brochure.parts.codes.looks import Look

    level = _level(level)
    _refuse_sizes(mm, dpi, px_per_module)
    _refuse_names(output)
    payload, shown = _payload(what)
    look = Look(dark=_hex(dark), light=_hex(light), shape=shape, dot=dot)
    warnings = list(looks.judge(look))
    matrix, look = _with_logo(payload, level, look, logo, logo_modules)
    px, symbol_mm = _sizes(matrix, mm, dpi, px_per_module)
    figures = limits.Figures.of(matrix, look, symbol_mm)
    warnings += limits.judge(figures, shown)
    warnings += _of_logo(figures.unused)
    lang = lang or "fr"
    heading = _title(shown, lang)
    made = [
        (path, _made(path, matrix, look, ((heading, lang), symbol_mm, px, dpi), outline=outline))
        for path in output
    ]
    _prove(made, matrix, look)
    put([(path, artifact.data) for path, artifact in made])
    for warning in warnings:
        terminal.warn(warning)
    facts = figures.facts() | {
        "payload": payload,
        "total_mm": round(symbol_mm * matrix.total / matrix.size, 2),
    }
    if as_json:
        print(json.dumps({"files": [str(p) for p in output], "warnings": warnings, **facts}, indent=1,
                         ensure_ascii=False))  # fmt: skip
        return
    _tell(output, matrix, facts)


def _level(name: str) -> str:
    from brochure.parts.codes import LEVELS

    if name.upper() not in LEVELS:
        raise CodeError(f'there is no level "{name}"; there are {", ".join(LEVELS)}')
    return name.upper()


def _refuse_sizes(mm: float, dpi: float, px: int) -> None:
    for name, value, most in (("--mm", mm, MOST_MM), ("--dpi", dpi, MOST_DPI),
                              ("--px-per-module", px, MOST_PX)):  # fmt: skip
        if not 0 <= value <= most:
            raise CodeError(f"{name} {value:g}: it is a number from 1 to {most:g}")
    if px and dpi and mm:
        raise CodeError("--mm and --dpi decide the pixels of a module; leave --px-per-module out")


def _hex(text: str) -> str:
    from brochure.parts.codes import looks

    return looks.colour(text).rgb


def _refuse_names(output: Sequence[Path]) -> None:
    for path in output:
        if path.suffix.lower() not in MEDIA_TYPES or path.is_dir():
            raise OutputError(f"{path}: a code is a file that ends in {', '.join(MEDIA_TYPES)}")


def _payload(what: Sequence[str]) -> tuple[str, str]:
    """What the code says, and what to call it."""
    from brochure.parts import addresses, payloads

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
        address = addresses.judge(first)
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


def _with_logo(
    payload: str, level: str, look: Look, logo: Path | None, modules: int
) -> tuple[Matrix, Look]:
    from brochure.parts.codes import encode, logos

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


def _of_logo(unused: float) -> Sequence[str]:
    from brochure.parts.codes.logos import GOOD_UNUSED

    if unused >= GOOD_UNUSED:
        return ()
    return (
        f"the logo leaves {unused:.2f} of the error correction unused; {GOOD_UNUSED} would bear more "
        "dirt: a smaller logo (--logo-modules), or a shorter address",
    )


def _sizes(matrix: Matrix, mm: float, dpi: float, px: int) -> tuple[int, float]:
    """The pixels of a module, and the symbol's width in millimetres that they make at ``dpi``."""
    from brochure.parts.codes.limits import GOOD_MODULE_MM

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


def _title(shown: str, lang: str) -> str:
    """The title in a language that has labels: the file says which one it is in."""
    from brochure.parts import labels

    if lang not in labels.languages():
        raise CodeError(f'there are no labels in "{lang}"; there are {", ".join(labels.languages())}')
    return str(labels.in_language(lang)["code_alt"]).format(target=shown)


def _made(
    path: Path,
    matrix: Matrix,
    look: Look,
    sizes: tuple[tuple[str, str], float, int, float],
    *,
    outline: bool,
) -> Artifact:
    from brochure.kit import Artifact
    from brochure.parts.codes import drawing, eps, pdf

    (title, lang), symbol_mm, px, dpi = sizes
    kind = path.suffix.lower()
    if kind == ".svg":
        data = drawing.svg(matrix, title, look, outline=outline, symbol_mm=symbol_mm).encode()
    elif kind == ".pdf":
        data = pdf.file(matrix, (title, lang), symbol_mm, look, outline=outline)
    elif kind == ".eps":
        data = eps.document(matrix, title, symbol_mm, look, outline=outline)
    else:
        own = dpi or 25.4 * px * matrix.size / symbol_mm
        data = drawing.png(matrix, look, px=px, dpi=own)
    return Artifact(
        path=str(path), media_type=MEDIA_TYPES[kind], data=data,
        facts={"codes": [{"payload": matrix.payload, "page": 1}]},
    )  # fmt: skip


def _prove(made: Sequence[tuple[Path, Artifact]], matrix: Matrix, look: Look) -> None:
    """Read every file back, and the code itself when a camera sees three pixels a module."""
    from brochure.checking import codes
    from brochure.parts import scans
    from brochure.parts.codes import drawing

    for _, artifact in made:
        codes.prove(artifact)
    seen = drawing.raster(matrix, 12, look).convert("RGB")
    if not scans.survives(seen, matrix.payload, width_px=3 * matrix.total, quality=80):
        raise CodeError(
            "the code does not read back at three pixels a module; choose plainer colours or modules, "
            "a smaller logo, or a shorter address"
        )


def _tell(output: Sequence[Path], matrix: Matrix, facts: dict[str, float | int | str]) -> None:
    from brochure.parts.codes import drawing

    if not output:
        terminal.result(drawing.preview(matrix))
    terminal.tell(
        f"version {facts['version']}, level {facts['level']}, {facts['modules']} modules; "
        f"{facts['symbol_mm']} mm ({facts['total_mm']} with its quiet zone), "
        f"{facts['module_mm']} mm a module: reads from {facts['reads_from_mm']} mm"
    )
    for path in output:
        terminal.result(str(path))
