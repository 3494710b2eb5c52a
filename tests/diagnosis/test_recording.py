"""Recorded answers: nothing secret in them, and they can be played again, which makes contract tests of them.

Who has a network makes a folder of the services' own answers in a minute:

    resolver doctor --record tests/sources/recorded/services-2026-12

From then on `test_recorded_answers_still_mean_what_the_sources_think` holds the sources to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import resolver
from resolver.config import load
from resolver.diagnosis import examine
from resolver.diagnosis.recording import SHORTEST, STRUCK, list_forms
from tests.diagnosis.world import LIMITS, examined, known_services, states
from tests.net.conftest import no_proxy
from tests.services.replay import Replayed
from tests.services.server import Sent, Services
from tests.small_world import at_full_speed, settings
from tests.sources.asking import RECORDED

__all__ = ["at_full_speed", "no_proxy"]


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    with known_services() as played:
        yield played


@pytest.fixture(scope="module")
def folder(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an examination of the played services recorded."""
    services.faults()
    into = tmp_path_factory.mktemp("answers")
    found = resolver.doctor(record=into, settings=settings(services, tmp_path_factory.mktemp("kept")))
    assert sorted(path.name for path in found.written) == ["acl.jsonl", "arxiv.jsonl", "openalex.jsonl"]
    return into


def replayed(folder: Path, kept: Path) -> tuple[dict[tuple[str, str], str], Replayed]:
    with Replayed(folder) as server:
        chosen = load({**server.settings(), "arxiv_delay": 0, "snapshot": "none", "cache_dir": kept})
        found, _ = examine(msgspec.structs.replace(chosen, sources=",".join(server.recorded)), limits=LIMITS)
    return states(found), server


def test_recorded_answers_can_be_played_again(services: Services, folder: Path, tmp_path: Path) -> None:
    services.faults()
    found, _ = examined(services, tmp_path / "live")
    again, server = replayed(folder, tmp_path / "again")
    assert server.unknown == [], "each request is among the recorded ones"
    assert again == states(found)


def test_an_answer_that_was_recorded_wrong_is_seen(folder: Path, tmp_path: Path) -> None:
    """What the contract test is for, shown to fail."""
    for file in folder.glob("*.jsonl"):
        text = file.read_text("utf-8").replace("BERT: Pre-training", "BERTA: Pretence")
        (tmp_path / file.name).write_text(text, "utf-8")
    again, _ = replayed(tmp_path, tmp_path / "kept")
    assert again["arxiv", "list of identifiers"] == again["openalex", "title in capitals"] == "changed"


@pytest.mark.parametrize("name", [path.name for path in sorted(RECORDED.glob("services-*"))] or ["none yet"])
def test_recorded_answers_still_mean_what_the_sources_think(name: str, tmp_path: Path) -> None:
    """A contract test over each folder of the services' own answers."""
    if name == "none yet":
        pytest.skip("nobody has recorded the real services yet: resolver doctor --record FOLDER")
    found, server = replayed(RECORDED / name, tmp_path)
    if server.unknown:
        pytest.skip(f"other requests are sent now: record {name} anew")
    assert {line for line, state in found.items() if state != "ok"} == set()


def test_recording_replaces_its_own_files_and_no_others(services: Services, folder: Path, tmp_path: Path) -> None:
    services.faults()
    chosen = settings(services, tmp_path / "kept", sources="acl")
    (tmp_path / "acl.jsonl").write_text('{"mine": 1}\n')
    with pytest.raises(resolver.OutputError, match="no run of resolver made it"):
        resolver.doctor(record=tmp_path, settings=chosen)
    assert (tmp_path / "acl.jsonl").read_text() == '{"mine": 1}\n'
    for _ in range(2):
        assert resolver.doctor(record=folder, settings=chosen).written


# ------------------------------------------------------------------ nothing secret

SECRETS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=SHORTEST, max_size=24).filter(
    lambda text: not any(text.lower() in word for word in ("resolver", STRUCK)) and len(set(text)) > 2
)


@given(key=SECRETS, login=SECRETS, password=SECRETS, name=st.from_regex(r"[a-z]{6,12}[0-9]{3}", fullmatch=True))
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_key_no_login_and_no_mail_address_is_recorded_though_the_service_sends_it_back(
    services: Services, tmp_path_factory: pytest.TempPathFactory, key: str, login: str, password: str, name: str
) -> None:
    from urllib.parse import quote

    from resolver.config.values import Secret

    mail = f"{name}@example.org"
    user, word = quote(login, safe=""), quote(password, safe="")

    def echo(sent: Sent) -> None:
        told = [key, mail, f"{user}:{word}", password, json.dumps(key), f"Bearer {key}", f"resolver (+mailto:{mail})"]
        if sent.body.startswith(b"{"):
            data = json.loads(sent.body)
            sent.body = json.dumps({**data, "echo": told}).encode()
        elif b"</feed>" in sent.body:
            sent.body = sent.body.replace(b"</feed>", f"<!-- {key} {mail} -->\n</feed>".encode())

    services.faults()
    services.tamper(echo)
    kept, into = tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("answers")
    chosen = settings(services, kept, openalex_api_key=Secret(key), mailto=mail, sources="openalex")
    address = chosen.openalex_url.replace("://", f"://{user}:{word}@")
    resolver.doctor(record=into, settings=msgspec.structs.replace(chosen, openalex_url=address))
    written = b"".join(file.read_bytes() for file in into.iterdir())
    assert STRUCK.encode() in written
    for secret in (key, mail, f"{user}:{word}"):
        forms = {form for form in list_forms(secret) if form.lower() not in '{"check": "method"}'}
        assert [form for form in forms if form.encode() in written] == []
