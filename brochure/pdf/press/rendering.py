"""Print: the files a printer gets, from the same words and layout as the brochure on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from brochure.codes.page_codes import code_payload, code_title
from brochure.facts import ExpectedCode, Facts, PressFacts
from brochure.kit import Artifact, digest_of
from brochure.networks.contacts import texts_of_issuer
from brochure.page import Page
from brochure.pdf import media, metadata, page_warnings, style_sheets
from brochure.pdf.brands import Brands
from brochure.pdf.engine import IMAGE_SCHEME, strict, version, write
from brochure.pdf.layout import Layout, lay_out
from brochure.pdf.metrics import PAGE_HEIGHT, PAGE_WIDTH
from brochure.pdf.press import (
    code_poster,
    imposition,
    leaflet,
    leaflet_folds,
    leaflet_plan,
    pdfx,
    poster,
)
from brochure.pdf.press.imposition import Booklet
from brochure.pdf.press.marks import Slug
from brochure.pdf.press.told import joined
from brochure.pdf.rendering import EPOCH
from brochure.pdfwriter import xmp
from brochure.problems import Place, Problem, warning
from brochure.text import font_metrics
from brochure.text.content import Content, content_of, printed, texts_of
from brochure.theme import Theme

__all__ = ["render", "render_part"]

BOOKLET_PT = 13.0
"""The least size of a booklet's text before it is scaled to half: 9.2 pt are left of it."""

