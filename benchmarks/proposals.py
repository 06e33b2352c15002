"""How many of the figures and quotations of labelled sentences are proposed, and what it costs.

    python -m benchmarks.proposals

For each language and part of the labelled sentences (tests/importing/labelled.py): precision, recall,
and how many of those found have the right label, or the right speaker. Then the processor time of
100 KB of them in paragraphs, the least of five runs.
"""

from __future__ import annotations

import time
from itertools import cycle, islice

from brochure.importing import proposals
from tests.importing import labelled

SIZE, RUNS = 100_000, 5


def least_ms(lang: str) -> tuple[float, float]:
    """Milliseconds for the figures and for the quotations of SIZE characters in ``lang``."""
    texts = [row["text"] for part in ("rules", "held") for row in labelled.sentences(lang, part)]
    count = len(texts) * SIZE // sum(map(len, texts))
    blocks = labelled.blocks(*islice(cycle(texts), count))
    times: list[tuple[float, float]] = []
    for _ in range(RUNS):
        start = time.process_time()
        proposals.figures(lang, blocks)
        middle = time.process_time()
        proposals.quotations(lang, blocks)
        times.append((middle - start, time.process_time() - middle))
    figures, quotations = (min(run) * 1000 for run in zip(*times, strict=True))
    return figures, quotations


def row(score: labelled.Score) -> str:
    named = score.named / score.found if score.found else 1.0
    return f"{score.wanted:4} {score.precision:9.2f} {score.recall:6.2f} {named:11.2f}"


def main() -> None:
    print("                 figures                          quotations")
    print("lang part    wanted precision recall right label    wanted precision recall right speaker")
    for lang in labelled.LANGUAGES:
        for part in labelled.PARTS:
            both = (labelled.figures_score(lang, part), labelled.quotations_score(lang, part))
            print(f"{lang:4} {part:8} {'      '.join(map(row, both))}")
    for lang in labelled.LANGUAGES:
        figures, quotations = least_ms(lang)
        print(f"{lang:4} {SIZE // 1000} KB: figures {figures:.0f} ms, quotations {quotations:.0f} ms")


if __name__ == "__main__":
    main()
