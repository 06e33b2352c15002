"""The brochure: A4, four composed pages or as many as the text needs, PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from brochure import assets
from brochure.kit import Artifact
from brochure.page import Page
from brochure.parts import faces, labels, motif
from brochure.parts.fitting import fit
from brochure.parts.words import Words, code_svg, code_title, texts_of, words_of
from brochure.rendering.pdf import finishing
from brochure.rendering.pdf.composing import Plan, figure_size, plan, with_more_room
from brochure.rendering.pdf.engine import IMAGE_SCHEME, Fetcher, Press, attachment, strict
from brochure.rendering.pdf.measures import (
    MARGIN_SIDE,
    MOTIF_FOOT,
    PAGE_WIDTH,
    RUNNING,
    RUNNING_BOX,
    SHARE_TITLE,
    SHARE_TITLE_BOX,
    TITLE,
    Heights,
    PanelHeights,
    Settings,
    intro_sizes,
)
from brochure.theme import Theme

__all__ = ["render"]

VARIANT = "pdf/a-3a"
END_OF_TEXT = "end-of-text"
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of the attached source when the page names none: a kit holds no clock time."""

_PX_TO_PT = 0.75


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``brochure.pdf`` with the page's Markdown source attached."""
    theme = theme.speaking(page.language)
    words = words_of(page, image_src=lambda name: IMAGE_SCHEME + name)
    own_files = frozenset(face.path.resolve() for face in theme.faces)
    with strict():
        press = Press(_css(words, theme), Fetcher(page.images, own_files))
        document = _composed(words, theme, press, code_svg(page))
        data = press.write(
            document,
            pdf_variant=VARIANT,
            attachments=[_source(page)],
            finisher=partial(_finish, words=words, theme=theme),
        )
    yield Artifact(
        path="brochure.pdf",
        media_type="application/pdf",
        data=data,
        facts=_facts(page, words, len(document.pages)),
        texts=texts_of(words),
    )


def _facts(page: Page, words: Words, pages: int) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "pages": pages,
        "title": words.page.title,
        "lang": page.lang,
        "variants": ["PDF/A-3a", "PDF/UA-1"],
    }
    if page.url:
        facts["codes"] = [{"payload": page.url, "page": pages, "alt": code_title(page)}]
    if warning := labels.fallback_warning(page.lang):
        facts["warnings"] = [warning]
    return facts


def _template(name: str) -> Any:
    return assets.environment().get_template(f"brochure/{name}")


def _composed(words: Words, theme: Theme, press: Press, code: Markup) -> Any:
    """The laid out brochure: composed from measured heights, then looked at, and mended."""
    settings = _settings(words, theme)
    planned = _plan(words, press, settings)
    while True:
        html = _template("brochure.html.j2").render(
            words=words, plan=planned, code=code, share_title=_share_title(words, theme)
        )
        document = press.render(html, pdf_variant=VARIANT)
        if not planned.columns or _text_ends_on_paper(document):
            return document
        planned = with_more_room(planned, words, settings)


def _text_ends_on_paper(document: Any) -> bool:
    """Whether the end of the text stands between the margins, not in a column beyond them."""
    ends = [page.anchors[END_OF_TEXT][0] for page in document.pages if END_OF_TEXT in page.anchors]
    inside = (MARGIN_SIDE - 1, PAGE_WIDTH - MARGIN_SIDE)
    return bool(ends) and all(inside[0] <= x * _PX_TO_PT < inside[1] for x in ends)


def _plan(words: Words, press: Press, settings: Settings) -> Plan:
    html = _template("measure.html.j2").render(
        words=words,
        intro_sizes=intro_sizes(words),
        figure_pt=figure_size(words, settings.figure),
    )
    first, *more = press.render(html).pages
    tops = {name: at[1] * _PX_TO_PT for name, at in first.anchors.items()}
    for name in ("figures", "panels", "contents", "prose", "foot", "end"):
        tops.setdefault(name, first.height * _PX_TO_PT * (1 + len(more)))
    panels = PanelHeights(
        count=len(words.panels.entries) if words.panels else 0,
        tallest=_highest(first.anchors, "panel-box-"),
        words=_highest(first.anchors, "panel-words-"),
    )
    return plan(words, Heights.from_tops(tops, panels), settings)


