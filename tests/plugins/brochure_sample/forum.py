"""A channel: a forum of one's own."""

from __future__ import annotations

from datetime import date

from brochure.networks.network import CaptionRules, Network, PreviewLayout, ShareForm

FORUM = Network(
    key="forum",
    name="Il forum",
    checked=date(2026, 11, 23),
    share=ShareForm(
        link="https://forum.example.org/new?url={url}&title={title}",
        host="forum.example.org",
        source="the forum's manual",
    ),
    caption=CaptionRules(limit=2000, measure=len, source="the forum's manual"),
    preview=PreviewLayout(checked=date(2026, 11, 23), title=80),
)
