"""What holds where nobody has set anything, and where a setting may be: README, "Settings"."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from resolver.config import SETTINGS, load
from resolver.errors import SettingsError

README = Path(__file__).parents[2] / "README.md"

pytestmark = pytest.mark.usefixtures("nothing_set")


def table() -> dict[str, str]:
    """The README's table: the defaults by their names, those that stand together taken apart."""
    section = README.read_text(encoding="utf-8").partition("## Settings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?`) \| .+? \| (.+) \|$", section, re.MULTILINE)
    return {name: default for names, default in rows for name in re.findall(r"`(\w+)`", names)}


def test_every_setting_is_in_the_readme_and_none_that_is_not() -> None:
    assert set(table()) == set(SETTINGS)


def test_the_defaults_are_those_of_the_readme() -> None:
    settings, said = load(), table()
    for name in ("acl_url", "arxiv_url", "openalex_url"):
        assert getattr(settings, name) == re.findall(r"`(\S+?)`", said[name])[0]
    assert said["arxiv_delay"].startswith(f"{settings.arxiv_delay:g} (seconds between requests")
    assert said["openalex_api_key"].startswith("none")
    assert settings.openalex_api_key.reveal() == ""
    assert (said["sources"], settings.sources, settings.chosen_sources) == (
        "all: `acl,arxiv,openalex`", "", frozenset()
    )  # fmt: skip
    assert said["mailto"].startswith("none")
    assert settings.mailto == ""
    assert settings.cache_dir.name == "resolver"
    assert said["max_cost"].startswith("none")
    assert (settings.max_cost, settings.max_requests, settings.max_age) == (None, None, None)
    assert (settings.offline, settings.refresh, settings.snapshot) == (False, False, "")


@pytest.mark.parametrize(
    ("name", "within", "beyond"),
    [
        ("arxiv_delay", [0, 3600], [-0.001, 3600.001, float("inf"), float("nan")]),
        ("max_age", [0, 0.5, 100_000], [-0.001, float("inf"), float("nan")]),
        ("max_cost", [0, 0.0001], [-0.0001, float("inf"), float("nan")]),
        ("max_requests", [0, 1], [-1, 1.5]),
    ],
)
def test_numbers_may_be_so_large_and_no_larger(name: str, within: list[float], beyond: list[float]) -> None:
    assert [getattr(load({name: value}), name) for value in within] == within
    for value in beyond:
        with pytest.raises(SettingsError, match=f"`{name}`: "):
            load({name: value})


@pytest.mark.parametrize("key", ["!", "~", "sk-Abc_123!~", "  key\n"])
def test_a_key_is_one_word_of_ascii_letters_digits_and_signs(key: str) -> None:
    assert load({"openalex_api_key": key}).openalex_api_key.reveal() == key.strip()
    for wrong in (f"{key.strip()} more", f"{key.strip()}\x7f", f"ä{key.strip()}", f"{key.strip()}\tx"):
        with pytest.raises(SettingsError) as caught:
            load({"openalex_api_key": wrong})
        assert str(caught.value) == "`openalex_api_key`: must be one word of ASCII letters, digits and signs"


@pytest.mark.parametrize("address", ["me@example.org", "list+tag@example.org"])
def test_a_contact_is_a_mail_address(address: str) -> None:
    assert load({"mailto": address}).mailto == address
    for wrong in ("me", "me @example.org", f"{address}\n", " "):
        with pytest.raises(SettingsError, match="`mailto`: must be "):
            load({"mailto": wrong})


@pytest.mark.parametrize("name", ["arxiv_url", "openalex_url"])
def test_an_address_begins_with_http_and_ends_without_a_slash(name: str) -> None:
    assert getattr(load({name: "https://x.org/"}), name) == "https://x.org"
    assert getattr(load({name: "http://127.0.0.2:80/"}), name) == "http://127.0.0.2:80"
    with pytest.raises(SettingsError, match="must begin with https://"):
        load({name: "http://x.org/"})
    for wrong in ("x.org", "ftp://x.org", "http://", "http:/x.org", ""):
        with pytest.raises(SettingsError, match="must be an address that begins with https:// "):
            load({name: wrong})


def test_sources_are_named_with_commas_in_any_case() -> None:
    assert load({"sources": " ACL, arxiv ,,"}).chosen_sources == {"acl", "arxiv"}


def test_the_answers_are_in_the_cache_folder() -> None:
    assert load({"cache_dir": "/x/y"}).answers_file == Path("/x/y/answers.sqlite")


def test_home_is_where_a_path_begins_with_a_tilde() -> None:
    assert load({"cache_dir": "~/kept"}).cache_dir == Path.home() / "kept"
    assert load({"acl_url": "~/a.bib"}).acl_url == str(Path.home() / "a.bib")
    assert load({"acl_url": "a~b.bib"}).acl_url == "a~b.bib"


