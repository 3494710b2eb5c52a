"""The response cache: answers survive everything but the loss of the file, and the file never stops a run."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.cache import database
from resolver.cache.answers import Answers
from resolver.cache.freshness import Freshness, Stored, format_time, parse_time
from resolver.model import Answer, ById, ByTitle, Found, Identifier, NotFound, Person, Question, Record, Unavailable
from resolver.text.cleaning import clean_value

DAY = "2026-11-23T02:10:00Z"
RECORD = Record(
    source="acl",
    title="Grüße aus “Łódź” — 你好",
    ids=(Identifier("acl", "P18-1001"), Identifier("doi", "10.18653/v1/p18-1001")),
    authors=(Person("Łukasiewicz", "Jan"), Person("van der Maaten", "Laurens")),
    year=2018,
)
FOUND = Found((RECORD,))
TITLE = ByTitle("Grüße aus “Łódź” — 你好")
DOI = ById(Identifier("doi", "10.18653/v1/p18-1001"))

WRITER = """
import sys
from pathlib import Path
from resolver.cache.answers import Answers
from resolver.model import ByTitle, Found, Record
with Answers.open(Path(sys.argv[1])) as answers:
    for n in range(int(sys.argv[3])):
        title = f"{sys.argv[2]} {n}"
        items = {ByTitle(title): Found((Record(source="acl", title=title),))}
        answers.put_many("acl", "r", items, "2026-11-23T00:00:00Z")
        print(n, flush=True)
    assert not answers.notes, answers.notes
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "answers.sqlite3"


def test_an_answer_comes_back_as_it_was_given(path: Path) -> None:
    given_answers: dict[Question, Answer] = {TITLE: FOUND, DOI: NotFound()}
    with Answers.open(path) as answers:
        answers.put_many("acl", "batch", given_answers, DAY)
    with Answers.open(path) as answers:
        kept = answers.get_many("acl", "batch", [DOI, ByTitle("another"), TITLE])
        assert kept == {TITLE: Stored(FOUND, DAY), DOI: Stored(NotFound(), DAY)}
        assert answers.get_many("acl", "search", [TITLE]) == {}
        assert answers.get_many("arxiv", "batch", [TITLE]) == {}
        assert answers.notes == []


def test_what_a_failing_service_said_is_never_kept(path: Path) -> None:
    with Answers.open(path) as answers:
        answers.put_many("acl", "r", {TITLE: Unavailable("timed out"), DOI: NotFound()}, DAY)
        assert list(answers.get_many("acl", "r", [TITLE, DOI])) == [DOI]
    assert b"timed out" not in path.read_bytes()


def test_a_newer_answer_replaces_an_older_one_and_never_the_other_way_round(path: Path) -> None:
    with Answers.open(path) as answers:
        answers.put_many("acl", "r", {TITLE: NotFound()}, DAY)
        answers.put_many("acl", "r", {TITLE: FOUND}, "2026-11-24T00:00:00Z")
        answers.put_many("acl", "r", {TITLE: NotFound()}, "2026-11-22T00:00:00Z")
        assert answers.get_many("acl", "r", [TITLE])[TITLE].answer == FOUND


