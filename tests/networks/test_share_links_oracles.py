"""Share links beside those of shareon and react-share: the same but for what is written here."""

from __future__ import annotations

import random
from urllib.parse import parse_qs, urlsplit

import pytest

from brochure.networks import share_links
from brochure.networks.share_links import Shared
from tests.oracles import ask

SAME_PLACE = {
    "twitter.com": "x.com",
    "telegram.me": "t.me",
    "pinterest.com": "www.pinterest.com",
    "threads.net": "www.threads.com",
}
"""Older names of hosts that the peers still use."""

OTHER_FORM = {
    (
        "linkedin",
        "react-share",
    ): "the older form, whose title is not used",
    (
        "whatsapp",
        "react-share",
    ): "api.whatsapp.com/send, of which wa.me is short",
}
"""Where a peer leads to another place, and why ours is right."""

IN_BODY = {"email": {"body"}}
"""Fields in which ours says more: the title before the address."""


def normal(link: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(link)
    host = SAME_PLACE.get(parts.netloc, parts.netloc)
    fields = parse_qs(parts.query.removeprefix("&"), keep_blank_values=True)
    return f"{parts.scheme}:{host}{parts.path}", {k: " ".join(v[0].split()) for k, v in fields.items()}


@pytest.mark.slow
def test_links_lead_where_those_of_two_libraries_lead_and_say_the_same() -> None:
    chance = random.Random(21)
    pieces = ["Sommet", "& Cie", "100 %", "#1", "a+b", "«\u00a0été\u00a0»", "🏛", "قمة", '"', "'", "?"]
    pages = [
        Shared(
            " ".join(chance.choice(pieces) for _ in range(chance.randint(1, 6))),
            f"https://exemple.org/{n}?a=1&b=%C3%A9+2#x",
            f"https://exemple.org/{n}/pin.png",
        )
        for n in range(200)
    ]
    answers = ask("links.js", [page._asdict() for page in pages])
    compared = set()
    for page, answer in zip(pages, answers, strict=True):
        ours = {
            link.channel.key: link.url for link in share_links.links(page, share_links.channel_keys())
        }
        for peer, links in answer.items():
            for key, link in links.items():
                place, fields = normal(ours[key])
                their_place, theirs = normal(link)
                if (key, peer) in OTHER_FORM:
                    assert their_place != place
                    continue
                assert place == their_place, (key, peer)
                common = fields.keys() & theirs.keys() - IN_BODY.get(key, set())
                assert common
                assert {k: fields[k] for k in common} == {k: theirs[k] for k in common}, (key, peer)
                compared.add((key, peer))
    assert len(compared) == 29
    assert {key for key, _ in compared} == set(share_links.channel_keys()) - {"mastodon", "sms", "copy"}
