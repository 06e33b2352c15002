"""Catalogues and code agree on ids and fields, and no sentence stands in the code."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
import typer
from babel.messages import Catalog
from babel.messages.pofile import read_po

from brochure.cli import help_texts
from brochure.cli.commands import app
from brochure.messages import LANGUAGES, catalogues
from brochure.messages.compiling import compiled
from brochure.preflight.runs import RULES
from brochure.studio import screens
from tests.conftest import ROOT

CONVERTED = tuple(
    path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "brochure").rglob("*.py"))
)
"""Modules whose sentences all stand in the catalogues: the whole package."""

OF_TESTS = frozenset({"lines"})
"""What the tests of problems show plurals with."""

SOURCES = sorted(catalogues.folder().glob("*/*.po"))
MODULES = sorted((ROOT / "brochure").rglob("*.py"))

CONSTRUCTORS = frozenset({"error", "warning", "note", "Text"})
OF_THE_PLACE = frozenset({"key", "product", "page"})
"""Fields that a sentence may name without being given them: they are the place's."""


class Use(NamedTuple):
    """An id in the code, with its fields; None where they are not written out in the call."""

    id: str
    fields: frozenset[str] | None
    at: str


# What the code uses


def uses(source: str, where: str) -> tuple[list[Use], list[str]]:
    """Every use of an id in the module ``source``, and what keeps its ids from being collected."""
    tree = ast.parse(source)
    own = _constructors(tree) | ({"render"} if where.startswith("brochure/messages") else set())
    found: list[Use] = []
    dynamic: list[str] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name, at = ast.unparse(call.func), f"{where}:{call.lineno}"
        if name.split(".")[-1] == "Id" and isinstance(call.args[0], ast.Constant):
            found.append(Use(str(call.args[0].value), None, at))
        elif name in own or name == "messages.render":
            if call.args and isinstance(call.args[0], ast.Constant):
                found.append(Use(str(call.args[0].value), _keywords(call, name), at))
            elif not name.endswith("render") and not _of_a_family(call.args[0]):
                dynamic.append(at)
    marked = any(use.fields is None for use in found) or where == "brochure/problems.py"
    return found, [] if marked else dynamic


def _of_a_family(id_: ast.expr) -> bool:
    """Whether it is the title of a rule, or what it asks for: see `families`."""
    return isinstance(id_, ast.Attribute) and id_.attr in {"title", "asks"}


def _constructors(tree: ast.Module) -> set[str]:
    """How the module calls the constructors of problems."""
    names = {f"problems.{name}" for name in CONSTRUCTORS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "brochure.problems":
            names |= {a.asname or a.name for a in node.names if a.name in CONSTRUCTORS}
        elif isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in CONSTRUCTORS:
            names.add(node.name)  # brochure.problems itself
    return names


def _keywords(call: ast.Call, name: str) -> frozenset[str] | None:
    if name.endswith("render"):
        given = call.args[1]
        if not isinstance(given, ast.Dict):
            return None
        return frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(str(keyword.arg) for keyword in call.keywords) - {"at"}


def all_uses() -> list[Use]:
    """What the modules use, and what the screens of the studio say, in their templates and scripts."""
    said = [Use(id_, None, "templates/studio") for id_ in sorted(screens.said())]
    return said + [
        use
        for path in MODULES
        for use in uses(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())[0]
    ]


# What the catalogues hold


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name, abort_invalid=True)


def sentences(language: str) -> dict[str, tuple[str, ...]]:
    """The sentences of ``language`` by id, each with its forms for numbers."""
    found = {}
    for path in SOURCES:
        if path.parent.name == language:
            for message in catalogue(path):
                if message.id:
                    id_ = message.id if isinstance(message.id, str) else message.id[0]
                    text = message.string or ""
                    found[id_] = (text,) if isinstance(text, str) else tuple(text)
    return found


