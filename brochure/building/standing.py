"""Standing products: what an earlier build left in a folder, where it is what would be made again.

A product stands where the manifest says that it was made from the same inputs, and every file of it has
the bytes that the manifest says: those were read back when they were made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from brochure import opened_files
from brochure.building import digest, products
from brochure.building.products import Product
from brochure.building.writing import is_half_placed, read_manifest
from brochure.kit import Artifact, Entry, Manifest
from brochure.page import Page
from brochure.theme import Theme


def origins_of(
    page: Page,
    theme: Theme,
    wanted: Collection[str],
    folder: Path | None = None,
    lacking: Collection[str] = (),
) -> dict[str, str]:
    """What each product of ``page`` would be made from now, as digests, when those ``wanted`` are made.

    An approval page shows what is wanted with it, all that it can when it is wanted alone, and what
    stands in ``folder``; one there that shows more is left as it is. Products in ``lacking`` cannot be
    made, and others do without them. The files of products that are made in parts have digests of their
    own, by their paths. Raises OutputError for the manifest of a newer brochure.
    """
    from brochure.building.preparing import prepared

    known = products.all_products()
    origins = digest.Origins(*prepared(page, theme))
    there = _digests_in(folder)
    found: dict[str, str] = {}

    def digest_for(product: Product) -> str:
        if product.name in found:
            return found[product.name]
        needs = [name for name in product.needs if name not in lacking]
        could = [name for name in product.shows_if_built if name not in lacking]
        shown = [
            name for name in could
            if name in wanted or [*wanted] == [product.name]
            or there.get(name) == digest_for(known[name])
        ]  # fmt: skip
        digest = digest_with(product, [*needs, *shown])
        if shown != could and there.get(product.name) == (
            more := digest_with(product, [*needs, *could])
        ):
            digest = more
        return found.setdefault(product.name, digest)

    def digest_with(product: Product, shown: Iterable[str]) -> str:
        return origins.digest_for(product.name, {name: digest_for(known[name]) for name in shown})

    return {
        **{name: digest_for(product) for name, product in known.items()},
        **{
            path: origins.digest_for(path, {})
            for product in known.values() if product.parts for path in product.parts.files
        },
    }  # fmt: skip


def needed_in(
    folder: Path, origins: Mapping[str, str], wanted: Iterable[str]
) -> dict[str, tuple[Artifact, ...]]:
    """The products that stand in ``folder`` of those ``wanted``, and of those that the others show."""
    found: dict[str, tuple[Artifact, ...]] = {}
    pending, seen = [*wanted], {*wanted}
    while pending:
        found |= standing_in(folder, origins, pending)
        others = (name for made in pending if made not in found for name in products.shown_by(made))
        pending = [name for name in dict.fromkeys(others) if name not in seen]
        seen |= {*pending}
    return found


def standing_in(
    folder: Path, origins: Mapping[str, str], names: Iterable[str]
) -> dict[str, tuple[Artifact, ...]]:
    """Those of ``names`` that stand in ``folder`` and were made from what ``origins`` says."""
    manifest = read_manifest(folder)
    if manifest is None:
        return {}
    found: dict[str, tuple[Artifact, ...]] = {}
    for name in names:
        entries = [entry for entry in manifest.files if entry.product == name]
        if not entries or manifest.digests.get(name) != origins.get(name):
            continue
        artifacts = tuple(made for entry in entries if (made := _artifact(entry, folder)))
        if len(artifacts) == len(entries):
            found[name] = artifacts
    return found


def parts_in(folder: Path, origins: Mapping[str, str], product: Product) -> Mapping[int, Artifact]:
    """The files of a ``product`` made in parts that stand in ``folder``, current ones, by number.

    None where a part gave no file: what is said of it then stands at another one.
    """
    manifest = read_manifest(folder)
    if manifest is None or product.parts is None:
        return {}
    entries = {entry.path: entry for entry in manifest.files if entry.product == product.name}
    if entries.keys() != {*product.parts.files}:
        return {}
    current = (
        (number, _artifact(entries[path], folder))
        for number, path in enumerate(product.parts.files)
        if manifest.digests.get(path) == origins[path]
    )
    return {number: artifact for number, artifact in current if artifact}


def is_current(
    folder: Path, origins: Mapping[str, str], wanted: Collection[str], asked: Collection[str] = ()
) -> bool:
    """Whether ``folder`` holds a whole kit, and each product ``wanted`` is what it would be now.

    Where the page has ``asked`` for some products, others are what it no more is.
    """
    manifest = None if is_half_placed(folder) else read_manifest(folder)
    if manifest is None or any(manifest.digests.get(name) != origins[name] for name in wanted):
        return False
    if asked and any(entry.product not in {*asked, *wanted} for entry in manifest.files):
        return False
    return all(_artifact(entry, folder) for entry in manifest.files)


def _digests_in(folder: Path | None) -> Mapping[str, str]:
    """The digests of the products of which every file stands in ``folder``."""
    manifest: Manifest | None = read_manifest(folder) if folder else None
    if folder is None or manifest is None:
        return {}
    harmed = {entry.product for entry in manifest.files if not _artifact(entry, folder)}
    return {name: made for name, made in manifest.digests.items() if name not in harmed}


def _artifact(entry: Entry, folder: Path) -> Artifact | None:
    """The file of ``entry`` as it was made; None where it is another, lies outside, or is not there."""
    try:
        data = opened_files.read(folder / entry.path, entry.size, within=[folder])
    except (OSError, TypeError):  # TypeError: a damaged manifest has no sizes
        return None
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        return None
    return Artifact(path=entry.path, media_type=entry.media_type, data=data, facts=entry.facts)
