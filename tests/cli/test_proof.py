"""``brochure proof``: every edit with its place, before and after."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

PAGE = """---
title: L'été
lang: fr
---

Il dit "oui".
Le concert à 21h00 coûte 5€ -- pour 12000 places.

- Etat et 12 000 €
"""


def test_proof_shows_what_is_done_and_what_an_editor_would_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    done = run("proof", "a.md")
    assert done.returncode == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "2 title  L'été  →  L’été" in lines
    assert any(line.startswith('6  Il dit "oui".') and "→  Il dit «⍽oui⍽»." in line for line in lines)
    assert any(line.startswith("7 ") and "21⍽h⍽00" in line for line in lines)
    assert any(line.startswith("7 ") and "12⍽000 places" in line for line in lines)
    assert any(line.endswith("→  État et 12 000 €") and line.startswith("9 ") for line in lines)
    assert "edits more are proposed, and not made" in done.stderr
    assert "12⍽000⍽€" not in done.stdout
    assert "12⍽000⍽€" in run("proof", "a.md", "--all").stdout


def test_proof_gives_its_rows_to_programs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    rows = json.loads(run("proof", "a.md", "--json").stdout)
    assert {"line", "key", "before", "after", "proposed", "spaces"} == set(rows[0])
    assert [row["after"] for row in rows if row["key"] == "title"] == ["L’été"]
    assert {row["line"] for row in rows if row["proposed"]} == {7, 9}


def test_what_is_proposed_is_made_on_demand_alone(run: Run, tmp_path: Path) -> None:
    told = {}
    for mode in ("off", "safe", "full"):
        (tmp_path / "a.md").write_text(
            PAGE.replace("lang: fr", f"lang: fr\ntypography: {mode}"), encoding="utf-8"
        )
        told[mode] = run("proof", "a.md").stderr
    assert "0 edits are made" in told["off"]
    assert "0 edits are made" not in told["safe"]
    assert "are proposed, and not made" in told["safe"]
    assert "are proposed" not in told["full"]


def test_a_mode_that_is_none_is_refused_with_those_there_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE.replace("lang: fr", "lang: fr\ntypography: best"))
    done = run("build", "a.md", "--only", "cards")
    assert done.returncode == 1
    assert 'a.md:4: typography: "best" is unknown; it can be off, safe or full' in done.stderr
