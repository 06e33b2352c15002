"""Leaflets: composed over six panels, by design, nothing cut; a page that is too long is told so."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest

import brochure
from brochure.errors import FitError
from brochure.page import Panels, Quote
from brochure.pdf import engine, media
from brochure.pdf.press import leaflet, leaflet_folds, leaflet_plan, rendering
from brochure.pdf.press.leaflet import Leaflet
from brochure.pdf.press.leaflet_folds import HEIGHT, WIDTH, Frame, Panel
from brochure.pdf.press.leaflet_plan import LONGEST_HOLE, LeafletPlan, TooLongError
from brochure.text.content import content_of
from tests.conftest import ROOT, THEMES
from tests.pdf.test_pdf import letters, text_of

SAMPLES = ROOT / "tests" / "pages"
LONG = (
    "Un texte de cent signes environ, qui dit une chose après l’autre sans se presser, et qui finit. "
)
CLOSED = brochure.Page(
    slug="fermeture",
    lang="fr",
    title="Fermeture exceptionnelle de la mairie",
    kicker="Vendredi 14 mai 2027",
    body="La mairie est fermée toute la journée. L'annexe des Tilleuls reste ouverte de 9 h à 11 h.",
    url="https://exemple.org/fermeture",
)
LISTS = """Un premier paragraphe.

1. Premier point qui est assez long pour aller à la ligne une fois au moins, et même deux fois.
2. Deuxième point qui est assez long pour aller à la ligne une fois au moins, et même deux fois.

Un autre paragraphe.

- Point de la liste qui est assez long pour aller à la ligne une fois au moins, et même deux fois.

Encore un.

1. Point aéré qui est assez long pour aller à la ligne une fois au moins, et même deux fois.

