"""The preview: it says what checking finds, in the page's language, and shows all that is made."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pikepdf
import pytest

import brochure
from brochure import messages
from brochure.building import standing
from brochure.checking.kits import check, check_artifacts
from brochure.kit import Artifact
from brochure.preflight.runs import RULES
from brochure.preview import rendering
from brochure.problems import Place, warning
from brochure.text import labels
from brochure.text.decimals import decimal
from tests.conftest import SUMMIT, Kits, artifact

SPOKEN = ("pdf", "print", "cards", "qr", "share")


def words_of(made: Artifact) -> str:
    """What the page says, without its markup."""
    body = made.data.decode().partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<svg.*?</svg>", " ", body))).split())


def spoken_of(kit: brochure.Kit) -> list[Artifact]:
    return [made for product in SPOKEN for made in kit.products[product]]


def preview(page: brochure.Page, theme: brochure.Theme, kit: brochure.Kit) -> str:
    made = {product: kit.products[product] for product in SPOKEN}
    with messages.using(rendering.message_language(page)):
        report = check_artifacts(spoken_of(kit)).row()
    (shown,) = rendering.render(page, theme, made, report)
    return words_of(shown)


def with_ink(artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    """The same, with more ink on the poster than any paper dries."""
    for made in artifacts:
        if made.path == "print/poster.pdf":
            with pikepdf.open(io.BytesIO(made.data)) as pdf:
                pdf.pages[0].contents_add(b"q 1 1 1 1 k 200 200 100 100 re f Q")
                out = io.BytesIO()
                pdf.save(out)
            made = replace(made, data=out.getvalue())
        yield made


@pytest.fixture(scope="module")
def found(kit: brochure.Kit) -> brochure.Report:
    """What checking finds in what the preview speaks of."""
    return check_artifacts(spoken_of(kit))


def test_it_says_first_that_nothing_is_wrong(kit: brochure.Kit, found: brochure.Report) -> None:
    said = words_of(artifact(kit, "preview.html"))
    assert found.faults == ()
    verdict = (
        f"Aucun défaut trouvé : {found.files} fichiers (sans compter cet aperçu), {found.codes} codes"
    )
    assert said.index(verdict) < said.index("Vu par les réseaux")
    assert f"{len(found.checked)} contrôles des PDF" in said
    assert "Aucun avertissement." in said


def test_it_says_first_what_is_wrong(
    kit: brochure.Kit, page: brochure.Page, theme: brochure.Theme
) -> None:
    printed = tuple(with_ink(kit.products["print"]))
    said = preview(page, theme, replace(kit, products={**kit.products, "print": printed}))
    assert said.index("À corriger avant de publier (1)") < said.index("Vu par les réseaux")
    assert re.search(r"print/poster.pdf – taux d’encrage : page 1: 400 % d’encre sur .* mm²", said)
    assert "Aucun défaut" not in said
    assert "taux d’encrage – conforme conforme conforme défaut –" in said


def test_its_faults_are_told_in_the_language_of_whoever_builds(
    kit: brochure.Kit, page: brochure.Page, theme: brochure.Theme
) -> None:
    made = {product: kit.products[product] for product in SPOKEN}
    made["print"] = tuple(with_ink(kit.products["print"]))
    with messages.using("fr"):
        report = check_artifacts(artifact for some in made.values() for artifact in some).row()
    (shown,) = rendering.render(page, theme, made, report)
    (warned,) = shown.facts.warnings
    assert warned.sentence("en").startswith("print/poster.pdf: page 1: has 400 % of ink over")
    assert warned.sentence("fr").startswith("print/poster.pdf: page 1: 400\u202f% d’encre sur")


@pytest.mark.slow
def test_warnings_are_in_the_pages_language_whatever_the_users(
    kit: brochure.Kit, page: brochure.Page, theme: brochure.Theme
) -> None:
    def shown(lang: str) -> bytes:
        warned = warning(
            "card-text-cut", at=Place(file="cards/x.png"), end="a", characters=9, size_px=24
        )
        cards = kit.products["cards"]
        marked = (replace(cards[0], facts=replace(cards[0].facts, warnings=(warned,))), *cards[1:])
        made = {product: kit.products[product] for product in SPOKEN} | {"cards": marked}
        report = check_artifacts(spoken_of(kit)).row()
        (preview,) = rendering.render(replace(page, lang=lang), theme, made, report)
        return preview.data

    with messages.using("en"):
        english_user = shown("fr")
    with messages.using("fr"):
        assert shown("fr") == english_user
        german = shown("de").decode()
    sentence = '<li lang="fr" dir="ltr">cards/x.png: un texte a été coupé à «\u00a0a\u00a0»'
    assert sentence in english_user.decode()
    assert "en anglais" not in english_user.decode()
    assert '<li lang="en" dir="ltr">cards/x.png: a text was cut at “a”' in german
    assert "auf Englisch" in german


def test_each_code_says_where_it_was_measured(kit: brochure.Kit, found: brochure.Report) -> None:
    said = words_of(artifact(kit, "preview.html"))
    for code in found.legible:
        assert code.path in said.partition("Chaque endroit mesuré")[2]
        if mm := code.metrics.symbol_mm:
            assert f"{code.path} , p. {code.page} · {decimal(round(mm, 2), 1, 'fr')} mm, module" in said
    assert "conforme – Mesuré dans les fichiers finis (8) : zone de silence de 4 modules" in said
    assert "contraste de 16:1" in said


def test_a_code_that_scans_badly_is_told(
    kit: brochure.Kit, page: brochure.Page, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is moved instead of the code: the build would refuse a bad one."""
    from brochure.codes import legibility

    monkeypatch.setattr(legibility, "LIMITS", {**legibility.LIMITS, "symbol_mm": 48.0})
    said = preview(page, theme, kit)
    assert "défaut – Mesuré dans les fichiers finis (8)" in said
    assert re.search(
        r"print/booklet.pdf , p. \d · \d\d,\d mm, module [\d,]+ mm, se lit à 0,\d+ m · défaut", said
    )


