"""The studio as its screens use it: pages brought, changed by two at once, drawn, taken."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brochure.building.guarded import Guarded
from brochure.errors import UnforeseenError, WorkError
from brochure.problems import error
from brochure.work.workers import Call, Held
from tests.conftest import Run
from tests.studio.conftest import PAGE, Served


def test_a_page_is_shown_with_its_fields_proposals_and_look(served: Served) -> None:
    found = served.document()
    assert found["fields"]["title"] == "Portes ouvertes"
    assert found["body"].startswith("L'atelier ouvre")
    assert found["source"].split("\n")[found["body_line"] - 1].startswith("L'atelier ouvre")
    assert found["proposals"]["figures"][0]["value"] == "plus de 300"
    assert not found["proposals"]["figures"][0]["taken"]
    assert {"agora", "papier", "contraste"} <= {theme["name"] for theme in found["look"]["themes"]}
    for path in ("/", "/pages/page"):
        screen = served.client.get(path)
        assert (screen.status_code, "page" in screen.text) == (200, True)


def test_an_edit_is_in_the_file_before_it_is_answered(served: Served, folder: Path) -> None:
    answer = served.edit({"set": "event.place", "value": "Salle Pleyel"}, {"body": "Autre texte.\n"})
    assert answer.status_code == 200
    text = (folder / "page.md").read_text(encoding="utf-8")
    assert text == PAGE.partition("---\n\n")[0] + "event:\n  place: Salle Pleyel\n---\n\nAutre texte.\n"
    problem = next(p for p in answer.json()["problems"] if p["severity"] == "error")
    assert problem["field"].startswith("event")


def test_two_tabs_the_second_is_told_and_nothing_is_overwritten(served: Served, folder: Path) -> None:
    old = served.document()["revision"]
    told: list[dict[str, Any]] = []
    listening = threading.Event()

    def second_tab() -> None:
        def is_news(kind: str, said: dict[str, Any]) -> bool:
            listening.set()
            return kind == "document" and said["revision"] != old

        told.append(served.until(is_news))

    tab = threading.Thread(target=second_tab)
    tab.start()
    assert listening.wait(60)
    new = served.edit({"set": "title", "value": "Du premier"}, revision=old).json()["revision"]
    tab.join(60)
    assert told == [{"revision": new}]
    late = served.edit({"set": "lead", "value": "Du second"}, revision=old)
    assert late.status_code == 409
    assert late.json()["document"]["revision"] == new
    assert late.json()["problems"]
    assert "Du second" not in (folder / "page.md").read_text(encoding="utf-8")


def test_what_an_editor_writes_is_told_to_whoever_has_the_page_open(
    served: Served, folder: Path
) -> None:
    old = served.document()["revision"]
    changed = PAGE.replace("Portes ouvertes", "D'un éditeur")

    def is_news(kind: str, said: dict[str, Any]) -> bool:
        if changed != (folder / "page.md").read_text(encoding="utf-8"):  # once: the page is watched now
            (folder / "page.md").write_text(changed, encoding="utf-8")
        return kind == "document" and said["revision"] != old

    served.until(is_news)
    assert served.document()["fields"]["title"] == "D'un éditeur"
    undone = served.client.post(
        "/api/pages/page/undo", json={"revision": served.document()["revision"]}
    )
    assert undone.json()["source"] == PAGE


def test_undo_redo_and_versions_by_their_addresses(served: Served) -> None:
    first = served.document()
    second = served.edit({"set": "title", "value": "B"}).json()
    undone = served.client.post("/api/pages/page/undo", json={"revision": second["revision"]}).json()
    assert (undone["source"], undone["undo"], undone["redo"]) == (first["source"], False, True)
    redone = served.client.post("/api/pages/page/redo", json={"revision": undone["revision"]}).json()
    assert redone["revision"] == second["revision"]
    (version,) = served.client.get("/api/pages/page/versions").json()
    assert version["title"] == "Portes ouvertes"
    back = served.client.post(
        f"/api/pages/page/versions/{version['id']}", json={"revision": redone["revision"]}
    )
    assert back.json()["source"] == first["source"]
    stale = served.client.post("/api/pages/page/undo", json={"revision": second["revision"]})
    assert stale.status_code == 409


def test_texts_files_and_clipboards_become_pages_that_can_be_taken_away_again(
    served: Served, folder: Path
) -> None:
    html = "<h1>Réunion publique</h1><p>Le texte, avec <b>du gras</b>.</p><script>alert(1)</script>"
    for given in ({"html": html}, {"text": "Réunion publique\n\nLe texte."}):
        answer = served.client.post("/api/bring", json=given)
        assert answer.status_code == 201
        assert answer.json()["taken"][0]["value"] == "Réunion publique"
    assert answer.json()["name"] == "reunion-publique-2"
    text = (folder / "reunion-publique.md").read_text(encoding="utf-8")
    assert "**du gras**" in text
    assert "alert" not in text
    dropped = served.client.post("/api/bring", files={"file": ("a.md", b"# Un titre\n\nUn texte.\n")})
    assert dropped.json()["name"] == "un-titre"
    assert served.client.delete("/pages/un-titre").status_code == 200
    assert not (folder / "un-titre.md").exists()
    assert served.client.delete("/pages/page").status_code == 422  # it was here before
    assert (folder / "page.md").exists()


@pytest.mark.parametrize(
    "given", [{"address": "not one"}, {"address": "file:///etc/passwd"}, {"text": " "}]
)
def test_what_cannot_be_brought_is_said_and_leaves_nothing(
    served: Served, folder: Path, given: dict[str, str]
) -> None:
    before = sorted(folder.glob("*.md"))
    answer = served.client.post("/api/bring", json=given)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["sentence"]
    assert sorted(folder.glob("*.md")) == before


def picture(colour: str = "navy") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    return out.getvalue()


def put(served: Served, use: str, data: bytes, name: str = "Ma photo.JPG") -> Any:
    given = {"use": use, "revision": served.document()["revision"]}
    return served.client.post("/api/pages/page/pictures", data=given, files={"file": (name, data)})


def test_a_photograph_is_put_beside_its_page_and_named_in_it(served: Served, folder: Path) -> None:
    answer = put(served, "picture", picture()).json()
    assert answer["path"] == "ma-photo.jpg"
    assert answer["fields"]["picture.file"] == "ma-photo.jpg"
    assert b"Exif" not in (folder / "ma-photo.jpg").read_bytes()
    assert put(served, "body", picture()).json()["path"] == "ma-photo.jpg"  # the same is there
    assert put(served, "body", picture("red")).json()["path"] == "ma-photo-2.jpg"
    shown = served.client.get("/api/pages/page/beside/ma-photo.jpg?px=300")
    assert shown.headers["content-type"] == "image/jpeg"
    assert put(served, "picture", b"no picture").status_code == 422
    assert put(served, "cover", picture()).status_code == 400


def test_a_page_of_another_name_is_missing(served: Served) -> None:
    for path in ("", "/versions", "/drawing", "/texts", "/preview/brochure.pdf"):
        assert served.client.get(f"/api/pages/absent{path}").status_code == 404


@pytest.mark.parametrize(
    "fault", [WorkError(error("studio-not-drawn")), UnforeseenError("Bug", "x", "trace")]
)
def test_what_goes_wrong_with_a_page_leaves_its_text_and_the_list(
    served: Served, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    served.studio.themes()

    def broken(_: object, call: Call) -> Any:
        raise fault

    monkeypatch.setattr(Guarded, "run", broken)
    monkeypatch.setattr(Held, "run", broken)
    assert [row["state"] for row in served.client.get("/api/pages").json()] == ["faults"]
    found = served.document()
    assert found["source"] == PAGE
    assert found["body"].startswith("L'atelier")
    assert found["problems"][0]["severity"] == "error"


@pytest.mark.slow
def test_a_page_is_drawn_while_it_is_written_and_the_kit_is_what_build_writes(
    served: Served, folder: Path, run: Run
) -> None:
    kinds: dict[str, str] = {}

    def is_ready(kind: str, said: dict[str, Any]) -> bool:
        if kind == "product":
            kinds[said["product"]] = said["state"]
        return len(kinds) == 5 and set(kinds.values()) == {"ready"}

    seen = served.until(lambda kind, said: kind == "view")
    assert (seen["page"], seen["path"]) == (1, "brochure.pdf")
    at = f"/api/pages/page/pages/brochure.pdf/1.png?px={seen['width_px']}"
    early = served.client.get(at)
    assert early.headers["content-type"] == "image/png"
    served.until(is_ready)
    late = served.client.get(at)
    assert abs(len(late.content) - len(early.content)) < 0.02 * len(late.content)
    served.edit({"set": "lead", "value": "Un chapeau, changé."})
    kinds.clear()
    served.until(is_ready)
    document = served.document()
    zipped = served.client.get("/api/pages/page/kit.zip")
    assert zipped.headers["content-disposition"] == 'attachment; filename="page.zip"'
    (folder / "built").mkdir()
    run("build", str(folder / "page.md"), "-o", str(folder / "built"), "--zip")
    assert zipped.content == (folder / "built" / "page.zip").read_bytes()
    assert zipped.content == served.client.get("/api/pages/page/kit.zip").content
    # and the same in its own folder, which is then what the list says
    built = served.client.post("/api/pages/page/build").json()
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as archive:
        for name in built["files"]:
            assert (folder / "output" / "page" / name).read_bytes() == archive.read(f"page/{name}")
    (row,) = served.client.get("/api/pages").json()
    assert (row["state"], row["faults"]) == ("built", 0)
    words = served.client.get("/api/pages/page/words/brochure.pdf/1").json()
    line = document["source"].split("\n").index("title: Portes ouvertes") + 1
    assert any(word["line"] == line for word in words)
    place = served.client.get("/api/pages/page/where", params={"line": line, "column": 8}).json()
    assert place["page"] == 1
    texts = served.client.get("/api/pages/page/texts").json()
    assert {row["network"] for row in texts["captions"]} >= {"x", "linkedin"}
    assert '<meta property="og:title"' in texts["head"]
    assert texts["alternatives"]
    assert texts["codes"]
    verdict = served.client.get("/api/pages/page/verdict").json()
    assert (verdict["errors"], verdict["complete"]) == (0, True)
    look = served.client.get("/api/pages/page/looks/papier.png?px=120")
    assert look.content.startswith(b"\x89PNG")
    assert served.client.get("/api/pages/page/looks/none.png").status_code == 404
    form = served.client.get("/api/pages/page/approval.html").text
    script = form.partition("<script>")[2].partition("</script>")[0]
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{hashed}'" in form
    assert form.count("<script>") == 1
    unanswered = served.client.post("/api/pages/page/approval", files={"file": ("a.html", form)})
    assert unanswered.status_code == 422
    answer = {"name": "A", "date": "2026-11-28", "remarks": "<b>Oui</b>", "page": document["revision"]}
    filled = form.replace('id="approval-answer">', f'id="approval-answer">{json.dumps(answer)}')
    read = served.client.post("/api/pages/page/approval", files={"file": ("a.html", filled)})
    assert read.json() == {**answer, "current": True}
    for plate in ("all", "c", "m", "y", "k"):
        path = f"/api/pages/page/pages/print/brochure.pdf/1.png?px=200&boxes=trim&plate={plate}"
        assert served.client.get(path).headers["content-type"] == "image/png"


@pytest.mark.slow
def test_a_page_that_takes_too_long_says_so_and_the_studio_lives(
    serve: Callable[..., Served], folder: Path
) -> None:
    with Guarded(seconds=4, jobs=3) as hasty:
        served = serve(hasty)
        served.client.get("/api/pages")
        time.sleep(4)  # what it draws with is loaded; that counts for nobody
        long = "Une phrase assez longue pour remplir des lignes. " * 9
        body = "\n\n".join(f"## Partie {n}\n\n{long}" for n in range(900))
        served.edit({"body": body})

        def is_failed(kind: str, said: dict[str, Any]) -> bool:
            return kind == "product" and said["product"] == "pdf" and said["state"] == "failed"

        failed = served.until(is_failed)
        assert "4 seconds" in failed["problems"][0]["sentence"]
        served.edit({"body": "Court.\n"})
        served.until(
            lambda kind, said: (
                kind == "product" and (said["product"], said["state"]) == ("pdf", "ready")
            )
        )
        assert served.document()["body"] == "Court.\n"


def test_brand_colours_become_a_theme_beside_the_page_and_their_contrast_is_told(
    served: Served, folder: Path
) -> None:
    def coloured(colours: str, revision: str = "") -> Any:
        revision = revision or served.document()["revision"]
        given = {"colours": colours, "design": "agora", "revision": revision}
        return served.client.post("/api/pages/page/colours", data=given)

    old = served.document()["revision"]
    found = coloured("#00A080,#fc0").json()
    assert found["look"]["colours"] == ["#00A080", "#FFCC00"]
    assert found["look"]["design"] == "agora"
    assert (found["fields"]["theme"], found["fields"]["accent"]) == (
        "colours/agora-00a080-ffcc00.toml", "own",
    )  # fmt: skip
    assert not [p for p in found["problems"] if p["severity"] == "error"]
    told = served.client.get("/pages/page/parts").text
    assert re.search(r"links and figures \(#00A080 on #\w{6}\): 3.0 to 1, 4.5 is needed", told)
    better = re.search(r'data-brand="0" data-use="(#\w{6})"', told)
    assert better
    live = served.client.get("/pages/page/contrast", params={"colours": better[1], "design": "agora"})
    assert "data-use" not in live.text
    assert "is no colour" in coloured("#12").json()["problems"][0]["sentence"]
    assert coloured("#123456", revision=old).status_code == 409
    assert not (folder / "colours" / "agora-123456.toml").exists()
    undone = served.client.post(
        "/api/pages/page/undo", json={"revision": served.document()["revision"]}
    )
    assert undone.json()["source"] == PAGE
    coloured("#00A080")
    plain = coloured("").json()["fields"]
    assert (plain["theme"], plain.get("accent")) == ("agora", None)


def test_accents_are_named_in_the_language_of_whoever_chooses(served: Served) -> None:
    for language, words in (("fr", "lie-de-vin"), ("en", "wine")):
        told = served.client.get("/pages/page/parts", headers={"Accept-Language": language}).text
        assert re.search(rf'value="wine"[^>]*>(<svg.*?</svg>)?{words}</label>', told)


def test_products_that_a_page_leaves_out_are_told_and_a_wrong_one_stands_at_its_field(
    served: Served,
) -> None:
    found = served.edit({"set": "products", "value": ["qr", "crads"]}).json()
    (problem,) = [p for p in found["problems"] if p["severity"] == "error"]
    assert problem["field"] == "products[1]"
    served.edit({"set": "products", "value": ["qr"]})
    states = {}

    def is_done(kind: str, said: dict[str, Any]) -> bool:
        if kind == "product":
            states[said["product"]] = said["state"]
        return set(states.values()) == {"ready", "off"}

    served.until(is_done)
    assert states == dict.fromkeys(("pdf", "print", "cards", "share"), "off") | {"qr": "ready"}
    assert served.client.get("/api/pages/page/verdict").json()["complete"]
    zipped = zipfile.ZipFile(io.BytesIO(served.client.get("/api/pages/page/kit.zip").content))
    folders = {name.split("/")[1] for name in zipped.namelist()}
    assert folders == {"qr", "README.txt", "manifest.json"}
    assert served.client.get("/api/pages/page/approval.html").status_code == 422
