"""How the words and paragraphs of a document look, as far as it tells what they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What properties or a style say of words and paragraphs; None where they do not.

    ``size`` is in the unit of its format: half points in .docx, points in .odt. ``indent``, in
    twentieths of a point, ``num_id`` and ``num_level`` are of .docx, ``list_style`` and ``ruled``, a
    line above or below the paragraph, of .odt.
    """

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    size: float | None = None
    position: str | None = None
    centred: bool | None = None
    outline: int | None = None
    indent: int | None = None
    num_id: str | None = None
    num_level: int | None = None
    list_style: str | None = None
    ruled: bool | None = None

    def over(self, below: Look) -> Look:
        """These properties, and of ``below`` what they do not say."""
        if self is PLAIN or below is PLAIN:
            return below if self is PLAIN else self
        said = {
            name: own if (own := getattr(self, name)) is not None else getattr(below, name)
            for name in self.__slots__
        }
        return Look(**said)


PLAIN = Look()
