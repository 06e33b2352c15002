"""Blocks within the text are read back from the PDF, with tags that say what they are."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

import brochure

BODY = """Un début, qui dit de quoi il s'agit.

::: quote
On ne rénove pas contre eux.
— Marie Dupont
:::

Du texte entre deux.

::: sidebar Venir
Le tram s'arrête là.
:::

::: programme
# Samedi
9 h | Ouverture | Salle 1
10 h | Débat | Salle 2
:::

Une fin.
"""


@pytest.mark.parametrize("theme_name", ["agora", "contraste"])
def test_blocks_are_there_and_tagged(theme_name: str, page: brochure.Page) -> None:
    changed = replace(
        page, body=BODY, url="https://exemple.org/", figures=(), panels=None, quotes=(), picture=None
    )
    (made,) = brochure.build(changed, brochure.load_theme(theme_name), only=["pdf"]).artifacts
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        kinds = [str(element.S) for element in elements]
        heads = [e for e in elements if e.S == "/TH"]
        assert kinds.count("/BlockQuote") == 1
        assert kinds.count("/TR") == 2
        assert [str(e.A.Scope) for e in heads] == ["/Row"] * 2
        assert "/Caption" not in kinds
