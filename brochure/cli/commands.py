"""The commands, as Typer takes them: loading it takes longer than finding that a kit stands."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from keyword import iskeyword
from typing import Any

import typer

from brochure import messages
from brochure.cli import terminal, usage

COMMANDS = {
    "badges": "badges", "build": "build", "card": "card", "check": "check", "doctor": "doctor",
    "events": "events", "import": "importing", "meta": "meta", "proof": "proof", "qr": "qr",
    "serve": "serve",
    "site": "site", "studio": "studio", "themes": "themes", "theme": "themes", "watch": "watch",
}  # fmt: skip
"""The module of each command, whose function, or group of commands, has its name: `import_` for the
one that is a word of Python's."""


def app(wanted: Collection[str] = tuple(COMMANDS)) -> typer.Typer:
    """The command line with the commands that are ``wanted``; of the others it has the names alone.

    To list them no more is needed, and it starts sooner.
    """
    made = typer.Typer(
        name="brochure",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(invoke_without_command=True)(_options)
    for name, module in COMMANDS.items():
        found = _function(module, name) if name in wanted else _unwanted
        if isinstance(found, typer.Typer):
            made.add_typer(found, name=name)
        else:
            made.command(name)(found)
    return made


def _function(module: str, name: str) -> Any:
    return getattr(import_module(f"brochure.cli.{module}"), f"{name}_" if iskeyword(name) else name)


def _unwanted() -> None:
    """Nothing: the command line names another command, or none."""


def _options(
    *,
    version: bool = typer.Option(False, "--version"),
    debug: bool = typer.Option(False, "--debug"),
    language: str | None = typer.Option(
        None, "--messages", metavar="|".join(messages.LANGUAGES), callback=usage.known_language
    ),
) -> None:
    if version:
        from brochure import __version__

        terminal.result(f"brochure {__version__}")
        raise typer.Exit
