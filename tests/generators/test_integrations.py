"""What servers that build sites are told can be read, and names what is there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML

from brochure.cli.commands import app
from tests.conftest import ROOT

ACTION = ROOT / "integrations/github/action.yml"
JOB = ROOT / "integrations/gitlab/brochure.gitlab-ci.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"

OF_ACTIONS = {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
"""Keys of an action (GitHub, "Metadata syntax")."""

OF_STEPS = {"name", "id", "if", "uses", "with", "run", "shell", "env", "working-directory"}
OF_JOBS = {"image", "stage", "variables", "cache", "before_script", "script", "artifacts"}
OF_HOOKS = {
    "id", "name", "description", "entry", "language", "pass_filenames", "types", "types_or", "files",
}  # fmt: skip


def tree(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def faults_of_action(action: Any) -> Iterator[str]:
    """What GitHub would refuse of a composite action, or quietly take for nothing."""
    yield from sorted(action.keys() - OF_ACTIONS)
    yield from (f"missing {key}" for key in ("name", "description", "runs") if key not in action)
    steps = action["runs"]["steps"]
    ids = {step.get("id") for step in steps}
    for step in steps:
        yield from sorted(step.keys() - OF_STEPS)
        if ("run" in step) == ("uses" in step):
            yield "a step runs or uses"
        if "run" in step and "shell" not in step:
            yield "a step of a composite action names its shell"
        if "uses" in step and not re.fullmatch(r"[\w.-]+/[\w./-]+@[\w.]+", step["uses"]):
            yield f"unpinned {step['uses']}"
        if "${{" in step.get("run", ""):
            yield "an expression in a script is a way in for strangers"
    said = ACTION_EXPRESSION.findall(str(action))
    yield from (
        f"no input {name}" for kind, name in said if kind == "inputs" and name not in action["inputs"]
    )
    yield from (f"no step {name}" for kind, name in said if kind == "steps" and name not in ids)


ACTION_EXPRESSION = re.compile(r"\b(inputs|steps)\.([\w-]+)")


def options_of(command: str) -> set[str]:
    found = typer.main.get_command(app()).commands[command]  # type: ignore[attr-defined]
    return {name for parameter in found.params for name in parameter.opts}


def test_the_action_is_one() -> None:
    assert [*faults_of_action(tree(ACTION))] == []


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("id: build\n      shell: bash\n", "id: build\n", "names its shell"),
        ("inputs.folder", "inputs.folders", "no input folders"),
        ("steps.build.outputs.map", "steps.built.outputs.map", "no step built"),
        ("branding", "brandings", "brandings"),
        ("actions/cache@v4", "actions/cache", "unpinned actions/cache"),
        ('"$FOLDER"', "${{ inputs.folder }}", "strangers"),
    ],
)
def test_a_fault_of_the_action_is_found(written: str, instead: str, fault: str, tmp_path: Path) -> None:
    text = ACTION.read_text(encoding="utf-8")
    assert written in text
    (tmp_path / "action.yml").write_text(text.replace(written, instead, 1), encoding="utf-8")
    assert fault in " ".join(faults_of_action(tree(tmp_path / "action.yml")))


def scripts() -> list[str]:
    job = tree(JOB)["brochure"]
    runs = [step["run"] for step in tree(ACTION)["runs"]["steps"] if "run" in step]
    return [*runs, "\n".join((*job["before_script"], *job["script"]))]


@pytest.mark.parametrize("script", scripts(), ids=range(len(scripts())))
def test_scripts_are_scripts_and_give_options_that_there_are(script: str) -> None:
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    for line in script.splitlines():
        if "brochure site" in line:
            assert {*re.findall(r"--[a-z-]+", line)} <= options_of("site")


def test_the_job_and_the_hooks_are_what_their_programs_read() -> None:
    (job,) = tree(JOB).values()
    assert job.keys() <= OF_JOBS
    assert {*re.findall(r"\$(BROCHURE_[A-Z]+)", str(job))} == {*job["variables"]}
    for hook in tree(HOOKS):
        assert hook.keys() <= OF_HOOKS
        assert {"id", "name", "entry", "language"} <= hook.keys()
        _, command, *options = hook["entry"].split()
        assert {*options} <= options_of(command)


ZIZMOR = """\
rules:
  unpinned-uses:
    config:
      policies: {"actions/*": ref-pin}
"""
"""GitHub's own actions are named by their major version: they cannot be told by a hash that we cannot
look up, and their makers run the machine anyway."""


def judged(action: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What zizmor, which knows how actions are attacked, says of one."""
    (folder / "zizmor.yml").write_text(ZIZMOR, encoding="utf-8")
    program = Path(sys.executable).with_name("zizmor")
    return subprocess.run(
        [program, "--offline", "--quiet", "--config", folder / "zizmor.yml", action],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_action_gives_strangers_no_way_in(tmp_path: Path) -> None:
    done = judged(ACTION, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    text = ACTION.read_text(encoding="utf-8").replace('"$FOLDER"', "${{ inputs.folder }}")
    (tmp_path / "action.yml").write_text(text, encoding="utf-8")
    assert "template-injection" in judged(tmp_path / "action.yml", tmp_path).stdout
