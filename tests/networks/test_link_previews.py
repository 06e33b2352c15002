"""Link previews: which networks are shown, and how their texts are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.networks import link_previews


def test_previews_are_in_their_order_with_known_measures() -> None:
    layouts = link_previews.layouts()
    assert [network.key for network, _ in layouts] == list(link_previews.ORDER)
    assert all(layout.title > 20 for _, layout in layouts)
    assert all(layout.ratio in {"1.91 / 1", "1 / 1"} for _, layout in layouts)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Un mot de trop", 14, "Un mot de trop"),
        ("Un mot de trop", 13, "Un mot de…"),
        ("Un mot, de trop", 9, "Un mot…"),
        ("Anticonstitutionnellement", 10, "Anticonst…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, most: int, short: str) -> None:
    assert link_previews.shortened(text, most) == short


@given(st.text(st.sampled_from("ab é,.–\u00a0"), max_size=60), st.integers(2, 60))
def test_what_is_left_is_short_enough_and_begins_the_text(text: str, most: int) -> None:
    short = link_previews.shortened(text, most)
    assert len(short) <= most
    assert short == text or (short[-1] == "…" and text.startswith(short[:-1]))
