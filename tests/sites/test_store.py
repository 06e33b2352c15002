"""Kits in stores of objects: what a manifest lists stands, and nobody's object is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from brochure.errors import OutputError
from brochure.kit import Artifact, Kit
from brochure.page import Page
from brochure.sites.site_file import store_address
from brochure.sites.standing_kits import InFolder
from brochure.sites.store import InStore


class LikeS3(MemoryFileSystem):  # type: ignore[misc]
    """A store that heeds conditions as S3 does (PutObject, If-Match and If-None-Match)."""

    protocol = "s3a"
    store: dict[str, Any] = {}  # noqa: RUF012 - one for all, as MemoryFileSystem has it
    put: list[tuple[str, Mapping[str, str]]] = []  # noqa: RUF012
    fails_at = ""

    @classmethod
    def _strip_protocol(cls, path: str) -> Any:
        return super()._strip_protocol(path.removeprefix("s3a://"))

    def info(self, path: str, **options: Any) -> Any:
        found = super().info(path, **options)
        if found["type"] == "file":
            found["ETag"] = f'"{hash(self.cat_file(path))}"'
        return found

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **conditions: str) -> None:
        if LikeS3.fails_at and path.endswith(LikeS3.fails_at):
            raise RuntimeError("SlowDown: reduce your request rate")
        there = self.info(path)["ETag"] if self.exists(path) else None
        if conditions.get("IfMatch", there) != there or ("IfNoneMatch" in conditions and there):
            raise RuntimeError("PreconditionFailed")
        LikeS3.put.append((path.rpartition("/kit/")[2], conditions))
        super().pipe_file(path, value, mode)


@pytest.fixture
def store() -> Iterator[InStore]:
    fsspec.register_implementation("s3a", LikeS3, clobber=True)
    LikeS3.store.clear()
    LikeS3.put.clear()
    LikeS3.pseudo_dirs[:] = [""]
    yield InStore("s3a://town/site")
    LikeS3.fails_at = ""


def kit(**files: str) -> Kit:
    """A kit whose cards hold the texts of ``files``."""
    made = tuple(
        Artifact(path=f"cards/{name}.png", media_type="image/png", data=text.encode())
        for name, text in files.items()
    )
    page = Page(slug="p", lang="en", title="The river", body="")
    return Kit(page=page, theme_name="agora", products={"cards": made}, digests={"cards": str(files)})


def write(store: InStore, made: Kit, *, overwrite: bool = False) -> list[str]:
    """What was put, in its order."""
    LikeS3.put.clear()
    store.write(made, "kit", overwrite=overwrite, wait=False)
    return [path for path, _ in LikeS3.put]


def objects(store: InStore) -> dict[str, bytes]:
    return {path.rpartition("/kit/")[2]: store.fs.cat_file(path) for path in store.fs.find("/town")}


def test_a_store_holds_what_a_folder_would(tmp_path: Path) -> None:
    here, there = InFolder(tmp_path / "here"), InStore(f"file://{tmp_path}/there")
    for made in (kit(a="1", b="2"), kit(a="1", c="3")):
        manifests = [kits.write(made, "kit", overwrite=False, wait=False) for kits in (here, there)]
        assert manifests[0] == manifests[1] == there.manifest("kit")
        trees = [
            {p.relative_to(top): p.read_bytes() for p in top.rglob("*") if p.is_file()}
            for top in (tmp_path / "here", tmp_path / "there")
        ]
        assert trees[0] == trees[1]
    assert there.made_from("kit") == made.digests
    assert there.is_there("kit")
    there.remove("kit", wait=False)
    assert not there.is_there("kit")


def test_changed_files_go_first_and_the_manifest_last_on_its_condition(store: InStore) -> None:
    assert write(store, kit(a="1", b="2")) == ["cards/a.png", "cards/b.png", "manifest.json"]
    assert [conditions for _, conditions in LikeS3.put] == [
        *[{"ContentType": "image/png"}] * 2, {"ContentType": "application/json", "IfNoneMatch": "*"}
    ]  # fmt: skip
    assert write(store, kit(a="1", b="2")) == []
    assert write(store, kit(a="1", b="3")) == ["cards/b.png", "manifest.json"]
    assert LikeS3.put[-1][1].keys() == {"ContentType", "IfMatch"}
    assert write(store, kit(a="1")) == ["manifest.json"]
    assert objects(store).keys() == {"cards/a.png", "manifest.json"}


@pytest.mark.parametrize("at", ["a.png", "b.png", "manifest.json"])
def test_a_run_that_is_cut_short_leaves_a_manifest_of_what_was_whole(at: str, store: InStore) -> None:
    write(store, kit(a="1", b="2"))
    before = objects(store)["manifest.json"]
    LikeS3.fails_at = at
    with pytest.raises(OutputError, match="SlowDown"):
        write(store, kit(a="one", b="two"))
    assert objects(store)["manifest.json"] == before
    LikeS3.fails_at = ""
    write(store, kit(a="one", b="two"))
    assert objects(store)["cards/b.png"] == b"two"
    assert store.made_from("kit")


def test_of_two_runs_that_write_other_kits_one_is_told(
    store: InStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, kit(a="1"))
    read = InStore._read

    def late(self: InStore, name: str) -> Any:
        found = read(self, name)
        monkeypatch.setattr(InStore, "_read", read)
        other.write(theirs, "kit", overwrite=False, wait=False)
        return found

    other, theirs = InStore(store.url), kit(a="2")
    monkeypatch.setattr(InStore, "_read", late)
    with pytest.raises(OutputError, match="another run wrote this kit"):
        write(store, kit(a="3"))
    monkeypatch.setattr(InStore, "_read", late)
    theirs = kit(a="4")
    write(store, kit(a="4"))  # two that write the same are one
    assert objects(store)["cards/a.png"] == b"4"


def test_an_object_that_the_kit_does_not_list_is_nobodys_to_replace_or_remove(store: InStore) -> None:
    store.fs.pipe_file("/town/site/kit/cards/b.png", b"mine")
    with pytest.raises(OutputError, match=r"b\.png"):
        write(store, kit(a="1", b="2"))
    assert objects(store) == {"cards/b.png": b"mine"}
    write(store, kit(a="1"))
    with pytest.raises(OutputError, match=r"b\.png"):
        store.remove("kit", wait=False)
    assert len(objects(store)) == 3
    write(store, kit(a="1", b="2"), overwrite=True)
    store.remove("kit", wait=False)
    assert objects(store) == {}


def test_a_kit_with_a_file_missing_or_of_another_size_is_made_again(store: InStore) -> None:
    write(store, kit(a="1", b="2"))
    assert store.made_from("kit")
    store.fs.pipe_file("/town/site/kit/cards/b.png", b"longer")
    assert not store.made_from("kit")
    store.fs.rm_file("/town/site/kit/cards/b.png")
    assert not store.made_from("kit")
    assert write(store, kit(a="1", b="2")) == ["cards/b.png"]


def test_the_state_of_an_object_changes_with_it(store: InStore) -> None:
    write(store, kit(a="1"))
    first = store.states("kit", ["cards/a.png", "manifest.json"])
    assert InStore(store.url).state("kit", "cards/a.png") == first["cards/a.png"]
    assert InStore(store.url).state("kit", "cards/none.png") == []
    write(store, replace(kit(a="2"), digests={"cards": "other"}))
    assert InStore(store.url).state("kit", "cards/a.png") != first["cards/a.png"]


@pytest.mark.parametrize(
    ("address", "said"),
    [("kits", "not the address"), ("s3://", "not the address"), ("https://a.org/k", "cannot be put")],
)
def test_what_is_no_store_is_told(address: str, said: str) -> None:
    with pytest.raises(Exception, match=said):
        store_address(address)


def test_a_store_that_nothing_reaches_is_told() -> None:
    with pytest.raises(OutputError, match="nothing here reaches this store"):
        InStore("nowhere://town/kits").manifest("kit")
