"""Pages of the web: what is taken of them, what is left out, and what is told."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import importing
import pytest

from brochure.errors import SourceError
from brochure.importing import html_pictures
from brochure.importing.html_choice import text_of
from brochure.importing.imported import (
    Figure,
    Heading,
    Imported,
    Link,
    List,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    plain,
    with_pictures,
)
from brochure.importing.markdown_writer import in_line, markdown_of
from brochure.importing.pages import read_html
from brochure.reading.pages import read

FIXTURES = {fixture.name: fixture for fixture in importing.fixtures()}
ADDRESS = "https://exemple.fr/actualites/page"
WORDS = "La commune a décidé de rouvrir le chemin qui longe la rivière, fermé depuis la crue de mars. "


def page_of(body: str, head: str = "", lang: str = "fr", **more: str) -> Imported:
    """The page with ``body`` and enough words around it to be one."""
    text = (
        f'<html lang="{lang}"><head><title>Le chemin rouvert</title>{head}</head><body><main>'
        f"<h1>Le chemin rouvert</h1><p>{WORDS * 2}</p>{body}<p>{WORDS}</p></main></body></html>"
    )
    return read_html(text.encode(), address=more.get("address", ADDRESS))


def between(body: str, **more: str) -> list[object]:
    """The blocks that ``body`` becomes between two paragraphs."""
    return [*page_of(body, **more).body[1:-1]]


def all_words(page: Imported) -> str:
    return " ".join(text_of(block) for block in page.body)


def first_words(page: Imported) -> str:
    first = page.body[0]
    assert isinstance(first, Paragraph)
    return plain(first.inline).strip()


@pytest.mark.parametrize("name", [n for n, f in FIXTURES.items() if "refused" not in f.expected])
def test_a_page_of_each_kind_is_taken_as_it_is(name: str) -> None:
    fixture = FIXTURES[name]
    found = importing.ours(fixture)
    scores = importing.scores(fixture, found)
    assert scores.pop("body F1") >= 0.9
    assert scores.pop("junk") <= fixture.expected.get("junk", 0.0)
    assert scores.pop("tags") == 0
    assert {measure: score for measure, score in scores.items() if score < 1} == {}
    assert found.page is not None
    assert [problem.id for problem in found.page.told] == fixture.expected["told"]
    if url := fixture.expected.get("url"):
        assert found.page.url == url
    if event := fixture.expected.get("event"):
        assert found.page.event is not None
        assert found.page.event.starts == datetime.fromisoformat(event["starts"])
        assert found.page.event.ends == datetime.fromisoformat(event["ends"])
        assert (found.page.event.place, found.page.event.address) == (event["place"], event["address"])


@pytest.mark.parametrize("name", [n for n, f in FIXTURES.items() if "refused" not in f.expected])
def test_what_is_written_of_a_page_is_taken_by_build(name: str, tmp_path: Path) -> None:
    found = importing.ours(FIXTURES[name])
    assert found.page is not None
    file = tmp_path / "page.md"
    # pictures are fetched elsewhere: those without words are left out before anybody looks for them
    bare = with_pictures(found.page, lambda picture: None)
    file.write_text(markdown_of(bare), encoding="utf-8")
    page = read(file)
    assert page.title
    assert page.body.strip()


@pytest.mark.parametrize("name", [n for n, f in FIXTURES.items() if "refused" in f.expected])
def test_a_page_without_a_text_of_its_own_is_refused(name: str) -> None:
    fixture = FIXTURES[name]
    with pytest.raises(SourceError) as caught:
        read_html(fixture.data, address=fixture.expected["address"])
    assert [problem.id for problem in caught.value.problems] == [fixture.expected["refused"]]


# Bytes


def test_references_to_letters_by_their_numbers_are_those_letters() -> None:
    page = page_of(
        "<p>L&#8217;&#233;cole de L&#xe9;on&#160;: 3&#x2009;000 &#8364;&#1; l&#x2019;ann&#233;e.</p>"
    )
    assert "L’école de Léon : 3 000 €" in " ".join(text_of(page.body[1]).split())


FRENCH = (
    f"<title>Été à la forêt</title><h1>Été à la forêt</h1><p>{WORDS * 3} Ça s’est passé à l’œil nu.</p>"
)
JAPANESE = (
    "<title>お知らせ</title><h1>お知らせ</h1><p>"
    + "市立図書館では、十一月三日に図書館まつりを開催します。" * 4
)


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (FRENCH, "utf-8", ""),
        (FRENCH, "utf-8-sig", "iso-8859-1"),
        (FRENCH, "utf-8", "text/html; charset=ISO-8859-1"),
        (FRENCH, "cp1252", "text/html; charset=latin1"),
        (FRENCH, "cp1252", ""),
        (FRENCH, "cp1252", "utf-8"),
        (FRENCH, "utf-16", ""),
        (FRENCH, "utf-16-be", ""),
        (FRENCH, "utf-16-le", "utf-16"),
        (JAPANESE, "shift_jis", "x-sjis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "euc_jp", ""),
    ],
)
def test_bytes_are_read_in_their_encoding_whatever_is_declared(
    text: str, encoding: str, declared: str
) -> None:
    page = read_html(text.encode(encoding), address=ADDRESS, declared=declared)
    expected = re.sub(r"<[^>]*>", "", text.partition("</h1>")[2])
    assert first_words(page) == expected.strip()


def test_invalid_bytes_are_told_with_their_number() -> None:
    page = read_html(FRENCH.encode().replace(b"nu.", b"nu\xff\xfe."), address=ADDRESS)
    assert [(p.id, p.fields.get("count")) for p in page.told] == [("import-bytes", 2)]


@pytest.mark.parametrize(
    ("data", "id_"),
    [
        (b"", "import-empty"),
        (b" \n", "import-empty"),
        (b"\x89PNG\r\n\0\0\0\rIHDR\0\0\0\0\0", "import-binary"),
        (b"<html><body><p>Bonjour</p></body></html>", ""),
        (b"<html><body><div></div></body></html>", "import-no-text"),
    ],
)
def test_what_is_no_page_is_refused(data: bytes, id_: str) -> None:
    if not id_:
        assert read_html(data, address=ADDRESS).title == "Bonjour"
        return
    with pytest.raises(SourceError) as caught:
        read_html(data, address=ADDRESS)
    assert [problem.id for problem in caught.value.problems] == [id_]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + f"<p>{WORDS}</p>",
        "<table><tr><td>" * 3_000 + f"<p>{WORDS}</p>",
        "<span>" * 5_000 + WORDS,
        "<ul><li>" * 2_000 + WORDS,
        "<blockquote>" * 2_000 + WORDS,
    ],
)
def test_words_below_any_number_of_elements_are_taken_and_it_is_told(body: str) -> None:
    page = read_html(f"<title>Profond</title>{body}".encode(), address=ADDRESS)
    assert [problem.id for problem in page.told] == ["import-deep"]
    assert WORDS.strip() in " ".join(plain(b.inline) for b in page.body if isinstance(b, Paragraph))


def test_a_page_with_a_document_type_of_its_own_loses_nothing() -> None:
    text = f'<!DOCTYPE html [<!ENTITY a "b">]><title>Titre</title><p>{WORDS * 3}</p>'
    assert first_words(read_html(text.encode(), address=ADDRESS)) == (WORDS * 3).strip()


# Blocks


def test_links_are_absolute_and_lead_out_of_the_page() -> None:
    body = (
        '<p>Voir <a href="/plan">le plan</a>, <a href="#haut">le haut</a>, '
        '<a href="javascript:x()">rien</a>, '
        '<a href="../b?c=1#d">la suite</a> et '
        '<a href="mailto:a@exemple.fr">nous écrire</a> dès ce soir.</p>'
    )
    (paragraph,) = between(body)
    assert isinstance(paragraph, Paragraph)
    links = [node for node in paragraph.inline if isinstance(node, Link)]
    assert [link.address for link in links] == [
        "https://exemple.fr/plan",
        "https://exemple.fr/b?c=1#d",
        "mailto:a@exemple.fr",
    ]


def test_merged_cells_stand_once_and_rows_are_as_wide_as_each_other() -> None:
    body = (
        "<table><tr><th>Jour</th><th colspan='2'>Heures</th></tr>"
        "<tr><td rowspan='2'>Lundi</td><td>9 h<br>10 h</td><td>oui</td></tr>"
        "<tr><td>14 h</td></tr></table>"
    )
    (table,) = between(body)
    assert isinstance(table, Table)
    assert [[plain(in_line(cell.blocks)) for cell in row] for row in table.rows] == [
        ["Jour", "Heures", ""],
        ["Lundi", "9 h\n10 h", "oui"],
        ["", "14 h", ""],
    ]


@pytest.mark.parametrize("span", ["99999999", "-1", "0", "a", ""])
def test_a_cell_may_claim_any_number_of_columns(span: str) -> None:
    (table,) = between(
        f"<table><tr><th colspan='{span}'>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    assert isinstance(table, Table)
    assert len({len(row) for row in table.rows}) == 1


def test_paragraphs_of_line_ends_and_a_bold_line_above_them() -> None:
    blocks = between(
        f"<div>{WORDS}<br><br>{WORDS}<br>Fin.<br/><br/><b>Le calendrier</b><br><br>{WORDS * 2}</div>"
    )
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, Heading, Paragraph]


def test_terms_quotations_and_what_can_be_opened() -> None:
    blocks = between(
        "<dl><dt>Taux</dt><dd>Part de la dépense.</dd></dl>"
        "<blockquote><p>Nous rouvrirons tout cet été.</p>"
        "<footer>— La maire, en mars</footer></blockquote>"
        f"<details><summary>En savoir davantage</summary><p>{WORDS}</p></details>"
    )
    terms, quotation, summary, opened = blocks
    assert isinstance(terms, List)
    assert terms.items[0] == (
        Paragraph((Strong((Text("Taux"),)),)),
        Paragraph((Text("Part de la dépense."),)),
    )
    assert isinstance(quotation, Quotation)
    assert quotation.by == "La maire, en mars"
    assert isinstance(summary, Heading)
    assert isinstance(opened, Paragraph)


def test_lines_with_the_same_dash_are_a_list() -> None:
    lines = "Trois lots :<br>- le verre ;<br>- le <b>métal</b> ;<br>- le reste.<br>Merci à tous."
    before, listed, after = between(f"<p>{lines}</p>")
    assert isinstance(listed, List)
    items = [plain(block.inline) for (block,) in listed.items if isinstance(block, Paragraph)]
    assert [" ".join(item.split()) for item in items] == ["le verre ;", "le métal ;", "le reste."]
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert plain(after.inline).strip() == "Merci à tous."
    (single,) = between("<p>Le résultat :<br>- 4 degrés cette nuit, et du vent au matin.</p>")
    assert isinstance(single, Paragraph)


def test_the_speaker_of_a_quotation_in_a_figure_is_its_author_with_the_source() -> None:
    (quotation,) = between(
        "<figure class='quote'><blockquote><p>Chaque village doit avoir son lieu.</p></blockquote>"
        "<figcaption><p class='quote__author'>Lucie Ferrand</p><ul><li><cite>Discours</cite></li></ul>"
        "</figcaption></figure>"
    )
    assert isinstance(quotation, Quotation)
    assert quotation.by == "Lucie Ferrand, Discours"


def test_links_to_files_stay_and_links_to_the_top_of_the_page_go() -> None:
    file, last = between(
        "<div class='download'><p><a href='/doc/cahier.pdf'>Télécharger le cahier</a></p></div>"
        "<p>La mairie répond. <a href='#haut'>Haut de page</a></p>"
    )
    assert file == Paragraph(
        (Link("https://exemple.fr/doc/cahier.pdf", (Text("Télécharger le cahier"),)),)
    )
    assert isinstance(last, Paragraph)
    assert plain(last.inline).strip() == "La mairie répond."


def test_lines_of_who_and_when_go_together() -> None:
    page = page_of("")
    signed = read_html(
        (
            "<html lang='fr'><head><title>Le dépôt</title></head><body><main><h1>Le dépôt</h1>"
            "<p>Par <a href='/n'>Nadia Belkacem</a><br>Publié hier à 18h02, modifié à 7h11</p>"
            f"<p>{WORDS * 2}</p><p>{WORDS}</p></main></body></html>"
        ).encode(),
        address=ADDRESS,
    )
    assert first_words(signed) == first_words(page)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("<font size='5'><b>Nettoyage des berges</b></font>", "Nettoyage des berges"),
        ("<font size='1'><b>Nettoyage des berges</b></font>", "Association Les Rives"),
        ("<font size='5'><b>Les Rives fêtent dix ans</b></font>", "Association Les Rives"),
    ],
)
def test_the_large_line_of_a_page_without_headings_is_its_title(line: str, title: str) -> None:
    page = read_html(
        (
            "<html><head><title>Association Les Rives</title></head><body><table><tr><td>"
            f"<center>{line}</center><br><br>{WORDS * 2}<br><br>{WORDS}</td></tr></table></body></html>"
        ).encode(),
        address=ADDRESS,
    )
    assert page.title == title


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/a.jpg" alt="Le pont">',
        '<img src="data:image/gif;base64,R0" data-src="/a.jpg" alt="Le pont">',
        '<img data-srcset="/b.jpg 300w, /a.jpg 1200w, /c.jpg 9000w" src="data:," alt="Le pont">',
        '<picture><source srcset="/b.jpg 300w, /a.jpg 900w">'
        '<img src="/placeholder.png" alt="Le pont"></picture>',
    ],
)
def test_pictures_are_found_where_they_are(image: str) -> None:
    (figure,) = between(f"<figure>{image}<figcaption>Le pont en mai. © A. Martin</figcaption></figure>")
    assert isinstance(figure, Figure)
    assert (figure.picture.address, figure.picture.alt) == ("https://exemple.fr/a.jpg", "Le pont")
    assert (plain(figure.caption), figure.picture.credit) == ("Le pont en mai.", "© A. Martin")


@pytest.mark.parametrize(
    "noise",
    [
        '<div class="share-bar"><p>Partager cet article sur tous vos réseaux, dès ce soir.</p></div>',
        '<p>À lire aussi : <a href="/b">Le pont reste fermé</a></p>',
        "<p>Temps de lecture : 4 min</p>",
        '<p style="display: none">Ce texte caché ne doit être lu par personne dans la page.</p>',
        '<p aria-hidden="true">Ce texte caché ne doit être lu par personne dans la page.</p>',
        "<p>Inscrivez-vous à notre newsletter gratuite.</p>",
        "<p>Publicité</p>",
        '<nav><ul><li><a href="/a">Accueil</a></li></ul></nav>',
        "<script>var a = 'texte';</script>",
    ],
)
def test_what_is_beside_the_text_is_left_out(noise: str) -> None:
    assert between(noise) == []


@pytest.mark.parametrize(
    "panel",
    [
        '<section class="fr-accordion"><h3><button aria-controls="a1">Qui ?</button></h3>'
        '<div class="fr-collapse" id="a1" aria-hidden="true">{}</div></section>',
        '<h3 role="button">Qui ?</h3><div class="elementor-tab-content" style="display:none">{}</div>',
        '<a data-bs-toggle="tab" href="#t">Qui ?</a><div id="t" class="hidden">{}</div>',
        '<div class="elementor-widget elementor-widget-text-editor">{}</div>',
        '<figure><img src="/a.jpg" alt="Le pont"></figure><div aria-hidden="true">{}</div>',
    ],
)
def test_what_a_page_keeps_closed_until_it_is_opened_is_its_text(panel: str) -> None:
    said = "<p>Toute personne qui habite la commune depuis un an, et y travaille toute l’année.</p>"
    assert "depuis un an" in all_words(page_of(panel.format(said * 2)))


def test_menus_and_notices_that_open_are_not() -> None:
    closed = (
        '<nav><button aria-controls="m">Menu</button><div id="m" hidden>Vie municipale</div></nav>'
        '<button aria-controls="d">Avis</button><div id="d" role="dialog" hidden>Fermé bientôt.</div>'
    )
    words = all_words(page_of(closed))
    assert "municipale" not in words
    assert "bientôt" not in words


def test_cards_that_lead_elsewhere_and_boxes_of_the_author_are_left_out() -> None:
    card = (
        '<article><h3><a href="/autre">Un autre chemin</a></h3><p>Celui du moulin ouvre aussi.'
        '</p><a href="/autre">Lire</a></article>'
    )
    author = (
        "<section><h3>À propos de l’auteur</h3><div><p>Journaliste depuis vingt ans, elle suit la vie"
        " des rivières et de leurs riverains pour plusieurs journaux.</p></div></section>"
    )
    words = all_words(page_of(f"{card}{author}<h2>La suite</h2><p>{WORDS}</p>"))
    assert "moulin" not in words
    assert "Journaliste" not in words
    assert "La suite" in words


def test_a_text_in_many_boxes_is_taken_whole() -> None:
    boxes = "".join(
        f'<div class="b"><div class="c"><h2>Étape {n}</h2></div></div>'
        f'<div class="b"><div class="c"><p>{WORDS} Étape {n}.</p></div></div>'
        for n in range(12)
    )
    assert [f"Étape {n}" in all_words(page_of(boxes)) for n in range(12)] == [True] * 12


def test_what_is_left_out_for_its_name_alone_is_told_with_its_first_words() -> None:
    said = f"<div class='related-box'><p>Un long passage que la page appelle ainsi. {WORDS}</p></div>"
    told = {problem.id: problem.fields for problem in page_of(said).told}
    assert told["import-box-left"]["name"] == "related-box"
    assert str(told["import-box-left"]["words"]).startswith("Un long passage que la page appelle ")


def test_what_stands_around_a_text_and_belongs_to_it_is_taken() -> None:
    page = page_of(
        f"<p>{WORDS}</p></div><div class='news-related-files'><h2>Fichiers</h2><ul><li>"
        "<a href='/plan.pdf'>Le plan du chemin (PDF)</a></li></ul></div><div>"
        "<p><b>Pratique</b></p><p>Mairie : <a href='mailto:mairie@exemple.fr'>mairie@exemple.fr</a></p>"
    )
    words = all_words(page)
    assert "Le plan du chemin (PDF)" in words
    assert "Pratique" in words
    assert "mairie@exemple.fr" in words
    top = (
        "<h1>Le chemin</h1><ul><li>douze kilomètres de chemin</li><li>trois aires de repos</li></ul>"
        f"<div><p>{WORDS}</p><p>{WORDS}</p></div>"
    )
    assert "trois aires de repos" in all_words(
        read_html(f"<title>Le chemin</title>{top}".encode(), address=ADDRESS)
    )


def test_a_heading_that_leads_home_is_the_name_of_the_site() -> None:
    page = read_html(
        f"<title>Ville de Vaubrac - Actualités - Le chemin rouvert</title>"
        f"<h1><a href='/'>Ville de Vaubrac</a></h1><div><h2>Le chemin rouvert</h2>"
        f"<p>{WORDS}</p><p>{WORDS}</p></div>".encode(),
        address=ADDRESS,
    )
    assert page.title == "Le chemin rouvert"


def test_a_question_that_is_a_button_stands_above_its_answer() -> None:
    faq = (
        "<div><button class='faq-question' aria-expanded='false'>Qui peut venir ?</button>"
        f"<div class='faq-answer' style='display:none'><p>{WORDS}</p></div></div>"
    )
    words = all_words(page_of(faq))
    assert words.index("Qui peut venir ?") < words.index(WORDS.strip(), words.index("Qui peut venir ?"))
    assert "Menu" not in all_words(
        page_of("<button aria-controls='m'>Menu</button><nav id='m'>Vie</nav>")
    )


@pytest.mark.parametrize(
    ("page", "title", "day"),
    [
        ("<title>Actualités - Le chemin rouvert</title><p><span>Le chemin rouvert</span></p>"
         "<div class='date-publication'>Date : 06/10/2026</div>", "Le chemin rouvert", "2026-10-06"),
        ("<title>Détail | Ville</title><h2>Nouvelles</h2><h3>Le chemin rouvert</h3>"
         "<div class='tarih'>18 mai 2026 lundi</div>", "Le chemin rouvert", "2026-05-18"),
        ("<title>Ville :: Nouvelles :: Le chemin rouvert</title><div><a href='/'>Ville</a></div>"
         "<div class='title'>Le chemin rouvert au printemps</div><p>2026. mai 5., mardi 10:12</p>",
         "Le chemin rouvert au printemps", "2026-05-05"),
        ("<title>溪口-最新消息-老街夜市</title><h2>老街夜市</h2><p>發布日期：2026-07-11</p>",
         "老街夜市", "2026-07-11"),
        ("<title>Agenda</title><h1>Le chemin rouvert</h1><p>En bref</p>"
         "<div class='post-date'>samedi, le 3 avril 2026 à 10 h, Vaubrac</div>", "Le chemin rouvert",
         "2026-04-03"),
    ],
)  # fmt: skip
def test_titles_and_days_of_pages_without_metadata(page: str, title: str, day: str) -> None:
    text = f"<div><p>{WORDS}</p><p>{WORDS}</p><p>{WORDS}</p></div>"
    found = read_html(f"<html lang='fr'>{page}{text}".encode(), address=ADDRESS)
    assert (found.title, str(found.published)) == (title, day)


def test_the_credit_of_a_picture_stands_anywhere_in_its_figure() -> None:
    (figure,) = between(
        '<figure><div><img src="/a.jpg" alt="Le pont"><span class="copyright">Lou Roy</span></div>'
        "<figcaption>Le pont rouvert</figcaption></figure>"
    )
    assert isinstance(figure, Figure)
    assert (figure.picture.credit, plain(figure.caption).strip()) == ("Lou Roy", "Le pont rouvert")


def test_a_box_that_is_one_link_elsewhere_is_no_text() -> None:
    card = '<figure><a href="/b"><div>Un autre</div><div>Celui du moulin.</div></a></figure>'
    assert "moulin" not in all_words(page_of(card))


def test_a_number_in_bold_is_no_heading() -> None:
    made = between(f"<p><strong>1 840</strong></p><p>{WORDS}</p>")
    assert not any(isinstance(block, Heading) for block in made)


def test_pictures_beyond_the_first_five_hundred_are_told() -> None:
    images = "".join(f"<p>{n}. <img src='/{n}.jpg' alt='Le chemin'></p>" for n in range(502))
    (told,) = (p for p in page_of(images).told if p.id == "import-images-many")
    assert told.fields["count"] == 502


def test_rows_beyond_the_first_two_thousand_are_told() -> None:
    rows = "<tr><th>Un</th><td>2</td></tr>"
    assert "import-rows-many" in {p.id for p in page_of(f"<table>{rows * 2001}</table>").told}
    assert "import-rows-many" not in {p.id for p in page_of(f"<table>{rows * 2000}</table>").told}


def test_a_picture_for_readers_without_scripts_stands_once() -> None:
    image = '<img src="{}" data-src="/a.jpg" alt="Le pont">'
    lazy = f"<figure>{image.format('data:,')}<noscript>{image.format('/a.jpg')}</noscript></figure>"
    assert [type(block) for block in between(lazy)] == [Figure]


@pytest.mark.parametrize(
    ("caption", "kept", "credit"),
    [
        ("Le pont rouvert, samedi. Carla Ruano", "Le pont rouvert, samedi.", "Carla Ruano"),
        ("Le pont rouvert samedi. LÉO MARTIN / AFP", "Le pont rouvert samedi.", "LÉO MARTIN / AFP"),
        ("Le pont rouvert (Getty Images)", "Le pont rouvert", "Getty Images"),
        ("Le pont rouvert. Vue de la place", "Le pont rouvert. Vue de la place", ""),
        ("Le pont (Vaubrac)", "Le pont (Vaubrac)", ""),
    ],
)
def test_the_credit_at_the_end_of_a_caption_is_told_from_it(
    caption: str, kept: str, credit: str
) -> None:
    assert html_pictures.credit_in(caption) == (kept, credit)


def test_the_text_of_a_page_of_tables_is_that_of_its_cell() -> None:
    page = (
        '<html><head><title>Courrier</title></head><body><table width="780"><tr><td><font size="5">'
        'Courrier</font></td></tr><tr><td><a href="/a">Accueil</a><br><a href="/b">Archives</a></td>'
        '<td><font size="4">Le chemin rouvert</font><br>15 septembre 2026'
        f"<br><br>{WORDS}<br><br>{WORDS}<br><br>{WORDS}</td>"
        "<td><b>Météo</b><br>Quatorze degrés</td></tr></table></body></html>"
    )
    found = read_html(page.encode(), address=ADDRESS)
    assert found.title == "Le chemin rouvert"
    assert [text_of(block) for block in found.body] == [WORDS.strip()] * 3
    assert str(found.published) == "2026-09-15"


def test_the_head_of_an_article_is_not_in_its_text() -> None:
    lead = "Le chemin de la rivière rouvre lundi, après six mois de travaux et deux crues."
    body = (
        f'<p>Publié le 3 mai 2026</p><p>Par Jeanne Martin</p><p class="chapo">{lead}</p><p>{WORDS}</p>'
    )
    text = (
        '<html lang="fr"><title>Le chemin</title><article><h1>Le chemin</h1>'
        f"{body}<p>{WORDS}</p></article>"
    )
    page = read_html(text.encode(), address=ADDRESS)
    assert (page.title, page.lead, str(page.published)) == ("Le chemin", lead, "2026-05-03")
    assert [plain(b.inline).strip() for b in page.body if isinstance(b, Paragraph)] == [
        WORDS.strip()
    ] * 2


def test_a_lead_that_is_the_start_of_the_text_is_none() -> None:
    head = f'<meta name="description" content="{WORDS[:70]}…">'
    assert page_of("", head).lead == ""


@pytest.mark.parametrize(
    ("given", "name", "title"),
    [
        ("Le port rouvre | La Gazette", "La Gazette", "Le port rouvre"),
        ("La Gazette - Le port rouvre", "La Gazette", "Le port rouvre"),
        ("Le port rouvre - Exemple.fr", "", "Le port rouvre"),
        ("Le port - une histoire | La Gazette", "La Gazette", "Le port - une histoire"),
        ("Le port : la fin – La Gazette", "La Gazette", "Le port : la fin"),
    ],
)
def test_the_title_is_without_the_name_of_the_site(given: str, name: str, title: str) -> None:
    head = f'<meta property="og:site_name" content="{name}">' if name else ""
    text = f'<html lang="fr"><head><title>{given}</title>{head}</head><body><p>{WORDS * 3}'
    assert read_html(text.encode(), address="https://www.exemple.fr/a").title == title


def test_broken_data_for_machines_is_passed_over() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    deep = f'<script type="application/ld+json">{"[" * 5000}</script>'
    assert page_of("", head + deep).title == "Le chemin rouvert"


@pytest.mark.parametrize("name", ["journal-payant", "wordpress-blog"])
def test_reading_twice_gives_the_same(name: str) -> None:
    fixture = FIXTURES[name]
    first, second = (read_html(fixture.data, address=ADDRESS) for _ in range(2))
    assert markdown_of(first) == markdown_of(second)


@pytest.mark.parametrize(
    "body",
    [
        "<p>a [^1] {{x}} <b>b</b> &lt;script&gt;</p>",
        "<p>1. rien</p><p>- rien</p>",
        "<h2># *a*</h2>",
    ],
)
def test_signs_of_a_page_stay_signs(body: str, tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(markdown_of(page_of(body)), encoding="utf-8")
    assert read(file).warnings == ()


def test_letters_that_are_written_as_numbers_are_letters_and_controls_are_none() -> None:
    (found,) = between("<p>L&#x27;&#8217;&#x1f600;&#128512;&#0;&#x0;&#1;&#x1F;b</p>")
    assert isinstance(found, Paragraph)
    assert plain(found.inline).split() == ["L'’😀😀", "b"]
