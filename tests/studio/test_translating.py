"""Pages of a folder in the studio: duplicated, translated, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from brochure.errors import SourceError
from brochure.studio import translating
from tests.studio.conftest import PAGE, Served

MORE = PAGE.replace("---\n\nL", "figures:\n  - {value: 300, label: visiteurs}\nslug: portes\n---\n\nL")


def asked(served: Served, path: str, name: str, value: str = "", revision: str = "") -> Any:
    given = {"name": name, "value": value, "revision": revision}
    return served.client.post(f"/pages/{path}", data=given)


def test_a_copy_says_the_same_and_leads_nowhere_else(served: Served, folder: Path) -> None:
    (folder / "page.md").write_text(MORE, encoding="utf-8")
    assert asked(served, "page/copies", "copy").headers["location"] == "/pages/page-2"
    text = (folder / "page-2.md").read_text(encoding="utf-8")
    assert "title: Portes ouvertes" in text
    assert "url:" not in text
    assert "slug:" not in text
    assert asked(served, "page/copies", "copy").headers["location"] == "/pages/page-3"
    assert (folder / "page.md").read_text(encoding="utf-8") == MORE


def test_a_page_is_translated_side_by_side_with_its_history_and_its_kit_where_they_were(
    served: Served, folder: Path
) -> None:
    served.edit({"set": "lead", "value": "Venez."})
    place = asked(served, "page/copies", "translate", "en").headers["location"]
    assert place == "/pages/page.en/translation/page.fr"
    assert sorted(path.stem for path in folder.glob("*.md")) == ["page.en", "page.fr"]
    french = served.document("page.fr")
    assert french["fields"]["slug"] == "page"
    assert len(served.client.get("/api/pages/page.fr/versions").json()) == 1
    assert (french["undo"], served.document("page.en")["fields"]["lang"]) == (True, "en")
    rows = {row["name"]: row for row in served.client.get("/api/pages").json()}
    assert rows["page.en"]["translations"] == ["page.fr"]
    assert "fr" not in rows["page.en"]["untranslated"]
    screen = served.client.get(place).text
    assert 'lang="fr" dir="auto">Venez.</p>' in screen
    old = served.document("page.en")["revision"]
    here = place.removeprefix("/pages/")
    answer = asked(served, here, "lead", "Come and see.", old)
    assert 'id="pairs"' not in answer.text  # fields that somebody writes in stay
    assert served.document("page.en")["fields"]["lead"] == "Come and see."
    assert asked(served, here, "body[0]", "Late.", old).status_code == 409
    new = served.document("page.en")["revision"]
    two = asked(served, here, "body[0]", "The workshop opens.\r\n\r\nSee its machines.", new)
    assert two.text.count("<textarea") == two.text.count("<p id=") > 3
    assert served.document("page.en")["body"] == "The workshop opens.\n\nSee its machines.\n"
    asked(served, here, "step", "undo", served.document("page.en")["revision"])
    assert "The workshop" not in served.document("page.en")["body"]
    again = asked(served, "page.fr/copies", "translate", "en")
    assert again.status_code == 422
    assert asked(served, "page.fr/copies", "translate", "../x").status_code == 400
    assert unquote(asked(served, "page.fr/copies", "copy").headers["location"]) == "/pages/page-2.fr"


def test_parts_of_a_text_end_at_empty_lines_but_not_in_code() -> None:
    body = "Un.\nDeux.\n\n\n```\na\n\nb\n```\n\n## Trois\n"
    assert translating.parts_of(body) == ["Un.\nDeux.", "```\na\n\nb\n```", "## Trois"]
    assert translating.parts_of("\n\n") == []


@pytest.mark.parametrize(
    ("key", "value", "edit"),
    [
        ("title", " Nouveau ", {"set": "title", "value": "Nouveau"}),
        ("lead", "", {"set": "lead", "value": None}),
        ("figures[0].label", "visitors",
         {"set": "figures", "value": [{"value": 300, "label": "visitors"}]}),
        ("panels.items[1]", "two", {"set": "panels.items", "value": ["un", "two"]}),
        ("body[1]", "Two.", {"body": "Un.\n\nTwo.\n"}),
        ("body[7]", "Three.", {"body": "Un.\n\nDeux.\n\nThree.\n"}),
    ],
)  # fmt: skip
def test_a_text_beside_another_is_one_edit(key: str, value: str, edit: dict[str, Any]) -> None:
    fields = {"figures": [{"value": 300, "label": "visiteurs"}], "panels.items": ["un", "deux"]}
    document = {"fields": fields, "body": "Un.\n\nDeux.\n"}
    assert translating.edit_of(document, key, value) == edit


@pytest.mark.parametrize(
    "key", ["url", "figures[0].parts", "figures[9].label", "panels.items[0].x", "body"]
)
def test_what_is_no_text_of_the_page_is_refused(key: str) -> None:
    fields = {"figures": [{"value": 300}], "panels.items": ["un"]}
    with pytest.raises(SourceError):
        translating.edit_of({"fields": fields, "body": "Un."}, key, "x")
