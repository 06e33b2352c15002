"""Encodings: the bytes of a file become text, and the encoding that was not said is told.

UTF-8 and UTF-16 tell themselves by their form. Of the older ones every byte could be a letter, so the
candidates are read and weighed: letters as words have them speak for a candidate, signs in the middle
of words against it, and function words (`brochure.text.language_guess`) for it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.text import language_guess

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", ""), (b"\xff\xfe\0\0", "utf-32", "UTF-32"),
    (b"\0\0\xfe\xff", "utf-32", "UTF-32"), (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)  # fmt: skip
"""Byte order marks (Unicode 16, 23.8), longer ones first; each with Python's name and ours."""

_LATIN = {
    "cp1252": "Windows-1252", "mac_roman": "MacRoman", "iso8859_15": "Latin-9",
    "cp1254": "Windows-1254", "cp1250": "Windows-1250", "iso8859_2": "Latin-2", "cp850": "CP850",
}  # fmt: skip
_OTHERS = {
    "cp1251": "Windows-1251", "koi8_u": "KOI8", "iso8859_5": "ISO 8859-5",
    "mac_cyrillic": "MacCyrillic", "cp1253": "Windows-1253", "iso8859_7": "ISO 8859-7",
    "cp1255": "Windows-1255",
    "iso8859_8": "ISO 8859-8", "cp1256": "Windows-1256", "iso8859_6": "ISO 8859-6",
}  # fmt: skip
_WIDE = {
    "shift_jis": "Shift_JIS", "euc_jp": "EUC-JP", "gb18030": "GB 18030", "big5": "Big5",
    "euc_kr": "EUC-KR",
}  # fmt: skip

MOST_BYTES = 6_000
"""Weighed of the lines that need it: the rest of a file is in the same encoding."""

LEAST_WEIGHT = 0.5
"""What lines that may be UTF-8 must look like as a text, for each character beyond ASCII."""

LEAST_MARGIN = 0.75
"""By how much each letter that two encodings read otherwise must speak for the better one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """``text``, the ``encoding`` it was in ("" for UTF-8), and a ``rival`` that is as likely.

    Where it is ``mixed``, other lines were in UTF-8.
    """

    text: str
    encoding: str = ""
    rival: str = ""
    mixed: bool = False


def decode_marked(data: bytes) -> Decoded | None:
    """``data`` with a byte order mark, or in UTF-8 without; None for others.

    Raises UnicodeDecodeError for what breaks the encoding that its mark says.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Decoded(text=data.decode(codec), encoding=name)
    if b"\0" in data:
        return None
    try:
        return Decoded(text=data.decode())
    except UnicodeDecodeError:
        return None


def decode_unmarked_wide(data: bytes) -> Decoded | None:
    """``data`` in UTF-16 without a mark: pairs of bytes of which many hold a zero at one place."""
    if len(data) % 2:
        return None
    readings = []
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        strange = sum(
            unicodedata.category(c) in {"Cc", "Cn", "Co"} and c not in "\t\n\r\f\v" for c in text
        )
        spaces = sum(c in " \n\r\t" for c in text)
        if not strange and spaces * 200 >= len(text):
            readings.append((spaces, text))
    return Decoded(text=max(readings)[1], encoding="UTF-16") if readings else None


def decode_old(data: bytes) -> Decoded | None:
    """``data`` in the likeliest of the encodings of one byte a letter, and of East Asia.

    None where it is UTF-8 but for some bytes: then a byte is wrong, and not the encoding.
    """
    if _is_broken_utf8(data):
        return None
    if mixed := _decode_mixed(data):
        return mixed
    # the lines that hold a byte beyond ASCII: no byte of a wide letter is a line feed
    sample = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:MOST_BYTES]
    scores = dict(_weighed(sample))
    ranked = sorted(scores, key=lambda codec: -scores[codec])  # sorted is stable: the usual come first
    for codec in ranked:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return Decoded(text=text, encoding=_name(codec, data), rival=_rival(ranked, scores, sample))
    return None


def _decode_mixed(data: bytes) -> Decoded | None:
    """``data`` of which some lines are in UTF-8 and others in an encoding of one byte a letter.

    That is what two files put together are, or one to which a program has appended. None where no line
    is surely UTF-8: in older encodings its pairs of bytes are signs that no word has.
    """
    lines = data.split(b"\n")
    whole = b"\n".join(line for line in lines if not line.isascii() and _is_utf8(line)).decode()
    letters = sum(char.isalpha() and char > "\x7f" for char in whole)
    if letters < 2 or weight(whole) < LEAST_WEIGHT:
        return None
    others = decode_old(b"\n".join(line for line in lines if not _is_utf8(line)))
    if others is None or others.encoding in _WIDE.values():
        return None
    read = iter(others.text.split("\n"))
    text = "\n".join(line.decode() if _is_utf8(line) else next(read) for line in lines)
    return Decoded(text=text, encoding=others.encoding, mixed=True)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_broken_utf8(data: bytes) -> bool:
    """Whether more letters of ``data`` are UTF-8 than are not: at most one in ten is another byte."""
    whole = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", data))
    broken = data.decode(errors="replace").count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return whole > 10 * broken or (whole >= 3 and whole > 3 * broken)


