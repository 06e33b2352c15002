"""Help: every command and option explained in the language of messages, from the catalogue cli.po.

``help-build`` explains the command, ``help-build-output`` one of its options; where a command has no
sentence of its own for an option, ``help-option-json`` serves all commands.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from brochure import messages
from brochure.messages import catalogues
from brochure.problems import Id, Text

if TYPE_CHECKING:
    from typer._click import Command, Parameter

_SECTIONS = {
    "Arguments": Id("help-arguments"), "Options": Id("help-options"), "Commands": Id("help-commands"),
}  # fmt: skip


_BASE: Any = typer.Context.formatter_class


class _Formatter(_BASE):  # type: ignore[misc]
    """Typer's formatter, whose titles are in the language of messages."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{Text('help-usage')} ")

    def write_heading(self, heading: str) -> None:
        known = _SECTIONS.get(heading)
        mark = "\u00a0" if messages.current() == "fr" else ""
        super().write_heading(f"{Text(known) if known else heading}{mark}")

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        own = str(Text("help-option-help"))
        rows = [(first, own if text == _HELP_OF_HELP else text) for first, text in rows]
        super().write_dl(rows, *args, **options)


_HELP_OF_HELP = "Show this message and exit."
"""What Typer says of --help, which is made when it is asked for and is no parameter before."""


class _Context(typer.Context):
    """Typer's context, which puts help into the language of messages when it is asked for.

    A command that runs needs none of it: it is a tenth of an unchanged build.
    """

    formatter_class = _Formatter

    def get_help(self) -> str:
        localise(self.command)
        return super().get_help()

    def get_usage(self) -> str:
        localise(self.command)
        return super().get_usage()


def prepare(command: Command) -> None:
    """Let help on ``command``, and on every command in it, be in the language of messages."""
    for _, one in all_commands(command):
        one.context_class = _Context
    # What Typer itself says in help, "[default: …]", comes from the gettext domain "messages".
    gettext.bindtextdomain("messages", catalogues.folder())
    os.environ["LANGUAGE"] = messages.current()


def localise(command: Command) -> None:
    """Put the help of ``command``, and a line on every command in it, into the language of messages."""
    for name, one in all_commands(command):
        one.help = messages.render(f"help-{name}", {})
        one.short_help = one.help.partition("\n")[0]
    name = command.name or "brochure"
    for parameter in command.params:
        if hasattr(parameter, "help"):
            parameter.help = _help_of(name, parameter)
    command.options_metavar = str(Text("help-metavar-options"))
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = str(Text("help-metavar-commands"))


def _help_of(command: str, parameter: Parameter) -> str:
    fields: dict[str, Any] = {}
    if parameter.name == "only":
        from brochure.building.products import names

        fields = {"products": names()}
    return messages.render(help_id(command, parameter), fields)


def help_id(command: str, parameter: Parameter) -> str:
    """The id of the sentence that explains ``parameter`` of the command called ``command``."""
    name = (parameter.name or "").strip("_").replace("_", "-")
    own = f"help-{command}-{name}"
    return own if catalogues.find(own, "en") else f"help-option-{name}"


def all_commands(command: Command) -> Iterator[tuple[str, Command]]:
    """``command`` and every command in it, by the names their help goes by."""
    yield command.name or "brochure", command
    inner: dict[str, Any] = getattr(command, "commands", {})
    for one in inner.values():
        yield from all_commands(one)
