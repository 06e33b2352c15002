"""What ``brochure site`` and ``brochure watch`` are both asked with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from brochure import web_address
from brochure.errors import SourceError
from brochure.problems import Place, error
from brochure.sites import site_file
from brochure.sites.site_file import Settings

TIME_S = 120.0
"""Seconds that all products of a page may take together."""

FOLDER: Any = typer.Argument(Path(), metavar="[FOLDER]", show_default=False)
OUTPUT: Any = typer.Option(None, "--output", "-o", metavar="FOLDER")
STORE = typer.Option("", "--store", metavar="URL")
THEME = typer.Option("", "--theme")
ONLY = typer.Option(None, "--only", metavar="PRODUCTS")
FORMATS = typer.Option("", "--formats", metavar="FORMATS")
ADDRESS = typer.Option("", "--address", metavar="URL")
KITS = typer.Option("", "--kits", metavar="URL")
ADDRESSES: Any = typer.Option(None, "--addresses", metavar="FILE")
DRAFTS = typer.Option(False, "--drafts")
LENIENT = typer.Option(False, "--lenient")
TIME = typer.Option(TIME_S, "--time-limit", metavar="SECONDS")
OVERWRITE = typer.Option(False, "--overwrite")
WAIT = typer.Option(False, "--wait")


def settings_asked(folder: Path, **said: Any) -> Settings:
    """The settings of the site in ``folder``, with what the command line ``said`` instead of them.

    That is by the names of options. Raises SourceError and AddressError.
    """
    from brochure.building.products import named_in

    settings = site_file.settings_for(folder)
    if not settings.pages.is_dir():
        raise SourceError(error("site-no-folder", at=Place(str(settings.pages))))
    readings: Mapping[str, Callable[[Any], Any]] = {
        "only": named_in, "formats": _names, "address": _with_slash, "kits": _with_slash,
        "store": site_file.store_address,
    }  # fmt: skip
    given = {
        _FIELDS.get(key, key): readings.get(key, _as_it_is)(value)
        for key, value in said.items() if value or (key == "only" and value is not None)
    }  # fmt: skip
    changed: Mapping[str, Any] = given
    return replace(settings, **changed)


_FIELDS = {"only": "products", "list_of_addresses": "addresses"}
"""Options that have another name in the file."""


def _as_it_is(value: Any) -> Any:
    return value


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _with_slash(address: str) -> str:
    """The address, to which others can be appended. Raises AddressError."""
    return web_address.parse_url(address).url.rstrip("/") + "/"
