"""What is written by hand, or held back, only for speed: each beside the plain way, in one list.

Run by ``make bench-kept``, or with names of rows to measure those alone. For each row the package is
copied twice, as it is and with the plain way in its place, and each command of the row is run in cold
processes of the two in turn. What is told is processor time: the medians, and the median of what a
run gains on the run beside it. What gains less than 3 % on every command it is for, goes.

A gain of such size is only to be believed on an idle machine; the quartiles tell how far to.
"""

from __future__ import annotations

import compileall
import filecmp
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from summit import cost

ROOT = Path(__file__).resolve().parent.parent
LEAST_ROUNDS, MOST_ROUNDS = 5, 21
BUDGET_S = 30.0
"""So many processor seconds go to a command, within those rounds: quick ones are run more often."""

SUMMIT = "build pages/sommet-pgo.md -o OUT"
COMMANDS = {
    "whole kit": f"{SUMMIT} --force",
    "unchanged": SUMMIT,
    "pdf": f"{SUMMIT} --force --only pdf",
    "print": f"{SUMMIT} --force --only print",
    "cards": f"{SUMMIT} --force --only cards",
    "cards of 11 pages": "build tests/pages -o OUT --force --only cards",
    "one card": "card --title Bonjour -o OUT/card.png",
    "8,000 words": "build tests/pages/rapport.md -o OUT --force --only pdf",
    "one code": "qr https://www.gouvernement.fr/sommet -o OUT/code.svg",
    "305 labels": "events pages/sommet-evenements.csv --sheets labels -o OUT",
}
"""What is run, by the name that rows call it; OUT is a folder of its own for each tree."""


class Edit(NamedTuple):
    """The text of a file of the package, which stands in it once, and the plain way in its place."""

    file: str
    ours: str
    plain: str


class Kept(NamedTuple):
    """A row: what it is for, the commands it matters for, what makes it plain: edits, or a package."""

    why: str
    commands: Sequence[str]
    edits: Sequence[Edit] = ()
    package: str = ""


KEPT = {
    "no search for libraries": Kept(
        "WeasyPrint's import asks a compiler and a linker where Pango is",
        ("pdf",),
        [
            Edit(
                "pdf/patches.py",
                "with _no_library_search(), _imported_later(*LATER):",
                "with _imported_later(*LATER):",
            )
        ],
    ),
    "fontTools' subsetter later": Kept(
        "WeasyPrint imports it for machines without HarfBuzz's",
        ("pdf",),
        [
            Edit(
                "pdf/patches.py",
                "with _no_library_search(), _imported_later(*LATER):",
                "with _no_library_search():",
            )
        ],
    ),
    "lines broken once": Kept(
        "a text is measured, composed and laid out, on a screen and on paper",
        ("print", "8,000 words"),
        [Edit("pdf/patches.py", "remembered(inline.split_first_line)", "inline.split_first_line")],
    ),
    "patterns read when asked for": Kept(
        "pyphen reads all of a language",
        ("pdf",),
        [Edit("text/hyphenation.py", "patterns := read_patterns(path)", "patterns := None")],
    ),
    "pages composed once": Kept(
        "arrangements of a design share pages",
        ("8,000 words",),
        [Edit("pdf/composing.py", "if key not in self._made:", "if True:")],
    ),
    "versions by folders": Kept(
        "importlib.metadata takes long to load",
        ("unchanged", "cards"),
        [Edit("library_versions.py", "if found := distributions().get(", "if found := {}.get(")],
    ),
    "simple strings": Kept(
        "Jinja takes long to load",
        ("one card", "cards"),
        [Edit("cards/expressions.py", "(plain := _simple(text, context))", "(plain := None)")],
    ),
    "rare collections": Kept(
        "a short process frees little",
        ("unchanged", "whole kit", "cards", "305 labels"),
        [Edit("cli/__init__.py", "gc.set_threshold(100_000, 50, 50)", "pass")],
    ),
    "few colours, packed by zlib-ng": Kept(
        "the plain way is Pillow's file of the machine's zlib",
        ("one card", "cards"),
        [
            Edit(
                "cards/canvas.py",
                "return _indexed_png(palettes.in_few(self.image, self.palette, self.edges))",
                "self.image.putpalette(self.palette)\n        return _full_png(self.image)",
            ),
        ],
    ),
    "bodies not read for cards": Kept(
        "cards show nothing of a body",
        ("cards", "cards of 11 pages"),
        [
            Edit(
                "cli/page_reading.py",
                'cards_only = asked.cards_only and source.name != "-"',
                "cards_only = False",
            )
        ],
    ),
    "typer before 0.29": Kept(
        "0.29 loads pydantic",
        ("unchanged", "one card"),
        package="typer==0.29.2",
    ),
    "segments of codes": Kept(
        "for smaller codes; python-qrcode's are by runs of a kind",
        ("one code", "305 labels"),
        [
            Edit(
                "codes/encoder.py",
                "segments.best(payload, versions)",
                "tuple(segments.Segment(c.mode, c.data.decode())"
                " for c in __import__('qrcode').util.optimal_data_chunks(payload))",
            )
        ],
    ),
    "masks of codes": Kept(
        "python-qrcode draws and weighs eight codes",
        ("one code", "305 labels", "whole kit"),
        [
            Edit(
                "codes/encoder.py",
                "mask = masks.best(rows, symbol.alignment)",
                "mask = symbols.code_of(version, _constant(level), codewords).best_mask_pattern()",
            )
        ],
    ),
    "places of bits": Kept(
        "python-qrcode places the bits of each code, module by module",
        ("one code", "305 labels", "whole kit"),
        [
            Edit(
                "codes/encoder.py",
                "rows = symbol.rows(codewords)",
                "code = symbols.code_of(version, _constant(level), codewords);"
                " code.makeImpl(False, 0); rows = code.modules",
            )
        ],
    ),
    "error correction of codes": Kept(
        "python-qrcode divides polynomials term by term",
        ("one code", "305 labels", "whole kit"),
        [
            Edit(
                "codes/encoder.py",
                "codewords = reed_solomon.codewords(data, blocks)",
                "from qrcode.util import BitBuffer, create_bytes\n"
                "    buffer = BitBuffer()\n"
                "    for byte in data:\n"
                "        buffer.put(byte, 8)\n"
                "    codewords = create_bytes(buffer, blocks)",
            )
        ],
    ),
}
"""All that is kept. Each place in the package that an edit is made in names this list, and its gain."""