@settings(max_examples=30)
@given(titles=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=20, unique=True))
def test_any_title_is_a_key_of_its_own(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    with Answers.open(tmp_path_factory.mktemp("c") / "a.sqlite3") as answers:
        items = {ByTitle(t): Found((Record(source="x", title=clean_value(t, 1000)),)) for t in titles}
        answers.put_many("x", "r", items, DAY)
        kept = answers.get_many("x", "r", list(items))
        assert {q: s.answer for q, s in kept.items()} == items


def test_an_answer_that_an_earlier_version_kept_is_cleaned_when_it_is_read(path: Path) -> None:
    odd = Record(
        source="x",
        title="A \x9b31mtitle\u202e",
        ids=(Identifier("doi", "10.1/x"), Identifier("doi", "10.1/\x85")),
    )
    with Answers.open(path) as answers:
        answers.put_many("x", "r", {TITLE: Found((odd,))}, DAY)
        kept = answers.get_many("x", "r", [TITLE])[TITLE].answer
    assert kept == Found((Record(source="x", title="A 31mtitle", ids=(Identifier("doi", "10.1/x"),)),))


def test_more_questions_than_sqlite_takes_at_once(path: Path) -> None:
    items: dict[Question, Answer] = {ByTitle(f"title {n}"): NotFound() for n in range(3000)}
    with Answers.open(path) as answers:
        answers.put_many("x", "r", items, DAY)
        assert len(answers.get_many("x", "r", [*items, *items])) == 3000


def test_five_thousand_answers_are_small(path: Path) -> None:
    """At most 60 MB; a record with ten authors and all its fields takes about half a kilobyte."""
    people = tuple(Person(f"Family{n}", f"Given{n}") for n in range(10))
    with Answers.open(path) as answers:
        for n in range(5):
            items: dict[Question, Answer] = {
                ByTitle(f"A title of the usual length, about something, number {n} {m}"): Found(
                    (Record(source="openalex", title=f"A title {m}", authors=people, venue="A venue", url="https://x"),)
                )
                for m in range(1000)
            }
            answers.put_many("openalex", "r", items, DAY)
        assert answers.info().size < 5_000_000


def test_threads_share_it(path: Path) -> None:
    with Answers.open(path) as answers:

        def work(name: int) -> None:
            for n in range(20):
                answers.put_many("x", "r", {ByTitle(f"{name} {n}"): NotFound()}, DAY)
                assert answers.get_many("x", "r", [ByTitle(f"{name} {n}")])

        threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers.info().sources[0].not_found == 80


def test_two_processes_that_begin_it_together_lose_nothing(path: Path) -> None:
    processes = [writer(path, name, 100) for name in ("a", "b")]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    with Answers.open(path) as answers:
        assert answers.info().sources[0].found == 200


def test_a_killed_writer_loses_nothing_that_it_had_kept(path: Path) -> None:
    process = writer(path, "a", 1_000_000)
    assert process.stdout is not None
    last = 0
    for line in process.stdout:
        last = int(line)
        if last >= 50:
            process.send_signal(signal.SIGKILL)
            break
    process.stdout.read()
    process.wait()
    with Answers.open(path) as answers:
        assert answers.notes == []
        assert len(answers.get_many("acl", "r", [ByTitle(f"a {n}") for n in range(last + 1)])) == last + 1


@pytest.mark.parametrize("content", [b"this is no database", b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 100])
def test_a_damaged_file_is_set_aside_with_a_message_and_begun_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    said: list[str] = []
    with Answers.open(path, notify=said.append) as answers:
        answers.put_many("acl", "r", {TITLE: FOUND}, DAY)
        assert answers.get_many("acl", "r", [TITLE])[TITLE].answer == FOUND
        assert answers.notes == said
    (aside,) = path.parent.glob("answers.damaged-*.sqlite3")
    assert aside.read_bytes() == content
    assert said == [f"cache {path} is damaged; it was set aside as {aside.name}, and a new one was begun"]


def test_damage_that_shows_only_in_use_is_dealt_with_in_the_same_way(path: Path) -> None:
    with Answers.open(path) as answers:
        answers.put_many("acl", "r", {ByTitle(f"title {n}" * 20): NotFound() for n in range(500)}, DAY)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xaa" * (len(data) - 4096)
    path.write_bytes(data)
    with Answers.open(path) as answers:
        assert answers.get_many("acl", "r", [ByTitle("title 1" * 20)]) == {}
        answers.put_many("acl", "r", {TITLE: FOUND}, DAY)
        assert answers.get_many("acl", "r", [TITLE])[TITLE].answer == FOUND
        assert "set aside" in answers.notes[0]
    assert len(list(path.parent.glob("answers.damaged-*.sqlite3"))) == 1


def test_an_unreadable_row_is_simply_asked_again(path: Path) -> None:
    with Answers.open(path) as answers:
        answers.put_many("acl", "r", {TITLE: FOUND, DOI: FOUND, ByTitle("x"): FOUND}, DAY)
    with sqlite3.connect(path) as db:
        db.execute("update answer set body = x'789c00' where question like '%doi%'")
        db.execute("""update answer set body = cast('{"type":"nothing"}' as blob) where question like '%"x"%'""")
    db.close()
    with Answers.open(path) as answers:
        assert list(answers.get_many("acl", "r", [TITLE, DOI, ByTitle("x")])) == [TITLE]


def test_somebody_elses_database_is_not_written_to(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.execute("create table precious(x)")
    db.close()
    with Answers.open(path) as answers:
        assert "set aside" in answers.notes[0]
    (aside,) = path.parent.glob("answers.damaged-*.sqlite3")
    with sqlite3.connect(aside) as db:
        assert db.execute("select name from sqlite_master").fetchall() == [("precious",)]
    db.close()


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    Answers.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 99")
    db.close()
    before = path.read_bytes()
    with Answers.open(path) as answers:
        answers.put_many("acl", "r", {TITLE: FOUND}, DAY)
        assert answers.get_many("acl", "r", [TITLE]) == {}
        assert "newer version" in answers.notes[0]
    assert path.read_bytes() == before


VERSION_1 = """
create table answer(
    source text not null, route text not null, question text not null,
    asked text not null, found integer not null, body blob not null,
    primary key(source, route, question)
) without rowid;
pragma user_version = 1;
"""
"""The schema as the first version made it."""


def old_file(path: Path) -> None:
    """A cache of version 1: a title found, one for which only other papers came, one unknown, an id, a damaged row."""
    near, far = '{"type":"found","records":[{"source":"x","title":"Attention Is All You Need"}]}', '["title","Zebras"]'
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.executescript(VERSION_1)
    rows = [
        ('["title","Attention is all you need"]', 1, near.encode()),
        (far, 1, zlib.compress(near.encode())),
        ('["title","Nothing"]', 0, b'{"type":"not_found"}'),
        ('["id",["arxiv","1706.03762"]]', 1, near.encode()),
        ('["title","Damaged"]', 1, b"{"),
    ]
    db.executemany(
        "insert into answer values ('x', 'r', ?, ?, ?, ?)", [(q, DAY, found, body) for q, found, body in rows]
    )
    db.commit()
    db.close()


def test_a_file_of_an_older_version_is_brought_up_to_date(path: Path) -> None:
    """What resembles no title asked for was called found by version 1, and would have stayed fresh for a month."""
    old_file(path)
    titles = [ByTitle(t) for t in ("Attention is all you need", "Zebras", "Nothing", "Damaged")]
    questions: list[Question] = [*titles, ById(Identifier("arxiv", "1706.03762"))]
    for _ in range(2):
        with Answers.open(path) as answers:
            kept = answers.get_many("x", "r", questions)
            assert answers.notes == []
        assert [questions.index(q) for q in kept] == [4, 0, 2, 1]
        assert [kept[q].near for q in (*titles[:3], questions[4])] == [True, False, True, True]
        assert isinstance(kept[titles[1]].answer, Found), "and nothing of it is lost"
    ten_days_later = parse_time(DAY) + timedelta(days=10)
    assert [Freshness().is_fresh(kept[q], ten_days_later) for q in titles[:3]] == [True, False, False]
    db = sqlite3.connect(path)
    assert db.execute("pragma user_version").fetchone() == (database.SCHEMA,)
    db.close()


def test_two_processes_that_find_an_old_file_lose_nothing(path: Path) -> None:
    old_file(path)
    processes = [writer(path, name, 20) for name in ("a", "b")]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    with Answers.open(path) as answers:
        assert sum(kept.found + kept.not_found for kept in answers.info().sources) == 45


def test_rows_that_resemble_no_title_asked_for_are_as_good_as_none(path: Path) -> None:
    with Answers.open(path) as answers:
        answers.put_many("acl", "r", {TITLE: FOUND, ByTitle("Zebras"): FOUND, DOI: FOUND}, DAY)
        kept = answers.get_many("acl", "r", [TITLE, ByTitle("Zebras"), DOI])
    later = parse_time(DAY) + timedelta(days=10)
    assert [Freshness().is_fresh(stored, later) for stored in kept.values()] == [True, True, False]


def test_without_a_place_to_write_it_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Answers.open(tmp_path / "file" / "answers.sqlite3") as answers:
        answers.put_many("acl", "r", {TITLE: FOUND}, DAY)
        assert answers.get_many("acl", "r", [TITLE]) == {}
        assert answers.clear() == 0
        assert answers.info().sources == ()
        assert len(answers.notes) == 1
        assert "going on without a cache" in answers.notes[0]


FULL = """
import resource, sys
from pathlib import Path
from resolver.cache.answers import Answers
from resolver.model import ByTitle, NotFound
path = Path(sys.argv[1])
first = {ByTitle("first"): NotFound()}
with Answers.open(path) as answers:
    answers.put_many("x", "r", first, "2026-11-23T00:00:00Z")
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    for n in range(50):
        items = {ByTitle(f"{n} {m} " + "long" * 20): NotFound() for m in range(50)}
        answers.put_many("x", "r", items, "2026-11-23T00:00:00Z")
    assert list(answers.get_many("x", "r", list(first))) == list(first)
    assert len(answers.notes) == 1, answers.notes
    print(answers.notes[0])
"""


def test_a_full_disk_ends_writing_and_not_the_run(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "new answers are not kept" in done.stdout
    with Answers.open(path) as answers:
        assert answers.get_many("x", "r", [ByTitle("first")])


def test_it_tells_what_it_holds_and_forgets_on_demand(path: Path) -> None:
    with Answers.open(path) as answers:
        answers.put_many("acl", "r", {TITLE: FOUND, DOI: NotFound()}, "2026-11-01T00:00:00Z")
        answers.put_many("arxiv", "r", {TITLE: FOUND}, DAY)
        acl, arxiv = answers.info().sources
        assert (acl.source, acl.found, acl.not_found, acl.oldest) == ("acl", 1, 1, "2026-11-01T00:00:00Z")
        assert (arxiv.found, arxiv.newest) == (1, DAY)
        assert answers.prune(timedelta(days=10), now=parse_time(DAY)) == 2
        assert [kept.source for kept in answers.info().sources] == ["arxiv"]
        assert answers.clear("acl") == 0
        assert answers.clear() == 1
        assert answers.info().sources == ()


# ------------------------------------------------------------------ age

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "days", "fresh"),
    [(FOUND, 29, True), (FOUND, 31, False), (NotFound(), 6, True), (NotFound(), 8, False), (NotFound(), -1, True)],
)
def test_what_was_found_stays_fresh_longer_than_what_was_not(answer: Answer, days: int, fresh: bool) -> None:
    stored = Stored(answer, format_time(NOW - timedelta(days=days)))
    assert Freshness().is_fresh(stored, NOW) is fresh


def test_one_age_for_all_where_a_setting_gives_it() -> None:
    freshness = Freshness.of(timedelta(days=1))
    assert not freshness.is_fresh(Stored(FOUND, "2026-11-21"), NOW)
    assert freshness.is_fresh(Stored(NotFound(), "2026-11-23"), NOW)
    assert Freshness.of(None) == Freshness()


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01"])
def test_an_unreadable_date_is_long_ago(text: str) -> None:
    assert not Freshness().is_fresh(Stored(FOUND, text), NOW)
