"""Installed themes: other packages bring them by entry points; a broken one names its package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.errors import ThemeError
from brochure.themes import installed
from brochure.themes.theme_file import load_theme, theme_names

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a package, with its entry points and its files, as pip would leave it."""

    def put(distribution: str, entries: dict[str, str], files: dict[str, str]) -> None:
        folder = tmp_path / distribution
        info = folder / f"{distribution}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        rows = "\n".join(f"{name} = {value}" for name, value in entries.items())
        (info / "entry_points.txt").write_text(f"[brochure.themes]\n{rows}\n")
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        monkeypatch.syspath_prepend(folder)

    return put


CITY = 'extends = "agora"\nmotif = "rings"\n'


def test_a_theme_is_a_resource_of_a_package_or_a_path_that_it_computes(install: Install) -> None:
    install(
        "city-themes",
        {"city": "bt_city:city.toml", "night": "bt_city.files:NIGHT", "agora": "bt_city:city.toml"},
        {
            "bt_city/__init__.py": "",
            "bt_city/city.toml": CITY,
            "bt_city/files.py": "import os\nNIGHT = os.path.dirname(__file__) + '/night.toml'",
            "bt_city/night.toml": 'extends = "city"\nbody_pt = 12\n',
        },
    )
    assert (load_theme("city").name, load_theme("city").motif) == ("city", "rings")
    night = load_theme("night")
    assert (night.name, night.motif, night.body_pt) == ("night", "rings", 12)
    assert theme_names() == ("agora", "contraste", "papier", "city", "night")
    assert load_theme("agora").motif != "rings"  # a shipped name stays brochure's


def test_names_are_listed_without_importing_a_package(install: Install) -> None:
    install("broken-themes", {"mist": "bt_broken:MIST"}, {"bt_broken.py": "raise RuntimeError('no')"})
    assert "mist" in installed.installed_names()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("bt_none:city.toml", r"at bt_none:city\.toml \(ModuleNotFoundError: "),
        ("bt_fails:THEME", r"\(RuntimeError: no\); update or uninstall mist-themes"),
        ("bt_odd:THEME", r"\(TypeError: "),
        ("bt_odd:none.toml", r"none\.toml, which does not exist; install mist"),
    ],
)
def test_a_broken_entry_point_is_told_with_its_package(value: str, says: str, install: Install) -> None:
    files = {"bt_fails.py": "raise RuntimeError('no')", "bt_odd/__init__.py": "THEME = 3"}
    install("mist-themes", {"mist": value}, files)
    with pytest.raises(ThemeError, match=f'the theme "mist" of the package mist-themes .*{says}'):
        load_theme("mist")


def test_a_name_that_two_packages_bring_is_refused(install: Install) -> None:
    for number, name in enumerate(("one", "two")):
        install(name, {"city": f"bt_{name}:city.toml"}, {f"bt_{name}/city.toml": CITY * (number + 1)})
    with pytest.raises(ThemeError, match='two packages bring a theme "city": one and two; uninstall'):
        load_theme("city")


def test_an_unknown_name_is_told_with_those_that_are_installed_too(install: Install) -> None:
    install("city-themes", {"city": "bt_other:city.toml"}, {})
    with pytest.raises(
        ThemeError, match=r'there is no theme "azur"; brochure has agora, .*, city; your'
    ):
        load_theme("azur")


def test_the_command_lists_what_can_be_used_and_names_what_is_broken(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    from brochure.cli.themes import themes

    install(
        "city-themes", {"city": "bt_list:city.toml", "mist": "bt_list:mist.toml"},
        {"bt_list/__init__.py": "", "bt_list/city.toml": CITY},
    )  # fmt: skip
    with pytest.raises(ThemeError, match='the theme "mist" of the package city-themes'):
        themes(as_json=True)
    names = [row["name"] for row in json.loads(capsys.readouterr().out)]
    assert names == ["agora", "contraste", "papier", "city"]
