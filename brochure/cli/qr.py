"""``brochure qr``: one code, of an address or of what a helper makes, read back before it is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import one_code, terminal
from brochure.cli.events import EventOptions, print_events, refuse_given
from brochure.cli.files import put
from brochure.errors import CodeError, OutputError

if TYPE_CHECKING:
    from brochure.codes.encoder import Matrix

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
        0.0,
        "--dpi",
        help="Dots of the printer an inch: each module gets whole dots.",
        show_default=False,
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
    skip: int = typer.Option(0, "--skip", help="Labels of the first page that are used already."),
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
            labels=labels, gaps=gaps, margins=margins, skip=skip, cut_marks=cut_marks, zone=zone,
            theme=theme, templates=template, campaign=campaign, as_json=as_json,
        ))  # fmt: skip
        return
    refuse_given("goes with --events, which names a programme", {
        "--sheets": sheets, "--labels": labels != "3x8", "--gaps": gaps, "--margins": margins,
        "--skip": skip, "--zone": zone, "--cut-marks": cut_marks, "--template": template,
        "--title": title, "--theme": theme != "agora", "--campaign": campaign,
    })  # fmt: skip
    from brochure.codes import code_style, limits
    from brochure.codes.code_style import CodeStyle

    level = _level(level)
    _refuse_sizes(mm, dpi, px_per_module)
    _refuse_names(output)
    payload, shown = one_code.payload(what)
    look = CodeStyle(dark=_hex(dark), light=_hex(light), shape=shape, dot=dot)
    warnings = list(code_style.check_style(look))
    matrix, look = one_code.with_logo(payload, level, look, logo, logo_modules)
    px, symbol_mm = one_code.sizes(matrix, mm, dpi, px_per_module)
    figures = limits.CodeMetrics.of(matrix, look, symbol_mm)
    warnings += limits.check_size(figures, shown)
    warnings += one_code.of_logo(figures.unused)
    lang = lang or "fr"
    sizes = (one_code.title(shown, lang), lang), symbol_mm, px, dpi
    made = [(path, one_code.artifact(path, matrix, look, sizes, outline=outline)) for path in output]
    one_code.verify_all(made, matrix, look)
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
    from brochure.codes.encoder import LEVELS

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
    from brochure.codes import code_style

    return code_style.parse_colour(text).rgb


def _refuse_names(output: Sequence[Path]) -> None:
    for path in output:
        if path.suffix.lower() not in one_code.MEDIA_TYPES or path.is_dir():
            raise OutputError(
                f"{path}: a code is a file that ends in {', '.join(one_code.MEDIA_TYPES)}"
            )


def _tell(output: Sequence[Path], matrix: Matrix, facts: dict[str, float | int | str]) -> None:
    from brochure.codes import svg_png

    if not output:
        terminal.result(svg_png.terminal_preview(matrix))
    terminal.tell(
        f"version {facts['version']}, level {facts['level']}, {facts['modules']} modules; "
        f"{facts['symbol_mm']} mm ({facts['total_mm']} with its quiet zone), "
        f"{facts['module_mm']} mm a module: reads from {facts['reads_from_mm']} mm"
    )
    for path in output:
        terminal.result(str(path))
