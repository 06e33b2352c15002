"""Warming up: what all texts of a language are set with is found out once, before any is set.

Expressions of its dates and units, its rules and words, where its words may be divided, and the
sentences of messages. A server does that before it forks children to set texts: each of them would do
it again.
"""

from __future__ import annotations

from brochure import messages
from brochure.messages import catalogues
from brochure.page import KeyFigure, Page, Quote
from brochure.text import hyphenation
from brochure.text.content import content_of

_BODY = """\
One “a” and 12 km on 1 May 2020 at 10:30, n° 4: <https://example.org/a>, +33 1 40 00 00 00.

- one ; two

## A: b

| a | b |
|---|---|
| 1 | 2 |
"""


def warm(lang: str) -> None:
    """Set words of our own in the language ``lang``."""
    page = Page(
        slug="a", lang=lang, title="A title: “a”", lead="A lead, of 1 May 2020. It says a – b.",
        body=_BODY,
        figures=(KeyFigure(value="12 %", label="of all"), KeyFigure(value="3 km", label="in 2020")),
        quotes=(Quote(text="“A quotation”", by="A, b"),),
        url="https://example.org/a",
    )  # fmt: skip
    content_of(page, on_paper=True)
    hyphenation.dictionary(lang)
    for language in {"en", page.language} & {*messages.LANGUAGES}:
        catalogues.load(language)
