"""Kits in a store of objects: S3, Google's, Azure's, or whatever else fsspec reaches by an address.

    InStore("s3://town-kits/site")

Objects bear the names that files have in a folder, since pages of a kit link to each other. A store
puts each object whole, and no two at once; so the files that changed go first, the manifest last: what
a manifest lists stands, and whoever reads a kit in the seconds between finds by its digests which files
are newer. The manifest is put on the condition that it is still the one that was read before.
Credentials are found as fsspec and the store's own library find them; nothing of them passes through
here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure.errors import OutputError
from brochure.kit import MANIFEST_NAME, UNREADABLE, Manifest, recorded
from brochure.problems import Place, Problem, error, reason
from brochure.sites.kit_map import FILE
from brochure.sites.states import State

if TYPE_CHECKING:
    from brochure.kit import Kit

_MEDIA_TYPES = {
    "s3": "ContentType", "s3a": "ContentType", "gs": "content_type", "gcs": "content_type",
}  # fmt: skip
"""What a store calls the type that it serves an object with. Without it a browser downloads cards."""

_CONDITIONAL = frozenset({"s3", "s3a"})
"""Stores that are told the version which an object replaces (RFC 9110, If-Match)."""

_LISTED_MOST = 20


class _Read(NamedTuple):
    """An object as it was read, with the mark of that version, "" where the store has none."""

    data: bytes
    version: str


class InStore:
    """Kits below the ``address`` of a store, such as "s3://bucket/prefix"."""

    def __init__(self, address: str) -> None:
        self.url = address.rstrip("/")
        self.protocol = address.partition("://")[0]
        self._fs: Any = None
        self._root = ""
        self._all: Mapping[str, Mapping[str, Any]] | None = None

    @property
    def fs(self) -> Any:
        """The file system of the store. Raises OutputError where nothing reaches it."""
        if self._fs is None:
            at = Place(self.url)
            try:
                from fsspec.core import url_to_fs
            except ImportError:
                raise OutputError(error("store-extra", at=at)) from None
            try:
                self._fs, self._root = url_to_fs(self.url, use_listings_cache=False)
            except (ImportError, ValueError) as caught:  # no such protocol, or not installed
                raise OutputError(error("store-unknown", at=at, reason=str(caught))) from caught
            self._root = self._root.rstrip("/")
        return self._fs

    def folder(self, name: str) -> None:
        """See StandingKits."""

    def manifest(self, name: str) -> Manifest | None:
        """See StandingKits."""
        return _manifest(self._read(f"{name}/{MANIFEST_NAME}"))

    def made_from(self, name: str) -> Mapping[str, str]:
        """See StandingKits."""
        manifest = self.manifest(name)
        if manifest is None:
            return {}
        sizes = {path: info["size"] for path, info in self._below(name).items()}
        stands = all(sizes.get(entry.path) == entry.size for entry in manifest.files)
        return manifest.digests if stands else {}

    def write(self, kit: Kit, name: str, *, overwrite: bool, wait: bool) -> Manifest:  # noqa: ARG002
        """See StandingKits. There is nothing to ``wait`` for: two may write the same kit."""
        from brochure.building import writing

        before = self._read(f"{name}/{MANIFEST_NAME}")
        known = _manifest(before)
        ours = recorded(before.data) if before else {}
        there = {path: info["size"] for path, info in self._below(name).items()}
        if not overwrite:
            foreign = [a.path for a in kit.artifacts if a.path in there and a.path not in ours]
            self._refuse([self._foreign(name, path) for path in foreign])
        manifest = writing.manifest_for(
            kit, known, lambda entry: there.get(entry.path) == entry.size
        )  # fmt: skip
        for made in kit.artifacts:
            stands = there.get(made.path) == len(made.data) and ours.get(made.path) == made.sha256
            if not stands:
                self._put(f"{name}/{made.path}", made.data, made.media_type)
        data = manifest.to_json()
        if before is None or before.data != data:
            self._put_last(f"{name}/{MANIFEST_NAME}", data, before)
        kept = {entry.path for entry in manifest.files}
        self._remove([f"{name}/{path}" for path in ours.keys() & there.keys() - kept])
        return manifest

    def state(self, name: str, path: str) -> State:
        """See StandingKits: the size, and a number made of the version. The store is listed once."""
        if self._all is None:
            self._all = self._below("")
        return _state(self._all.get(f"{name}/{path}"))

    def states(self, name: str, paths: Iterable[str]) -> dict[str, State]:
        """See StandingKits."""
        there = self._below(name)
        return {path: _state(there.get(path)) for path in paths}

    def is_half_written(self, name: str) -> bool:  # noqa: ARG002
        """See StandingKits: the state of the manifest tells it, which is put last."""
        return False

    def is_there(self, name: str) -> bool:
        """See StandingKits."""
        return bool(self._below(name))

    def remove(self, name: str, *, wait: bool) -> None:  # noqa: ARG002
        """See StandingKits. The manifest goes last: a removal that is stopped can be begun again."""
        there = self._below(name)
        found = self._read(f"{name}/{MANIFEST_NAME}")
        ours = {**recorded(found.data), MANIFEST_NAME: ""} if found else {}
        self._refuse([self._foreign(name, path) for path in sorted(there.keys() - ours.keys())])
        self._remove([f"{name}/{path}" for path in sorted(there.keys() - {MANIFEST_NAME})])
        self._remove([f"{name}/{MANIFEST_NAME}"] if found else [])

    def address(self, name: str) -> str:
        """See StandingKits."""
        return f"{self.url}/{name}"

    def put_map(self, data: bytes) -> None:
        """See StandingKits."""
        if self._now(FILE) != data:
            self._put(FILE, data, "application/json")

    def _below(self, name: str) -> dict[str, Mapping[str, Any]]:
        """What the store tells of each object of the kit called ``name``, or of all for ""."""
        found: Mapping[str, Mapping[str, Any]] = {}
        with self._told(name):
            top = self._place(name).rstrip("/")
            with suppress(FileNotFoundError):
                found = self.fs.find(top, detail=True)
            cut = len(self.fs._strip_protocol(top)) + 1
        return {path[cut:]: info for path, info in found.items() if info["type"] == "file"}

    def _read(self, name: str) -> _Read | None:
        with self._told(name):
            path = self._place(name)
            try:
                version = _version(self.fs.info(path)) if self.protocol in _CONDITIONAL else ""
                return _Read(self.fs.cat_file(path), version)
            except FileNotFoundError:
                return None

    def _place(self, name: str) -> str:
        fs = self.fs  # which knows the root
        assert fs
        return f"{self._root}/{name}"

    def _put(self, name: str, data: bytes, media_type: str, **conditions: str) -> None:
        options = dict(conditions)
        if self.protocol in _MEDIA_TYPES:
            options[_MEDIA_TYPES[self.protocol]] = media_type
        with self._told(name):
            place = self._place(name)
            self.fs.makedirs(place.rpartition("/")[0], exist_ok=True)  # a folder of the machine is one
            self.fs.pipe_file(place, data, **options)

    def _put_last(self, name: str, data: bytes, before: _Read | None) -> None:
        """Put a manifest, unless another one came since ``before`` was read."""
        condition = {"IfMatch": before.version} if before else {"IfNoneMatch": "*"}
        expected = before.data if before else None
        try:
            if self.protocol not in _CONDITIONAL and self._now(name) != expected:
                raise OutputError(error("store-changed", at=Place(f"{self.url}/{name}")))
            conditions = condition if self.protocol in _CONDITIONAL else {}
            self._put(name, data, "application/json", **conditions)
        except OutputError as caught:
            now = self._now(name)
            if now == data:  # the same page was made twice, as it may be
                return
            if now == expected:
                raise
            raise OutputError(error("store-changed", at=Place(f"{self.url}/{name}"))) from caught

    def _now(self, name: str) -> bytes | None:
        found = self._read(name)
        return found.data if found else None

    def _remove(self, names: Sequence[str]) -> None:
        for name in names:
            with self._told(name):
                self.fs.rm_file(self._place(name))

    def _foreign(self, name: str, path: str) -> Problem:
        return error("file-foreign", at=Place(f"{self.url}/{name}/{path}"))

    def _refuse(self, problems: Sequence[Problem]) -> None:
        if problems:
            raise OutputError(*problems[:_LISTED_MOST])

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        """What the store refuses, as an OutputError."""
        try:
            yield
        except OutputError:
            raise
        except Exception as caught:  # each store's library has errors of its own
            why = reason(caught) if isinstance(caught, OSError) and caught.errno else str(caught)
            at = Place(f"{self.url}/{name}".rstrip("/"))
            raise OutputError(error("store-failed", at=at, reason=why)) from caught


def _state(info: Mapping[str, Any] | None) -> State:
    if info is None:
        return []
    mark = hashlib.sha256(_version(info).encode()).digest()[:6]
    return [int(info["size"]), int.from_bytes(mark, "big")]


def _version(info: Mapping[str, Any]) -> str:
    """The mark of an object's version, else the time of its change."""
    return next((str(info[key]) for key in _VERSIONS if info.get(key)), "")


_VERSIONS = ("ETag", "etag", "generation", "mtime", "LastModified", "created")


def _manifest(found: _Read | None) -> Manifest | None:
    try:
        return Manifest.from_json(found.data) if found else None
    except UNREADABLE:
        return None
