"""Pictures that wait for their words: an alternative text of "?" asks for one.

Whatever imports a page writes it where the source has no words for a picture. Nobody can print what
nobody can describe: such a picture is left out, with a warning that says where to write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brochure.problems import Id
from brochure.text import left_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

NO_WORDS = "?"
"""The alternative text that asks for one."""


def install(made: MarkdownIt) -> None:
    """Teach ``made`` to leave such pictures out."""
    made.core.ruler.push("pictures_without_words", _leave_out)


def _leave_out(state: StateCore) -> None:
    for token in state.tokens:
        for at, child in enumerate(token.children or ()):
            if child.type == "image" and child.content.strip() == NO_WORDS and token.children:
                source = f"![{NO_WORDS}]({child.attrs['src']})"
                token.children[at] = left_out.token(Id("picture-words"), source, harmless=True)
