"""``brochure qr``: one code, of an address or of another payload, read back before it is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from brochure import language_tags, opened_files
from brochure.cli import limits, terminal
from brochure.cli.files import put
from brochure.errors import CodeError, OutputError, SourceError
from brochure.problems import Place, Text, error, reason

if TYPE_CHECKING:
    from brochure.codes.single import MadeCode


def qr(
    what: list[str] = typer.Argument(  # noqa: B008
        None, metavar="ADDRESS | KIND FIELD=VALUE...", show_default=False
    ),
    output: list[Path] = typer.Option([], "--output", "-o", metavar="FILE"),  # noqa: B008
    level: str = typer.Option("M", "--level"),
    mm: float = typer.Option(0.0, "--mm", show_default=False),
    dpi: float = typer.Option(0.0, "--dpi", show_default=False),
    px_per_module: int = typer.Option(0, "--px-per-module", show_default=False),
    outline: bool = typer.Option(False, "--outline"),
    dark: str = typer.Option("#000000", "--dark"),
    light: str = typer.Option("#FFFFFF", "--light"),
    shape: str = typer.Option("square", "--shape"),
    dot: float = typer.Option(1.0, "--dot"),
    logo: Path | None = typer.Option(None, "--logo", metavar="FILE"),  # noqa: B008
    logo_modules: int = typer.Option(0, "--logo-modules", show_default=False),
    lang: str = typer.Option("", "--lang", show_default=language_tags.DEFAULT),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Make one QR code, read back from each file."""
    from brochure.codes import code_style, single
    from brochure.codes.code_style import CodeStyle
    from brochure.work.workers import Call

    kinds = [_kind(path) for path in output]
    if logo_modules and not logo:
        raise CodeError(error("qr-logo-missing"))
    dark, light = (code_style.parse_colour(text).rgb for text in (dark, light))
    wanted = {
        "kinds": kinds, "style": CodeStyle(dark=dark, light=light, shape=shape, dot=dot),
        "level": level, "outline": outline, "lang": lang,
        "size": single.Size(mm=mm, dpi=dpi, px_per_module=px_per_module),
    }  # fmt: skip
    with limits.guard(time_limit, memory_limit) as guard:  # which has the libraries by now
        made: MadeCode = guard.run(
            Call(
                function="brochure.cli.qr:make",
                arguments=(what or [], logo, logo_modules),
                options=wanted,
                reads=(logo,) if logo else (),
                at=Place(file=str(output[0]) if output else "brochure qr"),
            )
        )
        limits.tell_missing(guard)
    put([(path, made.files[kind].data) for path, kind in zip(output, kinds, strict=True)])
    terminal.warn(*made.warnings)
    if as_json:
        print(json.dumps(_row(output, made), indent=1, ensure_ascii=False))
    else:
        _report(output, made)


def make(what: Sequence[str], logo: Path | None, modules: int, **wanted: Any) -> MadeCode:
    """The code that is ``wanted``, with the ``logo`` in that file on a plate of so many modules."""
    from brochure.codes import single

    own = (_bytes(logo), str(logo), modules) if logo else None
    return single.make_code(what, logo=own, **wanted)


def _kind(path: Path) -> str:
    from brochure.codes.single import MEDIA_TYPES

    kind = path.suffix.lower().removeprefix(".")
    if kind not in MEDIA_TYPES or path.is_dir():
        endings = tuple(f".{name}" for name in MEDIA_TYPES)
        raise OutputError(error("qr-file-ending", at=Place(file=str(path)), endings=endings))
    return kind


def _bytes(logo: Path) -> bytes:
    from brochure.codes.logos import MOST_BYTES

    try:
        return opened_files.read(logo, MOST_BYTES)
    except OSError as caught:
        at = Place(file=str(logo))
        raise SourceError(error("file-not-read", at=at, reason=reason(caught))) from caught


def _row(output: Sequence[Path], made: MadeCode) -> dict[str, object]:
    return {
        "files": [str(path) for path in output],
        "warnings": [warning.to_json() for warning in made.warnings],
        **made.metrics.row(),
        "payload": made.matrix.payload,
        "total_mm": round(made.total_mm, 2),
    }


def _report(output: Sequence[Path], made: MadeCode) -> None:
    from brochure.codes import svg_png

    if not output:
        terminal.result(svg_png.terminal_preview(made.matrix))
    metrics = made.metrics
    terminal.tell(
        Text(
            "qr-made", version=metrics.version, level=metrics.level, modules=metrics.modules,
            symbol_mm=round(metrics.symbol_mm, 2), total_mm=round(made.total_mm, 2),
            module_mm=round(metrics.module_mm, 3), reads_from_mm=round(metrics.reads_from_mm),
        )
    )  # fmt: skip
    for path in output:
        terminal.result(str(path))
