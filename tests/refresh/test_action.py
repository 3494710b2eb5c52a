"""The steps of the GitHub Action, run as GitHub runs them: in a repository with an origin, and a `gh` that notes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.test_refresh import FOUND, README
from tests.cli.test_run import EXPORT

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / "docs" / "refresh.yml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not (shutil.which("git") and shutil.which("bash")), reason="needs git and bash")

GH = """#!/usr/bin/env python3
import json, pathlib, sys
here = pathlib.Path(__file__).parent
words = sys.argv[1:]
body = pathlib.Path(words[words.index("--body-file") + 1]).read_text() if "--body-file" in words else ""
if words[:2] == ["pr", "view"]:
    if not (here / "open").exists():
        sys.exit("no pull requests found")
    print("OPEN")
else:
    if words[:2] == ["pr", "create"]:
        (here / "open").touch()
    with open(here / "calls", "a") as calls:
        calls.write(json.dumps({"words": words[:2], "body": body}) + "\\n")
"""


class Repository:
    """A checkout with its origin, and what a runner of GitHub gives to a step."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.origin, self.bin = folder / "checkout", folder / "origin.git", folder / "bin"
        self.runner = folder / "runner"
        for each in (self.checkout, self.bin, self.runner):
            each.mkdir()
        self.anthology = folder / "anthology.bib"
        self.anthology.write_text(EXPORT, encoding="utf-8")
        code = "import sys; from resolver.cli import main; sys.exit(main())"
        command = f"#!/bin/sh\nexec {sys.executable} -c '{code}' \"$@\"\n"
        for name, script in (("gh", GH), ("resolver", command)):
            (self.bin / name).write_text(script, encoding="utf-8")
            (self.bin / name).chmod(0o755)
        (self.checkout / "README.md").write_text(README, encoding="utf-8")
        self.git("init", "--quiet", "--bare", "-b", "main", str(self.origin), at=folder)
        self.git("init", "--quiet", "-b", "main")
        self.git("add", "--all")
        self.git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "A list")
        self.git("remote", "add", "origin", str(self.origin))
        self.git("push", "--quiet", "origin", "main")

    def git(self, *words: str, at: Path | None = None) -> str:
        done = subprocess.run(["git", *words], cwd=at or self.checkout, check=True, capture_output=True, text=True)
        return done.stdout

    def act(self, **inputs: str) -> int:
        """Run the steps that are shell scripts, but for the installation; the status of the one that failed."""
        given = {name: str(of["default"]) for name, of in ACTION["inputs"].items()} | {
            name.replace("_", "-"): value for name, value in inputs.items()
        }
        for name in ("output", "summary"):
            (self.runner / name).write_text("", encoding="utf-8")
        for step in ACTION["runs"]["steps"]:
            if step.get("name") in ("Refresh", "Pull request"):
                if step.get("if") and given["pull-request"] != "true":
                    assert step["if"] == "inputs.pull-request == 'true'"
                    continue
                if status := self._run(step, given):
                    return status
        return 0

    def _run(self, step: Mapping[str, Any], given: Mapping[str, str]) -> int:
        script = self.runner / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        own = {n: re.sub(r"\$\{\{ *inputs\.([\w-]+) *\}\}", lambda m: given[m[1]], v) for n, v in step["env"].items()}
        clean = {n: v for n, v in os.environ.items() if not n.startswith(("RESOLVER_", "GIT_")) and n != "COLUMNS"}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.checkout, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            env={
                **clean, **own, "PATH": f"{self.bin}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
                "HOME": str(self.runner), "RUNNER_TEMP": str(self.runner), "RESOLVER_SOURCES": "acl",
                "GITHUB_OUTPUT": str(self.runner / "output"), "GITHUB_STEP_SUMMARY": str(self.runner / "summary"),
                "RESOLVER_ACL_URL": str(self.anthology), "RESOLVER_SNAPSHOT": "none",
            },
        )  # fmt: skip
        self.said = done.stdout + done.stderr
        return done.returncode

    def next_week(self) -> None:
        """A fresh checkout of the main branch."""
        self.git("checkout", "--quiet", "--force", "main")
        self.git("clean", "--quiet", "-fd")

    @property
    def outputs(self) -> dict[str, str]:
        lines = (self.runner / "output").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    @property
    def summary(self) -> str:
        return (self.runner / "summary").read_text(encoding="utf-8")

    @property
    def calls(self) -> list[dict[str, Any]]:
        notes = self.bin / "calls"
        return [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()] if notes.exists() else []

    def proposed(self) -> dict[str, str]:
        """The files that differ on the pull request's branch, as they are there."""
        names = self.git("diff", "--name-only", "main", "resolver-refresh", at=self.origin).split()
        return {name: self.git("show", f"resolver-refresh:{name}", at=self.origin) for name in names}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_a_change_becomes_one_pull_request_with_the_list_and_the_lock_file(repository: Repository) -> None:
    (repository.checkout / "left-by-another-step.log").write_text("noise", encoding="utf-8")
    assert repository.act(lists="README.md") == 0, repository.said
    files = repository.proposed()
    assert sorted(files) == ["README.md", "resolver.lock"]
    assert files["README.md"] == README.replace("](TODO)", FOUND, 1)
    (call,) = repository.calls
    assert call["words"] == ["pr", "create"]
    assert "## Newly resolved (2)" in call["body"]
    assert repository.outputs["status"] == "10"
    assert json.loads(Path(repository.outputs["changes"]).read_bytes())["lists"][0]["list"] == "README.md"
    assert "## Newly resolved (2)" in repository.summary


