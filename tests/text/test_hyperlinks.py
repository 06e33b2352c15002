"""Links: addresses and telephone numbers of a text, jumps within it, and where links lead on paper."""

from __future__ import annotations

import re

import pytest
from linkify_it import LinkifyIt

from brochure.text import hyperlinks, prose
from brochure.text.markdown_lint import check_body
from brochure.text.prose import Linking
from tests.linear.steps import Counter


def links_of(body: str, lang: str = "fr", base: str = "") -> list[tuple[str, str]]:
    """Each link of ``body``: where it leads, and its words."""
    made = prose.compose(body, lang, typography_mode="off", linking=Linking(base=base))
    return re.findall(r'<a href="([^"]*)">(.*?)</a>', made.intro + made.rest)


@pytest.mark.parametrize(
    ("text", "url", "words"),
    [
        ("Voir https://exemple.org/nu.", "https://exemple.org/nu", "https://exemple.org/nu"),
        ("Voir http://exemple.org", "http://exemple.org", "http://exemple.org"),
        ("Voir www.exemple.org, là.", "https://www.exemple.org", "www.exemple.org"),
        ("Voir exemple.fr/a-b (ici).", "https://exemple.fr/a-b", "exemple.fr/a-b"),
        ("Voir <https://exemple.org/%C3%A9t%C3%A9>", "https://exemple.org/%C3%A9t%C3%A9",
         "https://exemple.org/%C3%A9t%C3%A9"),
        ("Écrire à jean_paul@exemple.org.", "mailto:jean_paul@exemple.org", "jean_paul@exemple.org"),
        ("Voir [](https://exemple.org/vide)", "https://exemple.org/vide", "https://exemple.org/vide"),
    ],
)  # fmt: skip
def test_addresses_in_a_text_are_links_and_stay_as_they_are_written(
    text: str, url: str, words: str
) -> None:
    assert links_of(text) == [(url, words)]


@pytest.mark.parametrize(
    "text",
    [
        "fin.De suite",
        "README.md et v2.pdf",
        "`exemple.org/a`",
        "12.30 h",
        "à 10h00.Le soir",
        "M.Durand",
    ],
)
def test_what_is_no_address_is_no_link(text: str) -> None:
    assert links_of(text) == []


@pytest.mark.parametrize(
    ("lang", "number", "url"),
    [
        ("fr", "02 40 00 00 00", "tel:+33240000000"),
        ("fr", "02.40.00.00.00", "tel:+33240000000"),
        ("fr", "0590 00 00 00", "tel:+590590000000"),
        ("fr", "05 90 00 00 00", "tel:+590590000000"),
        ("fr-CH", "022 000 00 00", "tel:+41220000000"),
        ("fr-MA", "05 22 00 00 00", "tel:+212522000000"),
        ("ar", "+216 71 000 000", "tel:+21671000000"),
        ("en", "+44 (0)20 7946 0000", "tel:+442079460000"),
        ("en", "020 7946 0000", ""),
        ("en-GB", "020 7946 0000", "tel:+442079460000"),
        ("en-US", "(202) 555-0100", "tel:+12025550100"),
        ("de", "030 1234567", "tel:+49301234567"),
        ("de", "0911/123 45 67", "tel:+499111234567"),
        ("es", "912 345 678", "tel:+34912345678"),
        ("fr", "+33 (0)2 40 00 00 00", "tel:+33240000000"),
        ("fr", "0800 123 456", "tel:+33800123456"),
        ("fr", "FR76 30 04 02 40 00 00 00", ""),
        ("fr", "+12 000", ""),
        ("fr", "12 000 000", ""),
        ("fr", "2027-01-02", ""),
        ("de", "01.02.2027", ""),
    ],
)
def test_telephone_numbers_are_links_by_the_country_of_the_language(
    lang: str, number: str, url: str
) -> None:
    assert links_of(f"Tel {number}, x", lang) == ([(url, number)] if url else [])


def test_relative_links_lead_to_the_site_of_the_page() -> None:
    body = "Voir [a](plan.pdf), [b](/contact/), [c](../autre.md), [d](//exemple.net/x)."
    assert [url for url, _ in links_of(body, base="https://exemple.org/guide/lieu/")] == [
        "https://exemple.org/guide/lieu/plan.pdf", "https://exemple.org/contact/",
        "https://exemple.org/guide/autre.md", "https://exemple.net/x",
    ]  # fmt: skip
    told = check_body(body, "a.md", url="https://exemple.org/guide/lieu/")[1]
    assert [(p.id, p.severity) for p in told] == [("body-link-relative", "warning")] * 3
    alone = check_body(body, "a.md")[1]
    assert [(p.id, p.severity) for p in alone] == [("body-link-nowhere", "error")] * 3


