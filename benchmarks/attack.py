"""Hostile and huge documents: each ends within its limit, with a named problem or a kit, and counts.

Run by ``make attack`` or ``python benchmarks/attack.py [--only KIND] [--limit SECONDS]``.
Pages are built in one batch, with ordinary pages among them that must be byte for byte as they are
alone; all else is given to its command by itself. The commands run in
processes of this program, which must survive.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from brochure.work.workers import cores  # noqa: E402
from tests.attack.documents import KINDS, Document, documents  # noqa: E402
from tests.attack.running import GRACE_S, Outcome, run_batch, run_document, timed  # noqa: E402

BATCHED = ("page", "picture")
LOADED = (
    "brochure.pdf.rendering", "brochure.pdf.press.rendering", "brochure.pdf.reading_back",
    "brochure.cards.rendering", "brochure.codes.verification", "brochure.preflight.runs",
    "brochure.checking.kits", "brochure.reading.pages", "brochure.themes.theme_file",
    "brochure.stationery.rendering", "brochure.reading.programmes", "brochure.cli",
)  # fmt: skip
"""What all commands need, loaded once here instead of in each one's server."""


def main() -> None:
    """Run all, and print a row for each kind; exit with 1 if anything went wrong."""
    options = _options()
    for name in LOADED:
        import_module(name)
    started, outcomes = time.monotonic(), list[Outcome]()
    kinds = (options.only,) if options.only else KINDS
    wanted = [*documents(kinds)][:: options.every]
    single = [number for number, one in enumerate(wanted) if one.kind not in BATCHED]
    with ProcessPoolExecutor(cores(), mp_context=get_context("fork")) as parents:
        # a parent that dies breaks the pool, and this program with it
        for outcome in parents.map(partial(_alone, wanted, options.limit), single):
            outcomes.append(outcome)
            _say(outcome, verbose=options.verbose)
    batch = [document for document in wanted if document.kind in BATCHED]
    for outcome in _together(batch, options.limit) if batch else ():
        outcomes.append(outcome)
        _say(outcome, verbose=options.verbose)
    _table(outcomes, options.limit, time.monotonic() - started)
    sys.exit(any(outcome.fault for outcome in outcomes))


def _alone(wanted: Sequence[Document], limit_s: float, number: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="attack-") as folder, timed() as clock:
        outcome = run_document(wanted[number], Path(folder), limit_s)
        return _judged(outcome, clock.longest(), limit_s)


def _together(batch: Sequence[Document], limit_s: float) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="attack-") as folder, timed() as clock:
        for outcome in run_batch(batch, Path(folder), limit_s):
            page = outcome.name.replace(".", "-")
            yield _judged(outcome, clock.longest(f"/{page}.md"), limit_s)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--limit", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth document")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def _judged(outcome: Outcome, longest_s: float, limit_s: float) -> Outcome:
    """``outcome`` with its longest piece of work, a fault if that is too long."""
    late = longest_s > limit_s + GRACE_S
    fault = outcome.fault or (f"{longest_s:.2f} s" if late else "")
    return replace(outcome, longest_s=longest_s, fault=fault)


def _say(outcome: Outcome, *, verbose: bool) -> None:
    if outcome.fault or verbose:
        mark = "FAULT" if outcome.fault else "     "
        told = outcome.fault or outcome.problem or "built"
        print(
            f"{mark} {outcome.kind}: {outcome.name}: {outcome.longest_s:.2f} s: {told[:200]!r}",
            flush=True,
        )


def _table(outcomes: list[Outcome], limit_s: float, took_s: float) -> None:
    print("\nkind         documents   built    told   ended  faults  longest s")
    for kind in dict.fromkeys(outcome.kind for outcome in outcomes):
        of = [outcome for outcome in outcomes if outcome.kind == kind]
        counts = Counter(
            "ended" if "the limit" in o.problem else "told" if o.problem else "built" for o in of
        )
        print(
            f"{kind:<12}{len(of):>10}{counts['built']:>8}{counts['told']:>8}{counts['ended']:>8}"
            f"{sum(bool(o.fault) for o in of):>8}{max(o.longest_s for o in of):>11.2f}"
        )
    faults = sum(bool(outcome.fault) for outcome in outcomes)
    print(
        f"{len(outcomes)} documents, limit {limit_s:g} s + {GRACE_S:g}: {faults} faults, {took_s:.0f} s"
    )


if __name__ == "__main__":
    main()