def test_print_files_are_shown_where_they_are_made(kit: brochure.Kit, kits: Kits) -> None:
    assert "print/leaflet.pdf · 2/2" in words_of(artifact(kit, "preview.html"))
    without = kits(SUMMIT, "agora", "share", "preview")
    assert "print/" not in words_of(artifact(without, "preview.html"))


@pytest.mark.slow
def test_a_preview_alone_is_that_of_the_whole_kit(
    kit: brochure.Kit, page: brochure.Page, theme: brochure.Theme
) -> None:
    (alone,) = brochure.build(page, theme, only=["preview"]).artifacts
    assert alone.data == artifact(kit, "preview.html").data


def test_a_preview_that_shows_less_than_is_wanted_is_made_anew(
    kit: brochure.Kit, kits: Kits, tmp_path: Path
) -> None:
    """Of the print files a poster alone, since checking them all takes its time."""
    poster = {"print": (artifact(kit, "print/poster.pdf"),)}
    brochure.write(kits(SUMMIT, "agora", "share", "preview"), tmp_path / "kit")
    brochure.write(replace(kit, products=poster), tmp_path / "kit")
    assert not standing.is_current(tmp_path / "kit", kit.digests, ["preview"])
    assert standing.is_current(tmp_path / "kit", kit.digests, ["print"])
    assert not standing.is_current(tmp_path / "kit", kit.digests, ["print", "share", "preview"])
    told = [fault.message for fault in check(tmp_path / "kit").warnings]
    assert told == ["does not show print; build once more without --only"]
    some = {name: kit.products[name] for name in ("share", "preview")}
    brochure.write(replace(kit, products=some | poster), tmp_path / "kit")
    assert check(tmp_path / "kit").warnings == ()
    assert standing.is_current(tmp_path / "kit", kit.digests, ["print", "share", "preview"])


def test_every_rule_has_a_name_in_every_language() -> None:
    for lang in labels.languages():
        assert set(labels.in_language(lang)["preflight"]) == {rule.name for rule in RULES}


def test_every_language_has_every_label() -> None:
    def keys(tree: object, path: str = "") -> Iterator[str]:
        for key, value in tree.items() if isinstance(tree, dict) else ():
            yield f"{path}{key}"
            yield from keys(value, f"{path}{key}.")

    found = {lang: set(keys(dict(labels.in_language(lang)))) for lang in labels.languages()}
    grammar = ("hours", "days.", "writing.")  # each language has the forms it needs
    for lang, said in found.items():
        assert {key for key in said ^ found["fr"] if not key.startswith(grammar)} == set(), lang


def test_codes_of_a_campaign_are_told_with_the_page_they_open(held: brochure.Kit) -> None:
    said = words_of(artifact(held, "preview.html"))
    assert "conforme – Mesuré dans les fichiers finis (8)" in said
    assert "print/poster.pdf , p. 1 ·" in said.partition("Chaque endroit mesuré")[2]
