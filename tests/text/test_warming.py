"""Warming up: what a language needs is at hand afterwards, whatever the language."""

from __future__ import annotations

import subprocess
import sys

import pytest

from brochure.text import warming
from tests.conftest import ROOT

COUNTED = """
import re._compiler as compiler
from brochure.page import KeyFigure, Page, Quote
from brochure.text import content, warming

compiled = []
compile_ = compiler.compile
compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or compile_(pattern, flags)
warming.warm("fr")
before = len(compiled)
content.content_of(Page(
    slug="p", lang="fr", title="Le 7 décembre 2027 : « ouvert »", lead="À 10 h, au n° 4.",
    body="Un texte, « cité », de 4 000 personnes.\\n\\n## Un titre\\n\\n- un ;\\n- deux.",
    figures=(KeyFigure(value="plus de 4 000", label="participants"),),
    quotes=(Quote(text="Nous y serons.", by="Zoé"),),
))
print(before, len(compiled) - before)
"""


@pytest.mark.parametrize("lang", ["ar", "de", "en", "es", "fr", "pl", "zh", "tlh", "sr-Cyrl-RS"])
def test_every_language_is_warmed_up(lang: str) -> None:
    warming.warm(lang)


def test_hardly_an_expression_is_compiled_for_a_page_afterwards() -> None:
    told = subprocess.run(
        [sys.executable, "-c", COUNTED], check=True, capture_output=True, text=True, cwd=ROOT
    )
    before, after = map(int, told.stdout.split())
    assert before > 50
    assert after <= 5
