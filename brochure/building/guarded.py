"""Guarded: kits made in processes of their own, within limits of time and memory.

A page that takes too long, or whose picture makes a library crash, raises WorkError, and nothing else
is lost. The kit is byte for byte what `brochure.building.pipeline.build` makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any, Self

from brochure.building import finishing
from brochure.building.making import Drawn, Piece
from brochure.kit import Kit
from brochure.page import Page
from brochure.problems import Place
from brochure.theme import Theme
from brochure.work.limits import USUAL, Limits
from brochure.work.workers import Call, Workers

WORDS = ("brochure.text.markdown:parser", "polytypo", "importlib.metadata")
_TYPE = (*WORDS, "uharfbuzz", "jinja2", "PIL.Image:preinit")
_CODES = ("brochure.codes.verification", "qrcode", "zxingcpp", "resvg_py", "pypdfium2")
_METADATA = "lxml.etree"
_DATES = ("babel.dates", "babel.numbers", "calendar")
_TEMPLATES = "brochure.assets:load_templates"
_PDF = (
    _TEMPLATES, *_TYPE, *_CODES, "brochure.pdf.reading_back", "brochure.preflight.runs", "PIL.features",
    "email.policy", "encodings.unicode_escape", "brochure.pdf.warming:warm",
)  # fmt: skip
_FONT_OF_SLUG = tuple(
    f"fontTools.ttLib.tables.{table}"
    for table in ("_h_h_e_a", "_h_m_t_x", "_c_m_a_p", "_h_e_a_d", "_m_a_x_p", "_p_o_s_t")
)
_TELLING_ORIGINS = (
    "brochure.building.standing", "brochure.building.preparing", "PIL._imaging",
    "brochure.building.digest:warm",
)  # fmt: skip
"""What draws is not loaded to find out that nothing changed."""

_PREPARING = (
    "brochure.building.pipeline", "brochure.text.font_metrics", *_TYPE, "brochure.building.digest:warm",
)  # fmt: skip
_DRAWING = {
    "pdf": ("brochure.pdf.rendering", *_PDF),
    "print": (
        "brochure.pdf.press.rendering", *_PDF, _METADATA, "PIL.ImageMath", *_FONT_OF_SLUG,
    ),
    "cards": (
        "brochure.cards.rendering", "brochure.codes.verification", *_TYPE, *_DATES, "jinja2.sandbox",
        "PIL.features",
    ),
    "qr": ("brochure.codes.rendering", *_CODES, _METADATA, "PIL.Image:preinit"),
    "share": (
        "brochure.share.rendering", _TEMPLATES, *_TYPE, *_CODES, *_DATES, "icalendar", "dateutil.rrule",
    ),
    "preview": ("brochure.preview.rendering", _TEMPLATES, *_TYPE, *_CODES, *_DATES),
}  # fmt: skip
"""What the server loads, or calls ("module:function"), before it forks, so that no child does. For
speed alone: a child loads what it misses, each one again."""

_SETTING = "brochure.text.warming:warm"
"""What it calls with the language of a page."""

_LOOKING_OVER = ("brochure.checking.kits", "brochure.preview.rendering")


class Guarded:
    """Works in other processes, several at once.

    ``seconds`` and ``memory_mb`` are for each page that is read and each file or product that is made,
    ``jobs`` is how many are worked on at once, the processors that there are if None. Raises
    BrochureError for limits that cannot be.
    """

    def __init__(
        self,
        *,
        seconds: float = USUAL.seconds,
        memory_mb: int = USUAL.memory_mb,
        jobs: int | None = None,
        fork: bool = False,
    ) -> None:
        limits = Limits(seconds=seconds, memory_mb=memory_mb)
        self.workers = Workers(limits, jobs=jobs, fork=fork)
        self._threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="brochure")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, call: Call) -> Any:
        """The value of ``call``, as `Workers.run` gives it."""
        return self.workers.run(call)

    def close(self) -> None:
        """End all that is still being worked on."""
        self.workers.close()
        self._threads.shutdown()

    @property
    def missing_fences(self) -> frozenset[str]:
        """The fences that this system did not raise around what was done so far: "files", "network"."""
        return self.workers.missing

    def build(
        self,
        page: Page,
        theme: Theme,
        *,
        only: Iterable[str] | None = None,
        progress: Callable[[str], None] = lambda product: None,
        named: str = "",
        reuse: Path | None = None,
    ) -> Kit:
        """`brochure.build`, guarded; errors of limits tell the page by what it is ``named``.

        Nothing but the theme's files is read, a page holds its pictures, and of the kit in the folder
        ``reuse`` what stands there.
        """
        at, reads = Place(file=named or page.slug), files_of(theme, page)
        preparing = Call(
            function="brochure.building.pipeline:prepare",
            modules=(*_PREPARING, f"{_SETTING}:{page.lang}"), at=at,
            reads=(*reads, reuse) if reuse else reads,
            arguments=(page, theme, None if only is None else tuple(only), reuse),
        )  # fmt: skip
        prepared: finishing.Prepared = self.workers.run(preparing)
        hands = Hands(self, reads, at)
        return finishing.finished(prepared, finishing.made_of(prepared, hands, progress, reuse))

    def origins_of(
        self, page: Page, theme: Theme, wanted: Sequence[str], folder: Path, *, named: str = ""
    ) -> Mapping[str, str]:
        """`brochure.building.standing.origins_of`, guarded."""
        call = Call(
            function="brochure.building.standing:origins_of", modules=_TELLING_ORIGINS,
            arguments=(page, theme, tuple(wanted), folder), at=Place(file=named or page.slug),
            reads=(*files_of(theme, page), folder),
        )  # fmt: skip
        origins: Mapping[str, str] = self.workers.run(call)
        return origins

    def start(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Call ``function`` in a thread: for calls that wait for work while others are made."""
        return self._threads.submit(copy_context().run, function, *arguments)


