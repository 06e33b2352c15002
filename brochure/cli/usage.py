"""Usage: what is wrong with a command line, said in the language of messages; exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer

from brochure import messages
from brochure.cli import terminal
from brochure.problems import Problem, Text, error, plain, warning

if TYPE_CHECKING:
    from typer._click import Command

WRONG_USAGE = 2


def run(command: Command, arguments: Sequence[str]) -> int:
    """Run ``command``; its exit code. What is wrong with ``arguments`` is said as a sentence."""
    from typer._click import exceptions

    try:
        done: Any = command.main(list(arguments), prog_name="brochure", standalone_mode=False)
    except exceptions.NoArgsIsHelpError as caught:
        print(caught.format_message(), file=sys.stderr)
        return WRONG_USAGE
    except exceptions.UsageError as caught:
        if caught.ctx is not None:
            print(caught.ctx.get_usage(), file=sys.stderr)
            hint = Text("usage-help", command=caught.ctx.command_path)
            print(f"{hint}\n", file=sys.stderr)
        terminal.fail(_problem(caught))
        return WRONG_USAGE
    except typer.Abort:
        return 130
    return done if isinstance(done, int) else 0


def _problem(caught: Any) -> Problem:
    """What a usage error of Typer says, by its class; in English where it has none of ours."""
    for kind, problem_of in _by_class().items():
        if isinstance(caught, kind) and (found := problem_of(caught)):
            return found
    return _by_text(caught, caught.format_message())


def _by_class() -> dict[type[Exception], Callable[[Any], Problem | None]]:
    """The sentences of Typer's usage errors; a class stands before the class it is derived from."""
    from typer._click import exceptions

    return {
        exceptions.NoSuchOption: _unknown_option,
        exceptions.MissingParameter: lambda e: error("usage-missing", parameter=_hint(e)),
        exceptions.BadParameter: lambda e: error("usage-bad-value", parameter=_hint(e), why=e.message),
        exceptions.BadOptionUsage: _option_value,
    }


def _unknown_option(caught: Any) -> Problem:
    if near := tuple(caught.possibilities or ()):
        return error("usage-option-misspelt", option=caught.option_name, near=near)
    return error("usage-option-unknown", option=caught.option_name)


def _option_value(caught: Any) -> Problem:
    if "requires" in caught.message:
        return error("usage-option-needs-value", option=caught.option_name)
    return error("usage-option-takes-no-value", option=caught.option_name)


def _by_text(caught: Any, text: str) -> Problem:
    """Typer has no class for these."""
    if text.startswith("No such command "):
        given = text.removeprefix("No such command ").split("'")[1]
        known = tuple(getattr(caught.ctx.command, "commands", {})) if caught.ctx else ()
        if near := tuple(get_close_matches(given, known, n=1)):
            return error("usage-command-misspelt", command=given, near=near)
        return error("usage-command-unknown", command=given, commands=known)
    if text.startswith(EXTRA):
        return error("usage-extra", given=text.removeprefix(EXTRA)[:-1])
    return error("usage-no-command") if text == "Missing command." else plain(text)


EXTRA = "Got unexpected extra argument(s) ("


def _hint(caught: Any) -> str:
    hint: str = caught.param.get_error_hint(caught.ctx) if caught.param else str(caught.param_hint)
    return hint.replace("'", "")


def known_language(language: str | None) -> str | None:
    """The value of --messages, if there are messages in it. Raises typer.BadParameter."""
    if language is None or language in messages.LANGUAGES:
        return language
    raise typer.BadParameter(str(Text("usage-language", given=language, known=messages.LANGUAGES)))


def of_today(arguments: Sequence[str]) -> list[str]:
    """``arguments`` with "qr --events FILE" in its present form, "events FILE", which is said."""
    if "qr" not in arguments:
        return list(arguments)
    rest = list(arguments)
    for number, argument in enumerate(rest):
        if argument == "--events" and number + 1 < len(rest):
            file, taken = rest[number + 1], 2
        elif argument.startswith("--events="):
            file, taken = argument.partition("=")[2], 1
        else:
            continue
        rest[number : number + taken] = []
        at = rest.index("qr")
        rest[at : at + 1] = ["events", file]
        terminal.warn(warning("usage-qr-events", file=file))
        return rest
    return rest
