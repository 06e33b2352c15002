"""The map of a site, ``kits.json``: each source with its address, its kit's files and its problems.

It is for programs: a template of a site's generator finds the card of a page in it, a build on a server
what failed. It is written last, when all that it lists stands, holds no time, and is the same for the
same pages, whatever was built when and by how many processes. Its problems are in English.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brochure import opened_files
from brochure.errors import OutputError
from brochure.kit import Manifest
from brochure.problems import Place, Problem, error, reason

FILE = "kits.json"
FORMAT = 1
MOST_BYTES = 2_000_000_000

Row = Mapping[str, Any]
"""What the map says of a page, as JSON values."""


@dataclass(slots=True)
class KitMap:
    """``pages`` are rows by the paths of sources, ``gone`` folders of kits whose pages are gone."""

    pages: dict[str, Row] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)

    def to_json(self, address: str, kits: str) -> bytes:
        """The map as UTF-8 JSON: of a site at ``address`` whose kits are published below ``kits``."""
        pages = ",\n".join(
            f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}"
            for name, row in sorted(self.pages.items())
        )
        gone = dict(sorted(self.gone.items()))
        about = {"format": FORMAT, "address": address, "kits": kits, "gone": gone}
        head = json.dumps(about, ensure_ascii=False)
        return f'{head[:-1]}, "pages": {{\n{pages}\n}}}}\n'.encode(errors="surrogatepass")


def read(path: Path) -> KitMap:
    """The map at ``path``, an empty one where there is none. Raises OutputError for any other file."""
    try:
        data = opened_files.read(path, MOST_BYTES)
    except FileNotFoundError:
        return KitMap()
    except OSError as caught:
        at = Place(str(path))
        raise OutputError(error("site-map-unread", at=at, reason=reason(caught))) from caught
    try:
        tree = json.loads(data)
        if tree["format"] != FORMAT:
            raise ValueError(tree["format"])
        return KitMap(pages={**tree["pages"]}, gone={**tree["gone"]})
    except (ValueError, KeyError, TypeError, AttributeError) as caught:
        raise OutputError(error("site-map-foreign", at=Place(str(path)))) from caught


def row_of(
    status: str, folder: str, manifest: Manifest | None, problems: Iterable[Problem], pages: Path,
    *, address: str = "", head: str = "",
) -> Row:  # fmt: skip
    """What the map says of a page with that ``status``: "current", "failed", "draft" or "empty".

    ``manifest`` is that of its kit, of a failed page its earlier one. Files of ``problems`` are named
    from the folder of ``pages``. ``head`` is what a site puts into the head of the page.
    """
    files = [
        {
            "path": entry.path, "media_type": entry.media_type, "size": entry.size,
            "sha256": entry.sha256, **_picture(entry.facts.row()),
        }
        for entry in (manifest.files if manifest else ())
    ]  # fmt: skip
    told = [_placed(problem, pages).to_json("en") for problem in dict.fromkeys(problems)]
    return {
        "status": status, "address": manifest.url if manifest else address,
        "title": manifest.title if manifest else "", "lang": manifest.lang if manifest else "",
        "folder": folder if manifest else "", "files": files, "problems": told,
        "head": head,
    }  # fmt: skip


def _picture(facts: Row) -> Row:
    """What a page needs that shows a picture."""
    return {key: facts[key] for key in ("alt", "width_px", "height_px") if facts.get(key)}


def _placed(problem: Problem, pages: Path) -> Problem:
    """``problem`` with the name of its file as the map has it, wherever the site lies."""
    for top in dict.fromkeys((f"{pages}/", f"{pages.resolve()}/")):
        if problem.place.file.startswith(top):
            return replace(problem, place=replace(problem.place, file=problem.place.file[len(top) :]))
    return problem


def problems_of(row: Row) -> Sequence[Problem]:
    """The problems of a row."""
    return [Problem.from_json(told) for told in row["problems"]]
