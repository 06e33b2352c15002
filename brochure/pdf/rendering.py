"""The brochure for screens: A4, four composed pages or as many as the text needs.

PDF/A-3a and PDF/UA-1 in one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from brochure.codes.page_codes import code_title
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.networks.contacts import texts_of_issuer
from brochure.networks.page_links import Link, links_of
from brochure.page import Page
from brochure.pdf import media, metadata, page_warnings, structure, style_sheets
from brochure.pdf.engine import IMAGE_SCHEME, attachment, strict, write
from brochure.pdf.layout import Layout, lay_out
from brochure.text import font_metrics
from brochure.text.content import Content, content_of, printed, texts_of
from brochure.theme import Theme

__all__ = ["render"]

VARIANT = "pdf/a-3a"
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of the attached source when the page names none: a kit holds no clock time."""


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``brochure.pdf`` with the page's Markdown source attached."""
    theme = theme.for_language(page.language)
    content = content_of(page, image_src=lambda name: IMAGE_SCHEME + name)
    theme = font_metrics.with_fallbacks(theme, printed(content))
    with strict():
        layout = lay_out(page, content, theme, media.screen_medium(theme), pdf_variant=VARIANT)
        data = write(
            layout.document,
            pdf_variant=VARIANT,
            attachments=[_source(page)],
            finisher=partial(_finish, links=links_of(page), theme=theme, texts=printed(content)),
        )
    yield Artifact(
        path="brochure.pdf",
        media_type="application/pdf",
        data=data,
        facts=_facts(page, content, layout, theme),
        texts=(*texts_of(content), *texts_of_issuer(page)),
        running=style_sheets.running_title(content, theme),
    )


def _facts(page: Page, content: Content, layout: Layout, theme: Theme) -> Facts:
    pages = layout.pages
    code = (ExpectedCode(payload=page.url, page=pages, alt=code_title(page)),) if page.url else ()
    words = content.prose.intro + content.prose.rest
    warnings = (
        *page_warnings.of_text(page, content, theme),
        *page_warnings.of_pictures(page, theme, layout.photo, "pdf"),
        *font_metrics.lost_styles(theme, words),
    )
    return Facts(
        pages=pages,
        title=content.page.title,
        lang=page.lang,
        variants=("PDF/A-3a", "PDF/UA-1"),
        codes=code,
        warnings=warnings,
    )


def _source(page: Page) -> Any:
    day = page.updated or page.published
    moment = datetime.combine(day, time(), tzinfo=UTC) if day else EPOCH
    return attachment(page.source, f"{page.slug}.md", page.title, moment)


def _finish(
    document: object, pdf: Any, *, links: Sequence[Link], theme: Theme, texts: Sequence[str]
) -> None:
    names: Mapping[str, str] = {link.url: link.action for link in links}
    metadata.merge_ua_identification(pdf)
    structure.describe_links(document, dict(names))
    metadata.drop_empty_strings(pdf)
    metadata.name_characters(document, pdf, theme.faces, texts)
    metadata.check_fonts(pdf, (*theme.families, *theme.fallbacks))
