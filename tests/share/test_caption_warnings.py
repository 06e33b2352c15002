"""What is worth knowing before posting: captions that were cut, parts without room, texts too long."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

import brochure
from brochure.share import posts
from brochure.text.content import content_of
from tests.conftest import artifact

SHORT = {"x": "Court.", "bluesky": "Court."}
"""Captions of one's own for the two shortest networks."""


def warned(page: brochure.Page, theme: brochure.Theme) -> list[str]:
    """What building the share page warns of, of captions."""
    kit = brochure.build(page, theme, only=["share"])
    return [str(w) for w in artifact(kit, "share/captions.json").warnings]


def test_captions_that_fit_are_nothing_to_speak_of(kit: brochure.Kit) -> None:
    assert artifact(kit, "share/captions.json").warnings == ()


def test_a_title_that_is_cut_is_told_with_the_way_out(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    long = replace(page, title="Sommet mondial " * 19, lead="")
    told = warned(long, theme)
    assert told == [
        f"captions: the title is cut for {name}, which takes {limit} characters; "
        f"write a caption of your own: captions: {{{key}: …}}"
        for key, name, limit in (("x", "X", 280), ("bluesky", "Bluesky", 300))
    ]
    assert warned(replace(long, captions=SHORT), theme) == []


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("address", {"url": f"https://exemple.org/{'a' * 300}"}),
        ("embargo", {"embargo": date(2027, 3, 1), "captions": {"x": "Court.", "bluesky": "é" * 290}}),
    ],
)
def test_a_part_without_room_is_told(
    part: str, changes: dict[str, object], page: brochure.Page, theme: brochure.Theme
) -> None:
    (told,) = warned(replace(page, **changes), theme)  # type: ignore[arg-type]
    assert told == f"captions: no room for the {part} on Bluesky; make the rest shorter"


def test_an_alternative_text_that_a_network_does_not_take_is_told(kit: brochure.Kit) -> None:
    """Cards keep theirs shorter than any network asks for: a longer one is put in here."""
    rows = json.loads(artifact(kit, "share/captions.json").data)["captions"]
    for row in rows:
        row["alternative_text"] = "x" * 501
    made, _ = posts.caption_files(content_of(kit.page), rows)
    (told,) = map(str, made.warnings)
    assert told == (
        "captions: the alternative text of cards/pin.png has 501 characters; Pinterest takes 500"
    )
