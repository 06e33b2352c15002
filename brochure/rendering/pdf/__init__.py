"""The brochure for screens: A4, four composed pages or as many as the text needs.

PDF/A-3a and PDF/UA-1 in one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from brochure.kit import Artifact
from brochure.page import Page
from brochure.parts.words import Words, code_title, texts_of, words_of
from brochure.rendering.pdf import finishing, media, notices, style
from brochure.rendering.pdf.engine import IMAGE_SCHEME, attachment, strict, write
from brochure.rendering.pdf.layout import lay_out
from brochure.theme import Theme

__all__ = ["render"]

VARIANT = "pdf/a-3a"
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of the attached source when the page names none: a kit holds no clock time."""


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``brochure.pdf`` with the page's Markdown source attached."""
    theme = theme.speaking(page.language)
    words = words_of(page, image_src=lambda name: IMAGE_SCHEME + name)
    with strict():
        layout = lay_out(page, words, theme, media.screen(theme), pdf_variant=VARIANT)
        data = write(
            layout.document,
            pdf_variant=VARIANT,
            attachments=[_source(page)],
            finisher=partial(_finish, words=words, theme=theme),
        )
    yield Artifact(
        path="brochure.pdf",
        media_type="application/pdf",
        data=data,
        facts=_facts(page, words, layout.pages, theme),
        texts=texts_of(words),
        running=style.running_title(words, theme),
    )


def _facts(page: Page, words: Words, pages: int, theme: Theme) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "pages": pages,
        "title": words.page.title,
        "lang": page.lang,
        "variants": ["PDF/A-3a", "PDF/UA-1"],
    }
    if page.url:
        facts["codes"] = [{"payload": page.url, "page": pages, "alt": code_title(page)}]
    if warnings := list(notices.of_text(page, words, theme)):
        facts["warnings"] = warnings
    return facts


def _source(page: Page) -> Any:
    day = page.updated or page.published
    moment = datetime.combine(day, time(), tzinfo=UTC) if day else EPOCH
    return attachment(page.source, f"{page.slug}.md", page.title, moment)


def _finish(document: object, pdf: Any, *, words: Words, theme: Theme) -> None:
    names: Mapping[str, str] = {link.url: link.action for link in words.links}
    finishing.merge_ua_identification(pdf)
    finishing.describe_links(pdf, dict(names))
    finishing.check_fonts(pdf, theme.families)