def fields(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(name for form in forms for _, name, _, _ in Formatter().parse(form) if name)


def differences(used: Iterable[Use], known: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Where code and the sentences of one language do not agree."""
    for use in used:
        if use.id not in known:
            yield f"{use.at}: {use.id} has no sentence"
            continue
        named = fields((*known[use.id], *known.get(f"{use.id}:out", ())))
        if len(known[use.id]) > 1:
            named |= {"count"}
        if use.fields is not None and named - OF_THE_PLACE != use.fields - OF_THE_PLACE:
            yield f"{use.at}: {use.id} gives {sorted(use.fields)}, its sentences name {sorted(named)}"
    yield from faults({use.id for use in used}, known)


def faults(used: set[str], known: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Sentences that nothing uses, and those that gettext would not find."""
    for id_, forms in known.items():
        if id_.removesuffix(":out") not in used:
            yield f"{id_} is not used"
        if not all(forms):
            yield f"{id_} has an empty sentence"
        if id_ in forms:  # gettext gives the id itself for what it does not know
            yield f"the sentence of {id_} is its id"


def families() -> set[str]:
    """Ids that are made of other names: of commands and options, and of the rules of preflight."""
    command = typer.main.get_command(app())
    commands = dict(help_texts.all_commands(command))
    helped = {f"help-{name}" for name in commands}
    helped |= {
        help_texts.help_id(name, parameter)
        for name, one in commands.items()
        for parameter in one.params
        if hasattr(parameter, "help")
    }
    return helped | {str(id_) for rule in RULES for id_ in (rule.title, rule.asks)}


def test_the_ids_of_a_family_have_their_sentences() -> None:
    for language in LANGUAGES:
        assert families() <= sentences(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_has_its_sentences_with_its_fields(language: str) -> None:
    known = sentences(language)
    made = [Use(id_, None, "a family of ids") for id_ in families()]
    found = list(differences([*all_uses(), *made], known))
    assert found == [f"{id_} is not used" for id_ in known if id_ in OF_TESTS]


def test_both_languages_have_the_same_entries_and_fields() -> None:
    english, french = sentences("en"), sentences("fr")
    assert english.keys() == french.keys()
    for id_, forms in english.items():
        assert fields(forms) == fields(french[id_]), id_


def test_an_id_stands_in_one_catalogue() -> None:
    for language in LANGUAGES:
        own = [m.id for p in SOURCES if p.parent.name == language for m in catalogue(p) if m.id]
        ids = [id_ if isinstance(id_, str) else id_[0] for id_ in own]
        assert len(ids) == len(set(ids)), sorted(id_ for id_ in ids if ids.count(id_) > 1)


def test_no_sentence_waits_for_its_translator() -> None:
    assert [(p.name, m.id) for p in SOURCES for m in catalogue(p) if m.id and m.fuzzy] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_compiled_catalogue_is_what_its_source_compiles_to(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(path), "run make messages"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_found_in_a_catalogue_is_what_gettext_reads(path: Path) -> None:
    compiled_file = path.with_suffix(".mo")
    with compiled_file.open("rb") as file:
        read = gettext.GNUTranslations(file)
    found = catalogues.Catalogue(compiled_file.read_bytes())
    for message in catalogue(path):
        if not message.id:
            continue
        one = str(message.id if isinstance(message.id, str) else message.id[0])
        assert found.find(one, None) == read.gettext(one)
        for count in (0, 1, 2, 21):
            counted = read.ngettext(one, "", count) if message.pluralizable else read.gettext(one)
            assert found.find(one, count) == counted
    assert found.find("no such id", None) == found.find("~", None) == ""


def test_every_compiled_catalogue_has_a_source() -> None:
    assert sorted(catalogues.folder().glob("*/*.mo")) == [p.with_suffix(".mo") for p in SOURCES]


CODE = """
from brochure.problems import Text, error
raise SourceError(error("title-long", lines=Text("lines", count=5)))
"""


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"lines": ("{count}",)}, "title-long has no sentence"),
        ({"lines": ("{count}",), "title-long": ("too long",)}, "its sentences name []"),
        ({"lines": ("{count}",), "title-long": ("{lines} {fit}",)}, "name ['fit', 'lines']"),
        ({"lines": ("{count}",), "title-long": ("{lines}",), "old": ("x",)}, "old is not used"),
        ({"lines": ("{count}",), "title-long": ("{lines}",), "title-long:out": ("",)}, "an empty"),
        ({"lines": ("lines",), "title-long": ("{lines}",)}, "the sentence of lines is its id"),
    ],
)  # fmt: skip
def test_the_check_of_ids_finds(known: dict[str, tuple[str, ...]], says: str) -> None:
    found, dynamic = uses(CODE, "x.py")
    assert not dynamic
    assert any(says in difference for difference in differences(found, known))


