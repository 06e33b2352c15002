"""List sheets: what is printed of a programme or of people, as the command line makes it; guarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from brochure.building import people_kits, pipeline
from brochure.kit import Kit
from brochure.language_tags import primary
from brochure.people import ORDERS
from brochure.problems import Problem
from brochure.reading.people import read_people
from brochure.reading.programmes import read_programme
from brochure.stationery import badge_codes, label_sheets, people_products, products
from brochure.stationery.printed_sheets import PAPERS
from brochure.studio.list_values import Options
from brochure.text import labels
from brochure.theme import Theme
from brochure.themes import theme_file


def choices() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The values of each choice, by the kind of a list."""
    both = {"theme": theme_file.theme_names(), "lang": labels.languages()}
    return {
        "programme": {
            **both, "paper": tuple(PAPERS),
            "labels": (*label_sheets.USUAL, *sorted({*label_sheets.presets()} - {*label_sheets.USUAL})),
        },
        "people": {
            **both, "paper": tuple(name.replace("a4", "A4") for name in people_products.PAPERS),
            "form": tuple(people_products.FORMATS), "names": people_kits.NAMES, "sort": ("", *ORDERS),
            "code": tuple(kind for kind in badge_codes.KINDS if kind != "id"),
        },
    }  # fmt: skip


def made(path: Path, options: Options, sheets: Sequence[str]) -> tuple[Kit, tuple[Problem, ...]]:
    """The kit of the list at ``path`` with ``sheets``, and what there is to say of what is in it.

    Raises BrochureError.
    """
    theme = theme_file.load_theme(options.theme)
    if options.kind == "people":
        return _of_people(path, options, sheets, theme)
    programme = read_programme(path, **options.reading)
    names = [name for name in sheets if name != "codes"]
    wanted = products.choose_sheets(
        names, label_sheets.label_grid(options.labels), {}, marks=False, paper=options.paper
    )
    with_codes = "codes" in sheets
    kit = pipeline.build_programme(programme, theme, wanted if names else (), code_files=with_codes)
    return kit, tuple(dict.fromkeys((*programme.warnings, *kit.warnings)))


def _of_people(
    path: Path, options: Options, sheets: Sequence[str], theme: Theme
) -> tuple[Kit, tuple[Problem, ...]]:
    people = read_people(path, **options.reading)
    texts, told = badge_codes.payloads_of(people, options.code)
    paper = options.paper.lower()
    form, grid = people_kits.shape_of(options.form, paper, lang=options.lang)
    asked = people_kits.BadgeOptions(
        sheets=tuple(sheets), form=form, grid=grid, paper=paper, names=options.names, codes=texts
    )
    kit = people_kits.build_people(people, theme, asked)
    return kit, tuple(dict.fromkeys((*people.warnings, *told, *kit.warnings)))


def language_of(lang: str) -> str:
    """The language of sheets for somebody who reads ``lang``."""
    return primary(lang) if primary(lang) in labels.languages() else "en"
