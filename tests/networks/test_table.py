"""The table of networks: one row for each, and rows that other distributions add."""

from __future__ import annotations

import pytest

from brochure.errors import PluginError
from brochure.networks import accounts, captions, link_previews, share_links, table
from brochure.networks.share_links import Shared
from tests.extending import Install

FORUM = """
import re
from datetime import date
from brochure.networks.network import AccountForm, CaptionRules, Network, PreviewLayout, ShareForm

FORUM = Network(
    key="forum", name="Forum", checked=date(2026, 1, 1),
    share=ShareForm(link="https://forum.exemple/share?u={url}", source="a test", host="forum.exemple"),
    caption=CaptionRules(limit=100, measure=len, source="a test"),
    preview=PreviewLayout(checked=date(2026, 1, 1), title=20),
    account=AccountForm(pattern=re.compile("[a-z]+"), example="ville", meta="forum:page"),
)
BADLY_NAMED = Network(key="Forum!", name="Forum", checked=date(2026, 1, 1))
TAKEN = Network(key="x", name="Another X", checked=date(2026, 1, 1))
LOST_LINK = Network(
    key="lost", name="Lost", checked=date(2026, 1, 1), share=ShareForm(link="?u={adress}", source="")
)
OPEN_BRACE = Network(
    key="open", name="Open", checked=date(2026, 1, 1), share=ShareForm(link="?u={url", source="")
)
NUMBER = 5
"""


def test_keys_are_unique_and_every_row_says_where_it_comes_from() -> None:
    assert len({network.key for network in table.SHIPPED}) == len(table.SHIPPED)
    for network in table.SHIPPED:
        parts = [part for part in (network.share, network.caption) if part]
        assert parts or network.preview
        assert all(part.source for part in parts)


def test_the_orders_name_networks_that_there_are() -> None:
    assert set(captions.ORDER) == {n.key for n in table.SHIPPED if n.caption}
    assert set(link_previews.ORDER) == {n.key for n in table.SHIPPED if n.preview}
    assert set(share_links.USUAL) <= {n.key for n in table.SHIPPED if n.share}


def test_a_row_of_another_distribution_works_like_one_of_brochure(install: Install) -> None:
    install("brochure.channels", {"forum": "brochure_forum:FORUM"}, {"brochure_forum.py": FORUM})
    assert share_links.channel_keys()[-1] == "forum"
    (link,) = share_links.links(Shared("T", "https://a.fr/"), ("forum",))
    assert link.url == "https://forum.exemple/share?u=https%3A%2F%2Fa.fr%2F"
    assert list(captions.rules())[-1] == "forum"
    assert link_previews.layouts()[-1][0].name == "Forum"
    assert accounts.parse_account("forum", "ville") == "ville"
    assert accounts.account_meta({"forum": "ville"}) == [("name", "forum:page", "ville")]


REFUSED = {
    "another object": ("NUMBER", "it is not a Network but a int"),
    "a key that no file can have": ("BADLY_NAMED", "“Forum!” cannot be the key of a network"),
    "a key of brochure": ("TAKEN", "there is a network “x” already"),
    "an unknown field": ("LOST_LINK", "its share link names adress; it can name image, lines, "),
    "an open brace": ("OPEN_BRACE", "its share link names {; it can name"),
    "a name that is not there": ("NOWHERE", "it does not load (AttributeError: "),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_that_cannot_be_used_is_refused_with_its_package(name: str, install: Install) -> None:
    target, message = REFUSED[name]
    install("brochure.channels", {"it": f"brochure_forum:{target}"}, {"brochure_forum.py": FORUM})
    with pytest.raises(PluginError) as caught:
        table.all_networks()
    (problem,) = caught.value.problems
    assert problem.sentence("en").startswith(
        "“it”, which the package a_test-1.0 adds to brochure.channels"
    )
    assert message in problem.sentence("en")
    assert "a_test-1.0" in problem.sentence("fr")


def test_the_second_package_with_a_key_is_named(install: Install) -> None:
    files = {"brochure_forum.py": FORUM}
    install("brochure.channels", {"one": "brochure_forum:FORUM"}, files)
    install("brochure.channels", {"two": "brochure_forum:FORUM"}, files, distribution="b-test")
    with pytest.raises(PluginError, match=r"“two”.*b_test-1\.0.*there is a network “forum” already"):
        table.all_networks()


def test_packages_without_entry_points_of_ours_add_nothing(install: Install) -> None:
    install("console_scripts", {"forum": "brochure_forum:FORUM"}, {"brochure_forum.py": FORUM})
    assert set(table.all_networks()) == {network.key for network in table.SHIPPED}
