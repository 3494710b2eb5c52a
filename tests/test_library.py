"""The library: nothing is asked twice, nothing that is known is asked at all, and silence is never "not found"."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolver.cache.answers import Answers
from resolver.cache.freshness import format_time
from resolver.cache.snapshot import Snapshot, export, load
from resolver.lookup.library import Library
from resolver.model import Answer, ByTitle, Found, NotFound, Question, Record, Reply, Unavailable
from resolver.net.service import Spent
from resolver.sources.base import Batch, Route, divide_by_size

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=100)

BATCH = Route(name="batch", takes=frozenset({"title"}), batch_size=2)
SEARCH = Route(name="search", takes=frozenset({"title"}), batch_size=1)
LOCAL = Route(name="index", takes=frozenset({"title"}), batch_size=1000, local=True)

A, B, C = ByTitle("A"), ByTitle("B"), ByTitle("C")


def found(question: ByTitle, version: str = "") -> Found:
    return Found((Record(source="demo", title=question.title, note=version),))


class Demo:
    """A source that knows every title but "C", and remembers what it was asked."""

    name = "demo"
    routes = (LOCAL, BATCH, SEARCH)

    def __init__(self, *, down: bool = False, seconds: float = 0.0) -> None:
        self.down, self.seconds = down, seconds
        self.asked: list[tuple[str, tuple[Question, ...]]] = []

    def batches(self, route: Route, questions: Sequence[Question]) -> Iterator[Batch]:
        return divide_by_size(route, questions)

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        self.asked.append((route.name, tuple(questions)))
        time.sleep(self.seconds)
        if self.down:
            return {q: Unavailable("demo: timed out") for q in questions}
        return {q: NotFound() if q == C else found(q) for q in questions if isinstance(q, ByTitle)}


class Box:
    """A cache folder and the libraries of successive runs over it."""

    def __init__(self, folder: Path) -> None:
        self.answers = Answers.open(folder / "answers.sqlite3")
        self.folder = folder / "snapshot"

    def run(self, source: Demo, *, offline: bool = False, refresh: bool = False, spent: Spent | None = None) -> Library:
        return Library(
            [source],
            answers=self.answers,
            snapshot=load(self.folder),
            offline=offline,
            refresh=refresh,
            meter=lambda _: spent or Spent(),
            clock=lambda: NOW,
        )

    def keep(self, question: Question, answer: Answer, when: datetime) -> None:
        self.answers.put_many("demo", "batch", {question: answer}, format_time(when))

    def record(self, question: Question, answer: Answer, when: datetime) -> None:
        reply = Reply(
            source="demo", route="batch", question=question, answer=answer, origin="network", asked=format_time(when)
        )
        export(self.folder, [reply], description="", command="")


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def origins(replies: Mapping[Question, Reply]) -> list[tuple[str, bool]]:
    return [(reply.origin, reply.stale) for reply in replies.values()]


def test_questions_go_out_in_batches_and_come_back_in_order(box: Box) -> None:
    source = Demo()
    replies = box.run(source).ask(source, BATCH, [A, C, B, A])
    assert source.asked == [("batch", (A, C)), ("batch", (B,))]
    assert list(replies) == [A, C, B]
    assert replies[A].answer == found(A)
    assert replies[C].answer == NotFound()
    assert replies[A].asked == format_time(NOW)
    assert origins(replies) == [("network", False)] * 3


def test_nothing_is_asked_twice_in_a_run_not_even_when_it_failed(box: Box) -> None:
    for source in (Demo(), Demo(down=True)):
        library = box.run(source, refresh=True)
        first = library.ask(source, BATCH, [A, B])
        assert library.ask(source, BATCH, [B, A]) == first
        assert len(source.asked) == 1
        library.ask(source, SEARCH, [A])
        assert source.asked[-1] == ("search", (A,)), "another route is another question"


def test_a_second_run_asks_nothing_and_a_changed_list_only_what_is_new(box: Box) -> None:
    box.run(first := Demo()).ask(first, BATCH, [A, C])
    source = Demo()
    replies = box.run(source).ask(source, BATCH, [C, A])
    assert source.asked == []
    assert origins(replies) == [("cache", False)] * 2
    box.run(source).ask(source, BATCH, [A, B, C])
    assert source.asked == [("batch", (B,))]


def test_answers_past_their_freshness_are_asked_again(box: Box) -> None:
    box.keep(A, found(A, " old"), NOW - timedelta(days=10))
    box.keep(B, found(B, " old"), OLD)
    box.keep(C, NotFound(), NOW - timedelta(days=10))
    source = Demo()
    replies = box.run(source).ask(source, BATCH, [A, B, C])
    assert source.asked == [("batch", (B, C))]
    assert replies[A].answer == found(A, " old")
    assert replies[B].answer == found(B)


def test_refresh_asks_again_and_keeps_the_new_answer(box: Box) -> None:
    box.keep(A, found(A, " old"), NOW - timedelta(days=1))
    source = Demo()
    assert box.run(source, refresh=True).ask(source, BATCH, [A])[A].answer == found(A)
    assert box.run(source).ask(source, BATCH, [A])[A].origin == "cache"
    down = Demo(down=True)
    (reply,) = box.run(down, refresh=True).ask(down, BATCH, [A]).values()
    assert (reply.origin, reply.stale) == ("cache", False)


def test_when_the_service_is_down_an_old_answer_is_used_and_marked(box: Box) -> None:
    box.keep(A, found(A, " old"), OLD)
    source = Demo(down=True)
    replies = box.run(source).ask(source, BATCH, [A, B])
    assert (replies[A].answer, replies[A].origin, replies[A].stale) == (found(A, " old"), "cache", True)
    assert replies[A].asked == format_time(OLD)
    assert replies[B].answer == Unavailable("demo: timed out")
    up = Demo()
    assert box.run(up).ask(up, BATCH, [A, B])[B].answer == found(B), "silence is not remembered"


def test_a_fresh_recorded_answer_spares_the_request_and_is_not_copied_into_the_cache(box: Box) -> None:
    box.record(A, found(A, " recorded"), NOW - timedelta(days=2))
    source = Demo()
    replies = box.run(source).ask(source, BATCH, [A])
    assert origins(replies) == [("snapshot", False)]
    assert source.asked == []
    assert box.answers.get_many("demo", "batch", [A]) == {}


def test_an_old_recorded_answer_is_for_hard_times(box: Box) -> None:
    box.record(A, found(A, " recorded"), OLD)
    source = Demo()
    assert box.run(source).ask(source, BATCH, [A])[A].answer == found(A)
    box.answers.clear()
    down = Demo(down=True)
    assert origins(box.run(down).ask(down, BATCH, [A])) == [("snapshot", True)]
    assert origins(box.run(source, offline=True).ask(source, BATCH, [A])) == [("snapshot", True)]


def test_of_two_old_answers_the_newer_one_is_used(box: Box) -> None:
    box.keep(A, found(A, " cache"), OLD)
    box.record(A, found(A, " recorded"), OLD + timedelta(days=1))
    source = Demo(down=True)
    assert box.run(source).ask(source, BATCH, [A])[A].answer == found(A, " recorded")


def test_offline_asks_nobody_and_says_so(box: Box) -> None:
    box.keep(A, found(A), NOW)
    source = Demo()
    replies = box.run(source, offline=True).ask(source, BATCH, [A, B])
    assert source.asked == []
    assert origins(replies)[0] == ("cache", False)
    assert isinstance(replies[B].answer, Unavailable)
    assert "offline" in replies[B].answer.reason


def test_a_local_route_is_asked_itself_even_offline_and_nothing_of_it_is_cached(box: Box) -> None:
    source = Demo()
    replies = box.run(source, offline=True).ask(source, LOCAL, [A, B, C])
    assert source.asked == [("index", (A, B, C))]
    assert origins(replies) == [("index", False)] * 3
    assert box.answers.get_many("demo", "index", [A, B, C]) == {}


def test_a_missing_index_is_made_up_for_by_recorded_answers(box: Box) -> None:
    reply = Reply(source="demo", route="index", question=A, answer=found(A), origin="index", asked=format_time(NOW))
    export(box.folder, [reply], description="", command="")
    source = Demo(down=True)
    replies = box.run(source, offline=True).ask(source, LOCAL, [A, B])
    assert origins(replies)[0] == ("snapshot", False)
    assert isinstance(replies[B].answer, Unavailable)


def test_a_question_that_a_source_forgets_is_unanswered_not_unfound(box: Box) -> None:
    class Forgetful(Demo):
        def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
            return {}

    source = Forgetful()
    reply = box.run(source).ask(source, BATCH, [A])[A]
    assert isinstance(reply.answer, Unavailable)


def test_answers_are_kept_as_soon_as_they_came(box: Box) -> None:
    class Interrupted(Demo):
        def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
            if self.asked:
                raise KeyboardInterrupt
            return super().ask(route, questions)

    library = box.run(source := Interrupted())
    with pytest.raises(KeyboardInterrupt):
        library.ask(source, BATCH, [A, B, C])
    assert list(box.answers.get_many("demo", "batch", [A, B, C])) == [A, B]
    assert [reply.question for reply in library.log()] == [A, B]


def test_two_threads_with_the_same_questions_ask_once(box: Box) -> None:
    source = Demo(seconds=0.05)
    library = box.run(source)
    results: list[Mapping[Question, Reply]] = []
    threads = [
        # A lambda with a default for the loop's value.
        threading.Thread(target=lambda some=some: results.append(library.ask(source, BATCH, some)))  # type: ignore[misc]
        for some in ([A, B], [B, C], [C, A], [A, B, C])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    questions = [q for _, some in source.asked for q in some]
    assert sorted(map(str, questions)) == ["title:A", "title:B", "title:C"]
    assert len(results) == 4


def test_the_accounts_say_where_answers_came_from_and_what_they_cost(box: Box) -> None:
    box.keep(A, found(A), NOW)
    source = Demo()
    library = box.run(source, spent=Spent(requests=3, usd=0.001, seconds=0.5))
    library.ask(source, BATCH, [A, B])
    library.ask(source, LOCAL, [A])
    source.down = True
    library.ask(source, SEARCH, [A, B])
    (usage,) = library.usage()
    assert (usage.questions, usage.cache_hits, usage.index_hits, usage.snapshot_hits, usage.unavailable) == (
        5,
        1,
        1,
        0,
        2,
    )
    assert (usage.requests, usage.usd, usage.seconds) == (3, 0.001, 0.5)
    assert usage.message == "demo: timed out"


def test_the_log_is_in_the_same_order_every_time(box: Box) -> None:
    logs = []
    for order in ([A, B, C], [C, B, A]):
        library = box.run(source := Demo(), refresh=True)
        library.ask(source, SEARCH, order)
        library.ask(source, BATCH, order)
        logs.append([(reply.route, reply.question) for reply in library.log()])
    assert logs[0] == logs[1]


def test_without_cache_and_snapshot_it_simply_asks() -> None:
    source = Demo()
    library = Library([source], snapshot=Snapshot(Path("nowhere")))
    assert library.ask(source, BATCH, [A])[A].answer == found(A)
