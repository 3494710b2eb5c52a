"""Settings: which place wins, and what is said of a setting that can't be."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.cli.run import run
from resolver.config import ACL_URL, ARXIV_DELAY, SETTINGS, Settings, load
from resolver.config.services import SERVICES
from resolver.errors import SettingsError
from resolver.net.http import Http
from resolver.sources import open_sources


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings, and an environment without them."""
    for name in os.environ:
        if name.upper().startswith("RESOLVER_") or name.upper() == "OPENALEX_API_KEY":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_settings_the_public_services_are_asked_at_their_own_pace() -> None:
    settings = load()
    assert (settings.acl_url, settings.arxiv_delay) == (ACL_URL, ARXIV_DELAY)
    assert settings.openalex_url == "https://api.openalex.org"
    assert settings.cache_dir.name == "resolver"
    assert not settings.offline


def test_flags_win_over_the_environment_which_wins_over_the_file(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "resolver.toml").write_text('arxiv_delay = 5\nmailto = "file@example.org"\nmax_age = 7\n')
    monkeypatch.setenv("RESOLVER_ARXIV_DELAY", "4")
    monkeypatch.setenv("RESOLVER_MAILTO", "env@example.org")
    settings = load({"mailto": "flag@example.org", "max_age": None})
    assert (settings.max_age, settings.arxiv_delay, settings.mailto) == (7.0, 4.0, "flag@example.org")


def test_the_nearest_file_upward_is_read_and_its_paths_start_at_it(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "resolver.toml").write_text("arxiv_delay = 9\n")
    project = elsewhere / "project"
    (project / "deep" / "down").mkdir(parents=True)
    (project / "pyproject.toml").write_text('[tool.resolver]\nacl_url = "data/a.bib"\ncache_dir = "kept"\n')
    (elsewhere / ".git").mkdir()
    (project / "deep" / "pyproject.toml").write_text('[project]\nname = "no settings of ours"\n')
    monkeypatch.chdir(project / "deep" / "down")
    settings = load()
    assert settings.arxiv_delay == ARXIV_DELAY
    assert (settings.acl_url, settings.cache_dir) == (str(project / "data/a.bib"), project / "kept")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("arxiv_dely = 3", r"resolver\.toml: `arxiv_dely` is no setting; there are .*arxiv_delay"),
        ("arxiv_delay = -1", r"resolver\.toml: `arxiv_delay`: must be a number from 0 to 3600, not `-1`"),
        ("arxiv_delay = 3601", r"resolver\.toml: `arxiv_delay`: must be a number from 0 to 3600, not `3601`"),
        ("arxiv_delay = true", r"resolver\.toml: `arxiv_delay`: must be a number from 0 to 3600, not `True`"),
        ("max_cost = nan", r"resolver\.toml: `max_cost`: must be a number of at least 0, not `nan`"),
        ("max_requests = 1.5", r"resolver\.toml: `max_requests`: must be a whole number of at least 0, not `1\.5`"),
        ('offline = "maybe"', r"resolver\.toml: `offline`: must be true or false, not `maybe`"),
        ('acl_url = ""', r"resolver\.toml: `acl_url`: must be an address or a path, and is empty"),
        ('arxiv_url = "http://["', r"resolver\.toml: `arxiv_url`: must be an address"),
        ("mailto = 5", r"resolver\.toml: `mailto`: must be a text"),
        ('cache_dir = "a\\u0000b"', r"resolver\.toml: `cache_dir`: must be one line without control characters"),
        ("tool = 1", r"resolver\.toml: `tool` is no setting"),
        ('openalex_url = "ftp://x"', r"resolver\.toml: `openalex_url`: must be an address"),
        ('mailto = "nobody"', r"resolver\.toml: `mailto`: must be a mail address"),
        ("offline = maybe", r"resolver\.toml: is not valid TOML"),
        ("max_age = [1]", r"resolver\.toml: `max_age`: "),
        ('openalex_api_key = "two words"', r"resolver\.toml: `openalex_api_key`: must be one word of ASCII"),
        ("[tool.resolver]\ncolour = 1", r"resolver\.toml: `colour` is no setting"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_in_one_line(elsewhere: Path, content: str, said: str) -> None:
    (elsewhere / "resolver.toml").write_text(content)
    with pytest.raises(SettingsError, match=said) as caught:
        load()
    assert "\n" not in str(caught.value)


def test_a_settings_file_of_its_own_may_have_the_table_of_pyproject(elsewhere: Path) -> None:
    (elsewhere / "resolver.toml").write_text("[tool.resolver]\narxiv_delay = 5\n")
    assert load().arxiv_delay == 5


def test_a_key_that_no_header_can_hold_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "geheim\nX-Evil: 1")
    with pytest.raises(SettingsError, match="environment variable OPENALEX_API_KEY: ") as caught:
        load()
    assert "geheim" not in str(caught.value)
    monkeypatch.setenv("OPENALEX_API_KEY", "abc123\n")  # as from a file
    assert load().openalex_api_key.reveal() == "abc123"


