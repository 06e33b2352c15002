"""Card templates: what designers write is laid out as they mean it, and their slips are named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import brochure
from brochure import messages
from brochure.cards import composition
from brochure.cards.card import Card
from brochure.cards.rendering import render_card
from brochure.cards.template import shipped_templates
from brochure.errors import BrochureError, ThemeError
from brochure.theme import Format
from brochure.themes import theme_file
from tests.conftest import ROOT

BROKEN = tomllib.loads((ROOT / "tests" / "broken" / "cards.toml").read_text(encoding="utf-8"))["cases"]

GOOD = """
[shapes]
square = "all"

[styles.t]
weight = 700
largest = 60
smallest = 30
max_lines = 4
line_height = 1.1
colour = "cover_text"

[boxes.all]
kind = "column"
padding = [80, 70, 70, 70]
gap = 10
children = ["title"]

[boxes.title]
kind = "text"
text = "{{ page.title }}"
style = "t"
"""


def composed(page: brochure.Page, tmp_path: Path, text: str, name: str = "square") -> Card:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    theme = theme_file.for_cards(brochure.load_theme("agora"), template=str(path))
    return composition.compose_one(page, theme, name)


def where(card: Card, key: str) -> tuple[float, ...]:
    (placed,) = (p for p in card.placed if p.box.key == f"boxes.{key}")
    return tuple(round(v, 1) for v in placed.rect)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"])
def test_a_designers_slip_is_told_with_file_key_and_what_is_allowed(
    case: dict[str, Any], page: brochure.Page, tmp_path: Path
) -> None:
    before, after = case["replace"]
    assert before in GOOD
    with pytest.raises(BrochureError, match=case["says"]) as caught:
        composed(page, tmp_path, GOOD.replace(before, after))
    if "fr" in case:
        with messages.using("fr"):
            assert case["fr"] in str(caught.value)


def test_the_good_template_is_good(page: brochure.Page, tmp_path: Path) -> None:
    card = composed(page, tmp_path, GOOD)
    assert where(card, "title")[:3] == (63.0, 72.0, 1080 - 63 - 63)
    assert not card.warnings


def test_strings_are_expressions_over_the_page(page: brochure.Page, tmp_path: Path) -> None:
    text = "{{ page.title|upper }} · {{ page.event.place if page.event }} · {{ figure.number }}"
    text += " · {{ host }}"
    card = composed(page, tmp_path, GOOD.replace("{{ page.title }}", text))
    (said,) = (p.box.text for p in card.placed if p.fitted)
    assert said.startswith("SOMMET MONDIAL")
    assert said.endswith("· Salle Pleyel · 70 · gouvernement.fr")


ROW = (
    GOOD.replace('children = ["title"]', 'children = ["row"]')
    + """