class Hands:
    """Makes pieces in other processes; what has parts is made as a whole where there is one process."""

    def __init__(self, guard: Guarded, reads: tuple[Path, ...], at: Place) -> None:
        self.guard, self.reads, self.at = guard, reads, at
        jobs = guard.workers.jobs
        self.at_once = jobs + 1 if jobs > 1 else 1
        """One more waits, so that no process does."""

    def draw(self, piece: Piece) -> Future[Drawn]:
        """Begin with ``piece`` as soon as a process is free."""
        call = Call(
            function="brochure.building.making:drawn", arguments=(piece,),
            modules=(
                *_DRAWING.get(piece.product, ()), *(_LOOKING_OVER if piece.look_over else ()),
            ),
            reads=self.reads, at=Place(file=self.at.file, product=piece.product),
        )  # fmt: skip
        return self.guard.start(self.made, call)

    def made(self, call: Call) -> Drawn:
        """The piece that ``call`` makes, when a process is free. Raises BrochureError."""
        drawn: Drawn = self.guard.workers.run(call)
        return drawn


def modules_for(wanted: Iterable[str], languages: Iterable[str] = ()) -> tuple[str, ...]:
    """What is loaded before pages in ``languages`` are made into all that is ``wanted`` in one go."""
    drawing = [name for product in wanted for name in _DRAWING.get(product, ())]
    setting = [f"{_SETTING}:{lang}" for lang in languages]
    return tuple(dict.fromkeys((*_TELLING_ORIGINS, *_PREPARING, *drawing, *_LOOKING_OVER, *setting)))


def files_of(theme: Theme, page: Page | None = None) -> tuple[Path, ...]:
    """The files that ``page`` is drawn with in ``theme``, besides brochure's own."""
    faces = (*theme.faces, *theme.pixel_faces, *theme.borrowed_faces)
    templates = [theme.cards.template, theme.cards.photo_template]
    templates += [page.cards.template] if page else []
    own = (Path(name) for name in templates if name.lower().endswith(".toml"))
    return tuple(dict.fromkeys((*(face.path for face in faces), theme.printing.profile, *own)))
