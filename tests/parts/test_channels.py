"""Share links: what is put in comes out again when the link is parsed."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.parts import channels

titles = st.text(min_size=1, max_size=120).filter(lambda t: t.isprintable() and t.strip() == t)
URL = "https://exemple.org/été?a=1&b=2+3#é".replace("é", "%C3%A9")

FORMS = {
    "facebook": ("https://www.facebook.com/sharer/sharer.php", {"u": "{url}"}),
    "x": ("https://x.com/intent/tweet", {"text": "{title}", "url": "{url}"}),
    "bluesky": ("https://bsky.app/intent/compose", {"text": "{title} {url}"}),
    "linkedin": ("https://www.linkedin.com/sharing/share-offsite/", {"url": "{url}"}),
    "whatsapp": ("https://wa.me/", {"text": "{title} {url}"}),
    "email": ("mailto:", {"subject": "{title}", "body": "{title}\r\n{url}"}),
}


def test_the_channels_and_their_order_are_pinned() -> None:
    assert [c.key for c in channels.CHANNELS] == [*FORMS, "copy"]
    assert channels.CHANNELS[-1].link is None


@given(title=titles)
@pytest.mark.parametrize("key", FORMS)
def test_title_and_address_survive_the_link(key: str, title: str) -> None:
    link = next(ln.url for ln in channels.links(title, URL) if ln.channel.key == key)
    start, fields = FORMS[key]
    base, _, query = link.partition("?")
    assert base == start
    assert "+" not in query
    assert " " not in link
    parsed = parse_qs(query, strict_parsing=True, keep_blank_values=True)
    wanted = {name: [text.format(title=title, url=URL)] for name, text in fields.items()}
    assert parsed == wanted


@given(title=titles)
def test_a_link_is_ascii_and_ends_where_it_should(title: str) -> None:
    for link in channels.links(title, URL):
        assert link.url.isascii()
        if link.url.startswith("https:"):
            assert urlsplit(link.url).fragment == ""


def test_mail_breaks_lines_as_rfc_6068_says() -> None:
    assert channels.mailto("a & b", "un\ndeux") == "mailto:?subject=a%20%26%20b&body=un%0D%0Adeux"
    assert unquote(channels.mailto("é", "x")) == "mailto:?subject=é&body=x"