2. Point aéré qui est assez long pour aller à la ligne une fois au moins, et même deux fois.
"""


def sample(name: str) -> brochure.Page:
    return brochure.read(SAMPLES / f"{name}.md")


def of_parts(page: brochure.Page, count: int) -> brochure.Page:
    """``page`` with its body so many times."""
    return replace(page, body="\n\n".join(f"## Partie {i}\n\n{page.body}" for i in range(count)))


def laid_out(page: brochure.Page, theme: brochure.Theme) -> Leaflet:
    spoken = theme.for_language(page.language)
    content = content_of(page, image_src=lambda name: engine.IMAGE_SCHEME + name)
    with engine.strict():
        return leaflet.lay_out(page, content, spoken, media.press_medium(spoken, "leaflet"))


def lines_of(made: Leaflet, side: int) -> list[tuple[float, float, float, str]]:
    """The lines of text on a side: left edge and foot in points of the trim, right edge, words."""
    page = pypdfium2.PdfDocument(made.document.write_pdf())[side]
    text = page.get_textpage()
    rects = [text.get_rect(i) for i in range(text.count_rects())]
    return [(left, foot, right, text.get_text_bounded(left, foot, right, top))
            for left, foot, right, top in rects]  # fmt: skip


def frame_of(theme: brochure.Theme) -> Frame:
    return leaflet_folds.frame_of(theme.design.leaflet)


def panels_of(theme: brochure.Theme, side: int) -> list[Panel]:
    """The panels of a side from left to right."""
    if side:
        return list(leaflet_folds.inside(0, frame_of(theme), rtl=False))
    return list(leaflet_folds.outside(0, frame_of(theme), rtl=False).values())


@pytest.fixture(params=THEMES)
def in_theme(request: pytest.FixtureRequest) -> brochure.Theme:
    return brochure.load_theme(request.param)


@pytest.mark.parametrize("source", ["summit", "closed", "beteiligung", "arabic", "titre-long"])
def test_the_title_is_the_largest_and_date_and_place_come_second(
    source: str, in_theme: brochure.Theme, page: brochure.Page
) -> None:
    chosen = {"summit": page, "closed": CLOSED}.get(source) or sample(source)
    plan = laid_out(chosen, in_theme).plan
    title, form = plan.front.title.size, in_theme.design.leaflet
    assert 24 <= title <= 32
    assert not plan.front.small
    assert title > plan.front.when.size > form.lead_pt
    assert form.lead_pt >= in_theme.design.type.least_pt
    assert plan.intro < title
    assert all(quote.fitted.size < title for quote in plan.quotes)
    assert all(item.fitted.size < title for item in plan.items if item.fitted)


def test_text_is_never_below_what_reads_in_a_hand(
    in_theme: brochure.Theme, page: brochure.Page
) -> None:
    least = 14 if in_theme.name == "contraste" else 9
    for chosen in (page, CLOSED, sample("beteiligung")):
        plan = laid_out(chosen, in_theme).plan
        assert plan.size >= least
        assert plan.intro >= plan.size
    assert in_theme.design.leaflet.least_text_pt == least


def test_every_panel_has_something(in_theme: brochure.Theme, page: brochure.Page) -> None:
    """A page of hardly any words has a plate with its date where another has figures."""
    for chosen in (page, CLOSED, sample("sobre")):
        made = laid_out(chosen, in_theme)
        plan = made.plan
        panels = plan.columns + len(plan.sides)
        assert panels == 3 or plan.plate
        for side in (0, 1):
            lefts = [line[0] for line in lines_of(made, side)]
            grounds = [panel.ground for panel in panels_of(in_theme, side)]
            plated = grounds[slice(*plan.plate_panels)] if side and plan.plate else []
            for ground in (g for g in grounds if g not in plated[1:]):
                assert any(ground.x <= left < ground.right for left in lefts), (
                    chosen.slug,
                    side,
                    ground,
                )


def test_columns_stand_level(page: brochure.Page, theme: brochure.Theme) -> None:
    made = laid_out(replace(page, panels=None, figures=(), quotes=()), theme)
    assert made.plan.columns > 1
    feet = [
        min(foot for left, foot, _, _ in lines_of(made, 1) if 0 <= left - panel.left + 1 < 200)
        for panel in panels_of(theme, 1)[: made.plan.columns]
    ]
    assert max(feet) - min(feet) < 1.2 * made.plan.leading


def test_the_lines_of_a_list_begin_where_its_first_one_does(theme: brochure.Theme) -> None:
    made = laid_out(replace(CLOSED, body=LISTS), theme)
    found = [line for line in lines_of(made, 1) if not re.fullmatch(r"[\d•]\.?\s*", line[3])]
    for start in ("Premier point", "Deuxième point", "Point de la liste", "Point aéré"):
        at = next(i for i, line in enumerate(found) if line[3].startswith(start))
        assert found[at][0] == pytest.approx(found[at + 1][0], abs=0.6), start


def test_a_long_word_is_divided_with_a_hyphen_that_is_seen(theme: brochure.Theme) -> None:
    word = "Straßenverkehrsinfrastrukturfinanzierungsgesellschaft"
    german = replace(
        CLOSED, lang="de", title=f"{word} berichtet",
        body=f"Die {word} legt ihren Bericht vor.\n\nEnde.",
        quotes=(Quote(text=f"Die {word} muss erklären, was sie tut.", by="Eine Stimme"),),
    )  # fmt: skip
    made = laid_out(german, theme)
    front = made.plan.front
    assert front.title.size >= 24
    assert any(line.endswith("-") for line in front.title.lines)
    assert any(line.endswith("-") for line in made.plan.quotes[0].fitted.lines)
    for side, panels in ((0, 1), (1, 2)):  # the plate within is two panels wide
        for left, _, right, _ in lines_of(made, side):
            assert right - left <= frame_of(theme).across(panels) + 2
            assert 0 < left < right < WIDTH


def test_all_words_stand_on_it(in_theme: brochure.Theme, page: brochure.Page) -> None:
    count = 3 if in_theme.name == "contraste" else 6  # large type has room for fewer
    panels = Panels(title="Chantiers", items=tuple(f"chantier {i} à mener" for i in range(count)))
    six = replace(page, panels=panels)
    text = letters(text_of(laid_out(six, in_theme).document.write_pdf()))
    assert all(letters(item[1:]) in text for item in panels.items)
    for said in (page.title, page.lead, page.quotes[0].text, page.figures[1].label):
        assert letters(said) in text, said
    assert letters(page.body.split("\n\n")[-1]) in text


def test_a_page_too_long_for_it_says_by_how_much_and_offers_the_booklet(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    files = {file.path: file for file in rendering.render(of_parts(page, 4), theme)}
    assert "print/leaflet.pdf" not in files
    told = " ".join(map(str, files["print/booklet.pdf"].warnings))
    assert re.search(
        r"print/leaflet\.pdf: there is no leaflet: the text has 1\d{3} words, about \d{3} more than "
        r"its panels hold at 9 pt; fold the booklet, print/booklet\.pdf, which has it whole",
        told,
    )


def test_panels_that_leave_no_room_make_it_too_long(page: brochure.Page, theme: brochure.Theme) -> None:
    crowded = replace(page, panels=Panels(title="Trop", items=(LONG * 20,) * 4))
    with pytest.raises(TooLongError, match="there is no leaflet"):
        laid_out(crowded, theme)


def test_what_does_not_fit_the_back_is_an_error(page: brochure.Page, theme: brochure.Theme) -> None:
    crowded = replace(page, note="note " * 400, credits="crédits " * 60)
    with pytest.raises(
        FitError, match=r"leaflet: address, note, credits and licence need \d+ pt on the back"
    ):
        laid_out(crowded, theme)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[LeafletPlan]:
    """The plans that did not fit, in the order they were tried."""
    tried: list[LeafletPlan] = []
    smaller = leaflet_plan.smaller

    def noted(planned: LeafletPlan, form: Any) -> LeafletPlan | None:
        tried.append(planned)
        assert len(tried) < 100, "it never ends"
        return smaller(planned, form)

    monkeypatch.setattr(leaflet_plan, "smaller", noted)
    return tried


def test_text_that_was_guessed_too_large_shrinks_until_it_fits(
    page: brochure.Page,
    theme: brochure.Theme,
    steps: list[LeafletPlan],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaflet_plan, "TIGHT", 1.3)
    made = laid_out(page, theme)
    assert len(steps) > 1
    sizes = [planned.size for planned in (*steps, made.plan) if planned.columns == made.plan.columns]
    assert made.plan.size < max(sizes)
    assert made.blocks == content_of(page).prose.blocks
    with pikepdf.open(io.BytesIO(made.document.write_pdf())) as pdf:
        assert len(pdf.pages) == 2


def test_quotations_are_of_one_size_and_those_left_out_are_told(theme: brochure.Theme) -> None:
    two = (Quote(text="Une courte.", by="Une voix"), Quote(text="Une citation plus longue. " * 4))
    plan = laid_out(replace(CLOSED, quotes=two), theme).plan
    assert len({quote.fitted.size for quote in plan.quotes}) == 1
    many = tuple(Quote(text=f"Citation {i} : " + "des mots " * 40, by="Une voix") for i in range(4))
    files = {f.path: f for f in rendering.render(replace(sample("sobre"), quotes=many), theme)}
    assert re.search(
        r"print/leaflet\.pdf: [123] of 4 quotations fit its panels",
        " ".join(map(str, files["print/leaflet.pdf"].warnings)),
    )


def test_the_designs_have_fronts_of_their_own(page: brochure.Page) -> None:
    plans = {name: laid_out(page, brochure.load_theme(name)).plan for name in THEMES}
    assert plans["papier"].front.numerals == "7–9"
    assert plans["papier"].text_panels == (1, 3)
    assert plans["agora"].text_panels == (0, 2)
    assert plans["agora"].front.image > 100
    assert not plans["agora"].front.numerals
    assert plans["contraste"].front.when.size > plans["agora"].front.when.size


def test_nothing_stands_beyond_the_panels(in_theme: brochure.Theme, page: brochure.Page) -> None:
    for chosen in (page, sample("titre-long")):
        made = laid_out(chosen, in_theme)
        for side in (0, 1):
            for _, foot, _, words in lines_of(made, side):
                assert foot > frame_of(in_theme).foot - 9, words


PROGRAMME = """Trois jours sous la halle.

