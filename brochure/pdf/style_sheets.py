"""Style: the brochure's style sheets, form from the template, values from the theme and the medium."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from brochure import assets, images, language_tags, marks, motif
from brochure.marks import State
from brochure.page import Page
from brochure.pdf.engine import IMAGE_SCHEME
from brochure.pdf.frames import Frame, frame_of
from brochure.pdf.media import Medium
from brochure.pdf.metrics import HIGHEST_PICTURE, MOTIF_FOOT, RUNNING, RUNNING_BOX, TEXT_WIDTH, TITLE
from brochure.pdf.photos import PLATE
from brochure.pdf.tables import CELL_PADDING, PlacedTable
from brochure.text import font_metrics, locales
from brochure.text.content import Content
from brochure.text.fitting import Setting, fit
from brochure.theme import Theme

LARGEST_PANEL_PT = 13.5
PANEL_GAP, PANEL_PADDING = 18.0, 15.0
LONGEST_PANEL_END = 18
"""Letters of two last words of a panel that stay on one line, as the templates hold them together."""

_LEAST_PANEL = 0.86
"""The share of its size that a panel's words keep for that."""

_PX_TO_PT = 0.75
_LARGEST = 2
"""How much larger than on a screen a small picture is set."""

_NEARLY = 0.1
"""A picture that is this share of a line too high is set a hair smaller."""


def brochure_css(
    content: Content, theme: Theme, medium: Medium, placed_tables: Sequence[PlacedTable], frame: Frame
) -> str:
    """The style sheet of the brochure of ``content`` in ``theme`` on ``medium``."""
    placed = [
        (Markup(css_string(IMAGE_SCHEME + name)), *placed_size(images.size_of(data), frame))  # noqa: S704
        for name, data in content.page.images.items()
    ]
    return css(
        "brochure", content, theme, medium, frame=frame,
        plate_picture=IMAGE_SCHEME + PLATE,
        pictures=placed,
        tables=placed_tables, cell_padding=CELL_PADDING,
    )  # fmt: skip


def placed_size(size_px: tuple[int, int], frame: Frame) -> tuple[float, float]:
    """Width and height in points of a picture in a column: whole lines high, so that text stands level.

    Pictures are as wide as the column unless that is more than twice their size on a screen.
    """
    width_px, height_px = size_px
    width = min(frame.column_width, width_px * _PX_TO_PT * _LARGEST)
    height = min(width * height_px / width_px, frame.room * HIGHEST_PICTURE)
    return round(width, 2), math.ceil(height / frame.line - _NEARLY) * frame.line


def css(name: str, content: Content, theme: Theme, medium: Medium, **values: object) -> str:
    """The style sheet ``templates/brochure/{name}.css.j2`` with the values every product needs."""
    colours = medium.colours
    rtl = content.page.direction == "rtl"
    return str(
        assets.environment()
        .get_template(f"brochure/{name}.css.j2")
        .render(
            content=content,
            theme=theme,
            colours=colours,
            bleed=round(medium.bleed, 3),
            live=medium.live,
            white=medium.paper,
            title_font=_css_families(theme.title_family, theme),
            text_font=_css_families(theme.text_family, theme),
            leading=leading(theme),
            grown=partial(
                _small,
                scale=theme.body_pt / theme.design.type.body_pt,
                least=theme.design.type.least_pt,
            ),
            small=partial(_small, scale=scale(content, theme), least=theme.design.type.least_pt),
            panel_pt=panel_pt(content, theme),
            motif_cover=motif_uri(content, theme, colours),
            motif_panel=motif_uri(content, theme, {**colours, "spark": colours["panel_spark"]}),
            motif_inset=MOTIF_FOOT,
            title_leading=round(TITLE.line_height * display_leading(content), 3),
            said_leading=round(1.16 * display_leading(content), 3),
            hang=round(hanging(content, theme), 3),
            start="right" if rtl else "left",
            end="left" if rtl else "right",
            **values,
        )
    )


def font_faces(theme: Theme) -> str:
    """The style sheet that names the theme's font files."""
    families = {*theme.families, *theme.fallbacks}
    rules = [
        f"@font-face {{ font-family: {_css_family(face.family)}; font-weight: {face.weight}; "
        f'font-style: {"italic" if face.italic else "normal"}; src: url("{face.path.as_uri()}"); }}'
        for face in theme.faces
        if face.family in families
    ]
    return "\n".join(rules)


