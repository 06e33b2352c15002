"""The figures on paper: screen and print files, warm, beside plain WeasyPrint and Typst.

Run by ``make bench``. Everything runs in this one process, in turn, so that a busy machine is busy
for every row alike; each row is the median of processor time. Nothing measured is kept between
rounds: what a first build measures, these measure each time.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import brochure
from brochure.pdf import rendering as screen
from brochure.pdf.press import rendering

ROUNDS = 9
LONG_ROUNDS = 2
SUMMIT = Path("pages/sommet-pgo.md")
LIMITS_S = {"screen file": 0.35, "print file": 0.35, "all print products": 1.5}

Job = Callable[[], object]


def cpu_s(job: Job) -> float:
    """The processor seconds of one run of ``job``."""
    before = time.process_time()
    job()
    return time.process_time() - before


def plain_weasyprint(page: brochure.Page) -> Job:
    """The page's words in one column with WeasyPrint's own looks: what a script of ten lines makes."""
    import weasyprint

    from brochure.text.content import content_of

    words = content_of(page)
    html = (
        f'<html lang="{page.lang}"><title>{page.title}</title>'
        "<style>@page { size: A4; margin: 20mm 18mm }"
        "body { columns: 2; hyphens: auto; font: 10.4pt/15pt serif }</style>"
        f"<h1>{page.title}</h1><p>{words.prose.intro}</p>{words.prose.rest}</html>"
    )
    return lambda: weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")


def same_layout_weasyprint(page: brochure.Page, theme: brochure.Theme) -> Job:
    """The very HTML and style sheet of the brochure, given to WeasyPrint alone."""
    import weasyprint

    from brochure.pdf import engine

    kept: list[tuple[str, list[str]]] = []
    render, start = engine.HtmlRenderer.render, engine.HtmlRenderer.__init__
    sheets: list[str] = []

    def keep(press: engine.HtmlRenderer, html: str, **options: object) -> object:
        kept.append((html, list(sheets)))
        return render(press, html, **options)

    def keep_sheet(
        press: engine.HtmlRenderer, css: str, fetcher: engine.Fetcher, fonts: str = "",
        *, form: str = "", likely: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        sheets[:] = [fonts, form, css]
        start(press, css, fetcher, fonts, form=form, likely=likely)

    engine.HtmlRenderer.render = keep  # type: ignore[method-assign,assignment]
    engine.HtmlRenderer.__init__ = keep_sheet  # type: ignore[method-assign,assignment]
    try:
        list(screen.render(page, theme))
    finally:
        engine.HtmlRenderer.render, engine.HtmlRenderer.__init__ = render, start  # type: ignore[method-assign]
    html, css = kept[-1]

    def job() -> object:
        styles = [weasyprint.CSS(string=text, base_url="file:///") for text in css]
        source = weasyprint.HTML(string=html, base_url="file:///")
        return source.write_pdf(pdf_variant="pdf/a-3a", stylesheets=styles)

    return job


def typst(page: brochure.Page) -> Job | None:
    """The same text in Typst with two columns, hyphenated, PDF/UA-1; None where it is not installed."""
    try:
        import typst as compiler
    except ImportError:
        return None
    paragraphs = [part.replace("\n", " ") for part in page.body.split("\n\n") if part.strip()]
    escaped = [
        "".join(f"\\{c}" if c in "#*_$@<>`~[]\\" else c for c in p.lstrip("# ")) for p in paragraphs
    ]
    text = (
        f'#set document(title: "{page.title}")\n'
        f'#set text(lang: "{page.language}", hyphenate: true, size: 10.4pt)\n'
        "#set page(margin: (x: 18mm, y: 20mm))\n#set par(justify: false)\n"
        f"= {page.title}\n{page.lead}\n#columns(2)[\n" + "\n\n".join(escaped) + "\n]\n"
    )
    return lambda: compiler.compile(text.encode(), pdf_standards=["ua-1"])


def of_length(page: brochure.Page, parts: int) -> brochure.Page:
    """The words of the page ``parts`` times, eight of them under a heading of their own."""
    words = "\n".join(line for line in page.body.splitlines() if not line.startswith("#"))
    bodies = (f"## Partie {i}\n\n{words}" if i % 8 == 0 else words for i in range(parts))
    return replace(page, body="\n\n".join(bodies))


def screen_into(made: list[brochure.Artifact], page: brochure.Page, theme: brochure.Theme) -> None:
    """Render the screen file of ``page`` and put it at the head of ``made``."""
    made[:] = screen.render(page, theme)


def print_growth(page: brochure.Page, theme: brochure.Theme) -> None:
    """Seconds per page at about 4, 20 and 100 pages."""
    print("\ngrowth: processor seconds of the screen file")
    print(f"{'pages':>8}{'CPU s':>10}{'s per page':>12}")
    for parts in (1, 29, 157):
        long = page if parts == 1 else of_length(page, parts)
        made: list[brochure.Artifact] = []
        job = partial(screen_into, made, long, theme)
        seconds = [cpu_s(job) for _ in range(ROUNDS if parts == 1 else LONG_ROUNDS)]
        pages, median = made[0].facts.pages, statistics.median(seconds)
        print(f"{pages:>8}{median:>10.2f}{median / pages:>12.3f}")


def main() -> None:
    """Print the tables."""
    page, theme = brochure.read(SUMMIT), brochure.load_theme("agora")
    products: dict[str, list[float]] = {}

    def all_print() -> None:
        for _ in rendering.render(page, theme):
            pass

    jobs: dict[str, Job | None] = {
        "screen file": lambda: list(screen.render(page, theme)),
        "print file": lambda: next(iter(rendering.render(page, theme))),
        "all print products": all_print,
        "WeasyPrint, the same HTML": same_layout_weasyprint(page, theme),
        "WeasyPrint, plain two columns": plain_weasyprint(page),
        "Typst, plain two columns": typst(page),
    }
    for _ in range(ROUNDS + 1):  # the first round warms fonts and templates
        for name, job in jobs.items():
            if job is not None:
                products.setdefault(name, []).append(cpu_s(job))
    print(f"the summit, 4 pages, warm: median (lowest) processor seconds of {ROUNDS} rounds")
    for name, seconds in products.items():
        kept = sorted(seconds[1:])
        limit = f"  limit {LIMITS_S[name]:.2f}" if name in LIMITS_S else ""
        print(f"{name:32}{statistics.median(kept):7.3f} ({kept[0]:.3f}){limit}")
    if jobs["Typst, plain two columns"] is None:
        print("Typst is not installed: pip install typst")
    print_growth(page, theme)


if __name__ == "__main__":
    main()