def _weighed(sample: bytes) -> Iterator[tuple[str, float]]:
    for codec in (*_LATIN, *_OTHERS, *_WIDE):
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError as caught:
            if codec not in _WIDE or caught.start < len(sample) - 4:  # a letter cut by the sample's end
                continue
            text = sample.decode(codec, errors="ignore")
        foreign = sum(c > "\x7f" for c in text)
        yield codec, weight(text) + _LIKELIER.get(codec, 0.0) / max(1, foreign)


_FOREIGN_WORD = re.compile(r"(?<!\w)[A-Za-z0-9_]*[^\W\x00-\x7f]\w*")
_MUTE = re.compile("[бвгджзйклмнпрстфхцчшщьБВГДЖЗЙКЛМНПРСТФХЦЧШЩЬ]{4,}")
"""A Cyrillic word without a vowel, as Hebrew read wrongly has them."""

_FREQUENT = frozenset("éèàùçêâîôûëïœñáíóúäöüßåøæãõąęłśżźćńőűășțşţğıěščřžů")
_ALONE = frozenset("àéèêôóòíáúåäöøæÀÉÈÓвиксоуяіїєзВИКСОУЯІЇЄЗηοώΗΟو")
"""Letters that are words."""

_LIKELIER = {"cp1252": 0.3, "mac_roman": 0.2}
_USUAL_MARKS = frozenset("’‘“”«»–—…•€°§©®™·¿¡²³½\u00a0№")


def weight(text: str) -> float:
    """How much ``text`` looks like a text of some language, for each character beyond ASCII."""
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 0.0
    told = language_guess.guess(text)
    own = (language_guess.letters_of(told.lang) if told else None) or _FREQUENT
    score = 0.0
    for previous, char, following in zip(" " + text, text, text[1:] + " ", strict=False):
        if char > "\x7f":
            score += _weight(previous, char, following, own)
    words = language_guess.familiarity(text)
    odd = sum(len(_scripts(w)) > 1 or bool(_MUTE.fullmatch(w)) for w in _FOREIGN_WORD.findall(text))
    return (score + 2 * words - 4 * odd) / len(foreign)


def _weight(previous: str, char: str, following: str, own: frozenset[str]) -> float:
    """What one character says, between its neighbours, in a language with its ``own`` letters."""
    category = unicodedata.category(char)
    inside = previous.isalpha() and following.isalpha()
    if category in {"Cc", "Cn", "Co"}:
        return -6.0
    if category[0] == "L":
        shouted = (char.isupper() and previous.islower()) or (char.islower() and following.isupper())
        # a word of many accents in Latin letters is a word of another script, read wrongly
        crowd = char < "\u0250" and previous > "\x7f" and following > "\x7f" and previous.isalpha()
        alone = not (previous.isalpha() or following.isalpha() or char in _ALONE or _is_wide(char))
        faults = 4.0 * shouted + 3.0 * crowd + 2.0 * alone
        return _of_alphabet(char, own) - faults
    if char in "’‘":
        return 2.0 if previous.isalpha() or following.isalpha() else 0.5
    if inside and char not in "·\u00ad":
        return -3.0
    opens, closes = char in "“«„¿¡", char in "”»"
    if (opens and following.isspace() and char in "“„¿¡") or (
        closes and previous.isspace() and char == "”"
    ):
        return -1.0
    return 1.0 if char in _USUAL_MARKS else -0.5


_ALPHABETS = frozenset(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ" "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץ" "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگکی"
)  # fmt: skip


def _of_alphabet(char: str, own: frozenset[str]) -> float:
    """Whether ``char`` is a usual letter: of the language that is told, or of another alphabet."""
    small = char.lower()
    if char < "\u0250":
        return 1.5 if small in own else 0.5
    return 1.0 if small in _ALPHABETS or _is_wide(char) else -0.5


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(c, "?").split(" ")[0] for c in word if c.isalpha()}


def _rival(ranked: list[str], scores: dict[str, float], sample: bytes) -> str:
    """The next candidate where it reads otherwise and is about as likely, by the letters it changes."""
    best = sample.decode(ranked[0], errors="ignore")
    foreign = sum(c > "\x7f" for c in best)
    for codec in ranked[1:4]:
        other = sample.decode(codec, errors="ignore")
        changed = sum(a != b for a, b in zip(best, other, strict=False))
        if changed and (scores[ranked[0]] - scores[codec]) * foreign / changed < LEAST_MARGIN:
            return _name(codec, sample)
    return ""


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFH"


def _name(codec: str, data: bytes) -> str:
    if codec == "cp1252" and not re.search(rb"[\x80-\x9f]", data):
        return "Latin-1"
    return {**_LATIN, **_OTHERS, **_WIDE}[codec]