::: programme
### Vendredi 10 décembre
9 h 30 – 11 h | Ouverture par l’harmonie municipale | Parvis
18 h | Illumination des quais | Port

### Samedi 11 décembre
10 h 30 – 12 h 45 | Démonstrations de tournage | Halle, allée B
:::
"""


def test_hours_of_a_programme_stand_on_one_line_and_on_nothing_else(in_theme: brochure.Theme) -> None:
    made = laid_out(replace(CLOSED, body=PROGRAMME), in_theme)
    lines = [" ".join(words.split()) for *_, words in lines_of(made, 1)]
    for hours in ("9 h 30 – 11 h", "10 h 30 – 12 h 45"):
        assert hours in lines
    assert "Illumination des quais" in lines


def test_hours_stand_beside_their_sessions_where_they_are_short(theme: brochure.Theme) -> None:
    short = PROGRAMME.replace("9 h 30 – 11 h", "9 h").replace("10 h 30 – 12 h 45", "10 h")
    feet = {" ".join(words.split()): (left, foot) for left, foot, _, words in
            lines_of(laid_out(replace(CLOSED, body=short), theme), 1)}  # fmt: skip
    beside, hour = feet["Illumination des quais"], feet["18 h"]
    assert beside[0] > hour[0] + 20
    assert abs(beside[1] - hour[1]) < 4


def test_contraste_sets_nothing_below_14_points(page: brochure.Page) -> None:
    theme = brochure.load_theme("contraste")
    noted = replace(
        page, credits="Photographie : la mairie", licence="CC BY 4.0",
        body=page.body + "\n\n## Venir\n\n" + PROGRAMME.split("\n", 2)[2],
    )  # fmt: skip
    for chosen in (page, replace(noted, body=CLOSED.body + "\n\n" + PROGRAMME)):
        assert min(sizes_in(laid_out(chosen, theme).document.write_pdf())) >= 13.95


def sizes_in(data: bytes) -> list[float]:
    """The sizes of all letters of a PDF, in points as they are printed."""
    sizes, matrix = [], pypdfium2.raw.FS_MATRIX()
    for side in pypdfium2.PdfDocument(data):
        words = side.get_textpage()
        for i in range(words.count_chars()):
            if words.get_text_range(i, 1).strip():
                pypdfium2.raw.FPDFText_GetMatrix(words.raw, i, matrix)
                sizes.append(pypdfium2.raw.FPDFText_GetFontSize(words.raw, i) * abs(matrix.d))
    return sizes


def test_a_text_over_by_a_line_is_set_closer_rather_than_refused(theme: brochure.Theme) -> None:
    """Of a page that grows the last leaflet has the least size of text, and closer lines."""
    form, found = theme.design.leaflet, []
    bare = replace(CLOSED, url="", kicker="")
    for count in range(52, 62, 2):
        try:
            found.append(laid_out(replace(bare, body="\n\n".join([LONG] * count)), theme).plan)
        except TooLongError:
            break
    assert found[-1].size == form.least_text_pt
    assert form.line_height * leaflet_plan.TIGHTEST - 0.01 <= found[-1].line_height < form.line_height


def test_the_opening_mark_of_a_quotation_hangs(in_theme: brochure.Theme, page: brochure.Page) -> None:
    made = laid_out(page, in_theme)
    flap = panels_of(in_theme, 0)[0]
    said = [line for line in lines_of(made, 0) if line[0] < flap.ground.right][:3]
    assert said[0][0] < flap.left - 4
    assert said[1][0] == pytest.approx(flap.left, abs=1.5)


def test_a_quotation_of_the_widest_columns_hangs_inside_what_is_safe() -> None:
    theme = brochure.load_theme("contraste")
    made = laid_out(sample("titre-long"), theme)
    assert made.plan.quotes[0].fitted.size > 20
    assert min(left for left, *_ in lines_of(made, 0)) >= 3.2 * media.MM


TABLED = """Un festival.

