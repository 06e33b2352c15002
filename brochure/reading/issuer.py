"""The issuer of a page and its partners, from the front matter's ``issuer`` and ``partners``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as Folder
from typing import Any

from brochure import brand, opened_files
from brochure.brand import Brand, Partner
from brochure.errors import BrochureError, SourceError
from brochure.file_names import found
from brochure.logo import MOST_BYTES, Logo, read_logo
from brochure.networks import accounts
from brochure.problems import error, reason
from brochure.reading.front_matter import Path
from brochure.reading.values import Values

KEYS = ("issuer", "partners")
_FIELDS = ("name", "logo", "logo_dark", "address", "telephone", "email", "site", "accounts", "legal")
_PARTNER = ("name", "logo", "url")
_LONGEST_FILE = 200


def issuer_of(values: Values, folders: Sequence[Folder]) -> Brand:
    """The issuer that front matter gives, with its partners; what is wrong is added to ``values``.

    Logos lie below one of ``folders``: the page's own, and its site's.
    """
    table = values.table("issuer", error("issuer-keys", keys=_FIELDS), _FIELDS)
    fields: dict[str, Any] = {"partners": _partners(values, folders)}
    if table is not None:
        fields |= {key: values.text(("issuer", key), most) for key, most in brand.LONGEST.items()}
        fields |= {
            key: _logo(values, ("issuer", key), folders)
            for key in ("logo", "logo_dark")
            if key in table
        }
        fields["accounts"] = _accounts(values, table)
        if (fields.get("logo") or fields.get("logo_dark")) and not fields["name"]:
            site_name = values.get(("site_name",))
            fields["name"] = str(site_name).strip() if site_name else ""
            if not fields["name"]:
                values.add(error("logo-nameless"), ("issuer", "name"))
    return values.make(Brand, fields, "issuer") or Brand()


def _accounts(values: Values, table: Any) -> dict[str, str]:
    given = table.get("accounts")
    if given is None:
        return {}
    if not isinstance(given, dict):
        values.add(error("accounts-form"), ("issuer", "accounts"))
        return {}
    parsed = {}
    for key, text in given.items():
        try:
            parsed[key] = accounts.parse_account(key, text)
        except BrochureError as caught:
            for problem in caught.problems:
                values.add(problem, ("issuer", "accounts", key))
    return parsed


def _logo(values: Values, path: Path, folders: Sequence[Folder]) -> Logo | None:
    name = values.text(path, _LONGEST_FILE)
    if not name:
        return None
    try:
        return read_logo(opened_files.read(_file(name, folders), MOST_BYTES, folders), name)
    except OSError as caught:
        values.add(error("logo-refused", file=name, reason=reason(caught)), path)
        return None
    except SourceError as caught:
        for problem in caught.problems:
            values.add(error("logo-refused", file=name, reason=problem.text()), path)
        return None


def _file(name: str, folders: Sequence[Folder]) -> Folder:
    """The file called ``name`` below one of ``folders``, from where it may not lead out."""
    tops = [folder.resolve() for folder in folders]
    for top in tops:
        path = found(top / name.lstrip("/")).resolve()
        if path.is_file() and any(path.is_relative_to(other) for other in tops):
            return path
    raise SourceError(error("logo-missing", folders=list(dict.fromkeys(map(str, folders)))))


def _partners(values: Values, folders: Sequence[Folder]) -> tuple[Partner, ...]:
    made = []
    for i in values.tables("partners", _PARTNER):
        path: Path = ("partners", i)
        name = values.needed((*path, "name"), brand.LONGEST["name"], "Université d'Arcanne")
        if not values.get((*path, "logo")):
            values.add(error("text-missing", name="logo", example="logo.svg"), (*path, "logo"))
            continue
        logo = _logo(values, (*path, "logo"), folders)
        url = values.text((*path, "url"), brand.LONGEST["site"])
        if logo and name:
            fields = {"name": name, "logo": logo, "url": url}
            made.append(values.make(Partner, fields, f"partners[{i}]"))
    return tuple(partner for partner in made if partner)
