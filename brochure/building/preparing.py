"""Preparing: a page and a theme as products see them, before anything is drawn."""

from __future__ import annotations

from dataclasses import replace

from brochure.page import Page
from brochure.text import look_alikes
from brochure.text.plain_texts import plain_page
from brochure.theme import Theme


def prepared(page: Page, theme: Theme) -> tuple[Page, Theme]:
    """``page`` with its issuer, in plain texts and signs that fonts have; ``theme`` in its accent.

    Its photographs are as they were: those of a duotone take as long as all the rest.
    """
    theme = theme.for_page(page)
    shown = look_alikes.shown_page(plain_page(issued(page, theme)), theme)
    return replace(shown, channels=page.channels or theme.channels), theme


def issued(page: Page, theme: Theme) -> Page:
    """``page`` with its issuer, field by field its own or the theme's, and all accounts of both."""
    issuer = page.issuer.over(theme.brand)
    if not issuer:
        return page
    own = {**page.issuer.accounts, **page.accounts}
    every = {**theme.brand.accounts, **theme.accounts, **own}
    return replace(page, accounts=every, issuer=replace(issuer, accounts=every))
