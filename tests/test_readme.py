"""The README says what the program does: its commands, options, exit statuses and settings."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from resolver.cli import cli, status
from resolver.config import ACL_URL, ARXIV_DELAY, ARXIV_URL, OPENALEX_URL, SETTINGS, Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

pytestmark = pytest.mark.skipif(not README.exists(), reason="the tests run outside a checkout")


def section(title: str) -> str:
    """The text below a heading of the README."""
    return README.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def command_lines() -> list[str]:
    """Every command that the README shows: in its blocks, after a `$` or bare, and in running text."""
    text = README.read_text(encoding="utf-8")
    shown = re.findall(r"(?m)^(?:\$ | {4})(resolver [^\n]*)$", text) + re.findall(r"`(resolver [a-z][^`\n]*)`", text)
    return [line.partition("  ")[0].partition(" #")[0] for line in shown]


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


def test_every_command_is_listed_and_every_listed_command_exists() -> None:
    listed = set(re.findall(r"(?m)^ {4}resolver ([a-z]+)", section("Commands")))
    assert listed == set(cli.commands)


@pytest.mark.parametrize("line", command_lines())
def test_every_command_that_is_shown_exists_with_its_options(line: str) -> None:
    words = re.findall(r"[\w./:-]+", re.sub(r'"[^"]*"', "X", line))[1:]
    command: click.Command = cli.commands[words[0]]
    known = options(command)
    if isinstance(command, click.Group):
        known |= {option for sub in command.commands.values() for option in options(sub)}
    assert {word for word in words if re.match(r"--?[a-z]", word)} <= known


def test_every_exit_status_is_listed() -> None:
    listed = {int(n) for row in re.findall(r"(?m)^\| ([\d, ]+) \|", section("Commands")) for n in row.split(",")}
    known = {value for name, value in vars(status).items() if name.isupper() and isinstance(value, int)}
    assert listed == known | {1}


def test_the_settings_are_those_of_the_program_with_its_defaults() -> None:
    rows = {
        name: (variables, default)
        for names, variables, default in re.findall(r"(?m)^\| (`[^|]*) \| ([^|]*) \| ([^|]*) \|$", section("Settings"))
        for name in re.findall(r"`(\w+)`", names)
    }
    assert set(rows) == set(SETTINGS)
    for name, value in {"acl_url": ACL_URL, "arxiv_url": ARXIV_URL, "openalex_url": OPENALEX_URL}.items():
        assert rows[name][1].startswith(f"`{value}`")
        assert getattr(Settings(), name) == value
    assert rows["arxiv_delay"][1].startswith(f"{ARXIV_DELAY:g} (")
    assert rows["openalex_api_key"][0] == "`OPENALEX_API_KEY`"
    plain = Settings()
    empty = ("sources", "mailto", "snapshot", "openalex_api_key", "offline", "refresh")
    assert [name for name in empty if getattr(plain, name)] == []
    assert (plain.max_age, plain.max_cost, plain.max_requests) == (None, None, None)


def test_the_readmes_two_commands_are_what_ci_runs_and_the_package_offers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "resolver" in project["scripts"]
    for shown in re.findall(r"(?m)^ {4}(pip install [^#\n]*?)\s*(?:#|$)", section("Try it")):
        for extra in re.findall(r"\[(\w+)\]", shown):
            assert extra in project["optional-dependencies"]
    assert "pip install --quiet '.[test]'" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
