"""Campaigns: what a printed code's address says of where it was scanned, for the site's own statistics.

Only codes on paper carry it. What is printed beside them, links, metadata and the canonical address
do not.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from brochure.errors import AddressError
from brochure.problems import error

MEDIUM = "qr"
LONGEST = 50
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{0,{LONGEST - 1}}}")


def parse_campaign(name: str) -> str:
    """``name`` if it can name a campaign. Raises AddressError."""
    if not _NAME.fullmatch(name):
        raise AddressError(error("campaign-name", campaign=name[:60], most=LONGEST))
    return name


def tagged(url: str, campaign: str, source: str) -> str:
    """``url`` with the three parameters of Urchin (UTM) that say medium, campaign and ``source``.

    Parameters of those names that it had are replaced; the fragment stays last (RFC 3986, 3).
    """
    parts = urlsplit(untagged(url))
    own = [parts.query] if parts.query else []
    own += [f"utm_source={source}", f"utm_medium={MEDIUM}", f"utm_campaign={campaign}"]
    return urlunsplit(parts._replace(query="&".join(own)))


def untagged(url: str) -> str:
    """``url`` without the parameters of a campaign."""
    parts = urlsplit(url)
    own = [part for part in parts.query.split("&") if part and not part.startswith("utm_")]
    return urlunsplit(parts._replace(query="&".join(own)))