def test_the_check_of_ids_accepts_what_agrees_and_the_places_own_fields() -> None:
    known = {
        "lines": ("{count} line", "{count} lines"),
        "title-long": ("{lines} in {key}",),
        "title-long:out": ("shorten it",),
    }
    assert list(differences(uses(CODE, "x.py")[0], known)) == []


def test_an_id_that_is_not_written_out_comes_from_a_table_that_marks_its_ids() -> None:
    dynamic = "from brochure.problems import Id, error\n{}\nerror(TABLE[kind])"
    assert uses(dynamic.format("TABLE = {'a': 'title-long'}"), "x.py")[1] == ["x.py:3"]
    found, unknown = uses(dynamic.format("TABLE = {'a': Id('title-long')}"), "x.py")
    assert ([use.id for use in found], unknown) == (["title-long"], [])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_id_can_be_collected(path: Path) -> None:
    assert uses(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())[1] == []


# No sentence outside the catalogues

SAYING = CONSTRUCTORS | {"plain", "fail", "warn", "tell", "result"}


FOR_PROGRAMMERS = frozenset({"TypeError", "LookupError", "AttributeError", "AssertionError"})
"""Errors that no user causes; their texts are for whoever changes the code.

AttributeError is a name that ``brochure`` does not have, AssertionError what cannot happen.
"""


WORDS = re.compile(r"[^\W\d_]{2,}[ ,;:]+[^\W\d_]{2,}|^[,;] $")
"""What makes a text a sentence: two words, or what joins a list of them."""


def spoken(source: str) -> list[str]:
    """Texts of two words or more that errors, problems or the terminal are given, with their lines."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).split(".")[-1]
        if name in SAYING or (name.endswith("Error") and name not in FOR_PROGRAMMERS):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            found += [
                f"{call.lineno}: {text.value}"
                for part in given
                for text in ast.walk(part)
                if isinstance(text, ast.Constant)
                and isinstance(text.value, str)
                and WORDS.search(text.value)
            ]
    return found


@pytest.mark.parametrize("name", CONVERTED)
def test_no_sentence_is_written_outside_the_catalogues(name: str) -> None:
    assert spoken((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'raise SourceError("the title is missing")',
        'raise SourceError(f"{where}: the title")',
        'raise errors.SourceError("the title " + name)',
        'raise SourceError(error("title-long", side="on the left"))',
        'return warning("title-long", names=", ".join(names))',
        'values.fail("a key is a word", path)',
    ],
)
def test_a_sentence_in_the_code_is_found(line: str) -> None:
    assert spoken(line if line.startswith("raise") else f"def f():\n    {line}")


# French typography

FRENCH_FAULTS = {
    "a plain space before a high sign": re.compile(r" [;:!?»%]"),
    "a plain space after a quotation mark": re.compile("« "),
    "no space before a high sign": re.compile(r"[^\W\d][;!?]"),
    "a space of the wrong width": re.compile("\u00a0[;!?]|\u202f:"),
    "a straight apostrophe": re.compile(r"\w'\w"),
    "straight quotation marks": re.compile(r'"\w'),
}  # fmt: skip


def french_faults(text: str) -> list[str]:
    return [name for name, pattern in FRENCH_FAULTS.items() if pattern.search(text)]


def test_french_sentences_follow_french_typography() -> None:
    found = {id_: french_faults(form) for id_, forms in sentences("fr").items() for form in forms}
    assert {id_: faults for id_, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "text",
    [
        "trop long ; raccourcissez",
        "« a\u00a0»",
        "«\u00a0a »",
        "quoi?",
        "quoi\u00a0?",
        "l'image",
        'mot "clé"',
    ],
)
def test_the_check_of_french_finds(text: str) -> None:
    assert french_faults(text)
