"""Campaigns: printed codes say where they were scanned; nothing else does."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brochure
from brochure import web_address
from brochure.codes import campaigns
from brochure.errors import AddressError
from tests.conftest import artifact

SOURCES = {
    "print/brochure.pdf": "brochure",
    "print/booklet.pdf": "booklet",
    "print/leaflet.pdf": "leaflet",
    "print/poster.pdf": "poster",
    "qr/page.svg": "code",
    "qr/page.png": "code",
    "qr/page.pdf": "code",
}


def untagged(url: str) -> str:
    parts = urlsplit(url)
    own = [part for part in parts.query.split("&") if part and not part.startswith("utm_")]
    return parts._replace(query="&".join(own)).geturl()


def test_only_printed_codes_carry_it_and_the_address_beside_them_is_theirs(
    held: brochure.Kit,
) -> None:
    tagged = {
        made.path: code.payload
        for made in held.artifacts
        for code in made.facts.codes
        if "utm_" in code.payload
    }
    assert set(tagged) == set(SOURCES)
    for path, payload in tagged.items():
        query = parse_qs(urlsplit(payload).query)
        assert query["utm_source"] == [SOURCES[path]]
        assert (query["utm_medium"], query["utm_campaign"]) == (["qr"], ["sommet-2016"])
        assert untagged(payload) == held.page.url
    shown = web_address.parse_url(untagged(tagged["print/poster.pdf"])).readable
    assert shown in artifact(held, "qr/page.svg").facts.alt
    for path in ("share/index.html", "share/press.html", "share/share.html"):
        assert b"utm_" not in artifact(held, path).data


@given(
    query=st.sampled_from(["", "?a=1", "?utm_source=x&b=2", "?utm_campaign=old"]),
    fragment=st.sampled_from(["", "#part"]),
)
def test_an_address_keeps_its_own_parts(query: str, fragment: str) -> None:
    url = f"https://exemple.org/page{query}{fragment}"
    tagged = campaigns.tagged(url, "x", "poster")
    assert web_address.parse_url(tagged).url == tagged
    assert tagged.endswith(fragment)
    assert tagged.count("utm_source=") == tagged.count("utm_campaign=") == 1
    assert untagged(tagged) == untagged(url)
    assert campaigns.tagged(tagged, "x", "poster") == tagged


@pytest.mark.parametrize("name", ["été", "a b", "a&b=c", "x" * 51, "-x", "#"])
def test_a_name_that_would_break_an_address_is_refused(name: str) -> None:
    with pytest.raises(AddressError, match="a campaign is named by"):
        campaigns.parse_campaign(name)