def test_a_pull_request_that_is_open_is_updated_and_none_is_made_when_nothing_changed(repository: Repository) -> None:
    repository.act(lists="README.md")
    repository.next_week()
    assert repository.act(lists="README.md") == 0, repository.said
    assert [call["words"] for call in repository.calls] == [["pr", "create"], ["pr", "edit"]]
    assert repository.git("rev-list", "--count", "main..resolver-refresh", at=repository.origin).strip() == "1"
    repository.next_week()
    repository.git("merge", "--quiet", "--ff-only", "origin/resolver-refresh")
    repository.git("push", "--quiet", "origin", "main")
    assert repository.act(lists="README.md") == 0, repository.said
    assert len(repository.calls) == 2
    assert repository.outputs["status"] == "0"
    assert repository.summary == "Nothing changed.\n"
    assert repository.proposed() == {}


def test_a_feed_that_is_asked_for_is_part_of_it_and_without_a_pull_request_all_stays_in_the_work_tree(
    repository: Repository,
) -> None:
    feed = {"arguments": "--feed feed.xml", "files": "feed.xml"}
    assert repository.act(lists="README.md", pull_request="false", **feed) == 0, repository.said
    assert repository.calls == []
    assert FOUND in (repository.checkout / "README.md").read_text(encoding="utf-8")
    repository.next_week()
    assert repository.act(lists="README.md", **feed) == 0, repository.said
    assert sorted(repository.proposed()) == ["README.md", "feed.xml", "resolver.lock"]


def test_what_needs_a_person_is_a_warning_and_bad_input_fails(repository: Repository) -> None:
    lock = 'version = 1\n[[entry]]\nlist = "README.md"\nname = "many-languages-one-parser"\n'
    (repository.checkout / "resolver.lock").write_text(f"{lock}title = \"x\"\n[entry.decision]\npin = 'x'\nacept = 1\n")
    assert repository.act(lists="README.md") == 2
    assert "acept" in repository.said
    assert repository.calls == []
    (repository.checkout / "resolver.lock").unlink()
    assert repository.act(lists="nowhere.md") == 2


def test_a_spent_limit_is_a_warning_and_what_was_found_is_proposed(repository: Repository) -> None:
    assert repository.act(lists="README.md", arguments="--sources acl,arxiv --max-requests 0") == 0, repository.said
    assert repository.outputs["status"] == "5"
    assert "README.md" in repository.proposed()


# ------------------------------------------------------------------ what GitHub would refuse or we would regret


def test_no_input_of_a_person_is_pasted_into_a_script() -> None:
    """`${{ … }}` in `run:` would let a title or a branch name be executed."""
    assert [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_every_input_is_used_and_every_used_input_exists() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    used = WORKFLOW["jobs"]["refresh"]["steps"][-1]["with"]
    assert set(used) <= set(ACTION["inputs"])


def test_the_workflow_has_the_rights_that_it_needs_and_no_more() -> None:
    assert WORKFLOW["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert set(WORKFLOW[True]) == {"schedule", "workflow_dispatch"}, "YAML 1.1 reads `on` as true"
    assert WORKFLOW["concurrency"]["group"]


def test_every_action_that_is_used_is_pinned_to_a_commit() -> None:
    texts = [ROOT / "action.yml", ROOT / "docs" / "refresh.yml", *(ROOT / ".github" / "workflows").glob("*.yml")]
    used = [name for path in texts for name in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))]
    assert [name for name in used if not re.search(r"@(?:[0-9a-f]{40}|COMMIT)$", name)] == []


def test_what_is_installed_is_checked_by_its_hash() -> None:
    (install,) = [step["run"] for step in ACTION["runs"]["steps"] if step.get("name") == "Install"]
    assert "--require-hashes" in install
    assert "--no-deps" in install


@pytest.mark.parametrize("branch", ["main", "master", "release/2.0", "--delete", "gh-pages"])
def test_a_branch_that_people_work_on_is_never_replaced(repository: Repository, branch: str) -> None:
    before = repository.git("rev-parse", "main", at=repository.origin)
    assert repository.act(lists="README.md", branch=branch) == 2
    assert repository.git("rev-parse", "main", at=repository.origin) == before


def test_a_branch_with_somebodys_commit_on_it_is_left_alone(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "resolver-refresh")
    person = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    repository.git(*person, "commit", "--quiet", "--allow-empty", "-m", "My own work")
    repository.git("push", "--quiet", "origin", "resolver-refresh")
    repository.next_week()
    before = repository.git("rev-parse", "resolver-refresh", at=repository.origin)
    assert repository.act(lists="README.md") == 2
    assert "somebody has committed" in repository.said
    assert repository.git("rev-parse", "resolver-refresh", at=repository.origin) == before


def test_another_file_that_a_step_before_changed_is_not_proposed(repository: Repository) -> None:
    (repository.checkout / "notes.txt").write_text("mine", encoding="utf-8")
    repository.git("add", "notes.txt")
    repository.git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "Notes")
    repository.git("push", "--quiet", "origin", "main")
    (repository.checkout / "notes.txt").write_text("changed by a build step", encoding="utf-8")
    assert repository.act(lists="README.md") == 0, repository.said
    assert sorted(repository.proposed()) == ["README.md", "resolver.lock"]
