"""Needed rules: what is left out of a style sheet would have matched nothing."""

from __future__ import annotations

from pathlib import Path

import cssselect2  # type: ignore[import-untyped]
import pytest
import tinycss2
import tinyhtml5  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

import brochure
from brochure.pdf import layout, media, style_sheets
from brochure.pdf.engine import Fetcher, HtmlRenderer, strict
from brochure.pdf.needed_rules import NeededRules, names_in, rules_of
from brochure.text.content import content_of
from tests.conftest import ROOT, THEMES

HTML = """<html lang="fr"><body><div class="leaf whole" id="x"><div class="slot plate plain"><p>a <b>b
</div></div><div class="prose"><table><tr><th>1<td>2</table><ul class=loose><li class="task">c</ul>
<figure><img src="image:a.png"><figcaption>d</figcaption></figure><SUP class=ref>1</SUP></div>"""

SHEETS = [
    "a { b: c }", ".x > p, .y { a: url(data:}{) } p:not(.x) { } /* } */ em { }",
    "@page { @top { } } p { }", '.a::before { content: "}" } .b { } [title="}"] { }',
    "@import 'x'; .c { } .d { /* { */ }", ".f { .g & { } h { } } i { }",
    ":root { } * { } .\\31 2 { } :is(.j, .k) { } p:has(.l) + p { }",
]  # fmt: skip


@pytest.mark.parametrize("css", SHEETS)
def test_rules_are_parted_where_a_parser_parts_them(css: str) -> None:
    rules = [*rules_of(css)]
    assert "".join(rule.text for rule in rules) == css
    whole = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    parted = [
        part for rule in rules
        for part in tinycss2.parse_stylesheet(rule.text, skip_comments=True, skip_whitespace=True)
    ]  # fmt: skip
    assert [part.serialize() for part in parted] == [rule.serialize() for rule in whole]


@given(st.text(alphabet="ab.{};\"'/*\\() url:@", max_size=60))
def test_nothing_of_a_sheet_is_lost_however_broken_it_is(css: str) -> None:
    assert "".join(rule.text for rule in rules_of(css)) == css
    assert NeededRules(css).more_for("") is not None


def matched(css: str, html: str) -> set[str]:
    """The rules of ``css`` of which a selector matches in ``html``, by an engine of its own."""
    root = cssselect2.ElementWrapper.from_html_root(
        tinyhtml5.parse(html, namespace_html_elements=False)
    )
    found = set()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            selectors = cssselect2.compile_selector_list(rule.prelude)
            if any(s.test(element) for s in selectors for element in root.iter_subtree()):
                found.add(rule.serialize())
    return found


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("page_name", ["guide", "arabic"])
def test_every_rule_that_matches_is_there(name: str, page_name: str) -> None:
    page = brochure.read(ROOT / "tests" / "pages" / f"{page_name}.md")
    theme = brochure.load_theme(name).for_language(page.language)
    content = content_of(page)
    css = style_sheets.brochure_css(
        content, theme, media.screen_medium(theme), (), style_sheets.frame(page, theme)
    )
    for html in (HTML, "".join(block.html for block in content.prose.blocks), "<p>a"):
        needed = NeededRules(css).more_for(html)
        assert needed is not None
        assert matched(needed, html) == matched(css, html) > set()
        assert len(needed) < len(css)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("page_name", ["sommet-pgo", "arabic"])
def test_no_rule_of_ours_is_one_that_the_engine_warns_of(name: str, page_name: str) -> None:
    """Rules that a page does not need are not read: a fault in them would show on other pages alone."""
    folder = ROOT / ("pages" if page_name == "sommet-pgo" else "tests/pages")
    page = brochure.read(folder / f"{page_name}.md")
    theme = brochure.load_theme(name).for_language(page.language)
    files = frozenset(face.path for face in theme.faces)
    with strict():
        for medium in (media.screen_medium(theme), media.press_medium(theme, "brochure")):
            css = style_sheets.brochure_css(
                content_of(page), theme, medium, (), style_sheets.frame(page, theme)
            )
            HtmlRenderer(css, Fetcher(page.images, files), style_sheets.font_faces(theme))


def test_rules_for_what_comes_are_taken_with_the_first_ones() -> None:
    css = ".a { } .b { } .c { } table { }"
    needed = NeededRules(css, names_in("b"))
    assert needed.more_for('<p class="a">') == ".a { } .b { }"
    assert needed.more_for('<p class="b">') is None
    assert needed.more_for('<table class="b">') == ".a { } .b { } table { }"
    assert needed.more_for('<p class="c">') == css


def test_templates_name_what_they_and_those_within_them_draw() -> None:
    named = layout._names_in_template("brochure/brochure.html.j2")
    assert {"leaf", "colophon", "at-foot", "picture"} <= named


def test_a_fault_in_a_designs_own_sheet_is_told_whatever_the_page_holds(tmp_path: Path) -> None:
    with pytest.raises(brochure.BrochureError, match="colour: red"), strict():
        HtmlRenderer(".nowhere { colour: red }", Fetcher({}), form="p { color: red }")
