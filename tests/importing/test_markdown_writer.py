"""What is written of an imported page is read as the same words, headings, items, cells and links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from brochure.importing.imported import (
    Block,
    Blocks,
    Break,
    Cell,
    Code,
    CodeSpan,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Imported,
    ImportedPicture,
    Inline,
    Link,
    List,
    NoteMark,
    Paragraph,
    ProposedFigure,
    ProposedQuotation,
    Quotation,
    Rule,
    Strong,
    Sub,
    Sup,
    Table,
    Text,
    pictures_of,
    plain,
    walk,
    with_pictures,
)
from brochure.importing.markdown_writer import in_line, markdown_of
from brochure.importing.written_inline import clean, clean_lines, is_link, tidy
from brochure.page import Event, Page
from brochure.reading.pages import read
from brochure.text import markdown


def page_of(imported: Imported, folder: Path) -> Page:
    """``imported`` as `brochure build` reads it."""
    file = folder / "page.md"
    file.write_text(markdown_of(imported), encoding="utf-8")
    return read(file)


# Two ways to the same facts: of the tree, and of what is read


@dataclass
class Facts:
    """What must be the same: words without white space, and what the structure holds."""

    words: str = ""
    notes: str = ""
    headings: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)


def squeezed(text: str) -> str:
    """``text`` without white space, without boxes of tasks, and the dashes before names and items."""
    return re.sub(r"\[[xX]?\]|[☐☑—]", "", re.sub(r"\s", "", text))


def facts_of_tree(blocks: Blocks) -> Facts:
    facts = Facts()
    notes = {b.label: b for b in reversed([*walk(blocks)]) if isinstance(b, Footnote)}
    facts.words = squeezed("".join(words_of_tree(blocks)))
    add_blocks(facts, blocks)
    called = {mark for block in walk(blocks, notes=False) for mark in marks_in(block)}
    for label, note in reversed(notes.items()):
        words = squeezed("".join(words_of_tree(note.blocks)))
        if label in called:
            facts.notes += words
        else:
            facts.words += words
            add_blocks(facts, note.blocks)
    return facts


def marks_in(block: Block) -> Iterator[str]:
    nodes = [*block.inline] if isinstance(block, Heading | Paragraph) else []
    nodes += block.caption if isinstance(block, Table) else ()
    while nodes:
        node = nodes.pop()
        if isinstance(node, NoteMark):
            yield node.label
        nodes += getattr(node, "inline", ())


def words_of_tree(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield clean(plain(block.inline))
        elif isinstance(block, List):
            for item in block.items:
                yield from words_of_tree(item)
        elif isinstance(block, Table):
            yield from (clean(plain(in_line(cell.blocks))) for row in block.rows for cell in row)
            yield clean(plain(block.caption))
        elif isinstance(block, Quotation):
            yield from words_of_tree(block.blocks)
            yield clean(block.by)
        elif isinstance(block, Code):
            yield clean_lines(block.text)


def add_block(facts: Facts, block: Block) -> None:
    if isinstance(block, Heading | Paragraph):
        facts.links |= set(links_in(tidy(block.inline)))
    if isinstance(block, Heading) and (words := squeezed(clean(plain(block.inline)))):
        facts.headings.append(words)
    elif isinstance(block, List):
        facts.items += filter(None, (squeezed("".join(words_of_tree(item))) for item in block.items))
        for item in block.items:
            add_blocks(facts, item)
    elif isinstance(block, Quotation):
        add_blocks(facts, block.blocks)
    elif isinstance(block, Table):
        lines = [in_line(cell.blocks) for row in block.rows for cell in row]
        facts.cells += filter(None, (squeezed(clean(plain(line))) for line in lines))
        for line in (*lines, block.caption):
            facts.links |= set(links_in(tidy(line)))


def add_blocks(facts: Facts, blocks: Blocks) -> None:
    for block in blocks:
        add_block(facts, block)


def links_in(nodes: Sequence[Inline]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Link) and is_link(node.address):
            yield node.address
        elif isinstance(node, Strong | Emphasis | Sup | Sub):
            yield from links_in(node.inline)


def facts_of_body(body: str) -> Facts:
    environment: dict[str, Any] = {}
    tokens = markdown.parser().parse(body, environment)
    at = next((i for i, token in enumerate(tokens) if token.type == "footnote_block_open"), None)
    facts = Facts(words=squeezed("".join(map(words_of_token, tokens[:at]))))
    facts.notes = squeezed("".join(map(words_of_token, tokens[at:]))) if at else ""
    tokens = tokens[:at]
    opened: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            facts.headings.append(squeezed(words_of_token(tokens[at + 1])))
        elif token.type in {"th_open", "td_open"}:
            facts.cells.append(squeezed(words_of_token(tokens[at + 1])))
        elif token.type == "list_item_open":
            opened.append([])
        elif token.type == "list_item_close":
            facts.items.append(squeezed("".join(opened.pop())))
        for item in opened:
            item.append(words_of_token(token))
        facts.links |= {
            str(child.attrs["href"])
            for child in token.children or ()
            if child.type == "link_open" and child.markup != "linkify"
        }
    for name in ("headings", "cells", "items"):
        setattr(facts, name, [*filter(None, getattr(facts, name))])
    return facts


def words_of_token(token: Token) -> str:
    if token.type in {"fence", "code_block"}:
        return token.content
    if token.type != "inline":
        return ""
    silent = {"footnote_ref", "image"}
    return "".join(c.content for c in token.children or () if c.type not in silent)


# Trees, of words that are full of markup

SIGNS = json.loads((Path(__file__).parent / "signs.json").read_text(encoding="utf-8"))
"""Whatever is markup to some program, in pieces, and a few words."""

texts = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=5).map("".join)
addresses = st.sampled_from(
    [
        "https://exemple.org/a",
        "https://exemple.org/a_(b)?c=1&d=*e*#f",
        "mailto:a@exemple.org",
        "tel:+331",
        "https://exemple.org/{{a}}|b",
        "#a",
        "javascript:a",
        "../a",
        "https://exemple.org/été",
    ]
)


def lines(labels: Sequence[str]) -> st.SearchStrategy[tuple[Inline, ...]]:
    leaves: Any = st.one_of(
        texts.map(Text),
        texts.map(Text),
        texts.map(CodeSpan),
        st.just(Break()),
        st.sampled_from(labels).map(NoteMark),
    )

    def elements(inner: Any) -> Any:
        nodes = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            nodes.map(Strong),
            nodes.map(Emphasis),
            nodes.map(Sup),
            nodes.map(Sub),
            st.builds(Link, addresses, nodes),
        )

    return st.lists(st.recursive(leaves, elements, max_leaves=4), min_size=1, max_size=4).map(tuple)


def blocks_of(labels: Sequence[str]) -> st.SearchStrategy[tuple[Block, ...]]:
    inline = lines(labels)
    leaves: Any = st.one_of(
        inline.map(Paragraph),
        inline.map(Paragraph),
        st.builds(Heading, st.integers(2, 6), inline),
        st.just(Rule()),
        st.builds(
            Code, st.lists(texts, max_size=3).map("\n".join), st.sampled_from(["", "python", "{tip}"])
        ),
    )

    def holders(inner: Any) -> Any:
        some = st.lists(inner, min_size=1, max_size=3).map(tuple)
        cells = st.builds(Cell, some, st.booleans())
        rows = st.lists(st.lists(cells, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3)
        return st.one_of(
            st.builds(
                List,
                st.lists(some, min_size=1, max_size=3).map(tuple),
                st.booleans(),
                st.integers(0, 12),
            ),
            st.builds(Quotation, some, st.one_of(st.just(""), texts)),
            st.builds(Table, rows.map(tuple), st.one_of(st.just(()), inline)),
        )

    return st.lists(st.recursive(leaves, holders, max_leaves=4), min_size=1, max_size=4).map(tuple)


@st.composite
def trees(draw: st.DrawFn) -> Blocks:
    body = draw(blocks_of(["a", "b", "c"]))
    notes = draw(st.lists(st.builds(Footnote, st.sampled_from("abc"), blocks_of(["a"])), max_size=2))
    return (Paragraph((Text("Il y a des mots"),)), *body, *notes)


@settings(
    max_examples=25, deadline=None, phases=[Phase.generate], database=None
)  # trees are too large to shrink
@given(trees(), texts)
def test_a_tree_is_read_as_the_same_words_and_structure(
    tmp_path_factory: pytest.TempPathFactory, tree: Blocks, title: str
) -> None:
    page = page_of(Imported(title=f"Titre {title}", body=tree), tmp_path_factory.mktemp("law"))
    expected, found = facts_of_tree(tree), facts_of_body(page.body)
    assert found.words == expected.words
    assert sorted(found.notes) == sorted(expected.notes)
    assert found.headings == expected.headings
    assert sorted(found.items) == sorted(expected.items)
    assert found.cells == expected.cells
    assert {unquote(link) for link in found.links} == {unquote(link) for link in expected.links}


# Examples


PHOTO = ImportedPicture("port.png", alt="Le port au soir", credit="Ville de Lorme")


def saved_picture(folder: Path) -> None:
    from PIL import Image

    Image.new("RGB", (400, 300), "navy").save(folder / "port.png")


def test_the_head_is_read_as_what_was_imported(tmp_path: Path) -> None:
    saved_picture(tmp_path)
    zone = ZoneInfo("Europe/Paris")
    page = page_of(
        Imported(
            title='Budget : "ouvert" à *tous* #2027',
            lead="Un [lien] n’est pas un lien.",
            lang="fr",
            url="https://exemple.org/été?a=1",
            site_name="Exemple: la ville",
            published=date(2026, 11, 2),
            updated=date(2026, 11, 3),
            authors=("A. Martin",),
            credits="Texte : A. Martin",
            licence="CC BY 4.0",
            event=Event(
                starts=datetime(2027, 3, 12, 9, tzinfo=zone),
                ends=datetime(2027, 3, 12, 18, tzinfo=zone),
                name="Budget ouvert",
                place="Halle {sud}",
                address="Lorme",
            ),
            picture=PHOTO,
            body=(Paragraph((Text("Des mots pour la page."),)),),
            figures=(ProposedFigure("4 000", "participants", "Ils étaient 4 000 participants."),),
            quotations=(ProposedQuotation("Nous *viendrons*", "La maire", "« Nous… », dit la maire."),),
        ),
        tmp_path,
    )
    from brochure.text.plain_texts import plain_page

    read_back = plain_page(page)
    assert read_back.title == 'Budget : "ouvert" à *tous* #2027'
    assert read_back.lead == "Un [lien] n’est pas un lien."
    assert (page.url, page.site_name) == ("https://exemple.org/%C3%A9t%C3%A9?a=1", "Exemple: la ville")
    assert (page.published, page.updated) == (date(2026, 11, 2), date(2026, 11, 3))
    assert page.event is not None
    assert page.event.starts == datetime(2027, 3, 12, 9, tzinfo=zone)
    assert page.event.ends == datetime(2027, 3, 12, 18, tzinfo=zone)
    assert read_back.event
    assert read_back.event.place == "Halle {sud}"
    assert page.picture
    assert page.picture.alt == "Le port au soir"
    assert [(f.value, f.label) for f in page.figures] == [("4 000", "participants")]
    assert [(q.text, q.by) for q in read_back.quotes] == [("Nous *viendrons*", "La maire")]
    assert "  # Ils étaient 4 000 participants.\n" in (tmp_path / "page.md").read_text()


def test_a_lead_that_is_too_long_stands_before_the_body(tmp_path: Path) -> None:
    page = page_of(Imported(title="Titre", lang="fr", lead="mot " * 200, body=()), tmp_path)
    assert page.lead == ""
    assert page.body.split() == ["mot"] * 200


def test_pictures_without_words_wait_for_them(tmp_path: Path) -> None:
    saved_picture(tmp_path)
    bare = replace(PHOTO, alt="", credit="")
    body = (Paragraph((Text("Des mots."),)), Figure(bare))
    page = page_of(Imported(title="Titre", lang="fr", picture=bare, body=body), tmp_path)
    assert page.picture is None
    assert [(p.id, p.severity) for p in page.warnings] == [("picture-words", "warning")] * 2
    assert [p.place.key for p in page.warnings] == ["picture.alt", "body"]
    assert page.images == {}


def test_a_figure_has_its_caption_and_the_credit_that_this_does_not_say(tmp_path: Path) -> None:
    saved_picture(tmp_path)
    caption = (Text('La "place", au '), Strong((Text("soir"),)))
    body = (Figure(replace(PHOTO, alt=""), caption), Figure(PHOTO, (Text("© Ville de Lorme"),)))
    page = page_of(Imported(title="Titre", lang="fr", body=body), tmp_path)
    assert page.body.split("\n\n") == [
        '![La "place", au soir](port.png "La \\"place\\", au **soir** – Ville de Lorme")',
        '![Le port au soir](port.png "© Ville de Lorme")\n',
    ]


def test_pictures_can_be_named_anew_or_left_out() -> None:
    inside = Figure(PHOTO)
    cell = Cell((inside,))
    body = (
        List(((inside,),)),
        Quotation((inside,)),
        Table(((cell,),)),
        Footnote("1", (inside,)),
        inside,
    )
    imported = Imported(title="Titre", picture=PHOTO, body=body)
    named = with_pictures(imported, lambda picture: replace(picture, name="a.png"))
    assert {p.name for p in pictures_of(named)} == {"a.png"}
    assert pictures_of(with_pictures(imported, lambda _: None)) == ()


def test_a_quotation_with_a_name_is_one_that_build_sets_apart() -> None:
    said = Quotation((Paragraph((Text("Nous viendrons."),)),), by="La maire")
    assert markdown_of(Imported(body=(said,))).endswith(
        "\n::: quote\nNous viendrons.\n— La maire\n:::\n"
    )


@pytest.mark.parametrize(
    ("nodes", "written"),
    [
        ((Text("M"), Sup((Text("me"),)), Text(" Roy")), "M<sup>me</sup> Roy"),
        ((Text("CO"), Sub((Text("2"),))), "CO<sub>2</sub>"),
        ((Text("l’"), Strong((Text("« État »"),)), Text("a")), "l’<strong>« État »</strong>a"),
        ((Strong((Text("un "),)), Strong((Text("deux "),)), Text("trois")), "**un** **deux** trois"),
        ((Emphasis((Strong((Text("a"),)), Text(" b"))),), "*<strong>a</strong> b*"),
        ((Text("5 * 3 = 15 - 1"),), "5 \\* 3 = 15 - 1"),
        ((Text("un"), Break(), Text("- deux")), "un\\\n\\- deux"),
        (
            (Text("vu !"), Link("https://a.fr/(b) c", (Text("ici"),))),
            "vu \\![ici](https://a.fr/%28b%29%20c)",
        ),
        ((Link("#haut", (Text("en haut"),)),), "en haut"),
        ((Text("– Oui."),), "&ndash; Oui."),
        ((Text("["),), "&#91;"),
        ((CodeSpan("a`b"),), "``a`b``"),
        ((Link("https://a.fr/", (CodeSpan("]:"),)),), "[<code>\\]:</code>](https://a.fr/)"),
    ],
)
def test_a_paragraph_is_written(nodes: tuple[Inline, ...], written: str) -> None:
    assert markdown_of(Imported(body=(Paragraph(nodes),))).split("---\n\n", 1)[1] == f"{written}\n"


def test_a_note_that_begins_with_a_list_or_code_has_it_in_a_line_of_its_own() -> None:
    said = List(((Paragraph((Text("un"),)), Code("deux")),), ordered=True, start=12)
    body = (Paragraph((Text("Un mot"), NoteMark("a"))), Footnote("a", (said,)))
    written = markdown_of(Imported(body=body))
    assert written.endswith(
        "Un mot[^1]\n\n[^1]:\n    12. un\n\n        ```\n        deux\n        ```\n"
    )


def test_a_note_does_not_call_itself_and_a_mark_alone_is_no_heading() -> None:
    note = Footnote("a", (Paragraph((Text("é"), Break(), NoteMark("a"))),))
    body = (Heading(2, (NoteMark("a"),)), note)
    assert markdown_of(Imported(body=body)).endswith("\n\n[^1]\n\n[^1]: é\n")


def test_a_table_has_rows_of_the_same_width_and_lists_in_its_cells() -> None:
    inside = List(((Paragraph((Text("a|b"),)),), (Paragraph((Text("c"),)),)))
    rows = ((Cell((Paragraph((Text("Jour"),)),), head=True),), (Cell((inside,)), Cell(())))
    written = markdown_of(Imported(body=(Table(rows, (Text("Horaires"),)),)))
    assert written.endswith("| Jour |  |\n|---|---|\n| – a\\|b<br>– c |  |\n\n: Horaires\n")
