"""Assets: the files that brochure ships are found, and templates are strict."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from brochure import assets


def test_what_is_shipped_is_there() -> None:
    assert assets.summit_page().is_file()
    assert (assets.templates_folder() / "locales" / "fr.toml").is_file()
    assert (assets.fonts_folder() / "fonts.toml").is_file()


def test_files_are_listed_by_their_paths_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "a.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = assets.files(tmp_path)
    assert [*found] == ["a.txt", "a/c.txt", "b.txt"]
    assert found["a/c.txt"] == tmp_path / "a" / "c.txt"


def test_templates_escape_what_they_are_given_and_refuse_what_they_are_not() -> None:
    environment = assets.environment()
    assert environment.from_string("{{ a }}").render(a="<b>") == "&lt;b&gt;"
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ b }}").render(a=1)