CREEP_ROOM = 2 * media.MM
"""Bleed beyond the bleed, from which creep takes."""


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``print/brochure.pdf``, booklet, leaflet and poster, each PDF/X-4 and PDF/A-2b."""
    content, theme = _set_for_print(page, theme)
    with strict():
        return joined([draw(page, content, theme) for draw in _PARTS])


def render_part(number: int, page: Page, theme: Theme) -> Artifact | Problem:
    """The file of that number, in the order of `render`; the warning where there is no leaflet."""
    content, theme = _set_for_print(page, theme)
    with strict():
        return _PARTS[number](page, content, theme)


def _set_for_print(page: Page, theme: Theme) -> tuple[Content, Theme]:
    """What ``page`` says on paper, and the theme with the fonts for all of it."""
    theme = theme.for_language(page.language)
    content = content_of(page, image_src=lambda name: IMAGE_SCHEME + name, on_paper=True)
    return content, font_metrics.with_fallbacks(theme, printed(content))


def _brochure(page: Page, content: Content, theme: Theme) -> Artifact:
    medium = media.press_medium(theme, "brochure")
    layout = lay_out(page, content, theme, medium)
    data = write(layout.document, finisher=partial(_check_fonts, theme=theme, texts=printed(content)))
    job = replace(job_of("brochure", page, content, theme, data, (PAGE_WIDTH, PAGE_HEIGHT)), multiple=4)
    return Artifact(
        path="print/brochure.pdf",
        media_type="application/pdf",
        data=pdfx.finish(data, job),
        facts=facts_of(
            page, content, layout.pages, job,
            *page_warnings.of_padding("print/brochure.pdf", layout.blanks, layout.pages),
            *page_warnings.of_pictures(page, theme, layout.photo, "print"),
            *Brands(page, theme, medium).low_logos("print/brochure.pdf"),
            *font_metrics.lost_styles(theme, content.prose.intro + content.prose.rest),
        ),
        texts=(*texts_of(content), *texts_of_issuer(page)),
        running=style_sheets.running_title(content, theme),
    )  # fmt: skip


def _booklet(page: Page, content: Content, theme: Theme) -> Artifact:
    """A5, two pages a side of A4: set in larger type, which is small again at half the size."""
    scale = PAGE_HEIGHT / 2 / PAGE_WIDTH
    large = replace(theme, body_pt=max(theme.body_pt, BOOKLET_PT))
    bleed = theme.printing.bleed_mm * media.MM
    medium = media.press_medium(theme, "booklet", bleed=(bleed + CREEP_ROOM) / scale, scale=scale)
    layout = lay_out(page, content, large, medium)
    data = write(
        layout.document,
        imposed=True,
        finisher=partial(_check_fonts, theme=theme, texts=printed(content)),
    )
    booklet = Booklet(
        width=PAGE_HEIGHT,
        height=PAGE_WIDTH,
        bleed=bleed,
        scale=scale,
        rtl=content.page.direction == "rtl",
    )
    job = job_of("booklet", page, content, theme, data, (booklet.width, booklet.height))
    job = replace(job, multiple=2, slug=replace(job.slug, folds=((booklet.width / 2,),)))
    with imposition.saddle(data, booklet) as sheets:
        made = pdfx.finish_open(sheets, job)
    return Artifact(
        path="print/booklet.pdf",
        media_type="application/pdf",
        data=made,
        facts=booklet_facts(page, content, layout, booklet, job),
        texts=(*texts_of(content), *texts_of_issuer(page)),
        running=style_sheets.running_title(content, large),
    )


def _leaflet(page: Page, content: Content, theme: Theme) -> Artifact | Problem:
    """The leaflet, or the warning that the page is too long for one."""
    medium = media.press_medium(theme, "leaflet")
    try:
        made = leaflet.lay_out(page, content, theme, medium)
    except leaflet_plan.TooLongError as caught:
        if page.links == "none":
            return caught.problems[0]
        # the text is worth more than where its links lead
        content = content_of(page, image_src=lambda name: IMAGE_SCHEME + name)
        try:
            made = leaflet.lay_out(page, content, theme, medium)
        except leaflet_plan.TooLongError:
            return caught.problems[0]
    data = write(made.document, finisher=partial(_check_fonts, theme=theme, texts=printed(content)))
    job = job_of("leaflet", page, content, theme, data, (leaflet_folds.WIDTH, leaflet_folds.HEIGHT))
    folds = leaflet_folds.folds(rtl=content.page.direction == "rtl")
    job = replace(job, multiple=2, slug=replace(job.slug, folds=folds))
    facts = facts_of(
        page,
        content,
        2,
        job,
        *_leaflet_warnings(made, content, theme),
        *Brands(page, theme, medium).low_logos("print/leaflet.pdf"),
    )
    facts = _with_code_on(facts, 1)
    quotes, said = content.quotes[: len(made.plan.quotes)], made.words
    # Kicker and place are set as the words that say when and where.
    shown = replace(content, quotes=quotes, page=replace(content.page, kicker=""), where="")
    return Artifact(
        path="print/leaflet.pdf",
        media_type="application/pdf",
        data=pdfx.finish(data, job),
        facts=facts,
        texts=(
            *filter(None, (said.kicker, *said.when)),
            *texts_of(shown, made.blocks),
            *texts_of_issuer(page),
        ),
    )


def _leaflet_warnings(made: leaflet.Leaflet, content: Content, theme: Theme) -> Iterable[Problem]:
    at, front = Place(file="print/leaflet.pdf"), made.plan.front
    if front.small:
        yield warning(
            "poster-title-small", at=at, size_pt=front.title.size,
            least_pt=theme.design.leaflet.least_title_pt, characters=len(content.page.title),
        )  # fmt: skip
    if (shown := len(made.plan.quotes)) < (given := len(content.quotes)):
        yield warning("leaflet-quotations-cut", at=at, shown=shown, given=given)


def _poster(page: Page, content: Content, theme: Theme) -> Artifact:
    laid_out = poster.lay_out(page, content, theme)
    data = write(
        laid_out.document,
        zoom=laid_out.scale,
        finisher=partial(_check_fonts, theme=theme, texts=printed(content)),
    )
    job = job_of("poster", page, content, theme, data, (laid_out.size.width, laid_out.size.height))
    facts = facts_of(page, content, 1, job, *_poster_warnings(laid_out, page, theme))
    facts = replace(facts, reads_from_mm=round(laid_out.reads_from_mm))
    return Artifact(
        path="print/poster.pdf",
        media_type="application/pdf",
        data=pdfx.finish(data, job),
        facts=facts,
        texts=laid_out.texts,
    )


def _poster_warnings(laid_out: poster.Poster, page: Page, theme: Theme) -> Iterable[Problem]:
    at = Place(file="print/poster.pdf")
    if laid_out.title_pt:
        least_pt = theme.design.poster.least_title_pt * laid_out.scale
        yield warning("poster-title-small", at=at, size_pt=laid_out.title_pt, least_pt=least_pt,
                      characters=len(page.title))  # fmt: skip
    if laid_out.lead_out:
        yield warning("poster-lead-out", at=at, characters=len(page.title))
    wanted_mm = code_poster.READ_FROM_MM * laid_out.scale
    if page.poster.form == "code" and page.url and laid_out.reads_from_mm < wanted_mm - 1:
        yield warning(
            "poster-code-near", at=at,
            reads_from_m=laid_out.reads_from_mm / 1000,
            wanted_m=wanted_mm / 1000, address_characters=len(code_payload(page, "poster")),
            title_characters=len(page.title),
        )  # fmt: skip


_PARTS: Sequence[Callable[[Page, Content, Theme], Artifact | Problem]] = (
    _brochure, _booklet, _leaflet, _poster,
)  # fmt: skip


def booklet_facts(
    page: Page, content: Content, layout: Layout, booklet: Booklet, job: pdfx.Job
) -> Facts:
    """What the manifest says of the booklet: ``areas`` are its pages in the order they are read."""
    placed = imposition.places(layout.pages, rtl=booklet.rtl)
    padding = page_warnings.of_padding("print/booklet.pdf", layout.blanks, layout.pages)
    facts = facts_of(page, content, layout.pages // 2, job, *_too_thick(layout), *padding)
    areas = tuple((place.side + 1, place.half / 2, (place.half + 1) / 2) for place in placed)
    return _with_code_on(replace(facts, areas=areas), placed[-1].side + 1)


def _with_code_on(facts: Facts, page: int) -> Facts:
    return replace(facts, codes=tuple(replace(code, page=page) for code in facts.codes))


def _too_thick(layout: Layout) -> Iterable[Problem]:
    if layout.pages > imposition.MOST_STAPLED_PAGES:
        at, most = Place(file="print/booklet.pdf"), imposition.MOST_STAPLED_PAGES
        yield warning("booklet-thick", at=at, pages=layout.pages, most=most)


def _check_fonts(document: object, pdf: Any, *, theme: Theme, texts: Sequence[str]) -> None:
    metadata.drop_empty_strings(pdf)
    metadata.name_characters(document, pdf, theme.faces, texts)
    metadata.check_fonts(pdf, (*theme.families, *theme.fallbacks))


def job_of(
    name: str, page: Page, content: Content, theme: Theme, data: bytes, trim: tuple[float, float]
) -> pdfx.Job:
    """The job of a print file ``name``, made from ``data``."""
    moment = _moment(page)
    return pdfx.Job(
        place=name,
        printing=theme.printing,
        bleed=theme.printing.bleed_mm * media.MM,
        trim=trim,
        slug=Slug(
            file=f"{page.slug} print/{name}.pdf",
            date=moment.date().isoformat() if moment != EPOCH else "",
            font=theme.face(theme.title_family, 500).path,
        ),
        info=xmp.DocumentInfo(
            title=content.page.title,
            author=content.page.site_name,
            subject=content.page.lead,
            lang=page.lang,
            moment=moment,
            identity=digest_of([name.encode(), data]),
            producer=f"WeasyPrint {version()}",
        ),
    )


def _moment(page: Page) -> datetime:
    """The date of the page: its last change, its publication, its event, or none."""
    day: date | None = page.updated or page.published or (page.event.first_day if page.event else None)
    return datetime.combine(day, time(), tzinfo=UTC) if day else EPOCH


def facts_of(page: Page, content: Content, pages: int, job: pdfx.Job, *warnings: Problem) -> Facts:
    """What the manifest says of a print file whose code stands on its last page."""
    width, height = job.trim
    press = PressFacts(
        trim_mm=(round(width / media.MM), round(height / media.MM)),
        bleed_mm=job.printing.bleed_mm,
        condition=job.printing.condition,
        multiple=job.multiple,
        inks=pdfx.plates_of(job.printing).names,
    )
    codes: tuple[ExpectedCode, ...] = ()
    if page.url:
        payload, alt = code_payload(page, job.place), code_title(page)
        codes = (ExpectedCode(payload=payload, page=pages, alt=alt),)
    return Facts(
        press=press,
        pages=pages,
        title=content.page.title,
        lang=page.lang,
        variants=("PDF/X-4", "PDF/A-2b"),
        codes=codes,
        warnings=warnings,
    )
