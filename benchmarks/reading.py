"""What reading and setting a page of 10 KB costs, beside the libraries that it stands on, in one run.

    make bench-reading

Processor time of a warm process, medians of 15; caches of typeset texts are emptied before each run.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import brochure
from brochure.text import content, typography

ROOT = Path(__file__).parent.parent
BYTES, RUNS = 10_000, 15


def page_of(size: int) -> str:
    """The summit page with its text repeated until it has ``size`` bytes."""
    _, head, body = (ROOT / "pages" / "sommet-pgo.md").read_text(encoding="utf-8").split("---\n", 2)
    whole = f"---\n{head}---\n{body}"
    while len(whole.encode()) < size:
        whole += body
    return whole.encode()[:size].decode(errors="ignore")


def median_ms(function: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        typography.forget()
        start = time.process_time()
        function()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    from markdown_it import MarkdownIt
    from polytypo import text as polytypo

    source = page_of(BYTES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.md"
        path.write_text(source, encoding="utf-8")
        page = brochure.read(path)
        rows: dict[str, Callable[[], object]] = {
            "brochure: reading the page, all of it checked": lambda: brochure.read(path),
            "brochure: its words set, as HTML": lambda: content.content_of(page),
            "markdown-it-py alone: Markdown to HTML": lambda: MarkdownIt().render(page.body),
            "polytypo alone: the text, all of its rules": lambda: polytypo.transform(
                page.body, locale="fr"
            ),
        }
        print(f"A page of {len(source.encode()):,} bytes, warm, median of {RUNS} runs, ms of CPU")
        for name, function in rows.items():
            function()
            print(f"{median_ms(function):7.1f}  {name}")


if __name__ == "__main__":
    main()