def test_a_wrong_variable_or_flag_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESOLVER_ARXIV_DELAY", "soon")
    with pytest.raises(SettingsError, match="environment variable RESOLVER_ARXIV_DELAY: "):
        load()
    with pytest.raises(SettingsError, match="`max_age`: ") as caught:
        load({"max_age": -1, "arxiv_delay": 1})
    assert caught.value.argument == "max_age"
    monkeypatch.delenv("RESOLVER_ARXIV_DELAY")
    with pytest.raises(SettingsError, match=r"^`max_age`: must be a number of at least 0, not `-1`$"):
        load({"max_age": -1})
    with pytest.raises(SettingsError, match=r"^`colour` is no setting; there are "):
        load({"colour": "red"})


def test_a_wrong_value_that_a_stronger_place_outdoes_does_no_harm(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "resolver.toml").write_text('mailto = "nobody"\n')
    monkeypatch.setenv("RESOLVER_MAILTO", "me@example.org")
    assert load().mailto == "me@example.org"


def test_a_variable_that_no_setting_has_is_told_as_a_note_and_an_empty_one_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RESOLVER_ARXIV_DELY", "4")
    monkeypatch.setenv("RESOLVER_MAILTO", "")
    settings = load()
    assert settings.notes == ("environment variable RESOLVER_ARXIV_DELY: there is no such setting; it was passed over",)
    assert (settings.arxiv_delay, settings.mailto) == (ARXIV_DELAY, "")


@pytest.mark.skipif(os.name == "nt", reason="the environment has no small letters")
def test_variables_may_be_written_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("resolver_max_requests", "7")
    assert load().max_requests == 7
    monkeypatch.setenv("RESOLVER_MAX_REQUESTS", "8")
    assert load().max_requests == 8


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("Yes", True), ("on", True), ("false", False), ("n", False)]
)
def test_a_switch_in_the_environment_may_be_said_in_the_usual_words(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: bool
) -> None:
    monkeypatch.setenv("RESOLVER_OFFLINE", written)
    assert load().offline is meant


def test_a_home_folder_is_written_as_a_tilde(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    monkeypatch.setenv("HOME", str(elsewhere / "home"))
    monkeypatch.setenv("USERPROFILE", str(elsewhere / "home"))
    monkeypatch.setenv("RESOLVER_CACHE_DIR", "~/kept")
    assert load().cache_dir == elsewhere / "home" / "kept"


def test_every_field_but_the_notes_is_a_setting_and_takes_its_own_default() -> None:
    assert set(SETTINGS) == set(Settings.__struct_fields__) - {"notes", "mailto_for"}
    plain = load()
    given = {name: getattr(plain, name) for name in SETTINGS}
    assert load(given) == plain


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | st.dates()


@given(st.sampled_from(SETTINGS), VALUES)
def test_whatever_a_setting_is_given_it_is_taken_or_refused_in_one_line(name: str, value: object) -> None:
    refused = ""
    try:
        load({name: value})
    except SettingsError as error:
        refused = str(error)
    assert not refused or refused.startswith(f"`{name}`: must be ")
    assert "\n" not in refused


# ------------------------------------------------------------------ the services


def test_each_source_has_its_address_and_each_address_its_setting(tmp_path: Path) -> None:
    """A row of `SERVICES` is all that a source needs for a setting, a flag and the rules of trust."""
    with Http() as http:
        opened = open_sources(Settings(cache_dir=tmp_path), http, notify=print)
    assert [source.name for source in opened] == [service.name for service in SERVICES]
    assert {s.setting: getattr(Settings(), s.setting) for s in SERVICES} == {s.setting: s.url for s in SERVICES}
    assert {f"--{s.name}-url" for s in SERVICES} <= {flag for p in run.params for flag in p.opts}
