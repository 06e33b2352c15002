"""Patches of WeasyPrint: what they change is there, does the same, and is put back."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from brochure import load_theme, process
from brochure.pdf import engine, patches, style_sheets
from tests.conftest import ROOT

TEXTS = (
    "Die Donaudampfschifffahrtsgesellschaft erhält die Genehmigung, und ein langes Wort folgt.",
    "Un texte avec des espaces\u00a0insécables, un tiret condi\u00adtionnel, une ligature : affluent.",
    "un texte de droite à gauche, 123, et des mots qui finissent ses lignes",
    "wwwexampleorgadressewithoutanyplacetobreak" * 3,
)
LOOKS = (
    "width: 90px; hyphens: auto",
    "width: 91px; hyphens: auto",
    "width: 90px; letter-spacing: 1px; hyphens: auto",
    "width: 90px; word-spacing: 3px; text-align: justify",
    "width: 90px; overflow-wrap: anywhere; font-size: 11px",
    "width: 90px; white-space: pre-wrap; font-variant-numeric: oldstyle-nums",
    "width: 90px; text-decoration: underline; font-weight: 700",
)


def _html(looks: tuple[str, ...] = LOOKS) -> str:
    said = (("de", "ltr"), ("fr", "ltr"), ("ar", "rtl"), ("en", "ltr"))
    parts = [
        f'<p lang="{lang}" dir="{direction}" style="{look}">{text} <b>{text}</b></p>'
        for look in looks
        for (lang, direction), text in zip(said, TEXTS, strict=True)
    ]
    return "<style>@page { size: 400px 4000px }</style>" + "".join(parts)


def _renderer() -> engine.HtmlRenderer:
    theme = load_theme("agora")
    css = f"body {{ font: 10px/1.4 {theme.text_family!r}, 'Noto Sans Arabic' }}"
    files = frozenset(face.path.resolve() for face in theme.faces)
    return engine.HtmlRenderer(css, engine.Fetcher({}, files), style_sheets.font_faces(theme))


def _pdf(renderer: engine.HtmlRenderer, html: str) -> bytes:
    return bytes(renderer.render(html).write_pdf(uncompressed_pdf=True, pdf_identifier=b"1"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that WeasyPrint itself breaks."""
    from weasyprint.layout import inline

    asked: list[str] = []
    split = inline.split_first_line

    def counted(text: str, *args: Any, **options: Any) -> Any:
        asked.append(text)
        return split(text, *args, **options)

    monkeypatch.setattr(inline, "split_first_line", counted)
    return asked


def test_every_name_that_is_patched_is_there() -> None:
    for module, name in patches.PATCHED:
        assert hasattr(importlib.import_module(module), name), (module, name)


def test_the_installed_version_is_known_and_the_bounds_are_those_of_the_package() -> None:
    assert patches.is_known()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (bounds,) = (d for d in project["dependencies"] if d.startswith("weasyprint"))
    assert bounds == "weasyprint>=70,<71"
    assert patches.KNOWN == ("70.",)


def test_an_unknown_version_keeps_only_what_brochures_need(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.layout import inline

    before = inline.split_first_line, inline.split_text_box
    monkeypatch.setattr(patches, "KNOWN", ("69.",))
    with patches.while_laid_out(lambda split: lambda *args: split(*args)):
        assert inline.split_first_line is before[0]
        assert inline.split_text_box is not before[1]
    assert (inline.split_first_line, inline.split_text_box) == before


def test_arrays_of_any_length_are_of_one_type_and_hold_their_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from weasyprint.pdf import fonts

    parsed: list[str] = []
    parse = fonts.ffi._parser.parse_type

    def counted(kind: str) -> Any:
        parsed.append(kind)
        return parse(kind)

    monkeypatch.setattr(fonts.ffi._parser, "parse_type", counted)
    arrays = patches._ArraysOfAnyLength(fonts.ffi)
    for count in (3, 4_321, 5_678):
        array = arrays.new(f"hb_codepoint_t[{count}]", [*range(count)])
        assert list(array) == [*range(count)]
    assert len(arrays.new("char[7]")) == 7
    engine.write(_renderer().render("<p>Un texte"), lambda document, pdf: None)
    assert {kind for kind in parsed if kind.startswith("hb_codepoint_t[")} <= {"hb_codepoint_t[]"}


def test_all_is_put_back_when_a_document_is_laid_out_and_written() -> None:
    def state() -> list[Any]:
        return [getattr(importlib.import_module(m), name) for m, name in patches.PATCHED]

    before = state()
    with engine.strict():
        document = _renderer().render("<html lang=fr><p>Un texte")
        engine.write(document, lambda document, pdf: None)
    assert state() == before


def test_lines_are_broken_once_and_draw_the_same_as_broken_anew(asked: list[str]) -> None:
    renderer = _renderer()
    html = _html()
    first = _pdf(renderer, html)
    count = len(asked)
    assert count > 100
    assert _pdf(renderer, html) == first
    assert len(asked) == count
    with process.changed(patches, "KNOWN", ()):
        assert _pdf(renderer, html) == first
    assert len(asked) > 2 * count - 1


@pytest.mark.parametrize("look", LOOKS[1:])
def test_lines_of_other_looks_are_not_taken_for_each_other(look: str) -> None:
    renderer = _renderer()
    _pdf(renderer, _html(LOOKS[:1]))
    remembered = _pdf(renderer, _html((look,)))
    with process.changed(patches, "KNOWN", ()):
        assert remembered == _pdf(renderer, _html((look,)))


def test_all_that_lines_depend_on_is_in_the_key() -> None:
    from weasyprint.text import fonts, line_break

    read: tuple[Callable[..., Any] | type, ...] = (
        line_break.split_first_line, line_break.first_line_metrics, line_break.line_size,
        line_break.create_layout, line_break.Layout, fonts.get_font_description,
    )  # fmt: skip
    source = "".join(map(inspect.getsource, read))
    assert set(re.findall(r"style\['(\w+)'\]", source)) == set(patches._OF_LINES)
    assert "percentage(" in source  # hyphenate-limit-zone, a share of the width or a length
    assert "font-size" not in source


def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "MOST_LINES", 50)
    monkeypatch.setattr(patches, "LONGEST_TEXT", 200)
    renderer = engine.HtmlRenderer(
        f"p {{ color: #{id(monkeypatch) % 0xFFFFFF:06x} }}", engine.Fetcher({})
    )
    vars(renderer.fonts).pop("brochure_lines", None)
    renderer.render(_html())
    known = vars(renderer.fonts)["brochure_lines"]
    assert len(known) <= 51
    assert all(len(key[0]) <= 200 for key in known if isinstance(key, tuple))


def test_a_module_for_later_is_imported_when_it_is_called() -> None:
    name = "brochure.slugs"
    kept = sys.modules.pop(name, None)
    try:
        with patches._imported_later(name):
            later = importlib.import_module(name)
            assert isinstance(later, patches._Later)
        assert name not in sys.modules
        assert later.slug_of("Un titre") == "un-titre"
        assert name in sys.modules
        with patches._imported_later(name):
            assert not isinstance(sys.modules[name], patches._Later)
    finally:
        if kept is not None:
            sys.modules[name] = kept
