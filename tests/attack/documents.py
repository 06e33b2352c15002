"""Documents that are hostile or huge, of every kind that brochure is given, made from a few lines each.

All are the same in every run: what is damaged by chance is damaged by a generator with a seed.
"""

from __future__ import annotations

import io
import json
import os
import random
import struct
import tomllib
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact, Entry, Manifest
from tests.conftest import ROOT

KINDS = ("page", "picture", "font", "profile", "template", "theme", "programme", "kit", "pdf", "image")
"""The last are pictures that a command is given by themselves."""


Files = Mapping[str, bytes | None]
"""What files hold, by their paths. One without bytes is a pipe, which nobody writes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A hostile document of a ``kind``, and the ``command`` that is given it in a folder of its files.

    They are made when they are needed (``make``). A ``page`` is for a batch, and has no command here.
    """

    name: str
    kind: str
    make: Callable[[], Files]
    command: tuple[str, ...] = ()
    page: str = ""

    def put(self, folder: Path) -> None:
        """Write the files."""
        for name, data in self.make().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if data is None:
                os.mkfifo(path)
            else:
                path.write_bytes(data)


def documents(kinds: Collection[str] = KINDS) -> Iterator[Document]:
    """All of these kinds."""
    makers: tuple[Callable[[], Iterator[Document]], ...] = (
        texts, pictures, fonts, profiles, templates, themes, programmes, kits, pdfs, images,
    )  # fmt: skip
    for kind, make in zip(KINDS, makers, strict=True):
        if kind in kinds:
            yield from make()


HEAD = "title: {name}\nlang: fr\nurl: https://exemple.org/p\n"


def texts() -> Iterator[Document]:
    """The pages of texts.toml."""
    for row in tomllib.loads((ROOT / "tests/attack/texts.toml").read_text(encoding="utf-8"))["text"]:
        for times in row["times"]:
            name = f"{row['name']}-{times}"
            yield Document(
                name=name, kind="page", page=f"{name}.md", make=partial(_text, row, times, name)
            )


