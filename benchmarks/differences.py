"""How two folders of kits differ: which files, and what in them."""

from __future__ import annotations

import difflib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image, ImageChops

SHOWN = 8
"""Lines said of one file, names said in one line."""

WIDTH = 110
"""Characters of a line that is shown."""

DIGESTS_ALONE = "digests alone"
ABSENT = "(absent)"
ENTRY = re.compile(r"files\.(?P<path>.+)\.(sha256|size)")
DATA_ADDRESS = re.compile("base64,[A-Za-z0-9+/=]{100,}")

Change = list[str]
"""How two versions of a file differ: a headline, and lines with more."""


class Comparison(NamedTuple):
    """``changes`` by the path of the file, below both folders; ``equal`` counts the other files."""

    changes: dict[str, Change]
    equal: int


def compare(before: Path, after: Path) -> Comparison:
    """Every file below both folders; hidden ones, which are locks, are left out."""
    one, two = files_of(before), files_of(after)
    changes: dict[str, Change] = {}
    for path in sorted(one | two):
        if path not in two:
            changes[path] = ["only before"]
        elif path not in one:
            changes[path] = ["only after"]
        elif change := change_of(path, (before / path).read_bytes(), (after / path).read_bytes()):
            changes[path] = change
    return Comparison(changes, len(one | two) - len(changes))


def files_of(folder: Path) -> set[str]:
    """The paths of the files below ``folder``, as they stand in it."""
    found = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    return {path.relative_to(folder).as_posix() for path in found}


def change_of(path: str, before: bytes, after: bytes) -> Change:
    """How two versions of the file ``path`` differ; empty where they are equal."""
    if before == after:
        return []
    sizes = f"{len(before)} → {len(after)} bytes"
    try:
        return READERS.get(Path(path).suffix, text_change)(before, after) or [sizes]
    except (ValueError, OSError, pypdfium2.PdfiumError, zipfile.BadZipFile):
        return [sizes]  # no text, or not what its name says


def json_change(before: bytes, after: bytes) -> Change:
    """The keys whose values differ; a manifest's digests, and what follows from other files, folded."""
    lines, digests, files = [], [], set()
    for key, one, two in changed_values(json.loads(before), json.loads(after)):
        if (entry := ENTRY.fullmatch(key)) and ABSENT not in (one, two):
            files.add(entry["path"])
        elif key.startswith("digests."):
            digests.append(key.removeprefix("digests."))
        else:
            both = (json.dumps(value, ensure_ascii=False)[:50] for value in (one, two))
            lines.append(cut(f"{key}: {' → '.join(both)}"))
    found = [f"{len(lines)} values", *few(lines)] if lines else []
    found += [f"sha256 or size of: {named(sorted(files))}"] if files else []
    if digests:
        found = [*(found or [DIGESTS_ALONE]), f"digests: {named(digests)}"]
    return found or ["the same values, written or ordered otherwise"]


