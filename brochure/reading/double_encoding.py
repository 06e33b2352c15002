"""Text that was encoded twice: UTF-8 taken for an older encoding, and saved as UTF-8 again.

meant("FÃªte dâ€™Ã©tÃ©")   # "Fête d’été"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

_CODECS = ("cp1252", "latin-1", "mac_roman", "cp850")

_PAIRS_OF = "éèàùçêâîôûëïœÉÈÀÇÊŒñáíóúäöüßÄÖÜåøæãõ’‘“”«»–—…•€°º²\u00a0ÃÂąćęłńśźżčďěňřšťůžőűășțşğıİđ"
"""The letters and signs by which such text is found; others are mended with them."""

_LOST_SPACE = re.compile(r"Ã (?= )|Ã(?=\s|$)")
"""What is left of "à" where its second half, a no-break space, has become a space or gone."""


@cache
def _signs() -> tuple[tuple[str, frozenset[str]], ...]:
    """For each encoding, what the usual letters look like when their UTF-8 is taken for it."""
    signs = []
    for codec in _CODECS:
        shown = set()
        for letter in _PAIRS_OF:
            data = letter.encode()
            looks = "".join(bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in data)
            shown.add(looks)
        signs.append((codec, frozenset(shown)))
    return tuple(signs)


@cache
def _pattern(codec: str) -> re.Pattern[str]:
    """What finds the signs of ``codec``: made for a text that has one, as few have."""
    longest_first = sorted(dict(_signs())[codec], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def meant(text: str) -> str:
    """What ``text`` likely meant, if it was encoded twice (or more often); else ``text`` itself."""
    for _ in range(3):
        mended = _once(text)
        if mended == text:
            break
        text = mended
    return text


def is_twice(text: str) -> bool:
    """Whether ``text`` was encoded twice, as far as anybody can tell."""
    return not text.isascii() and bool(_codec_of(text))


def _once(text: str) -> str:
    codec = "" if text.isascii() else _codec_of(text)
    if not codec:
        return text
    mended = re.sub("[^\\x00-\\x7f]+", partial(_run, codec), text)
    return _LOST_SPACE.sub("à", mended) if codec in {"cp1252", "latin-1"} else mended


def _codec_of(text: str) -> str:
    """The encoding that the UTF-8 of ``text`` was taken for; "" where it was not."""
    for codec, signs in _signs():
        pairs = _pattern(codec).finditer(text) if any(sign in text for sign in signs) else ()
        # a pair of letters in capitals ("LOGÊ»") may be what its own language writes
        certain = any(not _could_be_meant(pair[0], text) for pair in pairs)
        if certain or (codec == "cp1252" and any(map(_is_other_script, _LONG_RUN.findall(text)))):
            return codec
    return ""


_LONG_RUN = re.compile("[^\\x00-\\x7f]{4,80}")


def _is_other_script(run: str) -> bool:
    """Whether a run of foreign characters is two letters and more of an alphabet other than Latin."""
    try:
        text = b"".join(_bytes(run, "cp1252")).decode()
    except UnicodeDecodeError:
        return False
    return len(text) < len(run) and all(char > "\u02ff" for char in text)


def _could_be_meant(pair: str, text: str) -> bool:
    """Whether a capital beside a sign, as in "À LA UNE «FÊTÉ»", may be what the author wrote."""
    at = text.find(pair)
    return len(pair) == 2 and text[at - 1 : at].isupper() and pair[1] in "«»’”–—…\u00a0"


def _run(codec: str, found: re.Match[str]) -> str:
    """A run of characters beyond ASCII, read as it was meant, piece by piece."""
    run = found[0]
    data = b"".join(_bytes(run, codec))
    try:
        return data.decode() if data else run
    except UnicodeDecodeError:
        return re.sub(".[^\\x00-\\x7f]{1,3}", lambda piece: _piece(piece[0], codec), run)


def _piece(piece: str, codec: str) -> str:
    for length in range(len(piece), 1, -1):
        try:
            return b"".join(_bytes(piece[:length], codec)).decode() + piece[length:]
        except UnicodeDecodeError:
            continue
    return piece


def _bytes(run: str, codec: str) -> Iterator[bytes]:
    for char in run:
        try:
            yield char.encode(codec)
        except UnicodeEncodeError:
            yield bytes([ord(char)]) if ord(char) < 0x100 else char.encode()
