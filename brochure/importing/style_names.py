"""What paragraph styles mean, told by their names: in English, French, German and Spanish.

They are those of Word, LibreOffice, Google Docs and Pages, and what people call their own.

Word writes the names of its own styles in English into every file, whatever its language; others
write them as they show them, and people's own styles have the names that people gave.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Role = Literal[
    "text", "title", "subtitle", "lead", "heading", "quotation", "caption", "code", "contents", "credit"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """The role of a style; ``level`` of a heading from 1; ``bullet`` or ``number`` for a list's."""

    role: Role = "text"
    level: int = 0
    listed: Literal["", "bullet", "number", "continued"] = ""


TEXT = Meaning()

_LEVELS = re.compile(
    r"(?:heading|head|header|titre|titre de niveau|überschrift|ueberschrift|título|titulo|encabezado"
    r"|titolo|kop|rubrik|cabeçalho)[ _-]?([1-9])"
)
_LOWER_LEVELS = re.compile(
    r"(?:intertitre|zwischenüberschrift|zwischentitel|ladillo|subhead)[ _-]?([1-8])"
)
"""Headings between others: the first of them is of the second level."""

_BARE_HEADINGS = {
    "heading": 1, "überschrift": 1, "intertitre": 2, "inter": 2, "crosshead": 2, "subhead": 2,
    "zwischentitel": 2, "zwischenüberschrift": 2, "ladillo": 2, "subheading": 2, "encabezado": 1,
}  # fmt: skip
_ROLES: tuple[tuple[Role, str], ...] = (
    ("title", "title|titre(?: principal| du document)?|titel|haupttitel|título|titulo|titolo"),
    ("subtitle", "sub-?title|sous-?titre|untertitel|subtítulo|subtitulo|sottotitolo"),
    ("lead", "chap[ôo]|chapeau|accroche|lead|standfirst|vorspann|teaser|entradilla|intro(?:duction)?"),
    ("quotation", "(?:intense |block ?|pull ?)?quot(?:e|ation)s?(?: text)?|block text|exergue"
                  "|citations?(?: intense)?|bloc de citation|(?:intensives )?zitate?|blockzitat"
                  "|citas?(?: destacada| intensa)?"),
    ("caption", "(?:image |table )?caption|captioned figure|légende|legende|bildunterschrift|leyenda"
                "|beschriftung|epígrafe|pie de foto|illustration|figure|abbildung|tabelle|table|tabla"
                "|tableau|ilustración|zeichnung|drawing|dessin"),
    ("credit", "crédits?(?: photo)?|credits?|photo credit|bildnachweis"),
    ("code", "html preformatted|préformaté html|html vorformatiert|preformatted text|source code|code"
             "|texte préformaté|macro text|vorformatierter text|texto preformateado"),
    ("contents", r"(?:toc|tm|contents|verzeichnis|inhaltsverzeichnis|tdc|índice|table des matières"
                 r"|table of figures|table des illustrations|index)(?: heading)?[ _-]?\d*"
                 r"|en-tête de table des matières|titre de table des matières"),
)  # fmt: skip
_NAMED = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_LISTS: tuple[tuple[Literal["bullet", "number", "continued"], re.Pattern[str]], ...] = (
    ("bullet", re.compile(
        r"(?:list bullet|liste à puces|aufzählungszeichen|lista con viñetas)(?: \d)?")),
    ("number", re.compile(
        r"(?:list number|liste à numéros|listennummer|lista con números)(?: \d)?")),
    ("continued", re.compile(
        r"(?:list continue|liste continue|listenfortsetzung|continuar lista)(?: \d)?")),
)  # fmt: skip


@lru_cache(maxsize=2048)
def meaning_of(name: str) -> Meaning:
    """What a style called ``name`` is for; `TEXT` where its name does not say."""
    said = re.sub(r"\s+", " ", name.strip().casefold())
    said = re.sub(r"(?: \((?:user|utilisateur|web)\)| car| char| zchn)$", "", said)
    if found := _LEVELS.fullmatch(said):
        return Meaning("heading", int(found[1]))
    if found := _LOWER_LEVELS.fullmatch(said):
        return Meaning("heading", int(found[1]) + 1)
    if level := _BARE_HEADINGS.get(said):
        return Meaning("heading", level)
    for role, pattern in _NAMED:
        if pattern.fullmatch(said):
            return Meaning(role)
    for listed, pattern in _LISTS:
        if pattern.fullmatch(said):
            return Meaning(listed=listed)
    return TEXT


_CODE_SPANS = re.compile(
    "html (?:code|sample|typewriter|keyboard)|source text|texte source|verbatim char|quelltext"
    "|texto fuente|code(?: en ligne| inline)?|inline code"
)


@lru_cache(maxsize=512)
def is_code_span(name: str) -> bool:
    """Whether a character style called ``name`` is for words of a machine."""
    return bool(_CODE_SPANS.fullmatch(name.strip().casefold()))