def changed_values(before: Any, after: Any, key: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each value that differs: its key, with dots, and both; a list's rows are known by their path."""
    one, two = rows_of(before), rows_of(after)
    if one is None or two is None:
        if before != after:
            yield key, before, after
        return
    for name in dict.fromkeys([*one, *two]):
        yield from changed_values(
            one.get(name, ABSENT), two.get(name, ABSENT), f"{key}.{name}" if key else name
        )


def rows_of(value: Any) -> dict[str, Any] | None:
    """What a dictionary or a list holds, by name; None for other values."""
    if not isinstance(value, list):
        return value if isinstance(value, dict) else None
    rows: dict[str, Any] = {}
    for at, row in enumerate(value):
        name = str(row.get("path", at)) if isinstance(row, dict) else str(at)
        rows[f"{name} ({at})" if name in rows else name] = row
    return rows


def text_change(before: bytes, after: bytes) -> Change:
    """The first lines of a unified diff; long lines are parted, and data: addresses folded."""
    one, two = (
        re.findall(
            r"[^\n>]{0,100}[\n>]?",
            DATA_ADDRESS.sub(lambda data: f"base64,…{zlib.crc32(data[0].encode()):08x}", data.decode()),
        )
        for data in (before, after)
    )
    marked = [line.rstrip("\n") for line in difflib.unified_diff(one, two, n=0, lineterm="")][2:]
    lines = [line for line in marked if not line.startswith("@@")]
    return [f"{len(lines)} lines of text", *few([cut(line) for line in lines])] if lines else []


def pdf_change(before: bytes, after: bytes) -> Change:
    """The pages that are drawn otherwise or say something else, and the metadata that differ."""
    one, two = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument(after)
    if len(one) != len(two):
        return [f"{len(one)} → {len(two)} pages"]
    pages = list(zip(one, two, strict=True))
    looks: dict[str, Callable[[Any], Any]] = {
        "drawn otherwise": lambda page: (page.get_size(), bytes(page.render(scale=2).buffer)),
        "with another text": lambda page: page.get_textpage().get_text_range(),
    }
    found = []
    for what, look in looks.items():
        differing = [str(at) for at, (a, b) in enumerate(pages, 1) if look(a) != look(b)]
        found += [f"pages {what}: {named(differing)}"] if differing else []
    metadata = changed_values(one.get_metadata_dict(), two.get_metadata_dict())
    found += [cut(f"{key}: {a} → {b}") for key, a, b in metadata]
    return found or [
        "the same pages, texts and metadata; tags, attached files or the writing differ, "
        f"{len(before)} → {len(after)} bytes"
    ]


def picture_change(before: bytes, after: bytes) -> Change:
    """How many pixels differ, and by how much."""
    one, two = (Image.open(io.BytesIO(data)).convert("RGBA") for data in (before, after))
    if one.size != two.size:
        return ["{} × {} → {} × {} pixels".format(*one.size, *two.size)]
    largest = reduce(ImageChops.lighter, ImageChops.difference(one, two).split())
    differing = one.width * one.height - largest.histogram()[0]
    if not differing:
        return ["the same pixels, written otherwise"]
    most = largest.getextrema()[1]
    return [f"{differing} of {one.width * one.height} pixels, by {most} of 255 at most"]


def zip_change(before: bytes, after: bytes) -> Change:
    """The members that differ; they lie beside the press kit too, and are described there."""
    one, two = (
        {name: archive.read(name) for name in archive.namelist()}
        for archive in (zipfile.ZipFile(io.BytesIO(data)) for data in (before, after))
    )
    members = [name for name in dict.fromkeys([*one, *two]) if one.get(name) != two.get(name)]
    return [f"members: {named(members)}" if members else "the same members, packed otherwise"]


READERS: dict[str, Callable[[bytes, bytes], Change]] = {
    ".json": json_change, ".pdf": pdf_change, ".png": picture_change, ".jpg": picture_change,
    ".zip": zip_change,
}  # fmt: skip
"""How versions of a file are looked at, by suffix; others are text, or bytes."""


def cut(line: str) -> str:
    """``line`` as long as a terminal shows it."""
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 2]} …"


def few(lines: list[str]) -> list[str]:
    """The first of ``lines``, and how many more there are."""
    return lines[:SHOWN] + ([f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else [])


def named(names: list[str]) -> str:
    """The first of ``names`` in one line."""
    return ", ".join(few(names))


def report(compared: Comparison) -> Iterator[str]:
    """What is printed: each file that differs, and how many do not."""
    for path, (headline, *lines) in compared.changes.items():
        yield f"{path}: {headline}"
        yield from (f"    {line}" for line in lines)
    yield f"equal: {compared.equal} files; different: {len(compared.changes)}"
    alone = sum(change[0] == DIGESTS_ALONE for change in compared.changes.values())
    if alone:
        yield f"manifests with other digests alone: {alone}; they say what a kit was made from"
