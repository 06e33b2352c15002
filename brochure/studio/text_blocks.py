"""The text of a page, between the file and the editor: parted, put together, pasted.

The browser knows no Markdown. It is given blocks, gives back those that nobody changed as they were
written, and the others as HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from brochure.studio import pasting
from brochure.studio.blocks import parted
from brochure.studio.shown_blocks import shown
from brochure.studio.written_blocks import markdown_of

BREAK = "\n\n"


def blocks_of(body: str) -> dict[str, Any]:
    """``{"blocks": [{source, gap, line, html}], "end"}`` of ``body``; see `shown_blocks.shown`."""
    blocks, end = parted(body)
    return {"blocks": [shown(block) for block in blocks], "end": end}


def body_of(blocks: Iterable[Mapping[str, Any]], end: str) -> str:
    """The body of ``blocks``: each has a ``source`` as it was written or ``html``, and maybe a ``gap``.

    A block without a gap stands behind a blank line. What ends lines in the others ends all lines.
    """
    rows = list(blocks)
    given = [
        (row.get("gap"), str(row["source"]) if "source" in row else markdown_of(str(row["html"])))
        for row in rows
    ]
    given = [(gap, source) for gap, source in given if source.strip()]
    is_crlf = any("\r\n" in f"{gap or ''}{source}" for gap, source in given) or "\r\n" in end
    made = ""
    for gap, source in given:
        made += str(gap) if gap is not None else (BREAK if made else "")
        made += source.replace("\r\n", "\n").replace("\n", "\r\n") if is_crlf else source
    closing = end or ("\n" if made and "html" in rows[-1] else "")
    return (made.replace(BREAK, "\r\n\r\n") if is_crlf else made) + closing


def from_clipboard(html: str, text: str) -> dict[str, Any]:
    """What a clipboard holds, as blocks for the editor, and how many ``pictures`` are left out."""
    body, pictures = pasting.markdown_of(html) if html.strip() else (f"{text.strip()}\n", 0)
    return blocks_of(body) | {"pictures": pictures}
