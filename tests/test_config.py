"""Settings: which place wins, and what is said of a setting that can't be."""

import json
from pathlib import Path

import pytest

from resolver.config import ACL_URL, ARXIV_DELAY, Settings, load
from resolver.errors import SettingsError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings, and an environment without them."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RESOLVER_{name.upper()}", raising=False)
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
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
    (project / "deep" / "pyproject.toml").write_text('[project]\nname = "no settings of ours"\n')
    monkeypatch.chdir(project / "deep" / "down")
    settings = load()
    assert settings.arxiv_delay == ARXIV_DELAY
    assert (settings.acl_url, settings.cache_dir) == (str(project / "data/a.bib"), project / "kept")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("arxiv_dely = 3", r"resolver\.toml: `arxiv_dely` is no setting; there are .*arxiv_delay"),
        ("arxiv_delay = -1", r"resolver\.toml: `arxiv_delay`: input should be greater than or equal to 0"),
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
    assert load().openalex_api_key.get_secret_value() == "abc123"


def test_a_wrong_variable_or_flag_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESOLVER_ARXIV_DELAY", "soon")
    with pytest.raises(SettingsError, match="environment variable RESOLVER_ARXIV_DELAY: "):
        load()
    with pytest.raises(SettingsError, match="--max-age: "):
        load({"max_age": -1, "arxiv_delay": 1})


def test_the_key_is_read_from_its_own_variable_and_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "s3cret")
    settings = load({"acl_url": "https://user:pass@example.org/a.bib.gz?token=1", "mailto": "me@example.org"})
    assert settings.openalex_api_key.get_secret_value() == "s3cret"
    assert "s3cret" not in json.dumps(settings.public()) + repr(settings) + str(settings)
    public = json.dumps(settings.public())
    assert [word for word in ("pass", "token", "me@") if word in public] == []


def test_a_report_of_settings_names_no_folder_of_the_machine(elsewhere: Path) -> None:
    settings = load({"acl_url": str(elsewhere / "anthology.bib"), "cache_dir": elsewhere})
    assert str(elsewhere) not in json.dumps(settings.public())


def test_recorded_answers_are_looked_for_beside_the_list_then_here(elsewhere: Path) -> None:
    assert load().snapshot_for(elsewhere / "list" / "entries.csv") is None
    (elsewhere / "cache").mkdir()
    (elsewhere / "cache" / "acl.jsonl").touch()
    assert load().snapshot_for(None) == Path("cache")
    (elsewhere / "list" / "cache").mkdir(parents=True)
    (elsewhere / "list" / "cache" / "acl.jsonl").touch()
    beside = elsewhere / "list" / "cache"
    assert load().snapshot_for(elsewhere / "list" / "entries.csv") == beside
    assert load({"snapshot": "none"}).snapshot_for(elsewhere / "list" / "entries.csv") is None
    with pytest.raises(SettingsError, match="there is no folder"):
        load({"snapshot": "nowhere"}).snapshot_for(None)
