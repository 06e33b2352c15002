"""Distributions for tests: entry points of brochure, as pip would install them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Install(Protocol):
    """Put a distribution where Python finds it, until the test ends."""

    def __call__(
        self,
        group: str,
        points: Mapping[str, str],
        files: Mapping[str, str],
        distribution: str = "a-test",
    ) -> None:
        """``points`` are the entry points of a ``group``, ``files`` texts by their paths."""


def put_distribution(
    folder: Path, group: str, points: Mapping[str, str], files: Mapping[str, str], distribution: str
) -> None:
    """Write a distribution, version 1.0, into ``folder`` (PyPA, "Recording installed projects")."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    info = folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    rows = "".join(f"{name} = {target}\n" for name, target in points.items())
    (info / "entry_points.txt").write_text(f"[{group}]\n{rows}")
