"""Every regular expression of the package does twice the work for a text twice as long, and no more."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import pytest

from brochure.codes import rasters, svg_vocabulary
from brochure.importing import (
    figure_labels,
    html_noise,
    html_pictures,
    markdown_pages,
    numbers_in_text,
    speakers,
    style_names,
)
from brochure.pdf import declarations
from brochure.reading import double_encoding, plain_text, written_dates
from brochure.text import (
    enumerations,
    figure_charts,
    hyperlinks,
    no_break,
    proposals,
    typography,
)  # fmt: skip
from tests.linear.attacks import attacks, has_loops, worst
from tests.linear.finding import Found, patterns
from tests.linear.steps import Counter, TooManyStepsError


def _example(*patterns: str) -> Callable[[], Iterable[re.Pattern[str]]]:
    return lambda: map(re.compile, patterns)


@cache
def _of_languages(make: Callable[[str], Any]) -> tuple[re.Pattern[str], ...]:
    """The patterns with loops among the fields of what ``make`` makes for each language; else one."""
    every = [getattr(made, field.name) for made in map(make, _LISTED) for field in fields(made)]
    made = [pattern for pattern in every if isinstance(pattern, re.Pattern)]
    return tuple(filter(has_loops, made)) or (made[0],)


_LANGUAGES = ("fr", "en", "de", "es", "ar")
_LISTED = ("fr", "en", "de", "es")

MADE: Mapping[str, Callable[[], Iterable[re.Pattern[str]]]] = {
    "codes/rasters.py: _line": lambda: [rasters._line("N N moveto W"), *rasters._FOOT],
    "codes/rasters.py: _read_logo": _example("[0-9a-f]{12}"),
    "codes/svg_vocabulary.py: _ATTRIBUTES": lambda: svg_vocabulary._ATTRIBUTES.values(),
    "importing/figure_labels.py: _patterns": lambda: _of_languages(figure_labels._patterns),
    "importing/html_noise.py: pattern": lambda: map(html_noise.pattern, html_noise._lists()),
    "importing/html_pictures.py: _credit": lambda: [html_pictures._credit()],
    "importing/style_names.py: _NAMED": lambda: [pattern for _, pattern in style_names._NAMED],
    "importing/numbers_in_text.py: _patterns": lambda: _of_languages(numbers_in_text._patterns),
    "importing/speakers.py: _patterns": lambda: _of_languages(speakers._patterns),
    "importing/speakers.py: SpeechOf.full": _example(rf"(?:{speakers._CAP} ){{1,2}}Roy(?!\w)"),
    "importing/html_pictures.py: _agencies": lambda: [html_pictures._agencies()],
    "importing/markdown_pages.py: _shown": lambda: [markdown_pages._shown("img/a.jpg")],
    "importing/markdown_pages.py: _referred": lambda: [markdown_pages._referred("img/a.jpg")],
    "importing/markdown_pages.py: _labelled": lambda: [markdown_pages._labelled("le quai")],
    "building/writing.py: _pictures_before": _example(r"la\-page-[0-9]{1,4}\.(?:jpg|png)"),
    "importing/markdown_pages.py: MarkdownPage.renamed": _example(
        r"(\]\(<?)img/a\.jpg(?=[\s>)])", r"(?m)^([ \t]+file:[ \t]{0,9}[\"']?)img/a\.jpg(?=[\"'\s]|$)"
    ),
    "motif.py: number_in": _example(r"\d{1,3}(?:\,\d{3})+(?:\.\d+)?"),
    "pdf/declarations.py: _differences": lambda: (
        re.compile(mark.decode()) for marks in declarations._XMP.values() for mark in marks
    ),
    "pdf/press/poster_plan.py: days_in": _example(r"(?<!\d)7(?!\d)\D{0,40}(?<!\d)9(?!\d)"),
    "pdf/press/poster_plan.py: _says_day": _example(r"(?<!\d)7(?!\d)"),
    "reading/double_encoding.py: _pattern": lambda: [double_encoding._pattern("cp1252")],
    "reading/plain_text.py: _calls_to_share": lambda: [plain_text._calls_to_share()],
    "reading/written_dates.py: _FORMS": lambda: written_dates._FORMS,
    "studio/arriving.py: renamed": _example(r"fete-12\.jpg|fete-1\.png"),
    "text/callouts.py: _fence": _example("````*[ \t]*"),
    "text/content.py: _where": _example(r"(?<!\d)7(?!\d)"),
    "text/enumerations.py: conjunctions": enumerations.conjunctions,
    "text/figure_charts.py: _share": _example(r"(?:^|\s)half$"),
    "text/figure_charts.py: _shares": lambda: map(figure_charts._shares, _LANGUAGES),
    "text/figure_charts.py: _has_word": _example(r"(?<!\w)part(?!\w)"),
    "text/hyperlinks.py: _phones": lambda: map(hyperlinks._phones, ["", *hyperlinks._NATIONAL]),
    "text/markdown.py: _explain_abbreviations": _example(r"(?<!\w)(?:HTML|CSS)(?!\w)"),
    "text/markdown_lint.py: _unused_footnotes": _example(r"(?m)^[> ]*\[\^a\]:"),
    "text/no_break.py: _counted": lambda: map(no_break._counted, _LANGUAGES),
    "text/proposals.py: _rules": lambda: (
        pattern for lang in _LANGUAGES for pattern, _ in proposals._rules(lang)
    ),
    "text/regions.py: _end_of_fence": _example(r"(?m)^[ \t>]*````*[ \t]*$"),
    "text/regions.py: _end_of_span": _example("(?<!`)`{2}(?!`)"),
    "text/typography.py: _spaces_in_quotes": _example("«|»"),
    "text/typography.py: _before_marks": lambda: map(typography._before_marks, (":", ";!?")),
}
"""Patterns that a function alone knows, by where they are made: its own ones, or one like it."""

USED = {
    "brand.py: _EMAIL": "whole", "brand.py: _TELEPHONE": "whole", "networks/table.py: SHIPPED": "whole",
    "codes/svg_vocabulary.py: _ATTRIBUTES": "whole", "reading/written_dates.py: _FORMS": "start",
    "text/figure_charts.py: _shares": "whole",
    "codes/rasters.py: _line": "whole",
    "importing/kinds.py: _HEADER": "start", "importing/kinds.py: _MAGIC": "start",
    "text/generator_syntax.py: _LINES": "start",
    "text/regions.py: _FENCE": "start", "reading/attached_source.py: _TOML_STATEMENT": "start",
    "studio/key_edits.py: _AFTER_KEY": "start",
}  # fmt: skip
"""How patterns are used that stand in tables, or are tried at starts of lines and statements alone."""

SHORT = {
    "pdf/covers.py: _parted": "a figure has 28 characters",
    "text/content.py: _figure": "a figure has 28 characters",
    "text/figure_charts.py: _shares": "a figure has 28 characters",
    "text/hyphenation.py: _ALTERNATIVE": "lines of pyphen's own files",
}
"""Patterns that need not be linear, and why: what they are given is short."""


@pytest.fixture(scope="module", autouse=True)
def _deep() -> Iterator[None]:
    """The matcher of `steps` calls itself for each piece of a repetition."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


