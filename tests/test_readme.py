"""The README: at most 120 lines, and every command in it works."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from brochure.building import products
from brochure.cli.commands import app
from tests.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\s*(?:\$ )?(brochure [^#\n`]+)", README, flags=re.MULTILINE)


def test_it_is_short_and_starts_with_a_picture_the_tool_made() -> None:
    lines = README.splitlines()
    assert len(lines) <= 120
    picture = re.search(r"!\[[^\]]{20,}\]\(([^)]+)\)", "\n".join(lines[:15]))
    assert picture
    assert (ROOT / picture[1]).is_file()


def test_there_are_commands_to_run() -> None:
    assert {c.split()[1] for c in COMMANDS} >= {"build", "check", "doctor", "themes"}


@pytest.mark.parametrize("command", COMMANDS, ids=str.strip)
def test_a_command_of_the_readme_is_understood(command: str) -> None:
    """Parsed, not run: every option is there and takes what it is given."""
    _, *arguments = shlex.split(command)
    commands = typer.main.get_command(app())
    assert isinstance(commands, typer.core.TyperGroup)
    with commands.make_context("brochure", list(arguments)) as context:
        name, found, rest = commands.resolve_command(context, arguments)
        assert name
        assert found
        found.make_context(name, rest, parent=context)


def makes_a_whole_kit(command: str) -> bool:
    return (command.startswith("brochure build") and "--only" not in command) or command.startswith(
        "brochure events"
    )


@pytest.fixture
def reader(tmp_path: Path) -> None:
    """What somebody who reads the README has in the folder."""
    shutil.copytree(ROOT / "pages", tmp_path / "pages")
    shutil.copy(ROOT / "tests" / "pages" / "guide.md", tmp_path / "page.md")
    shutil.copy(ROOT / "tests" / "importing" / "saved" / "marche.html", tmp_path / "page.html")
    (tmp_path / "people.csv").write_text(
        "Prénom;Nom\nJosé;de la Cruz\nNgọc Ánh;Nguyễn\n", encoding="utf-8"
    )
    shutil.copy(ROOT / "templates" / "themes" / "papier.toml", tmp_path / "my-theme.toml")


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("command", [c for c in COMMANDS if not makes_a_whole_kit(c)], ids=str.strip)
def test_a_command_of_the_readme_works(command: str, run: Run, write_part: Callable[..., Path]) -> None:
    if "check" in command:
        write_part("pdf", "cards", "qr")
    _, *arguments = shlex.split(command)
    done = run(*arguments)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("reader")
def test_commands_of_the_readme_that_make_whole_kits_work_one_after_the_other(run: Run) -> None:
    """As they are typed: each finds the kit of the one before it in its folder."""
    for command in filter(makes_a_whole_kit, COMMANDS):
        _, *arguments = shlex.split(command)
        done = run(*arguments)
        assert done.returncode == 0, (command, done.stderr)


def test_the_tree_of_the_readme_is_the_kit(written: Path) -> None:
    block = README.split("```\noutput/sommet-pgo/", 1)[1].split("```", 1)[0]
    named = re.findall(r"\b[\w-]+(?:/[\w-]+)?\.(?:pdf|png|svg|html|json)\b", block)
    assert len(named) >= 9
    for path in named:
        assert (written / path).is_file(), path


def test_the_products_are_named() -> None:
    assert all(f"`{name}`" in README or f" {name}" in README for name in products.names())


@pytest.mark.parametrize("path", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_link_into_the_project_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
