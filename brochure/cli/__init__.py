"""The command line. Each command parses, calls the library, and says what came of it."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import Any

import typer

from brochure import messages
from brochure.cli import help_texts, terminal, usage
from brochure.errors import BrochureError, UnforeseenError

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


@contextmanager
def _prepared() -> Iterator[None]:
    """Set the process up for one command: few collections, no encoding errors, Typer's language."""
    language, threshold = os.environ.get("LANGUAGE"), gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)  # spares 0.2 s of a build of 4.7 s, for 10 MB of 150
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        os.environ.pop("LANGUAGE", None)
        os.environ.update({"LANGUAGE": language} if language is not None else {})


def _with_common_options_first(arguments: Sequence[str]) -> list[str]:
    """``arguments``, those options first that are allowed anywhere; --messages is applied at once."""
    common, rest = [], []
    left = iter(arguments)
    for argument in left:
        if argument == "--debug":
            common.append(argument)
        elif argument == "--messages" or argument.startswith("--messages="):
            language = next(left, "") if argument == "--messages" else argument.partition("=")[2]
            if language in messages.LANGUAGES:
                messages.use(language)  # before Typer, so that whatever is printed is in it
            common.append(f"--messages={language}")
        else:
            rest.append(argument)
    return common + rest


def _commands_in(arguments: Sequence[str]) -> Sequence[str]:
    """The command that ``arguments`` name after the common options, if they name one."""
    return [a for a in arguments if not a.startswith(("--debug", "--messages="))][:1]


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 an error, 2 wrong usage, 3 check found faults."""
    debug = "--debug" in sys.argv
    try:
        with _prepared():
            arguments = usage.of_today(_with_common_options_first(sys.argv[1:]))
            command = typer.main.get_command(app(_commands_in(arguments)))
            help_texts.prepare(command)
            sys.exit(usage.run(command, arguments))
    except BrochureError as caught:
        if debug:
            raise
        terminal.report_error(caught)
        sys.exit(caught.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except UnforeseenError as caught:
        if debug:
            sys.stderr.write(caught.trace)
        else:
            terminal.fail(terminal.unexpected(caught))
        sys.exit(1)
    except Exception as caught:
        if debug:
            raise
        terminal.fail(terminal.unexpected(caught))
        sys.exit(1)
