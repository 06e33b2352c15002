"""Numbers as a language writes them (Unicode CLDR)."""

from __future__ import annotations

from brochure.text import dates


def decimal(value: float, places: int, lang: str) -> str:
    """``value`` with at most so many decimals: "1,41" in French, "1.41" in English."""
    from babel.numbers import format_decimal

    pattern = "#,##0." + "#" * places if places else "#,##0"
    return str(format_decimal(round(value, places), pattern, locale=dates.cldr_locale(lang)))
