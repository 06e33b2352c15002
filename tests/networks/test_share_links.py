"""Share links: what is put in comes out again when the link is parsed."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.networks import share_links
from brochure.networks.share_links import Shared

titles = st.text(min_size=1, max_size=120).filter(lambda t: t.isprintable() and t.strip() == t)
URL = "https://exemple.org/été?a=1&b=2+3#é".replace("é", "%C3%A9")

IMAGE = "https://exemple.org/kit/cards/pin.png"
BOTH = {"text": "{title} {url}"}

FORMS = {
    "facebook": ("https://www.facebook.com/sharer/sharer.php", {"u": "{url}"}),
    "x": ("https://x.com/intent/tweet", {"text": "{title}", "url": "{url}"}),
    "bluesky": ("https://bsky.app/intent/compose", BOTH),
    "linkedin": ("https://www.linkedin.com/sharing/share-offsite/", {"url": "{url}"}),
    "whatsapp": ("https://wa.me/", BOTH),
    "mastodon": ("https://share.joinmastodon.org/", BOTH),
    "telegram": ("https://t.me/share/url", {"url": "{url}", "text": "{title}"}),
    "threads": ("https://www.threads.com/intent/post", {"text": "{title}", "url": "{url}"}),
    "reddit": ("https://www.reddit.com/submit", {"url": "{url}", "title": "{title}"}),
    "pinterest": (
        "https://www.pinterest.com/pin/create/button/",
        {"url": "{url}", "media": "{image}", "description": "{title}"},
    ),
    "line": ("https://social-plugins.line.me/lineit/share", {"url": "{url}", "text": "{title}"}),
    "teams": ("https://teams.microsoft.com/share", {"href": "{url}", "msgText": "{title}"}),
    "tumblr": (
        "https://www.tumblr.com/widgets/share/tool",
        {"posttype": "link", "title": "{title}", "content": "{url}", "canonicalUrl": "{url}"},
    ),
    "hackernews": ("https://news.ycombinator.com/submitlink", {"u": "{url}", "t": "{title}"}),
    "lobsters": ("https://lobste.rs/stories/new", {"url": "{url}", "title": "{title}"}),
    "vk": ("https://vk.com/share.php", {"url": "{url}", "title": "{title}"}),
    "odnoklassniki": ("https://connect.ok.ru/offer", {"url": "{url}", "title": "{title}"}),
    "viber": ("viber://forward", BOTH),
    "sms": ("sms:", {"body": "{title} {url}"}),
    "email": ("mailto:", {"subject": "{title}", "body": "{title}\r\n{url}"}),
}
"""Where each link leads, and what its fields hold, as the standard library reads it."""

USUAL = ["facebook", "x", "bluesky", "linkedin", "whatsapp", "email", "copy"]


def parsed(link: str) -> tuple[str, dict[str, list[str]]]:
    base, _, query = link.partition("?")
    query = query.removeprefix("&")
    return base, parse_qs(query, strict_parsing=True, keep_blank_values=True)


def test_the_channels_and_their_order_are_pinned() -> None:
    assert list(share_links.channel_keys()) == [*FORMS, "copy"]
    assert list(share_links.USUAL) == USUAL
    assert [link.channel.key for link in share_links.links(Shared("T", URL))] == USUAL
    chosen = share_links.links(Shared("T", URL), ("sms", "facebook"))
    assert [link.channel.key for link in chosen] == ["sms", "facebook"]
    links = share_links.links(Shared("T", URL), share_links.channel_keys())
    assert {link.channel.key for link in links if not link.form.coded} == {"viber", "sms", "copy"}
    assert all(link.form.source for link in links)


PIECES = [
    "&", "#", "%", "+", "%2B", "=", "?", "/", " ", "'", '"', "«\u00a0", "é", "\u0301", "🏛️", "👩‍👩‍👧",
    "قمة", "שלום", "\u200f", "\n", "\r\n", "a", "Z", "0", "\\", "<", ">", ";", ":", "\u2028",
]  # fmt: skip


awkward = st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join)
ends = st.lists(
    st.sampled_from(["%C3%A9", "&a=1", "?", "#x", "+", "%20", "b", "/", "=", ";"]), max_size=12
).map("".join)


@settings(max_examples=400)
@given(title=awkward, url=ends.map("https://exemple.org/".__add__))
def test_titles_and_addresses_come_back_unchanged(title: str, url: str) -> None:
    for link in share_links.links(Shared(title, url, IMAGE), list(FORMS)):
        assert link.url.isascii()
        assert not {" ", "+", '"', "<", "\n"} & set(link.url)
        start, fields = FORMS[link.channel.key]
        base, found = parsed(link.url)
        own = title.replace("\r\n", "\n").replace("\n", "\r\n")
        said = {"title": title, "url": url, "image": IMAGE}
        wanted = {name: [text.format(**said)] for name, text in fields.items()}
        if link.channel.key == "email":
            wanted["body"] = [f"{own}\r\n{url}"]
        assert (base, found) == (start, wanted)


@given(title=titles)
def test_a_link_is_ascii_and_ends_where_it_should(title: str) -> None:
    for link in share_links.links(Shared(title, URL), share_links.channel_keys()):
        assert link.url.isascii()
        if link.url.startswith("https:"):
            assert urlsplit(link.url).fragment == ""


def test_mail_breaks_lines_as_rfc_6068_says() -> None:
    (link,) = share_links.links(Shared("a & b\né", "https://a.fr/"), ("email",))
    start, body = link.url.split("&body=")
    assert start == "mailto:?subject=a%20%26%20b%0A%C3%A9"
    assert unquote(body) == "a & b\r\né\r\nhttps://a.fr/"


def test_nothing_is_left_unencoded() -> None:
    """A reader of the link takes "/" and "&" as signs of its own (RFC 3986, 2.2)."""
    (link,) = share_links.links(Shared("A/B & X", "https://a.fr/?b=1"), ("whatsapp",))
    assert link.url == "https://wa.me/?text=A%2FB%20%26%20X%20https%3A%2F%2Fa.fr%2F%3Fb%3D1"


def test_a_link_names_its_image_only_where_there_is_one() -> None:
    without, with_image = (
        share_links.links(Shared("T", "https://a.fr/", *image), ("pinterest",))[0].url
        for image in ((), (IMAGE,))
    )
    assert "media" not in without
    assert "&media=https%3A%2F%2Fexemple.org%2Fkit%2Fcards%2Fpin.png&" in with_image


def test_a_key_of_no_network_is_refused() -> None:
    with pytest.raises(KeyError, match="myspace"):
        share_links.links(Shared("T", URL), ("x", "myspace"))