[boxes.row]
kind = "row"
gap = 20
{row}
children = ["a", "b", "c"]
[boxes.a]
kind = "band"
{a}
[boxes.b]
kind = "band"
{b}
[boxes.c]
kind = "band"
{c}
"""
)


@pytest.mark.parametrize(
    ("keys", "lefts", "widths"),
    [
        # The row is 954 px wide, its gaps 18 px; a length of 100 is 90 px.
        ({"a": "grow = 1", "b": "grow = 1", "c": "grow = 1"}, (63, 387, 711), (306, 306, 306)),
        ({"a": "size = 100", "b": "grow = 2", "c": "grow = 1"}, (63, 171, 741), (90, 552, 276)),
        ({"a": "share = 0.5", "b": "size = 100", "c": "grow = 1"}, (63, 540, 648), (459, 90, 369)),
        ({"a": "size = 100", "b": "size = 100", "c": "size = 100"}, (63, 171, 279), (90, 90, 90)),
        (
            {"a": "size = 100", "b": "size = 100", "c": "size = 100", "row": 'justify = "end"'},
            (711, 819, 927), (90, 90, 90),
        ),
        (
            {"a": "size = 100", "b": "size = 100", "c": "size = 100", "row": 'justify = "between"'},
            (63, 495, 927), (90, 90, 90),
        ),
        (
            {"a": "size = 100", "b": "size = 100", "c": "size = 100", "row": 'justify = "center"'},
            (387, 495, 603), (90, 90, 90),
        ),
    ],
)  # fmt: skip
def test_rows_share_out_their_width(
    keys: dict[str, str], lefts: tuple[int, ...], widths: tuple[int, ...],
    page: brochure.Page, tmp_path: Path,
) -> None:  # fmt: skip
    text = ROW
    for name in ("row", "a", "b", "c"):
        text = text.replace(f"{{{name}}}", keys.get(name, ""))
    card = composed(page, tmp_path, text)
    assert [where(card, n)[0] for n in "abc"] == pytest.approx(lefts, abs=1)
    assert [where(card, n)[2] for n in "abc"] == pytest.approx(widths, abs=1)


def test_layers_lie_on_one_another_and_cover_the_card(page: brochure.Page, tmp_path: Path) -> None:
    text = GOOD.replace('square = "all"', 'square = "both"') + (
        '[boxes.both]\nkind = "layers"\nchildren = ["band", "all"]\n'
        '[boxes.band]\nkind = "band"\ncolour = "accent"\n'
    )
    card = composed(page, tmp_path, text, "story")
    assert where(card, "band") == (0, 0, 1080, 1920)
    assert where(card, "title")[1] == 270 + 27  # 30 units below what the network covers


@pytest.mark.parametrize(
    ("size", "shape"),
    [((1200, 630), "wide"), ((1500, 500), "wide"), ((1080, 1080), "square"), ((1000, 1100), "square"),
     ((1080, 1350), "tall"), ((1080, 1920), "tall")],
)  # fmt: skip
def test_a_format_takes_the_box_of_its_shape(size: tuple[int, int], shape: str) -> None:
    assert Format(name="x", width=size[0], height=size[1]).shape == shape


@pytest.mark.parametrize("name", shipped_templates())
def test_the_shipped_templates_keep_the_floors(name: str) -> None:
    tree = tomllib.loads((ROOT / "templates" / "cards" / f"{name}.toml").read_text(encoding="utf-8"))
    for key, style in tree["styles"].items():
        assert style["smallest"] >= (48 if key.startswith("title") else 24), key
        assert not key.startswith("title") or style["max_lines"] <= 6, key


def test_the_templates_of_the_documentation_work(page: brochure.Page, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "cards.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    template = next(block for block in blocks if "[shapes]" in block)
    assert composed(page, tmp_path, template).placed
    theme = next(block for block in blocks if "[cards.formats" in block)
    path = tmp_path / "theme.toml"
    path.write_text('extends = "agora"\n' + re.sub(r"(?m)^logo.*\n|^template.*\n", "", theme))
    assert "banner" in {row.name for row in theme_file.load_theme(str(path)).cards.formats}


def test_an_unknown_template_is_told_with_those_there_are(page: brochure.Page) -> None:
    theme = theme_file.for_cards(brochure.load_theme("agora"), template="affiche")
    with pytest.raises(
        ThemeError, match='no card template "affiche"; brochure has assembly, contraste-assembly'
    ):
        composition.compose_one(page, theme, "square")


LAYERED = (
    GOOD.replace('square = "all"', 'square = "both"')
    + '[boxes.both]\nkind = "layers"\nchildren = ["all", "over"]\n'
    + '[boxes.over]\nkind = "{kind}"\n{keys}\n'
)


@pytest.mark.parametrize(
    ("kind", "keys"),
    [("band", 'colour = "lit"'), ("code", "size = 1000"), ("motif", 'valign = "top"')],
)
def test_a_box_over_a_text_is_an_error(
    kind: str, keys: str, page: brochure.Page, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(LAYERED.replace("{kind}", kind).replace("{keys}", keys), encoding="utf-8")
    theme = theme_file.for_cards(brochure.load_theme("agora"), template=str(path), code=True)
    with pytest.raises(ThemeError, match=r"boxes\.over \(\w+\) lies over “.*”; in layers the last box"):
        render_card(page, theme, "square")


def test_a_text_alone_in_layers_keeps_to_the_safe_area(page: brochure.Page, tmp_path: Path) -> None:
    text = GOOD.replace('square = "all"', 'square = "both"') + (
        '[boxes.both]\nkind = "layers"\nchildren = ["title"]\n'
    )
    assert where(composed(page, tmp_path, text, "story"), "title")[1] == 270 + 27


@pytest.mark.parametrize(
    ("old", "new"),
    [('stand = "foot"', 'valign = "foot"'), ('separator = " – "', 'joint = " – "')],
)
def test_earlier_names_of_keys_still_mean_the_same(
    old: str, new: str, page: brochure.Page, tmp_path: Path
) -> None:
    cards = [composed(page, tmp_path, GOOD + row) for row in (old, new)]
    assert cards[0].placed == cards[1].placed
