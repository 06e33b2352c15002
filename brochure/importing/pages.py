"""Pages of the web: bytes become what a page of ours is made of, and what has to be told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from brochure.errors import SourceError
from brochure.importing import (
    html_boxes,
    html_choice,
    html_noise,
    html_panels,
    html_tree,
    metadata,
    own_pages,
)
from brochure.importing.html_blocks import MOST_PICTURES, MOST_ROWS, Piece, Walker
from brochure.importing.html_choice import Chosen, text_of
from brochure.importing.imported import (
    Block,
    Blocks,
    Break,
    Figure,
    Footnote,
    Heading,
    Imported,
    ImportedPicture,
    Inline,
    Paragraph,
    Text,
    plain,
)
from brochure.importing.metadata import Metadata, folded
from brochure.importing.own_pages import Own
from brochure.problems import Problem, error, note, warning
from brochure.reading.source_text import MAX_SOURCE_BYTES

LEAST_WORDS = 25
"""Words of a body; fewer are an empty page, or one that a program draws."""

MOSTLY_LINKS = 0.5
"""The share of letters in links from which a block leads elsewhere, where nothing else tells."""


def read_html(data: bytes, *, address: str, declared: str = "") -> Imported:
    """The page whose bytes are ``data``, from ``address`` ("" for a saved one).

    ``declared`` is the charset that the server named, or its whole Content-Type. Raises SourceError for
    what is no page: no text, frames alone, or a program that draws it.
    """
    decoded = html_tree.decode(data, declared)
    root = html_tree.tree_of(decoded.text)
    if html_tree.depth_of(root) > html_tree.MOST_DEPTH:
        lines = html_tree.bare_paragraphs(decoded.text)
        told = [*decoded.told, warning("import-deep", most=html_tree.MOST_DEPTH)]
        head = Metadata(title=_title_in(decoded.text), url=metadata.accepted(address))
        return _finished(head, tuple(Paragraph((Text(line),)) for line in lines), told)
    if (count := sum(map(len, root.itertext("p", "li", "td", "div", "span", "a")))) > MAX_SOURCE_BYTES:
        raise SourceError(error("import-long", count=count, most=MAX_SOURCE_BYTES))
    head = metadata.read(root, address)
    base = metadata.base_of(root, address)
    if own := own_pages.taken(root, base):
        return _own(head, own, Walker.over(root, base))
    told = [*decoded.told, *_frames(root, decoded.text), *_left_out(root)]
    paywall = not head.free or _has_paywall(root)
    drawn = _is_drawn(root)
    html_panels.open_all(root)
    boxes = html_noise.prune(root)
    html_boxes.prune(root, base)
    walker = Walker.over(root, base)
    pieces = [*walker.pieces(_body_of(root))]
    kept, unsure = _kept(pieces, _chosen_text(root, news=_is_news(root, head)))
    head = replace(head, title=_title_above(pieces, kept, head.title))
    blocks = tuple(html_choice.with_bold_headings(_without_head([p.block for p in kept], head)))
    if _count(blocks) < LEAST_WORDS and drawn:
        raise SourceError(error("import-script", address=address))
    if (many := sum(1 for _ in root.iter("img"))) > MOST_PICTURES:
        told.append(warning("import-images-many", count=many, most=MOST_PICTURES))
    if any(next(islice(t.iter("tr"), MOST_ROWS, None), None) is not None for t in root.iter("table")):
        told.append(warning("import-rows-many", most=MOST_ROWS))
    told += [note("import-box-left", name=name, words=_first_of(words)) for name, words in boxes]
    told += [note("import-unsure")] if unsure and blocks else []
    if left := html_choice.left_of(pieces, kept):
        told.append(warning("import-part-left", words=_first_of(left)))
    told += [warning("import-paywall", count=_count(blocks))] if paywall else []
    return _finished(head, (*blocks, *walker.footnotes()) if blocks else (), told)


def _title_above(pieces: Sequence[Piece], kept: Sequence[Piece], title: str) -> str:
    """``title``, or the heading above the text where that has no word of it: the title of all pages."""
    text = " ".join(text_of(piece.block) for piece in kept)
    if not kept or {*metadata.telling_words(title)} & {*metadata.telling_words(text)}:
        return title
    first = next((p for p in kept if isinstance(p.block, Paragraph)), kept[0])
    above = pieces[: next(at for at, piece in enumerate(pieces) if piece is first)]
    headings = [text_of(piece.block) for piece in above if isinstance(piece.block, Heading)]
    fit = (words for words in reversed(headings) if len(words) >= LEAST_TITLE and title not in headings)
    return next(fit, title)


LEAST_TITLE = 8
"""Characters of a heading that may be a page's title."""


