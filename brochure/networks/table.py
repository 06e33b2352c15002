"""The table of networks: one row for each, with all that is known about it.

Rows stand in the order in which share links are offered in errors and docs. Other packages add rows
by entry points in the group ``brochure.channels``, each an object that is a `Network`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from string import Formatter

from brochure.networks.lengths import as_threads_counts, as_x_counts, in_graphemes, in_utf16
from brochure.networks.network import (
    LINK_FIELDS,
    SQUARE,
    AccountForm,
    CaptionRules,
    Network,
    PreviewLayout,
    ShareForm,
)
from brochure.plugins import installed_plugins
from brochure.problems import Text

GROUP = "brochure.channels"

_SOURCES_READ, _LAYOUTS_SEEN = date(2026, 11, 23), date(2026, 11, 26)
"""The days when the rows below were last compared with their sources, and with how networks look."""

_KEY = re.compile(r"[a-z][a-z0-9-]{0,30}")

SHIPPED = (
    Network(
        key="facebook", name="Facebook", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://www.facebook.com/sharer/sharer.php?u={url}", host="facebook.com",
            source="the form of shareon and react-share; title and image come from Open Graph",
        ),
        caption=CaptionRules(
            limit=5000, measure=in_utf16, images=("open-graph", "square", "portrait", "story"),
            source="Buffer; others name 63,206: the lower one",
        ),
        preview=PreviewLayout(checked=_LAYOUTS_SEEN, title=88, description=80),
    ),
    Network(
        key="x", name="X", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://x.com/intent/tweet?text={title}&url={url}", host="x.com",
            source="docs.x.com, Web Intents",
        ),
        caption=CaptionRules(
            limit=280, measure=as_x_counts, link_length=23, source="docs.x.com, Counting characters"
        ),
        preview=PreviewLayout(checked=_LAYOUTS_SEEN, title=70, over=True),
        # At most 15 letters, digits and low lines; previews credit the site, not the author.
        account=AccountForm(
            pattern=re.compile(r"@?([A-Za-z0-9_]{1,15})"), example="@gouvernementFR",
            meta="twitter:site", content="@{account}",
        ),
    ),
    Network(
        key="bluesky", name="Bluesky", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://bsky.app/intent/compose?text={text}", host="bsky.app",
            source="docs.bsky.app, Action Intent Links",
        ),
        caption=CaptionRules(
            limit=300, measure=in_graphemes, alt_limit=2000,
            source="docs.bsky.app, app.bsky.feed.post: maxGraphemes 300",
        ),
        preview=PreviewLayout(checked=_LAYOUTS_SEEN, title=100, description=150),
    ),
    Network(
        key="linkedin", name="LinkedIn", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://www.linkedin.com/sharing/share-offsite/?url={url}", host="linkedin.com",
            source="the form of shareon; title and image come from Open Graph",
        ),
        caption=CaptionRules(
            limit=3000, measure=in_utf16, alt_limit=4086,
            images=("open-graph", "square", "portrait"), source="LinkedIn's help pages",
        ),
        preview=PreviewLayout(checked=_LAYOUTS_SEEN, title=119),
    ),
    Network(
        key="whatsapp", name="WhatsApp", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://wa.me/?text={text}", host="wa.me",
            source="the form of shareon and sharer.js",
        ),
        caption=CaptionRules(
            limit=1024, measure=in_utf16, images=("open-graph", "square", "story"),
            source="WhatsApp's captions of images: 1,024",
        ),
        preview=PreviewLayout(
            checked=_LAYOUTS_SEEN, ratio=SQUARE, title=65, description=80, small=True
        ),
    ),
    Network(
        key="mastodon", name="Mastodon", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://share.joinmastodon.org/?text={text}", host="joinmastodon.org",
            source="blog.joinmastodon.org, A new share button (March 2026)",
        ),
        caption=CaptionRules(
            limit=500, measure=in_graphemes, link_length=23, alt_limit=1500,
            source="docs.joinmastodon.org: 500, links as 23; a server may allow more",
        ),
        preview=PreviewLayout(checked=_LAYOUTS_SEEN, title=90, description=120),
        # user@server; previews credit it since mastodon's pull request 30398.
        account=AccountForm(
            pattern=re.compile(
                r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
            ),
            example="@ville@social.exemple.fr", meta="fediverse:creator",
        ),
    ),
    Network(
        key="telegram", name="Telegram", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://t.me/share/url?url={url}&text={title}", host="t.me",
            source="core.telegram.org/widgets/share",
        ),
        caption=CaptionRules(
            limit=1024, measure=in_utf16, source="core.telegram.org: captions of images 1,024"
        ),
    ),
    Network(
        key="threads", name="Threads", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://www.threads.com/intent/post?text={title}&url={url}", host="threads.com",
            source="developers.facebook.com, Threads Web Intents",
        ),
        caption=CaptionRules(
            limit=500, measure=as_threads_counts, images=("portrait", "square"),
            source="developers.facebook.com, Threads API: 500, emoji by their bytes",
        ),
    ),
    Network(
        key="reddit", name="Reddit", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://www.reddit.com/submit?url={url}&title={title}", host="reddit.com",
            source="the form of shareon and react-share",
        ),
    ),
    Network(
        key="pinterest", name="Pinterest", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://www.pinterest.com/pin/create/button/?url={url}&description={title}",
            link_with_image=(
                "https://www.pinterest.com/pin/create/button/"
                "?url={url}&media={image}&description={title}"
            ),
            host="pinterest.com",
            source="the form of shareon and react-share; the image is the card pin",
        ),
        caption=CaptionRules(
            limit=500, measure=in_utf16, alt_limit=500, images=("pin",),
            source="Pinterest's help pages",
        ),
    ),
    Network(
        key="line", name="LINE", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://social-plugins.line.me/lineit/share?url={url}&text={title}",
            host="line.me", source="developers.line.biz, LINE Share",
        ),
    ),
    Network(
        key="teams", name="Teams", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://teams.microsoft.com/share?href={url}&msgText={title}",
            host="teams.microsoft.com", source="the form of shareon",
        ),
    ),
    Network(
        key="tumblr", name="Tumblr", checked=_SOURCES_READ,
        share=ShareForm(
            link=(
                "https://www.tumblr.com/widgets/share/tool"
                "?posttype=link&title={title}&content={url}&canonicalUrl={url}"
            ),
            host="tumblr.com", source="the form of shareon and react-share",
        ),
    ),
    Network(
        key="hackernews", name="Hacker News", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://news.ycombinator.com/submitlink?u={url}&t={title}",
            host="news.ycombinator.com", source="the form of shareon",
        ),
    ),
    Network(
        key="lobsters", name="Lobsters", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://lobste.rs/stories/new?url={url}&title={title}", host="lobste.rs",
            source="the form of shareon",
        ),
    ),
    Network(
        key="vk", name="VK", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://vk.com/share.php?url={url}&title={title}", host="vk.com",
            source="the form of shareon and react-share",
        ),
    ),
    Network(
        key="odnoklassniki", name="OK", checked=_SOURCES_READ,
        share=ShareForm(
            link="https://connect.ok.ru/offer?url={url}&title={title}", host="ok.ru",
            source="the form of shareon",
        ),
    ),
    Network(
        key="viber", name="Viber", checked=_SOURCES_READ,
        share=ShareForm(
            link="viber://forward?text={text}", host="viber.com", coded=False,
            source="the form of shareon and sharer.js; telephones only",
        ),
    ),
    Network(
        key="sms", name="SMS", checked=_SOURCES_READ,
        share=ShareForm(
            link="sms:?&body={text}", coded=False,
            source="RFC 5724, with the form that iOS takes too",
        ),
    ),
    Network(
        key="email", name="E-mail", checked=_SOURCES_READ,
        share=ShareForm(link="mailto:?subject={title}&body={lines}", source="RFC 6068"),
    ),
    Network(
        key="copy", name="Copy", checked=_SOURCES_READ,
        share=ShareForm(link="", coded=False, source="the Clipboard API"),
    ),
    Network(
        key="instagram", name="Instagram", checked=_SOURCES_READ,
        caption=CaptionRules(
            limit=2200, measure=in_utf16, linked=False, jpeg=True,
            images=("portrait", "square", "grid", "story"),
            source="Instagram's help pages; links cannot be followed",
        ),
    ),
    Network(
        key="slack", name="Slack", checked=_SOURCES_READ,
        preview=PreviewLayout(checked=_LAYOUTS_SEEN, title=120, description=300),
    ),
    Network(
        key="imessage", name="iMessage", checked=_SOURCES_READ,
        preview=PreviewLayout(checked=_LAYOUTS_SEEN, title=70),
    ),
)  # fmt: skip


@cache
def all_networks() -> Mapping[str, Network]:
    """Every network by its key: those of brochure, then those of other packages.

    Raises PluginError for an entry point that is no network, or whose key another one has.
    """
    networks = {network.key: network for network in SHIPPED}
    for plugin in installed_plugins(GROUP).values():
        network = plugin.load(Network)
        if reason := _refusal(network, networks):
            raise plugin.refused(reason)
        networks[network.key] = network
    return networks


def _refusal(network: Network, known: Mapping[str, Network]) -> Text | None:
    """Why the row of another package cannot be taken, or None."""
    if not _KEY.fullmatch(network.key):
        return Text("network-key", network=network.key)
    if network.key in known:
        return Text("network-taken", network=network.key)
    links = (network.share.link, network.share.link_with_image) if network.share else ()
    if unknown := {field for link in links for field in _fields(link)} - LINK_FIELDS:
        return Text("network-link", unknown=sorted(unknown), fields=sorted(LINK_FIELDS))
    return None


def _fields(link: str) -> list[str]:
    """The fields that a share link names; a brace that does not end is one too."""
    try:
        return [field for _, field, _, _ in Formatter().parse(link) if field is not None]
    except ValueError:
        return ["{"]
