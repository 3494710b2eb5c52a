"""Recorded answers beside a list, answers of another year, and files that are made to exhaust who reads them."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolver.cache.answers import Answers
from resolver.cache.freshness import Freshness, Stored, format_time
from resolver.cache.snapshot import load as load_snapshot
from resolver.cli import main
from resolver.errors import InputError
from resolver.lookup.library import Library
from resolver.model import ByTitle, Found, Identifier, NotFound, Record
from resolver.net.http import Http
from resolver.readers import read
from resolver.sources.acl import bibtex
from resolver.sources.arxiv import Arxiv
from tests.services.server import Services
from tests.small_world import ATTENTION, small_world

POISON = (
    '{"source":"arxiv","route":"titles","question":["title","Attention Is All You Need"],"asked":"%s",'
    '"answer":{"type":"found","records":[{"source":"arxiv","ids":[["arxiv","2401.66666"]],'
    '"title":"Attention Is All You Need","authors":[["Mallory","M.",""]],"year":2017}]}}\n'
)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with small_world() as services:
        for name, value in {
            "ACL_URL": f"{services.url}/acl/anthology.bib.gz", "ARXIV_URL": f"{services.url}/arxiv/api/query",
            "ARXIV_DELAY": "0", "OPENALEX_URL": f"{services.url}/openalex", "CACHE_DIR": str(tmp_path / "kept"),
        }.items():  # fmt: skip
            monkeypatch.setenv(f"RESOLVER_{name}", value)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("RESOLVER_SNAPSHOT", raising=False)
        (tmp_path / "here" / "cache").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / "here")
        Path("list.csv").write_text(f"title\n{ATTENTION}\n")
        Path("cache/arxiv.jsonl").write_text(POISON % datetime.now(UTC).date().isoformat())
        yield services


def test_what_lies_beside_a_list_is_never_used_against_a_live_answer(world: Services) -> None:
    assert main(["run", "list.csv", "-o", "out", "-q", "--sources", "arxiv"]) == 0
    table = Path("out/enriched.csv").read_text()
    assert "1706.03762" in table
    assert "2401.66666" not in table


def test_it_is_used_where_it_is_asked_for_or_offline_and_told_with_number_and_date(
    world: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    for option in (["--offline"], ["--snapshot", "cache"]):
        main(["run", "list.csv", "-o", "out", "-v", "--sources", "arxiv", *option])
        said = " ".join("".join(capsys.readouterr()).split())
        assert "1 recorded answer was used, recorded on 20" in said
        assert "from the folder cache/" in said


def test_an_answer_from_another_year_is_neither_fresh_nor_kept_against_a_new_one(tmp_path: Path) -> None:
    now, question = datetime.now(UTC), ByTitle("x")
    future = format_time(now + timedelta(days=7000))
    assert not Freshness().is_fresh(Stored(NotFound(), future), now)
    with Answers.open(tmp_path / "answers.sqlite") as answers:
        answers.put_many("arxiv", "titles", {question: NotFound()}, future)
        answers.put_many("arxiv", "titles", {question: NotFound()}, format_time(now))
        assert answers.get_many("arxiv", "titles", [question])[question].asked == format_time(now)


def test_macros_that_double_forty_times_are_not_written_out(tmp_path: Path) -> None:
    lines = ['@string{a0 = "' + "x" * 100 + '"}']
    lines += [f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 41)]
    (tmp_path / "bomb.bib").write_text("\n".join([*lines, "@misc{k, title = {A plain title}, note = a40}"]))
    assert [entry.title for entry in read(tmp_path / "bomb.bib").entries] == ["A plain title"]


@pytest.mark.parametrize("filling", [b" ", b"@misc{a, title = {", b"@"])
def test_an_export_without_an_end_is_refused_before_it_fills_the_memory(filling: bytes) -> None:
    bomb = gzip.compress(filling * (12_000_000 // len(filling)))
    try:
        assert list(bibtex.read_export(bomb)) == []
    except InputError as error:
        assert "no export" in str(error)  # noqa: PT017 - either is right, and memory is what counts


def test_the_projects_own_recorded_answers_come_first_in_its_checkout(world: Services) -> None:
    shutil.copy(Path(__file__).parents[1] / "pyproject.toml", "pyproject.toml")
    main(["run", "list.csv", "-o", "out", "-q", "--sources", "arxiv"])
    assert "2401.66666" in Path("out/report.json").read_text()


def test_an_answer_from_another_year_does_not_stand_in_before_one_of_last_year(tmp_path: Path) -> None:
    """When the service is silent the newest kept answer is used; one dated in the future is not the newest."""
    now, question = datetime.now(UTC), ByTitle("x")
    future, last_year = (format_time(now + timedelta(days=days)) for days in (7000, -365))
    record = Record(source="arxiv", title="x", ids=(Identifier("arxiv", "1706.03762"),))
    lying = tmp_path / "cache"
    lying.mkdir()
    reply = {"source": "arxiv", "route": "titles", "question": ["title", "x"], "asked": future}
    (lying / "arxiv.jsonl").write_text(json.dumps({**reply, "answer": {"type": "not_found"}}) + "\n")
    with Answers.open(tmp_path / "answers.sqlite") as answers:
        answers.put_many("arxiv", "titles", {question: Found((record,))}, last_year)
        source = Arxiv(Http(offline=True), "http://127.0.0.1:1/", 0.0)
        library = Library((source,), answers=answers, snapshot=load_snapshot(lying), offline=True)
        reply_given = library.ask(source, source.routes[1], [question])[question]
    assert isinstance(reply_given.answer, Found)