class TestRecordedAnswers:
    def test_are_looked_for_beside_the_list_then_here(self, nothing_set: Path) -> None:
        assert load().snapshot_for(nothing_set / "lists" / "list.csv") is None
        (nothing_set / "cache").mkdir()
        assert load().snapshot_for() is None, "a folder without recorded answers is another program's"
        (nothing_set / "cache" / "arxiv.jsonl").touch()
        assert load().snapshot_for() == Path("cache")
        assert load().snapshot_for(nothing_set / "lists" / "list.csv") == Path("cache")
        beside = nothing_set / "lists" / "cache"
        beside.mkdir(parents=True)
        (beside / "acl.jsonl").touch()
        assert load().snapshot_for(nothing_set / "lists" / "list.csv") == beside

    def test_are_left_alone_where_none_are_wanted(self, nothing_set: Path) -> None:
        (nothing_set / "cache").mkdir()
        (nothing_set / "cache" / "arxiv.jsonl").touch()
        assert load({"snapshot": "none"}).snapshot_for() is None

    def test_are_in_the_folder_that_is_named_or_it_is_said_that_there_is_none(self, nothing_set: Path) -> None:
        (nothing_set / "recorded").mkdir()
        assert load({"snapshot": "recorded"}).snapshot_for() == Path("recorded")
        with pytest.raises(SettingsError, match="snapshot: there is no folder elsewhere; use `none`"):
            load({"snapshot": "elsewhere"}).snapshot_for()


class TestTheFile:
    def test_may_be_bare_or_have_a_table(self, nothing_set: Path) -> None:
        file = nothing_set / "resolver.toml"
        for text in ("offline = true", "[tool.resolver]\noffline = true"):
            file.write_text(text)
            assert load().offline is True
            assert load({"offline": False}).offline is False

    def test_resolver_toml_comes_before_pyproject_and_the_nearer_folder_before_both(self, nothing_set: Path) -> None:
        (nothing_set / "pyproject.toml").write_text("[tool.resolver]\nmax_requests = 1")
        assert load().max_requests == 1
        (nothing_set / "resolver.toml").write_text("max_requests = 2")
        assert load().max_requests == 2

    @pytest.mark.parametrize(
        ("name", "text", "says"),
        [
            ("resolver.toml", "colour = 1", "`colour` is no setting; there are acl_url, arxiv_delay, "),
            ("resolver.toml", "= 1", "is not valid TOML"),
            ("pyproject.toml", "[tool]\nresolver = 3", "`tool.resolver` must be a table"),
            ("resolver.toml", "max_requests = -1", "`max_requests`: must be a whole number of at least 0, not `-1`"),
        ],
    )
    def test_what_is_wrong_in_it_is_said_with_its_place(
        self, nothing_set: Path, name: str, text: str, says: str
    ) -> None:
        (nothing_set / name).write_text(text)
        with pytest.raises(SettingsError) as caught:
            load()
        assert str(caught.value).startswith(str(nothing_set / name))
        assert says in str(caught.value)

    def test_a_pyproject_of_others_is_none_of_our_business(self, nothing_set: Path) -> None:
        (nothing_set / "pyproject.toml").write_text("tool = 7")
        assert load().offline is False

    def test_paths_in_it_begin_where_it_stands(self, nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (nothing_set / "resolver.toml").write_text('acl_url = "a.bib"\ncache_dir = "kept"\nsnapshot = "none"')
        (nothing_set / "deep").mkdir()
        (nothing_set / ".git").mkdir()
        monkeypatch.chdir(nothing_set / "deep")
        settings = load()
        assert settings.acl_url == str(nothing_set / "a.bib")
        assert settings.cache_dir == nothing_set / "kept"
        assert settings.snapshot == "none"
        (nothing_set / "resolver.toml").write_text('acl_url = "https://x.org/a.bib"')
        monkeypatch.chdir(nothing_set)
        assert load().acl_url == "https://x.org/a.bib"


def test_a_wrong_value_is_told_with_the_strongest_place_that_set_it(
    nothing_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nothing_set / "resolver.toml").write_text("max_requests = -1")
    with pytest.raises(SettingsError, match=r"resolver\.toml: `max_requests`: "):
        load()
    monkeypatch.setenv("RESOLVER_MAX_REQUESTS", "many")
    with pytest.raises(SettingsError, match="environment variable RESOLVER_MAX_REQUESTS: "):
        load()
    with pytest.raises(SettingsError, match="`max_requests`: "):
        load({"max_requests": -3})
    monkeypatch.delenv("RESOLVER_MAX_REQUESTS")
    (nothing_set / "resolver.toml").unlink()
    monkeypatch.setenv("OPENALEX_API_KEY", "two words")
    with pytest.raises(SettingsError, match="environment variable OPENALEX_API_KEY: "):
        load()


def test_a_report_holds_no_secret_and_no_place_of_this_machine() -> None:
    given = {
        "acl_url": "/home/somebody/a.bib", "openalex_api_key": "secret", "mailto": "me@example.org",
        "arxiv_url": "https://user:word@arxiv.example.org/query?token=secret", "cache_dir": "/home/somebody",
    }  # fmt: skip
    public = load(given).public()
    assert public["acl_url"] == "a.bib"
    assert public["arxiv_url"] == "https://arxiv.example.org/query"
    assert (public["openalex_api_key"], public["mailto"]) == (True, True)
    assert load({"acl_url": "https://user:word@x.org/a.bib"}).public()["acl_url"] == "https://x.org/a.bib"
    assert (load().public()["openalex_api_key"], load().public()["mailto"]) == (False, False)
    for word in ("somebody", "secret", "me@", "word"):
        assert word not in str(public)


def test_an_empty_variable_sets_nothing(nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAX_AGE", "MAX_REQUESTS", "ARXIV_DELAY", "ARXIV_URL", "OFFLINE"):
        monkeypatch.setenv(f"RESOLVER_{name}", "")
    settings = load()
    assert (settings.max_age, settings.max_requests, settings.arxiv_delay, settings.offline) == (None, None, 3.0, False)
    (nothing_set / "resolver.toml").write_text("max_age = 5")
    assert load().max_age == 5
