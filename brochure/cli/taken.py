"""What was taken for what in a table, said in one: the field, and the column that fills it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from brochure import messages
from brochure.cli import terminal
from brochure.problems import Text

if TYPE_CHECKING:
    from brochure.programme import Taken
    from brochure.reading.head_names import Kind


def tell_taken(file: str, kind: Kind, taken: Sequence[Taken]) -> None:
    """Say what the columns of each table in ``file`` were taken for, on standard error."""
    from brochure.reading.head_names import vocabulary

    usual = vocabulary(kind).usual
    for table in taken:
        name = f"{file} ({table.sheet})" if table.sheet and len(taken) > 1 else file
        terminal.tell(Text("taken-of", name=name, count=table.rows, row=table.line))
        names = [(usual[field][messages.current()], head) for field, head in table.fields]
        width = max(len(name) for name, _ in names)
        for name, head in names:
            terminal.tell(f"  {name:<{width}}  {head}")
        if table.kept:
            terminal.tell(Text("taken-kept", columns=table.kept))


def rows_of(taken: Sequence[Taken]) -> list[dict[str, Any]]:
    """The same as JSON values."""
    return [
        {
            "sheet": table.sheet, "rows": table.rows, "row_of_heads": table.line,
            "columns": dict(table.fields), "other_columns": list(table.kept),
        }
        for table in taken
    ]  # fmt: skip
