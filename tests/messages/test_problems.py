"""Problems are values; the reader chooses the language of their sentences."""

from __future__ import annotations

import errno
import json
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brochure import messages, problems
from brochure.building import writing
from brochure.cli import files
from brochure.codes import campaigns
from brochure.errors import (
    AddressError,
    BrochureError,
    OutputError,
    ProgrammeError,
    SourceError,
    gathered,
)
from brochure.messages import catalogues, formatting
from brochure.networks import accounts
from brochure.problems import Place, Problem, Text, error, warning
from tests.conftest import Run


@pytest.fixture
def sentence(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Put a sentence into the catalogue of every language."""
    known: dict[str, str] = {}
    real = catalogues.find

    def find(id_: str, language: str, count: int | None = None) -> str:
        return known.get(id_) or real(id_, language, count)

    monkeypatch.setattr(catalogues, "find", find)
    return known.__setitem__


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "STRICT", False)


def test_a_problem_is_the_reason_of_another_with_its_way_out(
    sentence: Callable[[str, str], None],
) -> None:
    sentence("x", "{n:.1f} mm")
    sentence("outer", "unread: {reason}")
    assert error("outer", reason=error("x", n=2.5).text()).sentence("fr") == "unread: 2,5 mm"
    sentence("x:out", "make it {n:g}")
    outer = error("outer", reason=error("x", n=2.5).text())
    assert outer.sentence("fr") == "unread: 2,5 mm\u202f; make it 2,5"
    assert Problem.from_json(json.loads(json.dumps(outer.row()))) == outer


FORMS = [
    ("{x}", 12000, "12000", "12000"),
    ("{x:,}", 1234567, "1,234,567", "1\u202f234\u202f567"),
    ("{x:.1f} mm", 2.5, "2.5 mm", "2,5 mm"),
    ("{x:,.2f}", 1234.5, "1,234.50", "1\u202f234,50"),
    ("{x}", 3.0, "3", "3"),
    ("{x}", 0.25, "0.25", "0,25"),
    ("{x:.0%}", 0.5, "50%", "50\u202f%"),
    ("U+{x:04X}", 0x202F, "U+202F", "U+202F"),
    ("{x}", "1,000.5", "1,000.5", "1,000.5"),
    ("{x}", True, "yes", "oui"),
    ("{x}", ("a",), "a", "a"),
    ("{x}", ("a", "b"), "a and b", "a et b"),
    ("{x:or}", ("a", "b", "c"), "a, b or c", "a, b ou c"),
    ("{x:commas}", ("a", "b", "c"), "a, b, c", "a, b, c"),
    ("{x:or}", (1.5, 2.5), "1.5 or 2.5", "1,5 ou 2,5"),
    ("{x}", (), "", ""),
    ("{x}", Text("lines", count=5), "5 lines", "5 lignes"),
    ("{x}", (Text("lines", count=1), "{y}"), "1 line and {y}", "1 ligne et {y}"),
]


@pytest.mark.parametrize(("form", "value", "english", "french"), FORMS)
def test_fields_are_written_as_the_language_does(
    form: str, value: problems.Value, english: str, french: str, sentence: Callable[[str, str], None]
) -> None:
    sentence("test", form)
    assert error("test", x=value).what("en") == english
    assert error("test", x=value).what("fr") == french


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [(0, "0 lines", "0 ligne"), (1, "1 line", "1 ligne"), (2, "2 lines", "2 lignes")],
)
def test_none_is_plural_in_english_and_singular_in_french(
    count: int, english: str, french: str
) -> None:
    assert (Text("lines", count=count).render("en"), Text("lines", count=count).render("fr")) == (
        english,
        french,
    )


def test_a_sentence_says_place_what_and_way_out(sentence: Callable[[str, str], None]) -> None:
    sentence("long", "the title is long")
    sentence("long:out", "shorten it")
    assert error("long").sentence("en") == "the title is long; shorten it"
    assert error("long", at=Place("a.md")).sentence("en") == "a.md: the title is long; shorten it"
    placed = error("long", at=Place("a.md", 3, "title", "print", 2))
    assert placed.sentence("en") == "a.md:3: print: page 2: title: the title is long; shorten it"
    assert placed.sentence("fr").endswith("the title is long\u202f; shorten it")
    sentence("long", '"{key}" is long on page {page}')
    assert placed.sentence("en") == 'a.md:3: print: "title" is long on page 2; shorten it'


def test_a_place_is_added_to_and_never_overwritten() -> None:
    problem = error("plain", at=Place("a.md", key="x"), text="no")
    assert problem.placed(Place("a.md", 4, "y")).place == Place("a.md", 4, "x")
    assert problem.placed(Place("b.md", 4)).place == Place("a.md", None, "x")
    assert error("plain", text="no").placed(Place("b.md", 4)).place == Place("b.md", 4)


def test_problems_are_equal_by_value_and_do_not_change() -> None:
    one = error("long", lines=Text("lines", count=5), names=["a", "b"], file=Path("a.md"))
    two = error("long", file="a.md", names=("a", "b"), lines=Text("lines", count=5))
    assert one == two
    assert len({one, two, warning("long"), error("long", lines=4)}) == 3
    with pytest.raises(AttributeError):
        one.id = "short"  # type: ignore[misc]
    with pytest.raises(TypeError):
        one.fields["lines"] = 3  # type: ignore[index]


@pytest.mark.parametrize("name", ["id", "at"])
def test_a_field_cannot_have_the_name_of_what_a_problem_has(name: str) -> None:
    with pytest.raises(TypeError, match="named"):
        problems.Fields({name: "x"})


def test_a_problem_goes_through_json_and_between_processes() -> None:
    problem = warning(
        "plain", at=Place("a.md", 3), text="no", n=3, names=("a", Text("lines", count=2)), ok=True
    )
    row = problem.to_json("fr")
    assert (row["message"], row["way_out"], row["severity"]) == ("no", "", "warning")
    assert row["fields"]["names"] == ["a", {"text": "lines", "fields": {"count": 2}}]
    assert row["place"] == {"file": "a.md", "line": 3}
    assert Problem.from_json(json.loads(json.dumps(row))) == problem
    assert Problem.from_json(problem.row()) == problem
    assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301
    assert "message" not in problem.row()
    with pytest.raises(ValueError, match="grave"):
        Problem.from_json(problem.row() | {"severity": "grave"})


def test_a_user_is_shown_id_and_fields_where_a_sentence_is_missing(
    lenient: None, sentence: Callable[[str, str], None]
) -> None:
    assert error("nowhere-to-be-found", lines=5).sentence("fr") == "nowhere-to-be-found (lines=5)"
    sentence("test", "{gone} {x:.1f}")
    sentence("test:out", "{gone}")
    assert error("test", x="a").sentence("en") == "test (x=a)"
    sentence("test", "{x:.1f}")
    assert error("test", x="a").sentence("en") == "test (x=a)"


def test_in_tests_a_missing_sentence_or_field_is_an_error(
    sentence: Callable[[str, str], None],
) -> None:
    sentence("test", "{gone}")
    for problem in (error("nowhere-to-be-found"), error("test")):
        with pytest.raises(LookupError, match=problem.id):
            problem.sentence()


def test_what_french_has_not_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        catalogues, "find", lambda id_, language, count: "yes" if language == "en" else ""
    )
    assert error("test").what("fr") == "yes"


# The language

ENVIRONMENTS = [
    ({}, "en"),
    ({"LANG": "fr_FR.UTF-8"}, "fr"),
    ({"LANG": "de_DE.UTF-8"}, "en"),
    ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
    ({"LANG": "C.UTF-8", "LC_MESSAGES": "fr_CA"}, "fr"),
    ({"LANG": "fr", "BROCHURE_MESSAGES": "en"}, "en"),
    ({"LC_ALL": "en_GB", "BROCHURE_MESSAGES": "fr-CH"}, "fr"),
]


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (messages.VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    with messages.using(""):
        yield


@pytest.mark.parametrize(("environment", "language"), ENVIRONMENTS)
def test_the_machine_chooses_the_language_where_nobody_did(
    environment: dict[str, str], language: str, clean: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert messages.current() == language


def test_the_language_chosen_comes_before_the_machine(clean: None) -> None:
    messages.use("fr")
    assert messages.current() == "fr"
    with messages.using("en"):
        assert messages.current() == "en"
    assert str(Text("word-no")) == "non"
    messages.use("de")
    assert messages.current() == "en"


# Errors


def test_an_error_holds_problems_and_says_them_in_the_current_language() -> None:
    caught = OutputError(error("os-enospc"), "tout court")
    assert str(caught) == "No space left on device\ntout court"
    with messages.using("fr"):
        assert str(caught) == "plus de place sur le disque\ntout court"
    assert [problem.id for problem in caught.problems] == ["os-enospc", "plain"]


def test_a_source_error_takes_a_sentence_or_a_problem() -> None:
    assert str(SourceError("no", where="a.md", line=3)) == "a.md:3: no"
    assert str(SourceError("no", where="a.md")) == "a.md: no"
    assert str(SourceError(error("plain", at=Place("a.md", 3), text="no"))) == "a.md:3: no"


def test_a_programme_error_has_a_fault_for_each_problem() -> None:
    caught = ProgrammeError(["a", error("plain", at=Place("x.csv", 2), text="b")])
    assert caught.faults == ("a", "x.csv:2: b")
    assert str(caught) == "a\nx.csv:2: b"


@pytest.mark.parametrize(
    "caught", [SourceError("no", where="a.md", line=3), ProgrammeError(["a", "b"]), AddressError("x")]
)
def test_an_error_goes_between_processes(caught: BrochureError) -> None:
    again = pickle.loads(pickle.dumps(caught))  # noqa: S301
    assert (type(again), again.problems) == (type(caught), caught.problems)


def test_gathered_errors_are_one_with_each_problem_once() -> None:
    one = gathered([OutputError("a", "b"), OutputError("b", "c")])
    assert (type(one), str(one)) == (OutputError, "a\nb\nc")
    assert type(gathered([OutputError("a"), AddressError("b")])) is BrochureError


# The converted rooms, in both languages


def taken(folder: Path) -> None:
    (folder / "manifest.json").mkdir()
    from brochure.kit import Kit
    from brochure.page import Page

    page = Page(slug="x", lang="fr", title="X", body="")
    writing.write(Kit(page=page, theme_name="agora", products={}), folder)


def no_folder(folder: Path) -> None:
    files.put([(folder / "no" / "x.png", b"")])


CASES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "an account": (
        lambda folder: accounts.parse_account("x", "a b"),
        '"a b" is not a valid X account; write one like @gouvernementFR',
        "«\u00a0a b\u00a0» n’est pas un compte X valable\u202f; écrivez-le comme @gouvernementFR",
    ),
    "a network": (
        lambda folder: accounts.parse_account("myspace", "x"),
        'accounts are named on x, mastodon, not on "myspace"',
        "un compte se donne pour x ou mastodon, pas pour «\u00a0myspace\u00a0»",
    ),
    "a campaign": (
        lambda folder: campaigns.parse_campaign("été"),
        'campaign "été": a campaign is named by at most 50 letters without accents, digits, hyphens, '
        "points and low lines, like sommet-2016",
        "campagne «\u00a0été\u00a0»\u00a0: un nom de campagne compte au plus 50 lettres sans accent, "
        "chiffres, traits d’union, points et tirets bas, comme sommet-2016",
    ),
    "a place taken": (
        taken,
        "{folder}/manifest.json: is a folder where a file of the kit goes; move it away",
        "{folder}/manifest.json: un dossier occupe la place d’un fichier du kit\u202f; déplacez-le",
    ),
    "a file": (
        no_folder,
        "{folder}/no/x.png: cannot be written (No such file or directory)",
        "{folder}/no/x.png: écriture impossible (ce fichier ou ce dossier n’existe pas)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_converted_rooms_speak_both_languages(name: str, tmp_path: Path) -> None:
    act, english, french = CASES[name]
    with pytest.raises(BrochureError) as caught:
        act(tmp_path)
    (problem,) = caught.value.problems
    assert problem.sentence("en") == english.format(folder=tmp_path)
    assert problem.sentence("fr") == french.format(folder=tmp_path)


@pytest.mark.parametrize("number", sorted(problems._REASONS))
def test_what_a_machine_refuses_is_said_in_english_as_the_machine_does(number: int) -> None:
    assert str(problems.reason(OSError(number, os.strerror(number)))) == os.strerror(number)


def test_what_it_seldom_refuses_is_left_in_its_words() -> None:
    assert problems.reason(OSError(errno.ELOOP, "Too many links")) == "Too many links"
    assert problems.reason(OSError("odd")) == "odd"


# The command line


@pytest.mark.parametrize(
    "arguments",
    [
        ("--messages", "fr", "build", "--campaign", "été"),
        ("build", "--campaign", "été", "--messages=fr"),
        ("build", "--messages", "fr", "--campaign", "été"),
    ],
    ids=" ".join,
)
def test_the_option_stands_anywhere(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("erreur\u00a0: campagne «\u00a0été\u00a0»\u00a0: un nom")


def test_the_variable_chooses_for_a_command(run: Run) -> None:
    arguments = ("build", "--campaign", "été")
    assert run(*arguments, env={"BROCHURE_MESSAGES": "fr"}).stderr.startswith("erreur\u00a0: ")
    assert run(*arguments).stderr.startswith("error: ")


@pytest.mark.parametrize("arguments", [("--messages", "de", "doctor"), ("doctor", "--messages")])
def test_an_unknown_language_is_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "en, fr" in done.stderr
