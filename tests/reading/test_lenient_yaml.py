"""Front matter as people write it is read as it is meant; YAML as YAML."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from brochure.reading.front_matter import FrontMatter, split
from brochure.reading.lenient_yaml import mended, with_hashtags


def matter_of(text: str) -> FrontMatter:
    matter = split(f"---\n{text}\n---\nx\n", "a.md")
    assert matter is not None
    return matter


READ: dict[str, Any] = {
    "title: Atelier : budgets ouverts": {"title": "Atelier : budgets ouverts"},
    "title: Demain: tout": {"title": "Demain: tout"},
    "title: Suite:": {"title": "Suite:"},
    "lead: Rendez-vous au #PGO2016 #Paris, salle Pleyel": {
        "lead": "Rendez-vous au #PGO2016 #Paris, salle Pleyel"
    },
    "lead: au #PGO2016 # à relire": {"lead": "au #PGO2016"},
    "title: #PGO2016 à Paris": {"title": "#PGO2016 à Paris"},
    "lead: Rendez-vous\n  au #PGO2016\ntitle: T": {"lead": "Rendez-vous au #PGO2016", "title": "T"},
    "lead: |\n  au #PGO2016\n  a: b\ntitle: T": {"lead": "au #PGO2016\na: b\n", "title": "T"},
    "tags: #mes tags\n  - a\n  - b": {"tags": ["a", "b"]},
    "tags: #mes tags\n- a\n- b": {"tags": ["a", "b"]},
    "hashtags: [#PGO2016, #Paris]": {"hashtags": ["#PGO2016", "#Paris"]},
    "hashtags:\n  - #PGO2016\n  - été": {"hashtags": ["#PGO2016", "été"]},
    "title: 'L'été au port'": {"title": "L'été au port"},
    'title: "Un" et "deux"': {"title": '"Un" et "deux"'},
    "title: @ville : la fête": {"title": "@ville : la fête"},
    "title: 50 % de plus": {"title": "50 % de plus"},
    "title: %age": {"title": "%age"},
    "title: *Grand* jour": {"title": "*Grand* jour"},
    "title: - un tiret": {"title": "- un tiret"},
    "event:\n\tstarts: 2026-12-07\n\tplace: Paris : centre": {
        "event": {"starts": "2026-12-07", "place": "Paris : centre"}
    },
    "title:\tAvec tabulation\nlead: a : b": {"title": "Avec tabulation", "lead": "a : b"},
    "permalink: {{ slug }}/index.html": {"permalink": "{{ slug }}/index.html"},
    "url: https://exemple.org/a#b": {"url": "https://exemple.org/a#b"},
    "color: '#fff' # blanc": {"color": "#fff"},
    "quotes:\n  - text: Oui : bravo\n    by: Mme #1": {
        "quotes": [{"text": "Oui : bravo", "by": "Mme #1"}]
    },
    "a: {b: c, d: [e, f]}": {"a": {"b": "c", "d": ["e", "f"]}},
}


@pytest.mark.parametrize("text", READ)
def test_a_text_is_read_as_it_is_written(text: str) -> None:
    matter = matter_of(text)
    assert (matter.problems, matter.tree) == ((), READ[text])


def test_values_keep_their_lines() -> None:
    matter = matter_of("lead: a #b\n  c\ntitle: d : e\nevent:\n\tstarts: x")
    assert {key[-1]: line for key, line in matter.lines.items() if key} == {
        "lead": 2, "title": 4, "event": 5, "starts": 6,
    }  # fmt: skip


def test_blank_lines_may_stand_before_the_first_fence() -> None:
    matter = split("\n\n---\ntitle: T\n---\nx\n", "a.md")
    assert matter is not None
    assert (matter.tree, matter.lines["title",], matter.body_line) == ({"title": "T"}, 4, 6)
    assert split("\n---\n\nDu texte.\n\n---\n", "a.md") is None


def test_a_comment_after_a_text_is_told() -> None:
    (problem,) = matter_of("layout: post # comme avant\ntitle: Atelier # 3").problems
    assert (problem.id, problem.severity, problem.place.line) == ("value-comment", "warning", 3)
    assert problem.fields["comment"] == "# 3"


@pytest.mark.parametrize("text", ["title: [a", "title: 'a\nb: 'c", "a: b\n  c: d"])
def test_what_is_no_yaml_is_told_still(text: str) -> None:
    matter = matter_of(text)
    assert (matter.readable, [p.id for p in matter.problems]) == (False, ["yaml-unreadable"])


_WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30
)


@given(_WORDS)
def test_yaml_in_quotation_marks_is_left_as_it_is(words: str) -> None:
    import json

    text = f"title: {json.dumps(words, ensure_ascii=False)}\nlead:\n  - {json.dumps(words)}"
    assert with_hashtags(text) == mended(text) == text
    assert YAML(typ="safe", pure=True).load(text)["title"] == words


@given(
    st.lists(
        st.sampled_from(["au", "#PGO", "a:", "b", "-", "'", '"', "n°", "%"]), min_size=1, max_size=6
    )
)
def test_a_line_of_words_is_those_words(words: list[str]) -> None:
    text = " ".join(["Mot", *words])
    assert matter_of(f"title: {text}").tree == {"title": text}
