"""``brochure card``: one image, without a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from brochure.cli import limits, terminal
from brochure.cli.files import put
from brochure.errors import OutputError, SourceError
from brochure.problems import Place, Problem, Text, error

if TYPE_CHECKING:
    from brochure.kit import Artifact
    from brochure.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A card, the slug of its title, and what is to be said of it."""

    artifact: Artifact
    slug: str
    told: Sequence[Problem]


def card(
    title: str = typer.Option(..., "--title"),
    lead: str = typer.Option("", "--lead"),
    kicker: str = typer.Option("", "--kicker"),
    site_name: str = typer.Option("", "--site-name"),
    lang: str = typer.Option("", "--lang"),
    url: str = typer.Option("", "--url"),
    picture: str = typer.Option("", "--picture", metavar="FILE"),
    picture_alt: str = typer.Option("", "--picture-alt"),
    format_: str = typer.Option("open-graph", "--format"),
    template: str = typer.Option("", "--template"),
    theme: str = typer.Option("agora", "--theme"),
    code: bool = typer.Option(False, "--code"),
    scale: int = typer.Option(1, "--scale"),
    debug_grid: bool = typer.Option(False, "--debug-grid"),
    output: Path | None = typer.Option(  # noqa: B008
        None, "--output", "-o", metavar="FILE", show_default=False
    ),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Draw one card from what is given, and say its alternative text."""
    from brochure.building.guarded import files_of
    from brochure.cli.page_reading import Look, loading
    from brochure.work.workers import Call

    said = {
        "title": title, "lead": lead, "kicker": kicker, "site_name": site_name, "lang": lang,
        "url": url,
    }  # fmt: skip
    if picture and not picture_alt:
        raise SourceError(error("card-picture-alt", at=Place(key="--picture-alt"), picture=picture))
    photo = {"file": Path(picture).name, "alt": picture_alt} if picture else None
    wanted = Look(theme=theme, template=template, code=code, scale=scale, grid=debug_grid)
    wants_jpeg = output is not None and output.suffix.lower() in {".jpg", ".jpeg"}
    head = {k: v for k, v in (said | {"picture": photo}).items() if v}
    with limits.guard(time_limit, memory_limit) as guard:
        look = guard.run(loading(wanted))
        made: Drawn = guard.run(
            Call(
                function="brochure.cli.card:draw",
                at=Place(file="brochure card"),
                modules=_DRAWING,
                arguments=(head, Path(picture).parent, look, format_, wants_jpeg),
                reads=(*files_of(look), *([Path(picture).parent] if picture else ())),
            )
        )
        limits.tell_missing(guard)
    target = output or Path(Path(made.artifact.path).with_stem(made.slug).name)
    _refuse_suffix(target, made.artifact.path)
    put([(target, made.artifact.data)])
    terminal.warn(*made.told)
    _tell(target, made.artifact, as_json=as_json)


_DRAWING = ("brochure.cards.rendering", "brochure.reading.pages", "brochure.text.system_fonts")


def draw(head: Mapping[str, Any], folder: Path, look: Theme, format_: str, jpeg: bool) -> Drawn:
    """The card of a page with that ``head``, whose picture lies in ``folder``. Raises BrochureError."""
    from brochure.cards.rendering import render_card
    from brochure.reading.pages import read_head
    from brochure.text import look_alikes, system_fonts

    page = read_head(head, folder, "brochure card")
    look = look.for_page(page)
    page = look_alikes.shown_page(page, look)
    look, note = system_fonts.borrow(page, look)
    made = render_card(page, look, format_, jpeg=jpeg)
    told = (*page.warnings, *((note,) if note else ()), *made.warnings)
    return Drawn(artifact=made, slug=page.slug, told=told)


def _refuse_suffix(target: Path, path: str) -> None:
    """Refuse a name that says another kind of image than the card is."""
    kind, at = Path(path).suffix, Place(file=str(target))
    if target.is_dir() or not target.suffix or target.name.startswith(".."):
        raise OutputError(error("card-no-image-name", at=at, example=Path(path).name))
    allowed = {".jpg", ".jpeg"} if kind == ".jpg" else {kind}
    if target.suffix.lower() not in allowed:
        name = f"{target.stem or 'card'}{kind}"
        if kind == ".jpg":
            raise OutputError(error("card-photo-is-jpeg", at=at, name=name))
        raise OutputError(error("card-is-png-or-jpeg", at=at, name=name))


def _tell(target: Path, made: Artifact, *, as_json: bool) -> None:
    facts = made.facts
    if as_json:
        row = {
            "path": str(target), "bytes": len(made.data), "width_px": facts.width_px,
            "height_px": facts.height_px, "alt": facts.alt,
            "warnings": [warning.to_json() for warning in facts.warnings],
        }  # fmt: skip
        print(json.dumps(row, indent=1, ensure_ascii=False))
        return
    terminal.tell(Text("card-alt", alt=facts.alt))
    terminal.result(str(target))
