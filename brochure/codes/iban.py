"""Account numbers of the SEPA area, and references of creditors: their form and their check digits.

Both are judged as ISO 7064 says (MOD 97-10): the first four signs go to the end, letters count from 10,
and the rest of the division by 97 is 1. A digit that is wrong, or two that are swapped, are found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from brochure.errors import AddressError
from brochure.problems import error

LENGTHS: Mapping[str, int] = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "VA": 22,
}  # fmt: skip
"""Signs of an account number by its country (SWIFT, IBAN Registry; EPC409-09, the SEPA area)."""

SHOWN = 8
"""Signs of a number that a message quotes, so that nobody copies an account number from a log."""


def checked(text: str) -> str:
    """The account number ``text`` without its spaces. Raises AddressError for one that cannot be."""
    number = re.sub(r"[\s\u00a0\u202f.-]", "", text).upper().removeprefix("IBAN")
    country = number[:2]
    start = f"{number[:SHOWN]}…"
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{6,30}", number):
        raise AddressError(error("payload-iban-form", start=start))
    if country not in LENGTHS:
        raise AddressError(error("payload-iban-country", country=country))
    if len(number) != LENGTHS[country]:
        length = LENGTHS[country]
        raise AddressError(
            error("payload-iban-length", country=country, count=len(number), length=length)
        )
    if _rest(number) != 1:
        raise AddressError(error("payload-iban-digits", start=start))
    return number


def creditor_reference(text: str) -> str:
    """The reference of a creditor (ISO 11649) that ``text`` is, without its spaces; else "".

    Raises AddressError for one whose check digits are wrong.
    """
    reference = re.sub(r"[\s\u00a0\u202f]", "", text).upper()
    if not re.fullmatch(r"RF\d{2}[A-Z0-9]{1,21}", reference):
        return ""
    if _rest(reference) != 1:
        raise AddressError(error("payload-reference-digits", reference=reference))
    return reference


def _rest(number: str) -> int:
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97