def _own(head: Metadata, own: Own, walker: Walker) -> Imported:
    """The page that a share page of ours was made of."""
    blocks = (*walker.blocks(own.text), *walker.footnotes())
    made = _finished(replace(head, picture=own.picture), blocks, [])
    return replace(
        made,
        kicker=own.kicker,
        lead=own.lead,
        picture=own.picture,
        figures=own.figures,
        panels=own.panels,
        quotations=own.quotations,
    )


def _kept(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], bool]:
    """The pieces that are the text, by the chosen ``text``; and whether this told nothing."""
    kept = html_choice.choose(pieces, Chosen(text))
    if sum(len(html_choice.words_of(text_of(piece.block))) for piece in kept) >= LEAST_WORDS:
        return kept, False
    return [
        piece
        for piece in pieces
        if html_choice.links_share(piece.block) < MOSTLY_LINKS
        and not html_noise.is_noisy_line(text_of(piece.block))
    ], True


def _first_of(text: str) -> str:
    """The first words of ``text``, for a message."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rsplit(' ', 1)[0]}…"


LONGEST_SHOWN = 80
"""Characters of what is told in a page's own words."""


def _left_out(root: HtmlElement) -> Iterator[Problem]:
    if media := sum(1 for _ in root.iter("video", "audio", "iframe")):
        yield note("import-media", count=media)


def _title_in(text: str) -> str:
    found = re.search(r"<title[^<>]*>((?:[^<]|<(?!/?title))*+)</title", text, re.IGNORECASE)
    return " ".join(found[1].split()) if found else ""


def _body_of(root: HtmlElement) -> HtmlElement:
    return next(root.iter("body"), root)


MOST_ELEMENTS = 15_000
"""Elements of a page that are looked through for its text, which takes a second; most have 5,000."""