def _text(row: Mapping[str, Any], times: int, name: str) -> Files:
    units = row["unit"] * times
    if "stair" in row:
        units = "".join(row["stair"] * at + row["unit"] for at in range(times))
    made = row.get("before", "") + units + row.get("after", "")
    if row.get("head"):
        page = f"---\n{made}\nlang: fr\nurl: https://exemple.org/p\n---\n\nUn texte.\n"
    else:
        page = f"---\n{HEAD.format(name=name)}---\n\nUn texte.\n\n{made}\n"
    return {f"{name}.md": page.encode()}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *, bits: int = 1, colours: int = 0, rows: int | None = None) -> bytes:
    """A PNG file (W3C PNG) that says it has so many pixels; ``rows`` of them are there, all zero."""
    header = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    line = 1 + (width * bits * (3 if colours == 2 else 1) + 7) // 8
    packer, packed = zlib.compressobj(9), []
    left = line * (height if rows is None else rows)
    while left:
        packed.append(packer.compress(bytes(min(left, 1 << 20))))
        left -= min(left, 1 << 20)
    data = b"".join([*packed, packer.flush()])
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@cache
def _photograph(kind: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    noise = random.Random(1).randbytes(3 * 300 * 300)
    Image.frombytes("RGB", (300, 300), noise).save(out, kind)
    return out.getvalue()


def damaged(data: bytes, seed: int, *, share: float = 0.002, keep: int = 16) -> bytes:
    """``data`` with some of its bytes changed, after the first ``keep``."""
    chance = random.Random(seed)
    made = bytearray(data)
    for _ in range(max(4, int(len(made) * share))):
        made[chance.randrange(keep, len(made))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
    return bytes(made)


@cache
def _hostile_pictures() -> Mapping[str, bytes]:
    return dict(_named_pictures())


def _named_pictures() -> Iterator[tuple[str, bytes]]:
    yield "pixels-2e31.png", png(0x7FFFFFFF, 0x7FFFFFFF, rows=0)
    yield "pixels-30000.png", png(30_000, 30_000)
    yield "pixels-24000.png", png(24_000, 7_000, bits=8, colours=2, rows=2)
    yield "one-row.png", png(1_000_000, 1)
    yield "one-column.png", png(1, 1_000_000)
    yield "nothing.png", b""
    yield "no-picture.png", b"\x89PNG\r\n\x1a\n" + bytes(1000)
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    yield "comment-200-mb.png", png(300, 300)[:33] + text + png(300, 300)[33:]
    profile = _chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(100_000_000), 9))
    yield "profile-100-mb.png", png(300, 300)[:33] + profile + png(300, 300)[33:]
    chunks = b"".join(_chunk(b"tEXt", b"a\0b") for _ in range(200_000))
    yield "chunks-200000.png", png(300, 300)[:33] + chunks + png(300, 300)[33:]
    jpeg = _photograph("JPEG")
    at = jpeg.index(b"\xff\xc0")
    yield "pixels-65535.jpg", jpeg[: at + 5] + b"\xff\xff\xff\xff" + jpeg[at + 9 :]
    yield "pixels-7000.jpg", jpeg[: at + 5] + struct.pack(">HH", 7000, 7000) + jpeg[at + 9 :]
    yield "comments.jpg", jpeg[:2] + (b"\xff\xfe\xff\xff" + bytes(65533)) * 300 + jpeg[2:]
    yield "cut-off.jpg", jpeg[: len(jpeg) // 2]
    scans = jpeg[jpeg.index(b"\xff\xda") : -2]
    yield "scans.jpg", jpeg[:-2] + scans * 60 + b"\xff\xd9"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'
    yield "drawing.png", svg % (b"<g>" * 100_000)
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    yield "entities.svg", b'<!DOCTYPE svg [<!ENTITY e0 "a">%s]><svg>&e11;</svg>' % entities
    gif = _photograph("GIF")
    yield "frames.gif", gif[:-1] + gif[gif.index(b"\x2c") : -1] * 300 + gif[-1:]
    yield "pixels-65535.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0" + gif[13:]
    tiff = (
        struct.pack("<2sHIH", b"II", 42, 8, 1)
        + struct.pack("<HHII", 256, 4, 1, 9)
        + struct.pack("<I", 8)
    )
    yield "loop.tif", tiff
    yield "webp.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + b"\xff" * 6
    for kind in ("PNG", "JPEG", "WEBP", "TIFF", "GIF"):
        for seed in range(2):
            yield f"damaged-{seed}.{kind.lower()}", damaged(_photograph(kind), seed)


def pictures() -> Iterator[Document]:
    """Pages that show hostile pictures, and their folders."""
    for name, data in _hostile_pictures().items():
        page = f"---\n{HEAD.format(name=name)}---\n\nUn texte.\n\n![Une image]({name})\n"
        yield _shown(name.replace(".", "-"), name, {name: data}, page)
    page = "---\ntitle: pipe\n---\n\n![Une image](pipe.png)\n"
    yield _shown("pipe", "pipe", {"pipe.png": None}, page)


def _shown(slug: str, name: str, files: Files, page: str) -> Document:
    made = {f"{slug}.md": page.encode(), **files}
    return Document(name=name, kind="picture", page=f"{slug}.md", make=partial(dict, made))


PAGE = "---\n" + HEAD.format(name="Une page") + "---\n\nUn texte sans malice.\n"
_ON_PAGE = ("build", "page.md", "-o", "out", "--only")


def _on_page(name: str, kind: str, files: Files, *more: str, only: str = "pdf,cards") -> Document:
    made = {"page.md": PAGE.encode(), **files}
    return Document(name=name, kind=kind, make=partial(dict, made), command=(*_ON_PAGE, only, *more))


def _hostile_fonts() -> Iterator[tuple[str, bytes]]:
    font = (ROOT / "fonts/SourceSerif4_400Regular.ttf").read_bytes()
    tables = struct.unpack(">H", font[4:6])[0]

    def with_table(tag: bytes, data: bytes) -> bytes:
        made = bytearray(font)
        for at in range(12, 12 + 16 * tables, 16):
            if made[at : at + 4] == tag:
                made[at + 8 : at + 16] = struct.pack(">LL", len(made), len(data))
        return bytes(made) + data

    def cmap(groups: bytes, count: int) -> bytes:
        head = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
        return head + struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, count) + groups

    yield "group-of-4e9", with_table(b"cmap", cmap(struct.pack(">LLL", 0, 0xFFFFFFFF, 1), 1))
    yield "groups-2e32", with_table(b"cmap", cmap(struct.pack(">LLL", 32, 126, 1), 0xFFFFFFFF))
    yield "groups-of-all", with_table(b"cmap", cmap(struct.pack(">LLL", 0, 0x10FFFF, 1) * 2000, 2000))
    yield "no-glyphs", with_table(b"maxp", struct.pack(">LH", 0x00010000, 0))
    yield "glyphs-65535", with_table(b"maxp", struct.pack(">LH", 0x00010000, 65535) + bytes(26))
    yield "tables-65535", font[:4] + b"\xff\xff" + font[6:]
    yield "cut-off", font[: len(font) // 3]
    yield "nothing", b""
    yield "collection", b"ttcf" + struct.pack(">LL", 0x00010000, 0xFFFFFFFF) + font
    yield "woff", b"wOFF\0\1\0\0" + struct.pack(">LHHL", 1000, 1, 0, 0xFFFFFFFF) + bytes(1000)
    for seed in range(10):
        yield f"damaged-{seed}", damaged(font, seed, share=0.0005, keep=12 + 16 * tables)
    for seed in range(4):
        yield (
            f"directory-{seed}",
            damaged(font[: 12 + 16 * tables], seed, keep=6) + font[12 + 16 * tables :],
        )


def fonts() -> Iterator[Document]:
    """Fonts of a theme that the command line names."""
    theme = (
        b'extends = "agora"\n[fonts]\ntitle = "Mine"\ntext = "Mine"\n'
        b'[[fonts.faces]]\nfamily = "Mine"\nweight = 400\nfile = "f.ttf"\n'
    )
    for name, data in _hostile_fonts():
        yield _on_page(name, "font", {"t.toml": theme, "f.ttf": data}, "--theme", "t.toml")
    yield _on_page("pipe", "font", {"t.toml": theme, "f.ttf": None}, "--theme", "t.toml")


def profiles() -> Iterator[Document]:
    """Output profiles (ICC.1)."""
    shipped = next((ROOT / "templates").rglob("*.icc")).read_bytes()
    hostile: dict[str, bytes | None] = {
        "nothing": b"", "cut-off": shipped[: len(shipped) // 2], "pipe": None,
        "size": struct.pack(">L", 0xFFFFFFFF) + shipped[4:],
        "tags": shipped[:128] + struct.pack(">L", 0xFFFFFFFF) + shipped[132:],
    }  # fmt: skip
    hostile |= {f"damaged-{seed}": damaged(shipped, seed, share=0.0001, keep=128) for seed in range(5)}
    for name, data in hostile.items():
        yield _on_page(name, "profile", {"p.icc": data}, "--profile", "p.icc", only="print")


_TEMPLATE = """ground = "cover"
[shapes]
wide = "t"
[styles.t]
family = "title"
weight = 700
largest = 92
smallest = 24
max_lines = 4
line_height = 1
colour = "cover_text"
[boxes.t]
kind = "text"
text = '''%s'''
style = "t"
"""

_EXPRESSIONS = {
    "percent": "{{ '%1000000000d' % 1 }}",
    "format": "{{ '{:>999999999}'.format(1) }}",
    "times": "{{ 'a' * 999999999 }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "range": "{% for a in range(999999999) %}{% for b in range(999999999) %}a{% endfor %}{% endfor %}",
    "doubling": "{% set a = 'aaaaaaaaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "joins": "{{ ['aaaaaaaaaa'] | join('b' * 999) | center(999999999) }}",
    "replace": "{{ ('a' * 9999) | replace('a', 'b' * 9999) | replace('b', 'c' * 9999) }}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "attributes": "{{ title.__class__.__mro__ }}",
    "indent": "{{ 'a\n' | indent(999999999) }}",
    "brackets": "{{ " + "(" * 50_000 + " }}",
    "word": "a" * 50_000,
}


def templates() -> Iterator[Document]:
    """Templates of cards."""
    hostile = {name: _TEMPLATE % text for name, text in _EXPRESSIONS.items()}
    boxes = "".join(
        f'[boxes.t{n}]\nkind = "text"\ntext = "{{{{ title }}}}"\nstyle = "t"\n' for n in range(3000)
    )
    within = "".join(f'[boxes.s{n}]\nkind = "row"\nboxes = ["s{n + 1}"]\n' for n in range(2000))
    hostile |= {
        "boxes": _TEMPLATE % "a" + boxes, "boxes-within": _TEMPLATE % "a" + within,
        "itself": _TEMPLATE % "a" + '[boxes.s]\nkind = "row"\nboxes = ["s"]\n',
        "large": (_TEMPLATE % "a").replace("92", "9" * 300),
        "lines": (_TEMPLATE % "a b c").replace("max_lines = 4", "max_lines = 999999999"),
    }  # fmt: skip
    for name, text in hostile.items():
        files = {"t.toml": text.encode()}
        yield _on_page(name, "template", files, "--template", "t.toml", only="cards")


def themes() -> Iterator[Document]:
    """Themes, named by the command line and chosen by a page."""
    hostile = {
        "key-of-30-kb": ".".join("a" * 15_000) + " = 1\n",
        "brackets": 'extends = "agora"\na = ' + "[" * 50_000,
        "tables": "".join(f"[a{'.a' * (n % 200)}{n}]\n" for n in range(20_000)),
        "digits": "a = " + "9" * 100_000,
        "strings": 'a = "' + "a" * 5_000_000 + '"',
        "itself": 'extends = "t.toml"\n',
        "roles": 'extends = "agora"\n[roles]\n' + "".join(f'r{n} = "#123456"\n' for n in range(50_000)),
        "body": 'extends = "agora"\n[layout]\nbody_pt = 1e308\n',
        "nan": 'extends = "agora"\nminimum_contrast = nan\n',
        "sub": 'extends = "agora"\n[a]\n' + "\n".join("  " * 9 + f"a{n} = {{}}" for n in range(60_000)),
    }  # fmt: skip
    for name, text in hostile.items():
        yield _on_page(name, "theme", {"t.toml": text.encode()}, "--theme", "t.toml", only="cards")
        chosen = PAGE.replace("lang: fr", "lang: fr\ntheme: t.toml").encode()
        files = {"page.md": chosen, "t.toml": text.encode()}
        command = (*_ON_PAGE, "cards")
        make: Callable[[], Files] = partial(dict, files)
        yield Document(name=f"{name}-of-a-page", kind="theme", make=make, command=command)
    yield _on_page("pipe", "theme", {"t.toml": None}, "--theme", "t.toml")


def programmes() -> Iterator[Document]:
    """Programmes in CSV, iCalendar and TOML."""
    row = "%s,2027-03-12 09:00,2027-03-12 10:00,Salle 1,https://exemple.org/%d\n"
    head = "title,start,end,room,address\n"
    event = (
        "BEGIN:VEVENT\nUID:%d\nSUMMARY:%s\nDTSTART:20270312T090000Z\n%sURL:https://exemple.org/1\n"
        "END:VEVENT\n"
    )
    zone = "BEGIN:VTIMEZONE\nTZID:%d\nEND:VTIMEZONE\n"
    session = '[[events]]\ntitle = "T"\nstart = 2027-03-12\naddress = "https://exemple.org/1"\n'
    calendar = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n%sEND:VCALENDAR\n"
    columns = "title,start,address," + ",".join(f"c{n}" for n in range(100_000)) + "\n"
    hostile: dict[str, str | None] = {
        "columns.csv": columns + "T,2027-03-12,https://exemple.org/1\n",
        "rows-5000.csv": head + "".join(row % ("Titre", n) for n in range(5_000)),
        "rows-200000.csv": head + "".join(row % ("Titre", n) for n in range(200_000)),
        "title.csv": head + row % ("a" * 100_000, 1),
        "titles.csv": head + "".join(row % ("mot " * 400, n) for n in range(300)),
        "quotes.csv": head + '"' * 100_001,
        "nulls.csv": "\0" * 100_000,
        "commas.csv": "," * 1_000_000,
        "days.csv": head + "".join(f"T,{'9' * 4000},,S,https://exemple.org/{n}\n" for n in range(100)),
        "duration.ics": calendar % (event % (1, "T", "DURATION:P999999999D\n")),
        "year-9999.ics": calendar % (event % (1, "T", "DURATION:P9D\n")).replace("2027", "9999"),
        "rule.ics": calendar % (event % (1, "T", "RRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z\n")),
        "dates.ics": calendar % (event % (1, "T", "RDATE:" + "20270312T090000Z," * 50_000 + "\n")),
        "events.ics": calendar % "".join(event % (n, "Titre", "") for n in range(20_000)),
        "within.ics": "BEGIN:VCALENDAR\n" * 50_000,
        "folded.ics": calendar % (event % (1, "T\n " + "a\n " * 200_000, "")),
        "zone.ics": calendar % (event % (1, "T", "")).replace("DTSTART", "DTSTART;TZID=../../a"),
        "zones.ics": calendar % "".join(zone % n for n in range(20_000)),
        "key.toml": ".".join("a" * 15_000) + " = 1\n",
        "digits.toml": "[[events]]\ntitle = " + "9" * 5_000 + "\n",
        "events.toml": session * 5_500,
        "brackets.toml": "events = " + "[" * 100_000,
        "pipe.csv": None, "pipe.ics": None, "pipe.toml": None,
    }  # fmt: skip
    for name, text in hostile.items():
        data = None if text is None else text.encode()
        make: Callable[[], Files] = partial(dict, {name: data})
        command = ("events", name, "-o", "out")
        yield Document(name=name, kind="programme", make=make, command=command)


def _kit(path: str, data: bytes, **more: object) -> dict[str, bytes | None]:
    facts = Facts(codes=(ExpectedCode(payload="https://exemple.org/", page=1),))
    media_type = _MEDIA_TYPES[path.partition(".")[2]]
    artifact = Artifact(path=path, media_type=media_type, data=data, facts=facts)
    return {f"k/{path}": data, "k/manifest.json": _manifest(artifact, more=more)}


def _manifest(artifact: Artifact, times: int = 1, more: Mapping[str, object] | None = None) -> bytes:
    """The manifest of a kit of one file that is listed so many times, with ``more`` in its lines."""
    whole = Manifest(
        title="t", lang="fr", url="", theme="agora", versions={}, digests={"x": "a"}, state={"x": "a"},
        files=(Entry.of(artifact, "x"),),
    )  # fmt: skip
    tree = json.loads(whole.to_json())
    line = tree["files"][0] | (more or {})
    names = (line["path"], *(f"a{number}" for number in range(1, times)))
    tree["files"] = [line | {"path": name} for name in names]
    return json.dumps(tree).encode()


_MEDIA_TYPES = {
    "svg": "image/svg+xml", "html": "text/html", "png": "image/png", "eps": "application/postscript",
    "ics": "text/calendar", "txt": "text/plain", "pdf": "application/pdf",
}  # fmt: skip


def kits() -> Iterator[Document]:
    """Kits of others that are checked."""

    def drawing(size: int, body: bytes = b"") -> Files:
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 %d %d">%s</svg>'
        return _kit("a.svg", svg % (size, size, body))

    uses = b'<g id="a0"><path d="M0 0h1"/></g>' + b"".join(
        b'<g id="a%d">%s</g>' % (n, b'<use href="#a%d"/>' % (n - 1) * 10) for n in range(1, 10)
    )
    many = {"pages": 10**9, "areas": [[1, 0, 1]] * 50_000}
    codes = {"codes": [{"payload": "a", "page": 1}] * 5_000}
    plain = Artifact(path="a.txt", media_type="text/plain", data=b"a", facts=Facts())
    hostile: dict[str, Callable[[], Files]] = {
        "drawing-3000": lambda: drawing(3_000),
        "drawing-20000": lambda: drawing(20_000),
        "drawing-1e9": lambda: drawing(10**9),
        "drawing-uses": lambda: drawing(10, uses),
        "drawing-within": lambda: drawing(10, b"<g>" * 100_000),
        "drawing-path": lambda: drawing(10, b'<path d="M0 0%s"/>' % (b"h1v1" * 500_000)),
        "page": lambda: _kit("a.html", b'<svg role="img">' * 100_000),
        "page-comments": lambda: _kit("a.html", b"<!--" * 400_000),
        "page-elements": lambda: _kit("a.html", b"<p class='a'>" * 200_000),
        "picture-2e31": lambda: _kit("a.png", png(0x7FFFFFFF, 0x7FFFFFFF, rows=0)),
        "picture-30000": lambda: _kit("a.png", png(30_000, 30_000)),
        "picture-13000": lambda: _kit("a.png", png(13_000, 13_000)),
        "eps": lambda: _kit("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n" + b"0 0 moveto\n" * 200_000),
        "calendar": lambda: _kit("a.ics", b"BEGIN:VCALENDAR\n" * 50_000),
        "size": lambda: _kit("a.txt", b"a", size=10**300),
        "outside": lambda: {"k/manifest.json": _manifest(plain, more={"path": "../../../etc/passwd"})},
        "facts": lambda: _kit("a.pdf", b"%PDF-1.7", facts=many),
        "codes": lambda: _kit("a.png", png(300, 300), facts=codes),
        "no-manifest": lambda: {"k/a.txt": b"a"},
        "manifest-brackets": lambda: {"k/manifest.json": b"[" * 1_000_000},
        "manifest-digits": lambda: {"k/manifest.json": b'{"size": ' + b"9" * 1_000_000 + b"}"},
        "manifest-files": lambda: {"k/manifest.json": _manifest(plain, 50_000)},
        "manifest-pipe": lambda: {"k/manifest.json": None},
        "file-pipe": lambda: {**_kit("a.txt", b"a"), "k/a.txt": None},
    }
    for name, kit in hostile.items():
        yield Document(name=name, kind="kit", make=kit, command=("check", "k"))


def pdf(*objects: bytes, pages: str = "1", count: int = 1) -> bytes:
    """A PDF file (ISO 32000) of ``objects`` from number 3 on, ``pages`` their numbers."""
    kids = " ".join(f"{number} 0 R" for number in pages.split()).encode()
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate((*bodies, *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    out += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    return bytes(out)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), more, packed)


def _one_page(content: bytes, *more: bytes, box: bytes = b"0 0 595 842") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    return pdf(page % box, _stream(content), *more, pages="3")


def pdfs() -> Iterator[Document]:
    """PDF files that are checked."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    image = b"/Subtype/Image/Type/XObject/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB"
    form = b"/Subtype/Form/Type/XObject/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    many = " ".join(str(number) for number in range(3, 5003))
    plain = _one_page(b"0 0 9 9 re f")
    hostile: dict[str, Callable[[], bytes | None]] = {
        "nothing": lambda: b"",
        "head": lambda: b"%PDF-1.7",
        "zeros": lambda: b"%PDF-1.7\n" + bytes(1_000_000),
        "pipe": lambda: None,
        "pages-5000": lambda: pdf(*[page] * 5000, pages=many, count=5000),
        "pages-that-loop": lambda: pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>", pages="3"),
        "pages-counted": lambda: pdf(page, pages="3", count=2**31 - 1),
        "operators": lambda: _one_page(b"q " * 3_000_000),
        "lines": lambda: _one_page(b"0 0 m " + b"9 9 l " * 1_000_000 + b"S"),
        "curves": lambda: _one_page(b"0 0 m " + b"1 2 3 4 5 6 c " * 500_000 + b"b*"),
        "clips": lambda: _one_page(b"0 0 9 9 re W n " * 300_000),
        "numbers": lambda: _one_page(b"9" * 5_000_000),
        "brackets": lambda: _one_page(b"[" * 2_000_000),
        "names": lambda: _one_page(b"/" + b"a" * 5_000_000),
        "inline-pictures": lambda: _one_page(b"BI /W 1 /H 1 /BPC 8 /CS /G ID a EI " * 100_000),
        "forms-that-loop": lambda: _one_page(b"/X Do", _stream(b"/X Do " * 10, form)),
        "forms": lambda: _one_page(b"/X Do " * 200_000, _stream(b"0 0 9 9 re f " * 1000, form)),
        "picture-2e31": lambda: _one_page(b"/X Do", _stream(b"", image % (2**31 - 1, 2**31 - 1))),
        "picture-20000": lambda: _one_page(b"/X Do", _stream(bytes(1_000), image % (20_000, 20_000))),
        "stream-500-mb": lambda: _one_page(bytes(500_000_000)),
        "box-1e30": lambda: _one_page(b"0 0 9 9 re f", box=b"0 0 " + b"9" * 30 + b" " + b"9" * 30),
        "box-14400000": lambda: _one_page(b"0 0 9 9 re f", box=b"0 0 14400000 14400000"),
        "box-of-nothing": lambda: _one_page(b"0 0 9 9 re f", box=b"0 0 0 0"),
        "table-that-loops": lambda: plain.replace(b"trailer<<", b"trailer<</Prev 9 "),
        "objects": lambda: pdf(page, *[b"<<>>"] * 200_000, pages="3"),
        "dictionaries-within": lambda: pdf(b"<</A" * 100_000, pages="3"),
    }  # fmt: skip
    shipped = _one_page(b"0 0 9 9 re f " * 200)
    for seed in range(8):
        hostile[f"damaged-{seed}"] = partial(damaged, shipped, seed, share=0.01, keep=9)
    for name, data in hostile.items():
        yield Document(
            name=name, kind="pdf", make=partial(_called, "a.pdf", data), command=("check", "a.pdf")
        )


def _called(name: str, make: Callable[[], bytes | None]) -> Files:
    return {name: make()}


_ALT = ("--picture-alt", "a")


def images() -> Iterator[Document]:
    """Pictures that commands are given by themselves: logos of codes and themes, pictures of cards."""
    commands: Mapping[str, Callable[[str], tuple[str, ...]]] = {
        "qr": lambda name: ("qr", "https://exemple.org/", "-o", "c.png", "--logo", name),
        "theme": lambda name: ("theme", "new", "--logo", name, "-o", "t.toml"),
        "card": lambda name: ("card", "--title", "T", "--picture", name, *_ALT, "-o", "c.jpg"),
    }  # fmt: skip
    chosen = (
        "pixels-2e31.png", "pixels-30000.png", "comment-200-mb.png", "pixels-7000.jpg", "entities.svg",
        "frames.gif", "damaged-0.png", "damaged-1.jpeg",
    )  # fmt: skip
    for what, command in commands.items():
        for name in chosen:
            make: Callable[[], Files] = partial(dict, {name: _hostile_pictures()[name]})
            yield Document(name=f"{what}-{name}", kind="image", make=make, command=command(name))
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
    drawings = {
        "path.svg": drawing % (b'<path d="M0 0%s"/>' % (b"h1v1" * 300_000)),
        "within.svg": drawing % (b"<g>" * 50_000),
        "numbers.svg": drawing % (b'<path d="M0 0h%s"/>' % (b"9" * 500_000)),
        "pipe.svg": None,
    }
    for name, data in drawings.items():
        given: Callable[[], Files] = partial(dict, {name: data})
        asked = commands["theme"](name)
        yield Document(name=f"theme-{name}", kind="image", make=given, command=asked)
    yield Document(name="qr-zero", kind="image", make=dict, command=commands["qr"]("/dev/zero"))
    yield Document(
        name="qr-banner", kind="image", make=dict,
        command=("qr", "https://exemple.org/", "--mm", "1000", "--dpi", "300", "-o", "c.png"),
    )  # fmt: skip
