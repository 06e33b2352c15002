"""A race for a link: how often a file outside the page's folder is read in its place.

    python benchmarks/link_race.py [READS]

One process puts a link to a secret in the place of a picture, and the picture back, as fast as it can.
This one reads the picture READS times (100,000), once as brochure does and once as programs do that
look at a path and then open it. Prints how often each was led out of the folder; ends with 1 where
brochure was.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from brochure import opened_files

GOOD, SECRET = b"good", b"secret"


def swap(folder: Path, secret: Path) -> None:
    """Put the link and the file in the place of each other, for ever."""
    while True:
        (folder / "new").hardlink_to(folder / "good")
        (folder / "new").replace(folder / "picture")
        (folder / "new").symlink_to(secret)
        (folder / "new").replace(folder / "picture")


def looked_up(path: Path, folder: Path) -> bytes:
    """The file at ``path`` as it is read where the path is judged, not what was opened."""
    if not path.resolve().is_relative_to(folder):
        raise PermissionError(path)
    return path.read_bytes()


def opened(path: Path, folder: Path) -> bytes:
    """The file at ``path`` as brochure reads it."""
    return opened_files.read(path, 1000, [folder])


def outcome(read: Callable[[Path, Path], bytes], path: Path, folder: Path) -> str:
    """What one reading gave."""
    try:
        return {GOOD: "picture", SECRET: "secret"}[read(path, folder)]
    except OSError:
        return "refused"


def main(reads: int) -> int:
    """Run both readers against the race, and say what they read."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, secret = Path(scratch).resolve() / "site", Path(scratch) / "secret"
        folder.mkdir()
        secret.write_bytes(SECRET)
        (folder / "good").write_bytes(GOOD)
        (folder / "picture").write_bytes(GOOD)
        racer = multiprocessing.Process(target=swap, args=(folder, secret), daemon=True)
        racer.start()
        try:
            for name, read in (("looked up, then opened", looked_up), ("brochure", opened)):
                count = Counter(outcome(read, folder / "picture", folder) for _ in range(reads))
                told = ", ".join(f"{count[key]:,} {key}" for key in ("picture", "refused", "secret"))
                print(f"{name}: {reads:,} reads: {told}")
        finally:
            racer.kill()
            racer.join()
    return int(count["secret"] > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 100_000))
