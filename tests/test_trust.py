"""Nothing is believed because it lies there, and nothing secret is told to anybody but whom it is for."""

from __future__ import annotations

import random
import string
import traceback
from pathlib import Path

import pytest

from resolver.cli import main
from resolver.config import SETTINGS, Settings, load
from resolver.config.trust import HOST_SETTINGS
from resolver.errors import SettingsError

KEY = "Kq7zT2mWx9LpV4cR8nYb"
MAIL = "me@example.org"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a folder in it, where the program runs; nothing is set."""
    for name in [*(f"RESOLVER_{s.upper()}" for s in SETTINGS), "OPENALEX_API_KEY"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "project"
    (root / "deep").mkdir(parents=True)
    (root / ".git").mkdir()
    monkeypatch.chdir(root / "deep")
    return root


def said(settings: Settings) -> str:
    return "\n".join(settings.notes)


# ------------------------------------------------------------------ keys and mail addresses


def test_a_key_of_the_environment_does_not_go_to_a_host_that_a_file_names(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "deep" / "resolver.toml").write_text('openalex_url = "http://127.0.0.2:8896/x"\n')
    monkeypatch.setenv("OPENALEX_API_KEY", KEY)
    monkeypatch.setenv("RESOLVER_MAILTO", MAIL)
    settings = load()
    assert not settings.openalex_api_key
    assert settings.mailto_for == frozenset(HOST_SETTINGS) - {"openalex"}
    assert "is not told the key" in said(settings)
    assert KEY not in said(settings)


@pytest.mark.parametrize("url", ["https://api.openalex.org", "https://api.openalex.org/v2"])
def test_it_goes_to_the_services_own_host_wherever_that_was_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    (project / "deep" / "resolver.toml").write_text(f'openalex_url = "{url}"\n')
    monkeypatch.setenv("OPENALEX_API_KEY", KEY)
    assert load().openalex_api_key.reveal() == KEY


@pytest.mark.parametrize(
    "url", ["https://api.openalex.org.evil.org", "https://evilapi.openalex.org", "https://api.openalex.org@evil.org"]
)
def test_hosts_are_compared_whole(project: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", KEY)
    assert not load({"openalex_url": url}).openalex_api_key


def test_who_names_host_and_key_in_one_place_means_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://mirror.example.org"
    assert load({"openalex_url": url, "openalex_api_key": KEY}).openalex_api_key.reveal() == KEY
    monkeypatch.setenv("OPENALEX_API_KEY", KEY)
    monkeypatch.setenv("RESOLVER_OPENALEX_URL", url)
    assert load().openalex_api_key.reveal() == KEY


# ------------------------------------------------------------------ settings files


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('openalex_url = "https://evil.org"', "openalex_url"),
        ('arxiv_url = "https://evil.org/api"', "arxiv_url"),
        ('acl_url = "https://evil.org/a.bib.gz"', "acl_url"),
        ('acl_url = "/etc/passwd"', "acl_url"),
        ('cache_dir = "/somewhere"', "cache_dir"),
        ('cache_dir = "../kept"', "cache_dir"),
        ('snapshot = "~/cache"', "snapshot"),
    ],
)
def test_a_file_further_up_decides_neither_hosts_nor_folders_outside_until_it_is_trusted(
    project: Path, line: str, name: str
) -> None:
    file = project / "resolver.toml"
    file.write_text(f"{line}\nmax_cost = 0.5\n")
    settings = load()
    assert getattr(settings, name) == getattr(Settings(), name)
    assert settings.max_cost == 0.5
    assert f"`{name}` leads" in said(settings)
    assert main(["plan", "none.csv", "--trust-settings"]) == 2  # there is no such list; it is trusted all the same
    assert getattr(load(), name) != getattr(Settings(), name)
    assert not said(load())
    file.write_text(f"{line}\nmax_cost = 0.6\n")
    assert f"`{name}` leads" in said(load()), "another file than the one that was trusted"


def test_what_it_says_of_its_own_folder_holds(project: Path) -> None:
    (project / "resolver.toml").write_text('cache_dir = "kept"\nsources = "acl"\nacl_url = "data/a.bib"\n')
    settings = load()
    assert (settings.cache_dir, settings.acl_url) == (project / "kept", str(project / "data" / "a.bib"))
    assert not settings.notes


def test_nothing_is_looked_for_above_the_repository(project: Path) -> None:
    (project.parent / "resolver.toml").write_text("arxiv_delay = 9\n")
    assert load().arxiv_delay == 3.0


def test_outside_of_a_repository_only_the_folder_itself_counts(project: Path) -> None:
    (project / ".git").rmdir()
    (project / "resolver.toml").write_text("arxiv_delay = 9\n")
    assert load().arxiv_delay == 3.0


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o757])
def test_a_file_in_a_folder_of_everybody_is_passed_over(project: Path, mode: int) -> None:
    (project / "deep" / "resolver.toml").write_text("arxiv_delay = 9\n")
    (project / "deep").chmod(mode)
    settings = load()
    assert settings.arxiv_delay == 3.0
    assert "other users" in said(settings)


# ------------------------------------------------------------------ no secret in any message

LETTERS = string.ascii_letters + string.digits
ROUNDS = 10_000


def test_no_secret_is_in_any_message_whatever_is_set_where(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """10,000 random settings: a key, a login or a mail address in any place, as any value, or as a name."""
    chance = random.Random(7)
    file = project / "deep" / "resolver.toml"
    for _ in range(ROUNDS):
        secret = "".join(chance.choices(LETTERS, k=22)) + "7"
        forms = (
            secret, f"https://user:{secret}@x.org/a", f"http://{secret}@127.0.0.1:1/", f"http://u:{secret}#x@x.org",
            f"{secret}\n", f"https://x.org/?api_key={secret}", f" {secret}\x07", f"ü{secret}", f"https://[{secret}",
        )  # fmt: skip
        settings: dict[str, str] = {}
        for name in chance.sample(["openalex_api_key", "acl_url", "arxiv_url", "openalex_url", "mailto"], 2):
            form = chance.choice(forms if name != "acl_url" else forms[1:3])  # else it is a path, which is shown
            settings[name] = f"{form}@x.org" if name == "mailto" else form
        if chance.random() < 0.3:
            settings[chance.choice((secret, f"{secret}_key", f"api{secret}"))] = "1"
        lines = [f"{key} = {_toml(value)}\n" for key, value in settings.items()]
        where = chance.choice(("file", "environment", "caller", "broken file"))
        with monkeypatch.context() as patch:
            file.unlink(missing_ok=True)
            given: dict[str, str] = {}
            if where == "file":
                file.write_text("".join(lines))
            elif where == "broken file":
                file.write_text("".join(lines) + chance.choice((f"[{secret}", f"{secret}", f"a = {secret}", 'b = "')))
            elif where == "environment":
                for key, value in settings.items():
                    patch.setenv(f"RESOLVER_{key.upper()}", value)
            else:
                given = settings
            try:
                loaded = load(given)
            except SettingsError as error:
                shown = "".join(traceback.format_exception(error))
            else:
                shown = f"{loaded!r} {loaded.notes} {loaded.public()}"
        assert secret not in shown
        assert secret.upper() not in shown


def _toml(value: str) -> str:
    return '"' + "".join(ch if ch.isprintable() and ch not in '"\\' else f"\\u{ord(ch):04x}" for ch in value) + '"'


@pytest.mark.parametrize(
    "proxy",
    [
        f"http://user:{KEY}#x@127.0.0.1:1",
        f"http://user:{KEY}@127.0.0.1:notaport",
        f"http://user:{KEY}@[::1",
        f"socks5://user:{KEY}@127.0.0.1:1",
        f"http://user:{KEY}@127.0.0.1:1",
    ],
)
def test_a_proxys_password_is_in_no_message(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], proxy: str
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, proxy)
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(project / "kept"))
    Path("list.csv").write_text("title\nA paper\n")
    assert main(["run", "list.csv", "-o", "out", "-v"]) == 4
    seen = "".join(capsys.readouterr()) + "".join(p.read_text() for p in Path("out").iterdir())
    assert KEY not in seen
