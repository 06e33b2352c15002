"""Compiled templates: kept beside their sources, and used as long as they are those of the sources."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

from brochure.compiled_templates import Kept


@pytest.fixture(autouse=True)
def _keeps_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def drawn(folder: Path, options: str = "") -> str:
    """The template in ``folder``, drawn by a new environment."""
    loader = jinja2.FileSystemLoader(folder)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, bytecode_cache=Kept(folder, options)
    )
    return environment.get_template("a.j2").render(x=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.j2").write_text("{{ x + 1 }}")
    assert drawn(tmp_path) == "3"
    return tmp_path


def test_what_is_kept_is_not_compiled_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert drawn(folder) == "3"
    with pytest.raises(TypeError):  # other options make other code
        drawn(folder, "others")


def test_another_source_is_compiled(folder: Path) -> None:
    (folder / "a.j2").write_text("{{ x + 5 }}")
    assert drawn(folder) == "7"


@pytest.mark.parametrize("length", [0, 20, 100])
def test_what_is_cut_off_is_compiled_again(folder: Path, length: int) -> None:
    (kept,) = (folder / "__pycache__").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:length])
    assert drawn(folder) == "3"
    assert kept.read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_nothing_or_nothing_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.j2").write_text("{{ x }}")
    (tmp_path / "__pycache__").touch()  # no folder, and none can be made
    assert drawn(tmp_path) == "2"
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert drawn(tmp_path) == "2"
    assert [path.name for path in tmp_path.iterdir()] == ["a.j2"]
