"""The palette and the roles of a theme file, and the contrast of every text on its ground."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from brochure.colour import Colour, contrast
from brochure.oklch import nearest
from brochure.problems import Problem, Text, error
from brochure.theme import GRAPHIC_PAIRS, ROLES, TEXT_PAIRS
from brochure.themes.tables import Tables
from brochure.toml_files import shown

MAX_TOTAL_INK = 300
"""Per cent, all four inks together; what coated offset (FOGRA39) takes."""

LARGE_LESS = 1.5
"""How much less contrast signs and large letters need: 3 where others need 4.5 (WCAG 2.2, 1.4.11)."""

_RGB = re.compile(r"#[0-9A-Fa-f]{6}")


def read_roles(tables: Tables) -> dict[str, Colour]:
    """The colour of each role, as far as there is one; what is wrong is reported."""
    palette = {name: read_colour(tables, name) for name in tables.table("palette")}
    roles = tables.table("roles")
    tables.check_keys(ROLES, "roles")
    if missing := sorted(ROLES - set(roles)):
        tables.report(error("theme-roles-missing", at=tables.at("roles"), roles=missing))
    found = {}
    for role, name in roles.items():  # in the file's order, which style sheets then have
        if role not in ROLES:
            continue
        if not isinstance(name, str) or name not in palette:
            tables.report(
                error(
                    "theme-role", at=tables.at("roles", role), value=shown(name),
                    palette=sorted(palette),
                )
            )  # fmt: skip
        elif colour := palette[name]:
            found[role] = colour
    return found


def read_colour(tables: Tables, name: str) -> Colour | None:
    """The colour called ``name``, or None where it is reported."""
    value = tables.get("palette", name)
    problems = list(_colour_problems(value))
    if problems:
        at = tables.at("palette", name)
        tables.report(*(problem.placed(at) for problem in problems))
        return None
    return _of(value)


def _of(value: Mapping[str, Any]) -> Colour:
    c, m, y, k = (float(ink) for ink in value["cmyk"])
    return Colour(rgb=value["rgb"].upper(), cmyk=(c, m, y, k))


def _colour_problems(value: Any) -> Iterator[Problem]:
    """What is wrong with one colour of a palette, without its place."""
    if isinstance(value, str) and _RGB.fullmatch(value):
        yield error("colour-without-inks", rgb=value)
        return
    if not isinstance(value, dict) or set(value) != {"rgb", "cmyk"}:
        yield error("colour-form")
        return
    rgb, cmyk = value["rgb"], value["cmyk"]
    if not isinstance(rgb, str) or not _RGB.fullmatch(rgb):
        yield error("colour-rgb", rgb=shown(rgb))
    if not isinstance(cmyk, list) or len(cmyk) != 4 or not all(map(_is_per_cent, cmyk)):
        yield error("colour-cmyk", cmyk=shown(cmyk))
    elif sum(cmyk) > MAX_TOTAL_INK:
        yield error("colour-ink", ink=float(sum(cmyk)), most=MAX_TOTAL_INK)


def _is_per_cent(ink: object) -> bool:
    return isinstance(ink, int | float) and not isinstance(ink, bool) and 0 <= ink <= 100


def read_accents(
    tables: Tables, roles: Mapping[str, Colour], least: float
) -> dict[str, dict[str, Colour]]:
    """The roles of each of ``[accents]`` that differ from ``roles``, by the accent's name.

    A theme that gives colours of its own has no accents of the one that it extends: they are of
    another house. What is wrong is reported, a text on its ground as for the theme itself.
    """
    own = next(
        (s for s in tables.sources if {"accents", "palette", "roles"} & set(s.tree)), tables.sources[-1]
    )
    named = own.tree.get("accents", {})
    if not isinstance(named, dict):
        tables.table("accents")  # reports it
        return {}
    return {name: _accent(tables, name, own.tree["accents"][name], roles, least) for name in named}


def _accent(
    tables: Tables, name: str, given: object, roles: Mapping[str, Colour], least: float
) -> dict[str, Colour]:
    """The roles of one accent, as the theme that names it gives them."""
    if not isinstance(given, dict):
        tables.report(error("theme-table", at=tables.at("accents", name), header=f"[accents.{name}]"))
        return {}
    palette = tables.table("palette")
    found = {}
    for role, colour in given.items():
        key = ("accents", name, role)
        if role not in ROLES:
            tables.report(error("theme-key-unknown", at=tables.at(*key), allowed=tuple(sorted(ROLES))))
        elif not isinstance(colour, str) or colour not in palette:
            tables.report(
                error("theme-role", at=tables.at(*key), value=shown(colour), palette=sorted(palette))
            )
        elif not [*_colour_problems(palette[colour])]:  # else told by read_roles
            found[role] = _of(palette[colour])
    check_contrast(tables, {**roles, **found}, least, ("accents", name), found)
    check_graphics(tables, {**roles, **found}, least, ("accents", name), found)
    return found


def check_contrast(
    tables: Tables,
    roles: Mapping[str, Colour],
    least: float,
    table: tuple[str, ...] = ("roles",),
    changed: Collection[str] = ROLES,
) -> None:
    """Report each text with a contrast of less than ``least`` to 1 on its ground (WCAG 2.2, 1.4.3).

    ``table`` is the one that gives them; only pairs with a role that is ``changed`` are judged.
    """
    for pair in TEXT_PAIRS:
        if not {pair.text, pair.ground} <= roles.keys():
            continue  # reported by read_roles
        if not {pair.text, pair.ground} & set(changed):
            continue
        text, ground = roles[pair.text], roles[pair.ground]
        ratio = contrast(text, ground)
        if ratio >= least:
            continue
        nearest = nearest_passing(text, ground, least)
        advice = (
            Text("contrast-nearest", nearest=nearest)
            if nearest
            else Text("contrast-none", ground=pair.ground)
        )
        role = pair.text if pair.text in changed else pair.ground
        tables.report(
            error(
                "contrast-low", at=tables.at(*table, role), what=pair.what, text=pair.text,
                text_rgb=text.rgb, ground=pair.ground, ground_rgb=ground.rgb, ratio=ratio, least=least,
                advice=advice,
            )
        )  # fmt: skip


def check_graphics(
    tables: Tables,
    roles: Mapping[str, Colour],
    least: float,
    table: tuple[str, ...] = ("roles",),
    changed: Collection[str] = ROLES,
) -> None:
    """Report each sign that does not stand out from its ground in a theme whose texts need ``least``.

    ``table`` is the one that gives the roles; only pairs with one that is ``changed`` are judged.
    """
    for pair in GRAPHIC_PAIRS:
        if not {pair.mark, pair.ground} <= roles.keys() or not {pair.mark, pair.ground} & set(changed):
            continue
        mark, ground = roles[pair.mark], roles[pair.ground]
        needed = pair.least or round(least / LARGE_LESS, 2)
        ratio = contrast(mark, ground)
        if ratio >= needed:
            continue
        near = nearest(mark.rgb, ((ground.rgb, needed),))
        advice = (
            Text("contrast-nearest", nearest=near)
            if near
            else Text("contrast-none", ground=pair.ground)
        )
        role = pair.mark if pair.mark in changed else pair.ground
        tables.report(
            error(
                "contrast-low", at=tables.at(*table, role), what=pair.what, text=pair.mark,
                text_rgb=mark.rgb, ground=pair.ground, ground_rgb=ground.rgb, ratio=ratio,
                least=needed, advice=advice,
            )
        )  # fmt: skip


def nearest_passing(text: Colour, ground: Colour, least: float) -> str:
    """The first colour on the way from ``text`` to black or to white with ``least`` to 1 on ``ground``.

    As "#RRGGBB"; "" where not even black and white have it.
    """

    def towards(end: int, share: float) -> Colour:
        mixed = (round(c + (end - c) * share) for c in text.channels)
        return Colour(rgb="#" + "".join(f"{c:02X}" for c in mixed), cmyk=text.cmyk)

    steps = (towards(end, step / 100) for step in range(101) for end in (0, 255))
    return next((colour.rgb for colour in steps if contrast(colour, ground) >= least), "")
