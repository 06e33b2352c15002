"""Locales: what is known of each language, one TOML file for each.

A file holds labels, the words that products add to a page, and the rules of how the language is
written: ``[writing]``, ``[days]`` and ``[hours]``. Those that come with brochure are
``templates/locales/<language>.toml``; other packages add files by entry points in the group
``brochure.locales``, each the path of such a file or of a folder of them, or a package that holds them
(docs/extending.md). A label that such a file does not have is in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

from brochure import assets, language_tags
from brochure.errors import BrochureError
from brochure.plugins import Plugin, installed_plugins
from brochure.problems import Place, Problem, Text, error

GROUP = "brochure.locales"
FALLBACK = "en"
_NAME = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a language is written: the table ``[writing]`` of its file, with ``[days]`` and ``[hours]``.

    ``cldr_locale`` is the name by which Babel knows it, "" for the file's ``og_locale``.
    ``quote_open`` and ``quote_close`` enclose a quotation, ``comma`` has its space after it and
    ``colon`` the one before it; ``mark_space`` stands before ";", "!" and "?", ``digit_space``
    between groups of digits, "" for the usual one of the script. ``no_break_after`` are the words on
    which no line of a title ends. ``and_words`` and ``or_words`` join the last of several items.
    ``first_of_month`` is the number that the first day of a month has.

    What stays on one line (`brochure.text.no_break`): numbers with one of ``month_names``, with
    ``month_joiner`` between them ("1 de mayo"), and days that ``day_joiners`` join ("7 et 8 mai"); a
    number with one of ``units`` after it, or of ``number_prefixes`` before it ("n° 4"), and one with
    the word that it counts: ``counted`` is "small" where such words have small letters, "any" where
    nouns have capitals, "" where numbers stand alone. ``ordinals`` are the endings of "1er" and "XVIe".
    ``person_titles`` stay with names, ``abbreviations`` whole, and with ``acronym_numbers`` an acronym
    with the number after it ("COP 21").

    ``dash`` stands for two hyphens, or one, between spaces. ``thousands`` parts a number of five digits
    or more where an editor would (`brochure.text.proposals`), ``spaced_percent`` says that "50 %" has a
    space, ``spelling`` are words as they are often written and as they are spelled: "Etat=État".

    Of key figures that are drawn (`brochure.text.figure_charts`): ``decimal_sign`` parts the decimals,
    ``share_joiners`` stand in "3 in 10", ``number_words`` and ``share_words`` are numbers by their
    words, "deux=2", "un tiers=1/3", and ``change_words`` tell of a rise or a fall, with "^" only at the
    start of a label, with "$" only at its end.

    ``days`` and ``hours`` are the patterns of `brochure.text.dates` and `brochure.text.times`; without
    hours those of the CLDR are taken.
    """

    cldr_locale: str = ""
    quote_open: str = "“"
    quote_close: str = "”"
    comma: str = ", "
    colon: str = ":"
    mark_space: str = ""
    digit_space: str = ""
    no_break_after: tuple[str, ...] = ()
    and_words: tuple[str, ...] = ()
    or_words: tuple[str, ...] = ()
    first_of_month: str = "1"
    month_names: tuple[str, ...] = ()
    month_joiner: str = ""
    day_joiners: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    number_prefixes: tuple[str, ...] = ()
    counted: str = ""
    ordinals: tuple[str, ...] = ()
    person_titles: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    acronym_numbers: bool = False
    dash: str = "–"
    thousands: str = ""
    spaced_percent: bool = False
    spelling: tuple[str, ...] = ()
    decimal_sign: str = ","
    share_joiners: tuple[str, ...] = ()
    number_words: tuple[str, ...] = ()
    share_words: tuple[str, ...] = ()
    change_words: tuple[str, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    hours: Mapping[str, str] = field(default_factory=dict)


WRITING = {
    name: getattr(Rules(), name) for name in Rules.__dataclass_fields__ if name not in {"days", "hours"}
}
"""The keys of ``[writing]`` with what they are where a file does not say."""

_PATTERNS = {
    "days": {"day": "{day}", "same_month": "{first_day}{first}{last}", "same_year": "{first}{last}",
             "two_years": "{first}{last}"},
    "hours": {"whole": "{hour}", "full": "{hour}{minute}"},
}  # fmt: skip
"""The keys of ``[days]`` and ``[hours]``, with the fields that each may name."""


@cache
def files() -> Mapping[str, Path]:
    """The file of each language by its primary subtag, those of brochure first.

    Raises PluginError for an entry point that is no file, or whose language another one has.
    """
    shipped = (assets.templates_folder() / "locales").glob("*.toml")
    by_language = {path.stem: path for path in sorted(shipped)}
    for plugin in installed_plugins(GROUP).values():
        for path in _given(plugin):
            if not _NAME.fullmatch(path.stem):
                raise plugin.refused(Text("locale-name", file=path.name))
            if path.stem in by_language:
                raise plugin.refused(Text("locale-taken", language=path.stem))
            by_language[path.stem] = path
    return by_language


def _given(plugin: Plugin) -> list[Path]:
    """The files that an entry point names."""
    value = plugin.load(object)
    if isinstance(value, ModuleType) and hasattr(value, "__path__"):  # a package: its folder
        value = next(iter(value.__path__))
    path = Path(value) if isinstance(value, str | Path) else None
    paths = sorted(path.glob("*.toml")) if path and path.is_dir() else [path] if path else []
    if not paths or not all(file.is_file() for file in paths):
        raise plugin.refused(Text("locale-none", given=str(path or type(value).__name__)))
    return paths


def has_labels(lang: str) -> bool:
    """Whether there is a file for the language of the tag ``lang``."""
    return language_tags.primary(lang) in files()


def locale_table(lang: str) -> Mapping[str, Any]:
    """The file for the tag ``lang``, or that of FALLBACK where there is none. Do not change it."""
    name = language_tags.primary(lang)
    return load_locale(name if name in files() else FALLBACK)


@cache
def rules(lang: str) -> Rules:
    """How the language of the tag ``lang`` is written, or that of FALLBACK where it has no file."""
    tree = locale_table(lang)
    known = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in tree.get("writing", {}).items()
    }
    return Rules(
        **{
            "cldr_locale": tree["og_locale"],
            "digit_space": language_tags.script_of(lang).digit_space,
            **known,
        },
        days=tree.get("days", {}),
        hours=tree.get("hours", {}),
    )