| Heure | Scène | Spectacle |
|---|---|---|
| 19 h 30 | Grande scène | Ana Velho, chants du Minho |
| 22 h 30 | Quai Nord | Orchestre de poche, musique pour films muets |
"""


def test_no_word_of_a_table_is_divided_whatever_the_size_of_the_text(in_theme: brochure.Theme) -> None:
    lines = " ".join(
        word for *_, words in lines_of(laid_out(replace(CLOSED, body=TABLED), in_theme), 1)
        for word in words.split()
    )  # fmt: skip
    for whole in ("Heure", "19 h 30", "22 h 30", "Spectacle"):
        assert whole in lines


@pytest.mark.parametrize("source", ["summit", "closed", "sobre"])
def test_no_panel_is_empty_by_more_than_60_mm_but_for_a_field(
    source: str, in_theme: brochure.Theme, page: brochure.Page
) -> None:
    chosen = {"summit": page, "closed": CLOSED}.get(source) or sample(source)
    plan, room = laid_out(chosen, in_theme).plan, frame_of(in_theme).room
    for items, field in zip((plan.flap, *plan.sides), plan.fields, strict=True):
        used = sum(item.height for item in items) + leaflet_plan.GAP * (len(items) - 1)
        assert room - used - field <= LONGEST_HOLE
    groups = sorted((plan.back.share, plan.back.when, plan.back.foot))
    assert groups[0] <= HEIGHT / 3


def test_the_first_plan_that_can_be_made_is_found_and_near_the_likely_one_in_two_looks() -> None:
    for first, likely in itertools.product([*range(12), 99], range(12)):
        looks: list[int] = []

        def made(at: int, first: int = first, looks: list[int] = looks) -> str | None:
            looks.append(at)
            return str(at) if at >= first else None

        found = leaflet.first_made(made, range(12), likely)
        assert found == (None if first == 99 else (first, str(first)))
        assert len(looks) == len(set(looks)) <= 8
        assert len(looks) <= 2 or not 0 <= first - likely <= 1