def copied(folder: Path, edits: Sequence[Edit] = ()) -> Path:
    """The package with what it ships, and ``edits`` made in it, compiled in ``folder``."""
    for name in ("brochure", "templates", "fonts", "pages"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for edit in edits:
        path = folder / "brochure" / edit.file
        path.write_text(edited(path.read_text(encoding="utf-8"), edit), encoding="utf-8")
    assert compileall.compile_dir(folder / "brochure", quiet=1)
    return folder


def edited(text: str, edit: Edit) -> str:
    """``text`` with the plain way of ``edit``. Raises ValueError unless ours stands in it once."""
    if (times := text.count(edit.ours)) != 1:
        raise ValueError(
            f"brochure/{edit.file}: {edit.ours!r} stands there {times} times; mend the list"
        )
    return text.replace(edit.ours, edit.plain)


def command_of(name: str, places: Sequence[Path], out: Path) -> list[str]:
    """The command ``name`` for the package that lies first in ``places``."""
    args = [arg.replace("OUT", str(out)) for arg in COMMANDS[name].split()]
    paths = os.pathsep.join(str(place) for place in places)
    return ["env", f"PYTHONPATH={paths}", sys.executable, "-P", "-m", "brochure", *args]


def measured(name: str, row: Kept, folder: Path) -> Iterator[str]:
    """A line for each command of ``row``."""
    ours, plain = [copied(folder / "ours")], [copied(folder / "plain", row.edits)]
    if row.package:
        plain.insert(0, folder / "package")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "install"]
        subprocess.run([*pip, "--target", str(plain[0]), row.package], check=True, capture_output=True)
    for command in row.commands:
        outs = folder / f"ours {command}", folder / f"plain {command}"
        for out in outs:
            out.mkdir()
        runs = [
            command_of(command, places, out) for places, out in zip((ours, plain), outs, strict=True)
        ]
        for run in runs:
            cost(run)  # warms the disk, and builds what is then unchanged
        pairs: list[tuple[float, float]] = []
        while len(pairs) < LEAST_ROUNDS or (
            len(pairs) < MOST_ROUNDS and sum(map(sum, pairs)) < BUDGET_S
        ):
            order = (0, 1) if len(pairs) % 2 else (1, 0)
            used = {which: cost(runs[which]).cpu_s for which in order}
            pairs.append((used[0], used[1]))
        yield f"{name:36}{command:20}{summed_up(pairs)}  {compared(*outs)}"


def summed_up(pairs: Sequence[tuple[float, float]]) -> str:
    """The medians of ours and of the plain way, and the gain with its quartiles."""
    one, other = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    low, gain, high = statistics.quantiles((100 * (1 - o / p) for o, p in pairs), n=4)
    return f"{len(pairs):7}{one:8.3f}{other:8.3f}{gain:+7.1f} % ({low:+.1f} to {high:+.1f})"


def compared(ours: Path, plain: Path) -> str:
    """Whether both made the same bytes, and what they weigh if not."""
    names = sorted(p.relative_to(ours) for p in ours.rglob("*") if p.is_file())
    _, different, missing = filecmp.cmpfiles(ours, plain, names, shallow=False)
    if not different and not missing:
        return "same bytes"
    sizes = [
        sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) for folder in (ours, plain)
    ]
    return f"{len(different)} of {len(names)} files differ: {sizes[0]:,} and {sizes[1]:,} bytes"


def main() -> None:
    """Measure the rows that are named, or all."""
    print("processor seconds, medians over cold processes; gain: median of pairs, and quartiles")
    print(f"{'':56}{'rounds':>7}{'ours':>8}{'plain':>8}{'gain':>7}")
    for name in sys.argv[1:] or KEPT:
        with tempfile.TemporaryDirectory() as folder:
            for line in measured(name, KEPT[name], Path(folder)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
