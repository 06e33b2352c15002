"""Language tags (BCP 47): the language and the script of a page, and what a script asks for.

What depends on a language stands in its file (`brochure.text.locales`). What depends on a script alone
stands here, since it holds for every language that is written in it, whether or not there is a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script as typesetting needs it.

    ``rtl`` ones are written from right to left, and titles in them are not tracked. ``text_scale``
    is how much larger running text is set than Latin, ``leading`` how much more line height titles
    need. ``digit_space`` stands between groups of digits.
    """

    rtl: bool = False
    text_scale: float = 1.0
    leading: float = 1.0
    digit_space: str = "\u202f"


_LATIN = Script()
_SCRIPTS = {
    # Arabic letters are low beside Latin capitals, with dots above and below; its fonts have no U+202F.
    **dict.fromkeys(
        ("arab", "aran"), Script(rtl=True, text_scale=1.12, leading=1.38, digit_space="\u00a0")
    ),
    "hebr": Script(rtl=True, leading=1.38, digit_space="\u00a0"),
    **dict.fromkeys(("adlm", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"), Script(rtl=True)),
}
"""By their ISO 15924 codes, in small letters; all others are set like Latin."""

_USUAL_SCRIPT = {
    **dict.fromkeys(
        ("apc", "ar", "bal", "bgn", "ckb", "fa", "glk", "ks", "lrc", "mzn", "ps", "sd", "sdh", "skr",
         "trw", "ug", "ur"),
        "arab",
    ),
    **dict.fromkeys(("he", "iw", "ji", "yi"), "hebr"),
    **dict.fromkeys(("arc", "syr"), "syrc"),
    "dv": "thaa", "nqo": "nkoo", "rhg": "rohg",
}  # fmt: skip
"""The script of a language whose tag names none (CLDR, likely subtags and characterOrder)."""


DEFAULT = "fr"
"""The language of a page, a programme or a single card that names none."""


def primary(tag: str) -> str:
    """The primary language subtag, in small letters: "fr" of "fr-CA" and of "FR_ca"."""
    return tag.replace("_", "-").split("-")[0].lower()


def cldr_locale(tag: str) -> Locale | None:
    """The locale of the Unicode CLDR for ``tag``, or of its language alone; None where it has neither.

    Any well-formed tag will do: "no", "zh-Hans", "sr_latn", "de-CH-1901", "ca-valencia".
    """
    from babel import Locale, UnknownLocaleError

    parts = tag.replace("_", "-").split("-")
    sized = {4: str.title, 2: str.upper, 3: str.upper}
    named = [sized[len(part)](part) for part in parts[1:3] if len(part) in sized]
    for name in dict.fromkeys(("_".join([parts[0].lower(), *named]), parts[0].lower())):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return None


@lru_cache(maxsize=256)
def script_of(tag: str) -> Script:
    """The script that ``tag`` names, "az-Arab", else the usual one of its language."""
    named = [part.lower() for part in tag.replace("_", "-").split("-")[1:3] if len(part) == 4]
    code = named[0] if named else _USUAL_SCRIPT.get(primary(tag), "")
    return _SCRIPTS.get(code, _LATIN)


def is_rtl(tag: str) -> bool:
    """Whether the language of ``tag`` is written from right to left."""
    return script_of(tag).rtl