def _chosen_text(root: HtmlElement, *, news: bool) -> str:
    """The words that are the page's text, for trafilatura; it reads a copy of the tree."""
    import logging

    from trafilatura.core import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    if sum(1 for _ in root.iter("*")) > MOST_ELEMENTS:
        return ""
    found = bare_extraction(
        root,
        favor_precision=news,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    return str(getattr(found, "text", "") or "")


def _is_news(root: HtmlElement, head: Metadata) -> bool:
    return bool(head.published) or sum(1 for _ in root.iter("article")) == 1


def _count(blocks: Sequence[Block]) -> int:
    return sum(len(html_choice.words_of(text_of(block))) for block in blocks)


# What is told


def _frames(root: HtmlElement, text: str) -> Iterator[Problem]:
    """Pages of frames hold no text of their own. Raises SourceError for one of them."""
    if not re.search(r"<frameset\b", text, re.IGNORECASE):
        return
    frames = [frame.get("src") or "" for frame in root.iter("frame")]
    if len("".join(_body_of(root).itertext()).split()) < LEAST_WORDS * 4:
        raise SourceError(error("import-frames", addresses=[src for src in frames if src] or ["?"]))
    yield note("import-media", count=len(frames))


def _has_paywall(root: HtmlElement) -> bool:
    pattern = html_noise.pattern("paywalls")
    for element in root.iter("p", "div", "span", "h2", "h3", "strong", "section"):
        if any(child.tag in _HOLD_LINES for child in element):
            continue
        words = " ".join(element.text_content().split())
        if 8 < len(words) < html_noise.LONGEST_LINE and pattern.search(words):
            return True
    return False


_HOLD_LINES = frozenset(
    {"p", "div", "ul", "ol", "li", "section", "article", "h1", "h2", "h3", "table", "figure"}
)
"""Elements whose own lines are looked at, and not those of what they stand in."""


def _is_drawn(root: HtmlElement) -> bool:
    words = " ".join(" ".join(e.text_content() for e in root.iter("noscript")).split())
    shells = root.xpath(
        "//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or self::app-root]"
    )
    return (
        bool(html_noise.pattern("scripts_needed").search(words))
        or bool(shells)
        or sum(1 for _ in root.iter("script")) > 2
    )


# What the head says already


def _without_head(blocks: list[Block], head: Metadata) -> list[Block]:
    """``blocks`` without the title, the lead and the lines of who and when above the text."""
    made: list[Block] = []
    started = False
    for at, block in enumerate(blocks):
        words = folded(text_of(block))
        if at < 8 and _repeats(words, head, block, started=started):
            continue
        if isinstance(block, Paragraph):
            if not started or at >= len(blocks) - 2:
                block = _without_label_lines(block, head)
                if not block.inline:
                    continue
                words = folded(text_of(block))
            started = started or len(words) > LONGEST_LABEL
        made.append(block)
    return made


def _without_label_lines(block: Paragraph, head: Metadata) -> Paragraph:
    """``block`` without lines at its start and end that say who, when, or what the title says.

    A block that holds nothing else becomes one without words.
    """
    lines: list[list[Inline]] = [[]]
    for node in block.inline:
        lines.append([]) if isinstance(node, Break) else lines[-1].append(node)
    texts = [" ".join(plain(line).split()) for line in lines]
    labels = [not text or _is_label(text, head, alone=len(lines) == 1) for text in texts]
    if not any(text and label for text, label in zip(texts, labels, strict=True)):
        return block
    first = next((at for at, label in enumerate(labels) if not label), len(lines))
    last = next((at for at in reversed(range(len(lines))) if not labels[at]), -1)
    kept = (
        node
        for at, line in enumerate(lines[first : last + 1])
        for node in ([Break()] * bool(at) + line)
    )
    return Paragraph(tuple(kept))


def _is_label(text: str, head: Metadata, *, alone: bool) -> bool:
    """Whether a line says who or when; one beside others also what the title says, or a button."""
    others = not alone and (folded(text) == folded(head.title) or html_noise.is_noisy_line(text))
    return html_noise.is_byline(text) or others


def _repeats(words: str, head: Metadata, block: Block, *, started: bool) -> bool:
    """Whether ``block``, near the start of the text, says what the title or the lead says."""
    if not words or not isinstance(block, Heading | Paragraph):
        return False
    title, lead = folded(head.title), folded(head.lead)
    return words in {title, lead} or (
        isinstance(block, Heading) and not started and len(words) > 12 and words in title
    )


def _kicker(blocks: Sequence[Block]) -> str:
    """The label above the text, of a few words; "" where it starts with a sentence."""
    words = " ".join(text_of(blocks[0]).split()) if blocks and isinstance(blocks[0], Paragraph) else ""
    return words if 0 < len(words) <= LONGEST_KICKER and words[-1].isalnum() and len(blocks) > 2 else ""


LONGEST_KICKER = 30


def _finished(head: Metadata, blocks: Blocks, told: list[Problem]) -> Imported:
    """The page as a whole, with what its parts say of each other."""
    if not any(text_of(block) for block in blocks if not isinstance(block, Figure)):
        raise SourceError(error("import-no-text", address=head.url))
    text = "\n".join(text_of(block) for block in blocks if not isinstance(block, Footnote))
    lang = metadata.checked_lang(head.lang, f"{head.title}\n{head.lead}\n{text}")
    if head.lang and lang != head.lang:
        told.append(note("import-lang", given=head.lang, lang=lang))
    title = head.title or _first_words(blocks)
    if not head.title:
        told.append(warning("import-title", title=title))
    picture, blocks = _one_picture(head.picture, blocks)
    kicker = _kicker(blocks)
    return Imported(
        title=title,
        kicker=kicker,
        lead=_lead(head, blocks),
        lang=lang,
        url=head.url,
        site_name=head.site_name,
        published=head.published,
        updated=head.updated,
        authors=head.authors,
        credits=picture.credit if picture else "",
        licence=head.licence,
        event=head.event,
        picture=picture,
        body=blocks[1:] if kicker else blocks,
        told=tuple(told),
    )


def _first_words(blocks: Blocks) -> str:
    first = next((text for block in blocks if (text := text_of(block))), "")
    return first if len(first) <= 100 else f"{first[:100].rsplit(' ', 1)[0]}…"


def _lead(head: Metadata, blocks: Blocks) -> str:
    """The lead, unless the text starts with it: then it was taken from there, whole or cut."""
    lead = folded(head.lead.rstrip(" .…[]"))
    if not lead or lead == folded(head.title):
        return ""
    first = [folded(text_of(block)) for block in blocks if isinstance(block, Paragraph)][:3]
    return "" if any(text.startswith(lead[:200]) for text in first) else head.lead


def _one_picture(
    picture: ImportedPicture | None, blocks: Blocks
) -> tuple[ImportedPicture | None, Blocks]:
    """The page's picture, and the text without it; where it names none, the one above the text."""
    if picture is None and (figure := _above_text(blocks)):
        picture = figure.picture
    if picture is None:
        return None, blocks
    same = [
        b
        for b in blocks
        if isinstance(b, Figure) and metadata.same_picture(b.picture.address, picture.address)
    ]
    for figure in same[:1]:
        caption = " ".join(plain(figure.caption).split())
        picture = replace(
            picture,
            alt=picture.alt or figure.picture.alt or caption,
            credit=picture.credit or figure.picture.credit,
        )
    return picture, tuple(b for b in blocks if b not in same[:1])


def _above_text(blocks: Blocks) -> Figure | None:
    """The picture above the first paragraph of some length."""
    for block in blocks:
        if isinstance(block, Figure):
            return block
        if isinstance(block, Paragraph) and len(plain(block.inline)) > LONGEST_LABEL:
            return None
    return None


LONGEST_LABEL = 80
"""Characters of a line above a text, such as a date or a place."""
