"""People's kits: badges, name tents, a list to sign and certificates, made and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brochure import process
from brochure.building import digest
from brochure.errors import BrochureError, ProgrammeError
from brochure.kit import Artifact, Kit
from brochure.page import Page
from brochure.people import People
from brochure.problems import Problem, Text, error, warning
from brochure.stationery.grids import Grid
from brochure.stationery.people_products import BadgeFormat
from brochure.theme import Theme

SHEETS = ("badges", "tents", "list", "certificates", "calibration")
"""What can be made for people, in this order; a calibration sheet needs none."""

NAMES = ("whole", "first")
"""Whole names at one size, or first names large above the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeOptions:
    """How the sheets of people are made.

    ``sheets`` are some of SHEETS. Badges are of ``form`` on ``grid``; other sheets on ``paper``.
    ``names`` is one of NAMES. ``codes`` has what the code of each person says, by the line of the row.
    ``slot`` asks for the mark of a lanyard's hole, ``marks`` for cut marks; ``copies`` is how many
    badges each person gets.
    """

    form: BadgeFormat
    grid: Grid
    sheets: Sequence[str] = ("badges",)
    paper: str = "a4"
    names: str = "whole"
    codes: Mapping[int, str] = field(default_factory=dict)
    slot: bool = True
    marks: bool = True
    copies: int = 1


def shape_of(
    form: str,
    paper: str,
    labels: str = "",
    offset: str = "",
    order: str = "rows",
    start: int = 1,
    lang: str = "",
) -> tuple[BadgeFormat, Grid]:
    """The format of badges and the cells of a page, by the words that they are asked for with.

    Raises BrochureError for words that are none, and for what has no room.
    """
    from brochure.language_tags import is_rtl
    from brochure.stationery import label_sheets, people_products

    if labels:
        grid = label_sheets.label_grid(labels)
        shape = people_products.label_form(grid)
    else:
        if form not in people_products.FORMATS:
            known = tuple(people_products.FORMATS)
            raise BrochureError(error("badges-format", given=form, known=known))
        shape = people_products.FORMATS[form]
        grid = people_products.badge_grid(shape, paper)
    grid = label_sheets.placed(grid, offset, order)
    each = grid.count // shape.faces
    if start > each:
        raise BrochureError(error("labels-start", start=start, on_page=each))
    columns = grid.by_columns and shape.faces == 1
    return shape, replace(grid, skip=start - 1, by_columns=columns, rtl=is_rtl(lang or "fr"))


@process.alone
def build_people(
    people: People,
    theme: Theme,
    options: BadgeOptions,
    *,
    progress: Callable[[str, int, int], None] = lambda name, done, of: None,
) -> Kit:
    """The kit of ``people``: every text and every code is read back from the finished files.

    Raises BrochureError, with all that does not fit at once; nothing is written.
    """
    from brochure.codes import verification
    from brochure.pdf import reading_back

    _refuse(people, options)
    made: dict[str, tuple[Artifact, ...]] = {}
    faults: dict[Problem, None] = {}
    for name in SHEETS:
        if name not in options.sheets:
            continue
        try:
            made[name] = (_artifact(name, people, theme, options, progress),)
        except ProgrammeError as caught:
            faults |= dict.fromkeys(caught.problems)
    if faults:
        raise ProgrammeError(*faults)
    artifacts = [artifact for group in made.values() for artifact in group]
    for number, artifact in enumerate(artifacts, 1):
        progress(str(Text("progress-reading-back")), number, len(artifacts))
        verification.verify(artifact)
        reading_back.verify(artifact)
    page = Page(
        slug=people.slug, lang=people.lang, title=people.title or people.slug, body="",
        warnings=tuple(_shared_colours(people, theme)),
    )  # fmt: skip
    return Kit(
        page=page,
        theme_name=theme.name,
        products=made,
        digests=dict.fromkeys(made, _digest(people, options, theme)),
    )


def _digest(people: People, options: BadgeOptions, theme: Theme) -> str:
    """What the kit was made from, as a SHA-256; photographs count by their own digests."""
    persons = [(replace(p, photo=b""), hashlib.sha256(p.photo).hexdigest()) for p in people.persons]
    said = (people.lang, people.title, people.dates, people.place, people.signed_by, options)
    forms = theme.design.sheets
    named = (forms.person_badge, forms.name_label, forms.name_tent, forms.certificate)
    return digest.sheets_digest(repr((persons, said)).encode(), theme, named)


def _refuse(people: People, options: BadgeOptions) -> None:
    for name in options.sheets:
        if name not in SHEETS:
            raise BrochureError(error("sheet-unknown", name=name, known=SHEETS))
    if "certificates" in options.sheets and not people.title:
        raise BrochureError(error("certificate-eventless"))


def _artifact(
    name: str,
    people: People,
    theme: Theme,
    options: BadgeOptions,
    progress: Callable[[str, int, int], None],
) -> Artifact:
    from brochure.stationery import badge_codes, people_products, role_colours
    from brochure.stationery.calibration import CalibrationSheet
    from brochure.stationery.people_pages import PeopleWriter
    from brochure.stationery.sign_list import SignList

    if name == "calibration":
        return CalibrationSheet(people, theme, options.paper).artifact()
    if name == "list":
        return SignList(people, theme, options.paper, progress).artifact()
    forms = theme.design.sheets
    matrices = badge_codes.matrices(options.codes) if name == "badges" and options.codes else {}
    if name == "badges":
        product = people_products.badge_product(
            options.form, options.grid, forms, slot=options.slot, marks=options.marks
        )
        copies = [person for person in people.persons for _ in range(options.copies)]
        people = replace(people, persons=tuple(copies))
    elif name == "tents":
        product = people_products.tent_product(options.paper, forms.name_tent)
    else:
        product = people_products.certificate_product(options.paper, forms.certificate)
        people = replace(people, persons=tuple(p for p in people.persons if not p.blank))
    writer = PeopleWriter(
        people, product, theme, matrices=matrices, roles=role_colours.assigned(people.roles, theme),
        large=options.names == "first", progress=progress,
    )  # fmt: skip
    return writer.artifact()


def _shared_colours(people: People, theme: Theme) -> Sequence[Problem]:
    """Whether there are more roles than colours: some then have the same one, and words alone tell."""
    from brochure.stationery import role_colours

    colours = len(role_colours.colours_of(theme))
    if len(people.roles) <= colours:
        return ()
    return (warning("roles-share-colours", roles=len(people.roles), colours=colours),)
