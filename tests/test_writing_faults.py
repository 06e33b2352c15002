"""Faults at events of a write: either kit stands, whole. All of them: ``benchmarks/faults.py``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from faults import FAULTS, WAYS, Faults, every_trial

from brochure import placement
from brochure.kit import Artifact, Kit
from brochure.page import Page

STEP = 19
"""Of so many events one is tried here; a prime number, so that they are of all kinds."""


def kit_of(theme: str, **files: str) -> Kit:
    """A kit of two products, "a" and "b", whose files hold these texts."""
    made = [
        Artifact(path=f"{name[0]}/{name}.txt", media_type="text/plain", data=text.encode())
        for name, text in files.items()
    ]
    products = {name: tuple(a for a in made if a.path.startswith(f"{name}/")) for name in "ab"}
    return Kit(
        page=Page(slug="kit", lang="fr", title="Kit", body=""), theme_name=theme,
        products={name: group for name, group in products.items() if group},
        digests=dict.fromkeys(products, theme),
    )  # fmt: skip


BEFORE = kit_of("agora", a1="one", b1="two", b2="three", b3="four")
AFTER = kit_of("papier", b1="two", b2="another", b4="new")


def test_at_every_event_that_is_tried_either_kit_stands_whole(tmp_path: Path) -> None:
    found = [*every_trial(Faults(BEFORE, AFTER, tmp_path), STEP)]
    assert {(trial, seen.wrong) for trial, seen in found if seen.wrong} == set()
    assert {(trial.way, trial.fault) for trial, _ in found} == {(w, f) for w in WAYS for f in FAULTS}
    assert {"old", "new"} <= {seen.stood for _, seen in found}


def test_files_that_are_put_in_place_one_after_the_other_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_by_one(folder: Path, new: Mapping[str, bytes], gone: Collection[str]) -> None:
        for path, data in new.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).unlink(missing_ok=True)
            placement.written(folder / path, data)
        for path in gone:
            (folder / path).unlink()

    faults = Faults(BEFORE, AFTER, tmp_path)
    monkeypatch.setattr(placement, "put", one_by_one)
    assert any("half a kit" in seen.wrong for _, seen in every_trial(faults, STEP))
