"""Print: the files a printer gets, from the same words and layout as the brochure on screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from brochure.kit import Artifact, digest_of
from brochure.page import Page
from brochure.parts.words import Words, code_title, texts_of, words_of
from brochure.rendering.pdf import EPOCH, finishing, media
from brochure.rendering.pdf.engine import IMAGE_SCHEME, strict, version, write
from brochure.rendering.pdf.layout import lay_out
from brochure.rendering.pdf.measures import PAGE_HEIGHT, PAGE_WIDTH
from brochure.rendering.pdf.printing import prepress, xmp
from brochure.rendering.pdf.printing.marks import Slug
from brochure.theme import Theme

__all__ = ["render"]


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``print/brochure.pdf``, booklet, leaflet and poster, each PDF/X-4 and PDF/A-2b."""
    theme = theme.speaking(page.language)
    words = words_of(page, image_src=lambda name: IMAGE_SCHEME + name)
    with strict():
        yield _brochure(page, words, theme)


def _brochure(page: Page, words: Words, theme: Theme) -> Artifact:
    medium = media.press(theme)
    layout = lay_out(page, words, theme, medium)
    data = write(layout.document, finisher=partial(_check_fonts, theme=theme))
    job = job_of("brochure", page, words, theme, data, (PAGE_WIDTH, PAGE_HEIGHT))
    return Artifact(
        path="print/brochure.pdf",
        media_type="application/pdf",
        data=prepress.finish(data, job),
        facts=facts_of(page, words, layout.pages, padding=layout.blanks),
        texts=texts_of(words),
    )


def _check_fonts(document: object, pdf: Any, *, theme: Theme) -> None:
    finishing.check_fonts(pdf, theme.families)


def job_of(
    name: str, page: Page, words: Words, theme: Theme, data: bytes, trim: tuple[float, float]
) -> prepress.Job:
    """The job of a print file ``name``, made from ``data``."""
    moment = _moment(page)
    return prepress.Job(
        printing=theme.printing,
        bleed=theme.printing.bleed_mm * media.MM,
        trim=trim,
        slug=Slug(
            file=f"{page.slug} print/{name}.pdf",
            date=moment.date().isoformat() if moment != EPOCH else "",
            font=theme.face(theme.title_family, 500).path,
        ),
        said=xmp.Said(
            title=words.page.title,
            author=words.page.site_name,
            subject=words.page.lead,
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


def facts_of(page: Page, words: Words, pages: int, *, padding: int) -> dict[str, Any]:
    """What the manifest says of a print file."""
    facts: dict[str, Any] = {
        "pages": pages,
        "title": words.page.title,
        "lang": page.lang,
        "variants": ["PDF/X-4", "PDF/A-2b"],
    }
    if page.url:
        facts["codes"] = [{"payload": page.url, "page": pages, "alt": code_title(page)}]
    return facts