def motif_uri(content: Content, theme: Theme, colours: Mapping[str, str]) -> str:
    """The page's motif as an address that CSS takes."""
    states: tuple[State, ...] = ("seat", "lit", "spark")
    placed = motif.marks_of(content.page, theme.motif)
    drawn = marks.svg(placed, {state: colours[state] for state in states})
    return f"data:image/svg+xml,{quote(drawn, safe='')}"


def hanging(content: Content, theme: Theme) -> float:
    """How far the opening quotation mark of a quotation hangs out of its lines, in em."""
    mark = locales.rules(content.page.lang).quote_open
    return display(content, theme, 700, 0.75).measure(mark)


def tracking(content: Content) -> float:
    """The tracking of titles in em; joined scripts are never tracked."""
    return 0.0 if content.page.direction == "rtl" else -0.02


def display_leading(content: Content) -> float:
    """How much more line height large type needs: Arabic has dots above and below its letters."""
    return language_tags.script_of(content.page.lang).leading


def display(content: Content, theme: Theme, weight: int, tight: float) -> Setting:
    """The setting of the titles' family, ``tight`` in em times what titles are tracked."""
    setting = font_metrics.setting(
        theme, (theme.title_family, weight), tracking(content) * tight, content.page.lang
    )
    return replace(setting, leading=display_leading(content))


def frame(page: Page, theme: Theme) -> Frame:
    """The inside page of ``page`` in ``theme``."""
    return frame_of(theme.design, page.size, leading(theme))


def leading(theme: Theme) -> float:
    """The line height of running text in points."""
    return round(theme.body_pt * 1.42 * 2) / 2


def scale(content: Content, theme: Theme) -> float:
    """How much larger small text is set: with the theme's body, and in Arabic a little more."""
    return max(1.0, theme.body_pt / 10.4) * (1.05 if content.page.direction == "rtl" else 1.0)


def panel_pt(content: Content, theme: Theme) -> float:
    """The size of a panel's words: larger ones would stand one to a line.

    A little smaller where the two last words of a panel have room on one line then.
    """
    size = 12.5 * scale(content, theme)
    if content.page.direction == "ltr":
        size = min(size, LARGEST_PANEL_PT)
    entries = content.panels.entries if content.panels else ()
    ends = [" ".join(entry.split(" ")[-2:]) for entry in entries]
    width = _panel_width(len(entries), frame(content.page, theme), grounds=theme.design.blocks.grounds)
    measure = font_metrics.setting(theme, (theme.title_family, 700), -0.01, content.page.lang).measure
    fitting = [width / measure(end) for end in ends if len(end) <= LONGEST_PANEL_END]
    least = min((one for one in fitting if one >= size * _LEAST_PANEL), default=size)
    return math.floor(min(size, least) * 10) / 10


def _panel_width(count: int, page: Frame, *, grounds: bool) -> float:
    """The width of the words of one of ``count`` panels, which stand in rows of two or three."""
    columns = 2 if count in {2, 4} else 3
    return (page.text_width + PANEL_GAP) / columns - PANEL_GAP - 2 * PANEL_PADDING * grounds


def _small(size: float, scale: float, least: float) -> str:
    return f"{round(max(size * scale, least), 1)}pt"


def running_title(content: Content, theme: Theme) -> str:
    """The title of the page as it stands at the foot of its pages."""
    return running_line(content.page.title, content, theme)


def running_line(title: str, content: Content, theme: Theme) -> str:
    """``title``, of the page or of a chapter, as it stands at a foot: cut where one line ends."""
    setting = font_metrics.setting(theme, (theme.title_family, 500), 0, content.page.lang)
    narrower = frame(content.page, theme).text_width / TEXT_WIDTH
    larger = max(scale(content, theme), theme.design.type.least_pt / RUNNING.largest)
    box = replace(RUNNING_BOX, width=RUNNING_BOX.width * narrower / larger)
    return " ".join(fit(title, box, RUNNING, setting).lines)


def css_string(text: str) -> str:
    """``text`` as the inside of a CSS string (CSS Syntax 3, 4.3.5)."""
    return "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)


def _css_families(family: str, theme: Theme) -> Markup:
    """``family``, then those that draw what it lacks, as a CSS list."""
    names = dict.fromkeys((family, *theme.families[2:], *theme.fallbacks))
    return Markup(", ").join(_css_family(name) for name in names)


def _css_family(name: str) -> Markup:
    return Markup('"{}"').format(Markup(css_string(name)))  # noqa: S704 - CSS escaped
