"""The command line speaks French and English; what is built is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import typer

from brochure import messages
from brochure.cli import help_texts
from brochure.cli.commands import app
from tests.conftest import SUMMIT, Run

COMMANDS = (
    "badges", "build", "card", "check", "doctor", "events", "import", "meta", "proof", "qr", "site",
    "serve", "studio", "theme", "themes", "watch",
)  # fmt: skip


@pytest.fixture(params=messages.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with messages.using(request.param):
        yield request.param


def test_every_command_and_option_is_explained(language: str) -> None:
    command = typer.main.get_command(app())
    shown = dict(help_texts.all_commands(command))
    for one in shown.values():
        help_texts.localise(one)
    assert shown.keys() == {"brochure", "new", *COMMANDS}
    for name, one in shown.items():
        texts = [one.help, *(p.help for p in one.params if hasattr(p, "help"))]
        assert all(text and not text.startswith("help-") for text in texts), name


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_an_example(command: str, language: str, run: Run) -> None:
    word = {"en": "Example", "fr": "Exemple"}[language]
    done = run("--messages", language, command, "--help")
    assert done.returncode == 0
    assert word in done.stdout
    assert f"brochure {command}" in done.stdout


FRENCH = {
    ("biuld",): "il n’y a pas de commande « biuld » ; vouliez-vous dire build ?",
    ("bulidozer",): "il n’y a pas de commande « bulidozer » ; il y a badges, build",
    ("qr", "https://a.fr", "--lvel", "M"): "vouliez-vous dire --level",
    ("qr", "https://a.fr", "--zzz"): "il n’y a pas d’option --zzz",
    ("qr", "https://a.fr", "--mm"): "l’option --mm demande une valeur",
    ("qr", "https://a.fr", "--mm", "large"): "--mm :",
    ("build", "--force=1"): "l’option --force ne prend pas de valeur",
    ("meta",): "il manque SOURCE",
    ("themes", "agora"): "rien n’est prévu pour agora",
    ("--messages", "de", "themes"): "il n’y a pas de messages en « de » ; il y a en, fr",
}


@pytest.mark.parametrize("arguments", FRENCH, ids=" ".join)
def test_wrong_usage_is_said_in_french(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments, env={"BROCHURE_MESSAGES": "fr"})
    assert done.returncode == 2
    assert (
        FRENCH[arguments]
        .replace(" ;", "\u202f;")
        .replace(" ?", "\u202f?")
        .replace(" :", "\u00a0:")
        .replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
        in done.stderr
    )


def test_messages_come_from_the_option_the_variable_or_the_machine(run: Run) -> None:
    def says(*arguments: str, **env: str) -> str:
        return run(*arguments, "qr", "", env={"BROCHURE_MESSAGES": "", "LC_ALL": "C", **env}).stderr

    assert says("--messages", "fr").startswith("erreur\u00a0: l’adresse est vide")
    assert says(BROCHURE_MESSAGES="fr").startswith("erreur")
    assert says(LC_ALL="fr_FR.UTF-8").startswith("erreur")
    assert says("--messages", "en", BROCHURE_MESSAGES="fr").startswith("error: the address is empty")
    assert says().startswith("error")


def test_json_carries_id_fields_place_and_the_sentence_in_the_language(run: Run) -> None:
    done = run("--messages", "fr", "build", str(SUMMIT), "--only", "crads", "--json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert done.returncode == 1
    assert (problem["id"], problem["fields"]["near"]) == ("product-misspelt", "cards")
    assert problem["message"].startswith("il n’y a pas de produit")
    assert {"severity", "place", "way_out"} <= problem.keys()


def test_completion_can_be_installed(run: Run) -> None:
    no_detection = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = run("--show-completion", "bash", env=no_detection)
    assert done.returncode == 0
    assert "_BROCHURE_COMPLETE" in done.stdout


def test_completion_completes(run: Run) -> None:
    asked = {"_BROCHURE_COMPLETE": "complete_bash", "COMP_WORDS": "brochure bu", "COMP_CWORD": "1"}
    assert run(env=asked).stdout.split() == ["build"]