def _highest(anchors: Mapping[str, Sequence[float]], start: str) -> float:
    """The height in points of the highest box whose id starts with ``start``."""
    heights = (at[3] - at[1] for name, at in anchors.items() if name.startswith(start))
    return max(heights, default=0.0) * _PX_TO_PT


def _settings(words: Words, theme: Theme) -> Settings:
    lang, tight = words.page.lang, _tracking(words)
    return Settings(
        title=faces.setting(theme, (theme.title_family, 700), tight, lang),
        quote=faces.setting(theme, (theme.title_family, 700), tight * 0.75, lang),
        by=faces.setting(theme, (theme.title_family, 500), 0, lang),
        figure=faces.setting(theme, (theme.title_family, 700), tight * 1.5, lang),
        lead=faces.setting(theme, (theme.text_family, 400), 0, lang),
        leading=_leading(theme),
    )


def _tracking(words: Words) -> float:
    """The tracking of titles in em; joined scripts are never tracked."""
    return 0.0 if words.page.direction == "rtl" else -0.02


def _leading(theme: Theme) -> float:
    """The line height of running text in points."""
    return 15.0 if theme.body_pt <= 11 else 17.5


def _running(words: Words, theme: Theme) -> str:
    """The running title: the title, cut where one line ends."""
    setting = faces.setting(theme, (theme.title_family, 500), 0, words.page.lang)
    return " ".join(fit(words.page.title, RUNNING_BOX, RUNNING, setting).lines)


def _share_title(words: Words, theme: Theme) -> tuple[str, ...]:
    setting = faces.setting(theme, (theme.title_family, 700), _tracking(words), words.page.lang)
    return fit(words.labels["share_title"], SHARE_TITLE_BOX, SHARE_TITLE, setting).lines


def _css(words: Words, theme: Theme) -> str:
    colours = {role: colour.rgb for role, colour in theme.roles.items()}
    placed = motif.seats(theme.motif, motif.number_of_seats(words.page), words.page.slug)
    on_cover: dict[motif.State, str] = {
        "seat": colours["seat"],
        "lit": colours["lit"],
        "spark": colours["spark"],
    }
    on_panel: dict[motif.State, str] = on_cover | {"spark": colours["panel_spark"]}
    return str(
        _template("brochure.css.j2").render(
            words=words,
            theme=theme,
            colours=colours,
            title_font=_css_family(theme.title_family),
            text_font=_css_family(theme.text_family),
            leading=_leading(theme),
            running=Markup(_css_string(_running(words, theme))),  # noqa: S704 - CSS escaped
            motif_cover=_data_uri(motif.svg(placed, on_cover)),
            motif_panel=_data_uri(motif.svg(placed, on_panel)),
            motif_inset=MOTIF_FOOT,
            scale=_scale(words, theme),
            title_leading=1.25 if words.page.direction == "rtl" else TITLE.line_height,
            start="right" if words.page.direction == "rtl" else "left",
            end="left" if words.page.direction == "rtl" else "right",
        )
    )


def _scale(words: Words, theme: Theme) -> float:
    """How much larger small text is set: with the theme's body, and in Arabic, which looks smaller."""
    return theme.body_pt / 10.4 * (1.18 if words.page.direction == "rtl" else 1.0)


def _css_string(text: str) -> str:
    """``text`` as the inside of a CSS string (CSS Syntax 3, 4.3.5)."""
    return "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)


def _css_family(name: str) -> Markup:
    return Markup('"{}"').format(Markup(_css_string(name)))  # noqa: S704 - CSS escaped


def _data_uri(svg: str) -> str:
    return f"data:image/svg+xml,{quote(svg, safe='')}"


def _source(page: Page) -> Any:
    day = page.updated or page.published
    moment = datetime.combine(day, time(), tzinfo=UTC) if day else EPOCH
    return attachment(page.source, f"{page.slug}.md", page.title, moment)


def _finish(document: object, pdf: Any, *, words: Words, theme: Theme) -> None:
    names: Mapping[str, str] = {link.url: link.action for link in words.links}
    finishing.merge_ua_identification(pdf)
    finishing.describe_links(pdf, dict(names))
    finishing.check_fonts(pdf, theme.families)
