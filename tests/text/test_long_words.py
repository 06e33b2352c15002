"""Words that no language has are refused with their line; addresses are none, of whatever length."""

from __future__ import annotations

import pytest

from brochure.text.long_words import LONGEST
from brochure.text.markdown_lint import check_body

LETTERS = "abcdefghij" * (LONGEST // 10)
SIGNS = "iVBORw0KGgo/+=" * 100

REFUSED = {
    "a word": (f"Un.\n\nDeux {LETTERS}k.\n", 12),
    "on a second line": (f"Un\ndeux *trois*\n{LETTERS}k.\n", 12),
    "with marks of emphasis inside": (f"**{LETTERS}**ij\n", 10),
    "data": (f"Un.\n\n- Deux\n- {SIGNS}\n", 13),
    "in code": (f"Un `{LETTERS}k` deux.\n", 10),
    "in a block of code": (f"```\nx = 1\n{LETTERS}k\n```\n", 12),
    "in a table": (f"| a |\n|---|\n| b |\n| {LETTERS}k |\n", 13),
    "in a link": (f"[{LETTERS}k](https://exemple.org/)\n", 10),
    "without a scheme": (f"ex.org/{LETTERS}\n", 10),
    "signs": ("Un\n\n" + "[" * 1001 + "\n", 12),
    "bound by nothing that is seen": (f"{LETTERS[:600]}\u2060{LETTERS[:600]}\n", 10),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_word_that_no_line_can_hold_is_refused_with_its_line(name: str) -> None:
    body, line = REFUSED[name]
    (problem,) = (p for p in check_body(body, "p.md", 10)[1] if p.severity == "error")
    assert (problem.id, problem.place.line) == ("body-word-long", line)
    assert "is a word of" in problem.what("en")
    assert problem.way_out("en")


@pytest.mark.parametrize(
    "body",
    [
        f"Un {LETTERS}\n", f"Voir https://exemple.org/{LETTERS * 30} ici.\n",
        f"[ici](https://exemple.org/{LETTERS}?{SIGNS})\n", f"(www.exemple.org/{LETTERS})\n",
        "日本語の文章には空白がない。" * 200 + "\n", "ภาษาไทยไม่มีช่องว่าง" * 100 + "\n",
        "中文" * 900 + "\n",
        f"{LETTERS}\u00ad{LETTERS}\n", f"{LETTERS}\u00a0{LETTERS}\n", "a b " * 5000 + "\n",
    ],
)  # fmt: skip
def test_addresses_and_scripts_without_spaces_are_no_words(body: str) -> None:
    assert [p for p in check_body(body, "p.md")[1] if p.severity == "error"] == []