@pytest.fixture(scope="module")
def found() -> tuple[Found, ...]:
    return tuple(patterns(MADE))


def test_every_pattern_is_known(found: tuple[Found, ...]) -> None:
    unknown = [f"{one.at}: {one.source}" for one in found if one.pattern is None]
    assert not unknown, "\n".join(unknown)  # say in MADE what the function makes
    places = {one.at for one in found}
    assert {*MADE, *USED, *SHORT} <= places
    assert len(found) > 400


def test_no_pattern_does_four_times_the_work_for_a_text_twice_as_long(found: tuple[Found, ...]) -> None:
    slow = []
    for one in found:
        if one.pattern is None or not has_loops(one.pattern) or one.at in SHORT:
            continue
        use = USED.get(one.at, "whole" if one.whole else "" if one.anywhere else "start")
        if attack := worst(one.pattern, anywhere=not use, whole=use == "whole"):
            slow.append(f"{one.at}: {one.pattern.pattern!r}: {attack}")
    assert not slow, "\n".join(
        slow
    )  # mend it: look behind for a start, possessive loops, classes that do not overlap


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "a*a*b", "(a|a)*b", "(?:a|ab|b)*c", r"\s+$", "<!--.*?-->", r"\[[^\]]*\]",
        r"(\w+\s?)+:", r"(.*?,){3}x", r"(?=.*a.*b)c*d", r"x*(?:ab)*(?:ba)*y", r"a(?:b*c?)*d",
    ],
)  # fmt: skip
def test_a_pattern_that_is_not_linear_is_found(pattern: str) -> None:
    assert worst(re.compile(pattern), anywhere=True)


@pytest.mark.parametrize(
    "pattern",
    [
        "a+b?", "(?<!a)(?:a+,)+", r"(?<!\s)\s+$", r"(?s)<!--.*?(?:-->|\Z)", r"\[[^\[\]]*\]",
        r"\w{1,40}:", r"(?<!a)(?>a+)b", "(?<!a)a++b",
    ],
)  # fmt: skip
def test_a_pattern_that_is_linear_is_not(pattern: str) -> None:
    assert worst(re.compile(pattern), anywhere=True) is None


def test_what_is_counted_is_what_re_finds(found: tuple[Found, ...]) -> None:
    compared = 0
    for one in found:
        if one.pattern is None or not has_loops(one.pattern):
            continue
        counter = Counter(one.pattern)
        for attack in [*attacks(one.pattern)][:300:20]:
            text = attack.text(3)
            try:
                mine = counter.search(text)
            except TooManyStepsError:
                continue
            real = one.pattern.search(text)
            assert mine == (real and real.span()), (one.at, one.source, text)
            compared += 1
    assert compared > 1000