JUMPS = """Voir [a](#accès--plan), [b](#Acc%C3%A8s--plan), [c](#contents), [d](#ici),
[e](#accès--plan-1).

## Accès & plan

## Contents

## Accès & plan

<a id="ici"></a>Ici.
"""


def test_jumps_lead_to_headings_by_their_anchors() -> None:
    made = prose.compose(JUMPS, "fr", typography_mode="off")
    targets = [url for url, _ in links_of(JUMPS)]
    assert targets == ["#accès--plan", "#accès--plan", "#part-contents", "#ici", "#accès--plan-1"]
    assert all(f'id="{url[1:]}"' in made.rest for url in targets)
    assert check_body(JUMPS, "a.md")[1] == []


def test_an_unknown_anchor_is_told_with_the_nearest() -> None:
    (problem,) = check_body("[a](#acess)\n\n## Accès {#access}\n\n## Plan", "a.md")[1]
    assert (problem.id, problem.severity, problem.fields["near"]) == (
        "body-anchor-unknown",
        "error",
        "access",
    )


@pytest.mark.parametrize(
    ("url", "short"),
    [
        ("https://exemple.org/", "exemple.org"),
        ("https://exemple.org/%C3%A9t%C3%A9?a=1", "exemple.org/été?a=1"),
        ("http://exemple.org/a/", "exemple.org/a"),
        ("mailto:a@exemple.org?subject=x", "a@exemple.org"),
        ("https://exemple.org/" + "long/" * 40, "exemple.org/" + "long/" * 11 + "long…"),
    ],
)
def test_an_address_is_printed_short(url: str, short: str) -> None:
    assert hyperlinks.short_form(url) == short
    assert len(short) <= hyperlinks.LONGEST_NOTED


NOTED = """Un[^a] [lien](https://exemple.org/un), exemple.org/nu, [exemple.net](https://www.exemple.net/).

Deux[^b], [encore](https://exemple.org/un), [autre](https://exemple.org/deux), [02](tel:+33240000000).

[^b]: Note [là](https://exemple.org/note).
[^a]: Première.
"""


def on_paper(way: str) -> str:
    made = prose.compose(NOTED, "fr", typography_mode="off", linking=Linking(on_paper=way))
    return made.text


def test_on_paper_links_are_noted_in_the_order_of_the_text() -> None:
    assert on_paper("notes").split("\n") == [
        "Un1 lien2, exemple.org/nu, exemple.net.",
        "Deux3, encore2, autre4, 025.",
        "Première.", "exemple.org/un", "Note là (exemple.org/note).", "exemple.org/deux",
        "+33240000000",
    ]  # fmt: skip


def test_on_paper_links_may_stand_in_brackets_or_be_left_alone() -> None:
    assert on_paper("inline").startswith("Un1 lien (exemple.org/un), exemple.org/nu, exemple.net.\n")
    assert on_paper("none").startswith("Un1 lien, exemple.org/nu, exemple.net.\n")


def test_every_note_has_one_place_and_every_number_leads_to_it() -> None:
    made = prose.compose(NOTED, "fr", linking=Linking(on_paper="notes"))
    html = made.intro + made.rest
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert [i for i in ids if i.startswith("note-")] == [f"note-{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    "joined", ["https://exemple.org/a", "https://exemple.org/a,", "//a.fr/", "x://a.fr/"]
)
def test_an_address_is_read_once_however_many_are_joined(
    joined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    base = LinkifyIt.test_schema_at

    def counted(finder: LinkifyIt, text: str, name: str, position: int) -> int:
        read.append(position)
        return int(base(finder, text, name, position))

    monkeypatch.setattr(LinkifyIt, "test_schema_at", counted)
    list(hyperlinks._addresses(joined * 200))
    assert len(read) <= 1


def test_what_may_close_in_an_address_is_looked_for_in_its_part_alone() -> None:
    """The steps of loops without a bound; linkify-it's own path takes 16 times as many for 4 times."""
    finder = hyperlinks._linkifier()
    bounded, own = (re.compile(path, re.IGNORECASE) for path in (finder.re["src_path"], _own_path()))
    counts = {path: [_steps(path, times) for times in (5, 20)] for path in (bounded, own)}
    assert counts[bounded][1] < 5 * counts[bounded][0]
    assert counts[own][1] > 8 * counts[own][0]


def _own_path() -> str:
    return str(LinkifyIt().re["src_path"])


def _steps(path: re.Pattern[str], times: int) -> int:
    counter = Counter(path)
    counter.find_all("/x(" * times)
    return counter.steps


def test_brackets_in_an_address_belong_to_it() -> None:
    body = "Voir https://fr.wikipedia.org/wiki/Lille_(ville)?a=()&b=[1] là."
    assert links_of(body)[0][1] == "https://fr.wikipedia.org/wiki/Lille_(ville)?a=()&b=[1]".replace(
        "&", "&amp;"
    )