@cache
def missing(lang: str) -> tuple[str, ...]:
    """The labels that the file for ``lang`` does not have, "preview.title", and that are in English."""
    name = language_tags.primary(lang)
    if name not in files():
        return ()
    return tuple(_missing(load_locale(FALLBACK), _read(files()[name])))


@cache
def load_locale(name: str) -> Mapping[str, Any]:
    """The file of the language ``name`` (one of `files`), complete.

    Raises BrochureError for a file of another package that cannot be read or has faults.
    """
    path = files()[name]
    if path.parent == assets.templates_folder() / "locales":
        return assets.toml(f"templates/locales/{path.name}")
    tree, english = _read(path), load_locale(FALLBACK)
    if problems := list(check_locale(tree, english, Place(str(path)))):
        raise BrochureError(*problems)
    whole = _over(english, tree)
    # English has rules of its own: they are not those of another language.
    return {key: value for key, value in whole.items() if key not in {"writing", "days", "hours"}} | {
        "writing": tree.get("writing", {}),
        "days": _over(english["days"], tree.get("days", {})),
        "hours": tree.get("hours", {}),
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as caught:
        place = Place(str(path))
        raise BrochureError(error("locale-unreadable", at=place, reason=str(caught))) from caught


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with the values of ``own``, tables merged key by key."""
    merged = dict(base)
    for key, value in own.items():
        merged[key] = _over(merged.get(key, {}), value) if isinstance(value, dict) else value
    return merged


def _missing(base: Mapping[str, Any], own: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for key, value in base.items():
        if path or key not in {"writing", "days", "hours"}:
            if key not in own:
                yield f"{path}{key}"
            elif isinstance(value, dict):
                yield from _missing(value, own[key], f"{path}{key}.")


def check_locale(
    tree: Mapping[str, Any], english: Mapping[str, Any], place: Place
) -> Iterator[Problem]:
    """What is wrong with the file ``tree``, whose keys are those of ``english``.

    An unknown key, a value of another kind, a text that names a field which the English one does
    not have. ``place`` names the file.
    """
    labels = {key: value for key, value in english.items() if key not in _PATTERNS} | _PATTERNS
    yield from _differences(tree, labels | {"writing": WRITING}, "", place)


def _differences(
    tree: Mapping[str, Any], model: Mapping[str, Any], path: str, place: Place
) -> Iterator[Problem]:
    for key, value in tree.items():
        at = Place(place.file, key=f"{path}{key}")
        expected = list(model[key]) if isinstance(model.get(key), tuple) else model.get(key)
        if key not in model:
            yield error("locale-key", at=at)
        elif type(value) is not type(expected):
            yield error("locale-kind", at=at)
        elif isinstance(value, dict):
            yield from _differences(value, model[key], f"{path}{key}.", place)
        elif isinstance(value, str) and (unknown := _fields(value) - _fields(str(expected))):
            yield error(
                "locale-field", at=at, unknown=sorted(unknown), fields=sorted(_fields(str(expected)))
            )


def _fields(text: str) -> set[str]:
    """The fields in braces that ``text`` names; a brace that does not end is one too."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"{"}
