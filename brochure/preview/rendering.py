"""The preview: one self-contained page that shows everything before it is published.

It shows the brochure's pages, every card, the page as each network shows it, codes at their size in
print, captions with their counters, and what was checked. It loads nothing from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from brochure import assets, messages
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact, digest_of
from brochure.networks import captions, link_previews
from brochure.networks.network import Network, PreviewLayout
from brochure.networks.page_links import links_of, published_at
from brochure.networks.table import all_networks
from brochure.page import Page
from brochure.preview import check_summary, thumbnails
from brochure.preview.check_summary import Checked
from brochure.problems import Place, Problem, warning
from brochure.text import dates
from brochure.text.content import Content, content_of
from brochure.theme import Theme
from brochure.themes import dark_mode

PRINTED = ("print/brochure.pdf", "print/booklet.pdf", "print/leaflet.pdf", "print/poster.pdf")

MOST_BYTES = 3_000_000
SHARES = (1.0, 0.4, 0.1, 0.0)
"""The shares of the pixels that pages may have, tried in turn until the preview is small enough.

With none it shows no pages.
"""


def render(
    page: Page,
    theme: Theme,
    made: Mapping[str, Sequence[Artifact]],
    checked: Checked,
    *,
    could_show: Iterable[str] = (),
) -> Iterable[Artifact]:
    """``preview.html`` of what is ``made``, by product, and what was found when it was ``checked``.

    ``checked`` is `brochure.checking.report.Report.row`, with its texts in the language of messages
    that `message_language` gives. Where it would be too large even with small pages, it has none, and
    a warning says so: the kit is finished, and a preview is not worth losing it.
    """
    content = content_of(page)
    template = assets.environment().get_template("preview/preview.html.j2")
    links = links_of(page)
    values = _values(content, theme.for_language(page.language), made, checked)
    values["codes"] = check_summary.shown_codes(content, links, checked)
    documents = [a for a in _all(made) if a.path in {"brochure.pdf", *PRINTED}]
    data = b""
    for share in SHARES:
        shown = thumbnails.of_documents(documents, share) if share else {}
        printed = [{"path": path, "pictures": shown[path]} for path in PRINTED if path in shown]
        data = template.render(values, pages=shown.get("brochure.pdf"), printed=printed).encode()
        if len(data) <= MOST_BYTES:
            break
    yield Artifact(
        path="preview.html", media_type="text/html", data=data,
        facts=Facts(
            title=content.page.title, lang=page.lang, shows=tuple(made),
            could_show=tuple(could_show),
            codes=(
                ExpectedCode(payload=page.url),
                *(ExpectedCode(payload=link.url) for link in links if link.coded),
            ),
            warnings=(
                *_too_large(len(data), documents if not shown else ()),
                *(
                    warning(
                        "preview-fault", at=problem.place.filled(Place(file=path)),
                        message=problem.text(),
                    )
                    for path, problem in (
                        (fault["path"], Problem.from_json(fault)) for fault in checked["faults"]
                    )
                ),
            ),
        ),
    )  # fmt: skip


def _too_large(size: int, not_shown: Sequence[Artifact]) -> Iterable[Problem]:
    """What is said of a preview of ``size`` bytes in which the pages of documents had no room."""
    at = Place(file="preview.html")
    if not_shown:
        pages = sum(document.facts.pages for document in not_shown)
        yield warning("preview-without-pages", at=at, pages=pages, most_mb=MOST_BYTES / 1e6)
    if size > MOST_BYTES:
        yield warning("preview-too-large", at=at, size_mb=size / 1e6, most_mb=MOST_BYTES / 1e6)


def message_language(page: Page) -> str:
    """The language of messages on the preview of ``page``: its own where there are any, else English.

    Never the language of whoever builds it: a page gives the same bytes on every machine.
    """
    return page.language if page.language in messages.LANGUAGES else "en"


def _all(made: Mapping[str, Sequence[Artifact]]) -> list[Artifact]:
    return [artifact for artifacts in made.values() for artifact in artifacts]


def _values(
    content: Content, theme: Theme, made: Mapping[str, Sequence[Artifact]], checked: Checked
) -> dict[str, Any]:
    """The values of the template, without the pages of documents."""
    page, shown, cards = content.page, _all(made), made["cards"]
    image = next((a for a in cards if a.path.startswith("cards/open-graph")), cards[0])
    files, rules = check_summary.rules(checked)
    (listed,) = (a.data for a in made["share"] if a.path == "share/captions.json")
    rows = json.loads(listed)["captions"]
    warnings = tuple(dict.fromkeys(w for a in shown for w in a.warnings if w.severity != "note"))
    language = message_language(page)
    paths = {artifact.path for artifact in cards}
    previews = link_previews.layouts()
    return {
        "content": content,
        "theme": theme,
        "colours": {role: colour.rgb for role, colour in theme.roles.items()},
        "dark": dark_mode.dark_colours(theme),
        "fonts": thumbnails.of_fonts(theme),
        "version": digest_of(a.sha256.encode() for a in shown)[:8],
        "updated": dates.written(page.updated or page.published, page.lang),
        "cards": _cards([card for card in cards if not _is_twin(card, paths)], theme),
        "image": thumbnails.of_card(image),
        "image_address": published_at(page, image.path),
        "views": [_view(network, layout, content) for network, layout in previews],
        "views_checked": dates.written(min(layout.checked for _, layout in previews), page.lang),
        "captions": rows,
        "checked": checked,
        "files": files,
        "rules": rules,
        "warnings": [warned.sentence(language) for warned in warnings],
        "message_language": language,
        "to_weigh": len(warnings) + len(checked["warnings"]),
    }


def _is_twin(card: Artifact, paths: Container[str]) -> bool:
    """Whether a JPEG is the twin of a PNG that is shown."""
    stem, _, kind = card.path.rpartition(".")
    return kind == "jpg" and f"{stem}.png" in paths


def _cards(cards: Sequence[Artifact], theme: Theme) -> list[dict[str, Any]]:
    """The cards, each with the names of the networks that it suits."""
    formats = {row.name for row in theme.cards.formats}
    stems = {card.path: card.path.removeprefix("cards/").rsplit(".", 1)[0] for card in cards}
    suited = captions.suiting(
        {path: stem if stem in formats else theme.cards.posts for path, stem in stems.items()}
    )
    return [
        {
            "src": thumbnails.of_card(card), "name": card.path.removeprefix("cards/"),
            "alt": card.facts.alt,
            "width": card.facts.width_px, "height": card.facts.height_px,
            "kilobytes": max(1, round(len(card.data) / 1000)),
            "loses": card.facts.square_crop_loses,
            "networks": ", ".join(all_networks()[key].name for key in suited[card.path]),
        }
        for card in cards
    ]  # fmt: skip


def _view(network: Network, layout: PreviewLayout, content: Content) -> dict[str, Any]:
    """The page as a network shows it: what is left of its title and its description."""
    page = content.page
    host = content.address.host.removeprefix("www.") if content.address else ""
    return {
        "key": network.key, "name": network.name, "ratio": layout.ratio, "small": layout.small,
        "over": layout.over, "host": host,
        "title": link_previews.shortened(page.title, layout.title),
        "description": link_previews.shortened(content.description, layout.description)
        if layout.description
        else "",
        "cut": len(page.title) > layout.title and not layout.over,
    }  # fmt: skip
