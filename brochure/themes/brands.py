"""The issuer in a theme file: ``[brand]`` with its name, logos, contact, and ``[[brand.partners]]``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from brochure import opened_files
from brochure.brand import TEXTS, Brand, Partner
from brochure.errors import BrochureError, SourceError
from brochure.logo import MOST_BYTES, Logo, read_logo
from brochure.networks import accounts
from brochure.problems import Text, error, reason
from brochure.themes.tables import Tables

_KEYS = {*TEXTS, "logo", "logo_dark", "accounts", "partners"}
_PARTNER = {"name", "logo", "url"}

Noun = TypeVar("Noun")


def read_brand(tables: Tables) -> Brand:
    """``[brand]`` of a theme, whose paths are complete; what is wrong is reported."""
    if tables.get("brand") is None:
        return Brand()
    tables.check_keys(_KEYS, "brand")
    fields: dict[str, Any] = {key: tables.text("brand", key) for key in TEXTS}
    fields |= {key: _logo(tables, "brand", key) for key in ("logo", "logo_dark")}
    fields["accounts"] = _accounts(tables)
    fields["partners"] = tuple(_partners(tables))
    if (fields["logo"] or fields["logo_dark"]) and not fields["name"]:
        tables.report(error("logo-nameless", at=tables.at("brand", "name")))
    return _made(tables, Brand, fields, "brand") or Brand()


def _made(
    tables: Tables, noun: Callable[..., Noun], fields: dict[str, Any], *key: str | int
) -> Noun | None:
    """``noun`` of ``fields``; None, and its problems at their keys below ``key``, where it is wrong."""
    try:
        return noun(**fields)
    except SourceError as caught:
        for problem in caught.problems:
            tables.report(replace(problem, place=tables.at(*key, problem.place.key)))
        return None


def _logo(tables: Tables, *key: str | int) -> Logo | None:
    named = tables.text(*key)
    if not named:
        return None
    file = Path(named)
    try:
        return read_logo(opened_files.read(file, MOST_BYTES, tables.within), file.name)
    except FileNotFoundError:
        told: list[Text | str] = [error("logo-missing", folders=[str(file.parent)]).text()]
    except OSError as caught:
        told = [reason(caught)]
    except SourceError as caught:
        told = [problem.text() for problem in caught.problems]
    for why in told:
        tables.report(error("logo-refused", at=tables.at(*key), file=file.name, reason=why))
    return None


def _accounts(tables: Tables) -> dict[str, str]:
    found = {}
    for network in tables.table("brand", "accounts"):
        try:
            account = tables.get("brand", "accounts", network)
            found[network] = accounts.parse_account(network, account)
        except BrochureError as caught:
            place = tables.at("brand", "accounts", network)
            tables.report(*(problem.placed(place) for problem in caught.problems))
    return found


def _partners(tables: Tables) -> list[Partner]:
    rows = tables.get("brand", "partners", default=[])
    if not isinstance(rows, list):
        header = "[[brand.partners]]"
        tables.report(error("theme-table", at=tables.at("brand", "partners"), header=header))
        return []
    made = []
    for i, row in enumerate(rows):
        key = ("brand", "partners", i)
        if not isinstance(row, dict):
            tables.report(error("theme-table", at=tables.at(*key), header="[[brand.partners]]"))
            continue
        tables.check_keys(_PARTNER, *key)
        logo = _logo(tables, *key, "logo")
        if logo is None and not row.get("logo"):
            at = tables.at(*key, "logo")
            tables.report(error("text-missing", at=at, name="logo", example="logo.svg"))
        if logo:
            fields = {"name": tables.text(*key, "name"), "logo": logo, "url": tables.text(*key, "url")}
            partner = _made(tables, Partner, fields, *key)
            made += [partner] if partner else []
    return made
