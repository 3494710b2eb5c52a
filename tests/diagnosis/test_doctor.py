"""The doctor sees each way in which a service may change, and nothing else; with services that are well all is ok."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from resolver.cache.answers import Answers
from resolver.cli import main
from resolver.config import Settings
from resolver.config.values import Secret
from resolver.diagnosis.connections import judge_connection
from resolver.diagnosis.examination import MOST_USD
from resolver.diagnosis.machine import examine_machine
from resolver.model import ByTitle, NotFound
from resolver.net.http import Observation
from resolver.net.service import Encryption, Reached
from resolver.sources.checks import report_failure
from resolver.sources.known import PLAIN, PUNCTUATED
from tests import reference
from tests.diagnosis.world import (
    answering,
    examined,
    header,
    known_services,
    states,
    status,
    without,
    without_entry,
    works,
)
from tests.net.conftest import no_proxy
from tests.services.arxiv import error_feed
from tests.services.server import Change, Sent, Services
from tests.small_world import at_full_speed
from tests.small_world import settings as settings_of

__all__ = ["at_full_speed", "no_proxy"]


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    with known_services() as played:
        yield played


@pytest.mark.parametrize("size", [reference.SMALL, reference.LARGE])
def test_with_services_that_are_well_every_line_is_ok_and_it_is_cheap(tmp_path: Path, size: str) -> None:
    with known_services() if size == reference.SMALL else reference.large_services() as played:
        found, _ = examined(played, tmp_path)
    assert [line for line in found.lines if line.state != "ok"] == []
    assert found.state == "ok"
    assert found.requests <= 17
    assert 0 < found.usd <= 0.0015 < MOST_USD
    names = list(states(found))
    assert len(names) == len(set(names)) >= 35, "each thing has one line"


# ------------------------------------------------------------------ each behaviour broken in turn


def more_rows(data: dict[str, Any]) -> None:
    data["meta"]["count"] = 5_000_000


def strange(data: dict[str, Any]) -> None:
    if data["results"]:
        data["results"].append(data["results"][0] | {"id": "https://openalex.org/W1", "title": ABSENT, "doi": DOI})
        data["meta"]["count"] += 1


ABSENT = "Horticultural Quodlibets for Retired Submarine Zitherists"
DOI = "https://doi.org/10.18653/v1/n19-9999"
WORK = {"id": "https://openalex.org/W1", "title": "Some other work", "doi": DOI}


def other_work(sent: Sent) -> None:
    sent.status, sent.body = 200, json.dumps(WORK).encode()


def any_filter(sent: Sent) -> None:
    sent.status = 200
    sent.body = json.dumps({"meta": {"count": 322_000_000}, "results": []}).encode()


def latest_title(sent: Sent) -> None:
    title = rb"<title>All NLP[^<]*</title>"
    sent.body = re.sub(title, b"<title>GLM: General Language Model Pretraining</title>", sent.body)


def absent_id(sent: Sent) -> None:
    text = sent.body.decode()
    entry = text[text.index("  <entry>") : text.index("</feed>")].replace(PLAIN.arxiv, "0912.9999")
    count = text.count("  <entry>")
    total = "</opensearch:totalResults>"
    text = text.replace("</feed>", entry + "</feed>").replace(f">{count}{total}", f">{2 * count}{total}")
    sent.body = text.encode()


def without_field(sent: Sent) -> None:
    said = {"error": "Invalid query parameters error.", "message": "biblio is not a valid select field."}
    sent.status, sent.body = 400, json.dumps(said).encode()


def sent_again(sent: Sent) -> None:
    if sent.status == 304:
        sent.status, sent.body = 200, b"@article{a,\n  title = {A}\n}\n"


A_DAY_AGO = formatdate(time.time() - 86_400, usegmt=True)
LISTS, IDS, TITLES = "display_name:", "id_list=", "ti:"
BREAKS: dict[str, tuple[set[tuple[str, str]], tuple[Change, ...]]] = {
    "DOIs are not looked up": ({("openalex", "list of DOIs")}, (answering("filter=doi:", without(PUNCTUATED.title)),)),
    "a DOI brings another work": ({("openalex", "absent DOI")}, (answering("filter=doi:", works(strange)),)),
    "arXiv's pages have another form": (
        {("openalex", "pages at arXiv")},
        (answering("landing_page_url", without(PLAIN.title)),),
    ),
    "case counts": ({("openalex", "title in capitals")}, (answering(LISTS, without(PLAIN.title)),)),
    "commas divide": ({("openalex", "title with comma and colon")}, (answering(LISTS, without(PUNCTUATED.title)),)),
    "a title is found that is nowhere": ({("openalex", "absent title")}, (answering(LISTS, works(strange)),)),
    "of two sets of words one counts": (
        {("openalex", "two sets of words")},
        (answering("title.search", without(PUNCTUATED.title)),),
    ),
    "one word of a set is enough": (
        {("openalex", "all words of a set")},
        (answering("title.search", works(more_rows)),),
    ),
    "nothing completes": ({("openalex", "completion")}, (answering("autocomplete", without(PLAIN.title)),)),
    "a DOI that nobody has leads somewhere": ({("openalex", "single work")}, (answering("works/doi:", other_work),)),
    "unknown filters are ignored": ({("openalex", "bad filter")}, (answering("no_such_filter", any_filter),)),
    "a field is gone": ({("openalex", "fields")}, (answering("biblio", without_field),)),
    "dearer": (
        {("openalex", "prices")},
        (answering("filter=doi:", header("X-RateLimit-Cost-USD", "0.0002")),),
    ),
    "no budget is told": ({("openalex", "key")}, (answering("/openalex", header("X-RateLimit-Limit", "none")),)),
    "an identifier is not found": (
        {("arxiv", "list of identifiers")},
        (answering(IDS + PLAIN.arxiv, without_entry(PLAIN.arxiv)),),
    ),
    "an identifier that nobody has is found": ({("arxiv", "absent identifier")}, (answering("0912.9999", absent_id),)),
    "malformed identifiers are taken": ({("arxiv", "malformed identifier")}, (answering("1810.048x5", status(200)),)),
    "malformed identifiers are refused in other words": (
        {("arxiv", "malformed identifier")},
        (answering("1810.048x5", status(400, error_feed("no such thing"))),),
    ),
    "a version has the latest title": ({("arxiv", "version")}, (answering("2103.10360v1", latest_title),)),
    "capitals are not folded": ({("arxiv", "title in capitals")}, (answering('ti:"BERT', without_entry("BERT")),)),
    "phrases break at a comma": (
        {("arxiv", "title with comma and colon")},
        (answering('ti:"Horticultural Quodlibets', without_entry("BART")),),
    ),
    "people are not found": ({("arxiv", "people")}, (answering('au:"', without_entry("BERT")),)),
    "POST is refused": ({("arxiv", "long query by POST")}, (answering("POST", status(405)),)),
    "the export has no validators": (
        {("acl", "ETag of the export"), ("acl", "export that is unchanged")},
        (answering("/acl/", header("ETag", "")), answering("/acl/", header("Last-Modified", ""))),
    ),
    "the export is sent again each time": ({("acl", "export that is unchanged")}, (answering("/acl/", sent_again),)),
    "the export is something else": ({("acl", "export")}, (answering("/acl/", lambda sent: other_export(sent)),)),
    "the clock is wrong": ({("", "clock")}, (header("Date", A_DAY_AGO),)),
}


def other_export(sent: Sent) -> None:
    if sent.status == 200:
        sent.body = b"\x1f\x8b" + b"packed in a way that is not gzip"


@pytest.mark.parametrize("kind", BREAKS)
def test_what_has_changed_is_told_and_nothing_else(services: Services, tmp_path: Path, kind: str) -> None:
    lines, changes = BREAKS[kind]
    services.faults()
    services.tamper(*changes)
    found, _ = examined(services, tmp_path)
    assert {name for name, state in states(found).items() if state != "ok"} == lines
    assert all(line.follows for line in found.lines if line.state != "ok"), "what follows is said"
    assert found.state in ("changed", "failed")


@pytest.mark.parametrize("kind", ["503", "html", "reset", "empty"])
@pytest.mark.parametrize("service", ["acl", "arxiv", "openalex"])
def test_a_service_that_is_down_has_failed_and_the_others_are_ok(
    services: Services, tmp_path: Path, service: str, kind: str
) -> None:
    services.faults(**{service: [f"{kind}*99"]})
    began = time.monotonic()
    found, _ = examined(services, tmp_path)
    assert time.monotonic() - began < 60
    of_it = {check: state for (name, check), state in states(found).items() if name == service}
    others = {name: state for name, state in states(found).items() if name[0] != service}
    connection = ("time to first byte", "TLS")
    assert {state for check, state in of_it.items() if check not in connection} == {"failed"}
    assert set(others.values()) == {"ok"}
    assert found.usd <= MOST_USD


def test_a_key_that_is_not_accepted_is_told_once_and_not_shown(tmp_path: Path) -> None:
    with known_services(key="the-right-key") as played:
        found, _ = examined(played, tmp_path, openalex_api_key=Secret("a-wrong-key-12345"))
    assert states(found)["openalex", "key"] == "failed"
    key = next(line for line in found.lines if line.check == "key")
    assert "OPENALEX_API_KEY" in key.follows
    assert "a-wrong-key" not in str(found)
    assert played.stats()["requests"]["openalex"] == 1, "a wrong key is not tried again"


def test_a_budget_that_is_spent_is_told(tmp_path: Path) -> None:
    with known_services(budget=20) as played:  # two credits without a key
        found, _ = examined(played, tmp_path)
    assert states(found)["openalex", "key"] == "failed"
    assert states(found)["openalex", "completion"] == "ok", "what is free goes on"


def test_a_slow_service_is_told(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resolver.diagnosis.connections.SLOW", 0.25)
    services.faults(arxiv=["slow:0.3"])
    found, _ = examined(services, tmp_path)
    assert {name for name, state in states(found).items() if state != "ok"} == {("arxiv", "time to first byte")}


def test_checks_that_come_too_late_are_not_begun(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.faults()
    monkeypatch.setattr("resolver.diagnosis.examination.LONGEST", 0.0)
    found, _ = examined(services, tmp_path)
    assert found.requests == 0
    assert {line.state for line in found.lines if line.service} == {"failed"}


def test_the_limits_of_the_person_hold(services: Services, tmp_path: Path) -> None:
    services.faults()
    found, _ = examined(services, tmp_path, max_cost=0.0, sources="openalex")
    assert found.usd == 0
    assert services.stats()["openalex_cost_usd"] == 0
    assert states(found)["openalex", "completion"] == "ok"
    assert {line.service for line in found.lines} <= {"", "openalex"}


# ------------------------------------------------------------------ TLS and this machine


def seen_with(used: Encryption | None) -> Observation:
    reached = Reached(200, {}, b"", 0.1, 0.1, used)
    return Observation(
        service="arxiv", method="GET", target="", form="", reached=reached, secrets=(), now=1_800_000_000.0
    )


@pytest.mark.parametrize(
    ("expires", "state"),
    [("Jan 20 00:00:00 2027 GMT", "ok"), ("Jan 16 00:00:00 2027 GMT", "changed"), ("", "ok"), ("soon", "ok")],
)
def test_a_certificate_that_ends_in_days_is_told(expires: str, state: str) -> None:
    lines = list(judge_connection("arxiv", [seen_with(Encryption("TLSv1.3", expires, "A Certifier"))], ()))
    assert {line.check: line.state for line in lines}["TLS"] == state


def test_a_certificate_that_is_not_accepted_has_a_line_of_its_own() -> None:
    reason = "arxiv: TLS connection refused (certificate not accepted)"
    (line,) = judge_connection("arxiv", (), [report_failure("arxiv", "people", reason, "")])
    assert (line.check, line.state) == ("TLS", "failed")
    assert "SSL_CERT_FILE" in line.follows


@pytest.mark.parametrize("address", ["http://user:pr0xyS3cret#x@127.0.0.1:1", "http://u:pr0xyS3cret/@h:80", "http://"])
def test_a_proxy_that_can_be_none_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("https_proxy", address)
    lines = {line.check: line for line in examine_machine(Settings(cache_dir=tmp_path))}
    assert lines["proxy"].state == "failed"
    assert "S3cret" not in str(lines["proxy"])
    monkeypatch.setenv("https_proxy", "http://user:pr0xyS3cret@proxy.example.org:3128")
    line = next(line for line in examine_machine(Settings(cache_dir=tmp_path)) if line.check == "proxy")
    assert (line.state, line.seen) == ("ok", "through proxy.example.org:3128")


def test_what_is_wrong_with_this_machine_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    found = {line.check: line for line in examine_machine(Settings(cache_dir=tmp_path / "file", notes=("odd",)))}
    assert found["cache"].state == "failed"
    assert found["settings"].state == "changed"
    assert found["settings"].seen == "odd"
    (tmp_path / "acl.sqlite").write_bytes(b"no index" * 1000)
    found = {line.check: line for line in examine_machine(Settings(cache_dir=tmp_path))}
    assert found["index"].state == "changed"


def test_answers_dated_in_the_future_are_told(tmp_path: Path) -> None:
    with Answers.open(tmp_path / "answers.sqlite") as answers:
        answers.put_many("arxiv", "titles", {ByTitle("Some title"): NotFound()}, "2046-01-01T00:00:00Z")
    found = {line.check: line for line in examine_machine(Settings(cache_dir=tmp_path))}
    assert found["cache"].state == "changed"
    assert "arxiv" in found["cache"].seen


# ------------------------------------------------------------------ as a command


@pytest.fixture
def at_services(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """The services as those of the environment, in an empty folder."""
    services.faults()
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("RESOLVER_") or n == "OPENALEX_API_KEY"]:
        monkeypatch.delenv(name)
    chosen = settings_of(services, tmp_path / "kept")
    for name in ("acl_url", "arxiv_url", "openalex_url", "cache_dir"):
        monkeypatch.setenv(f"RESOLVER_{name.upper()}", str(getattr(chosen, name)))
    monkeypatch.setenv("RESOLVER_ARXIV_DELAY", "0")
    monkeypatch.setenv("COLUMNS", "120")
    return services


def test_the_command_shows_each_line_and_its_status_says_the_worst(
    at_services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^ok\s+openalex\s+title in capitals\s+found", shown, re.MULTILINE)
    assert re.search(r"^\d+ requests, \$0\.0014, \d+ s$", shown, re.MULTILINE)
    at_services.tamper(answering("POST", status(405)))
    assert main(["doctor"]) == 10
    assert "→ long queries go as several short ones" in capsys.readouterr().out
    at_services.faults(openalex=["reset*99"])
    assert main(["doctor"]) == 4
    shown = capsys.readouterr().out
    assert len(re.findall(r"^failed +openalex", shown, re.MULTILINE)) == 1, "of a dead service one line will do"
    assert re.search(r"^failed +openalex +all 14 checks", shown, re.MULTILINE)


def test_the_command_writes_json(at_services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["state"], said["written"]) == ("ok", [])
    assert said["requests"] >= 17, "more on a machine that is so slow that some are sent again"
    assert set(said["lines"][0]) == {"service", "check", "state", "seen", "follows"}


def test_offline_looks_at_this_machine_only(at_services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--offline"]) == 0
    assert "0 requests" in capsys.readouterr().out
    assert at_services.stats()["requests"] == {}
    assert main(["doctor", "--offline", "--record", "kept"]) == 2
    assert "--offline" in capsys.readouterr().err
