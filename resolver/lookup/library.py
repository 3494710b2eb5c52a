"""The one place through which every question goes to a source, and every answer comes back.

For each question it uses, in this order: the answer already given in this run, a fresh answer from
the cache, a fresh one from the snapshot, the source itself; and when that is unavailable, an older
answer from the cache or the snapshot, marked as stale.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from resolver.cache.answers import Answers
from resolver.cache.freshness import SKEW, Freshness, Stored, format_time, parse_time
from resolver.cache.snapshot import Snapshot
from resolver.model import Answer, Found, NotFound, Origin, Question, Reply, Unavailable, Usage
from resolver.model.callbacks import CountCallback
from resolver.net.service import Spent
from resolver.sources.base import TOO_SHORT, Route, Source, ask_safely
from resolver.text.cleaning import clean_answer

_Key = tuple[str, str, Question]

NOT_YET = Unavailable("not asked yet")
"""The answer to whatever a dry run would have to ask."""


@dataclass(frozen=True)
class _Kept:
    """What is kept of an answer: the one that may be used now, and the newest of any age."""

    fresh: Stored | None
    newest: Stored


class Library:
    """Answers of a run. Thread-safe: different sources may be asked from different threads.

    Args:
        sources: all that will be asked, in the order in which they are reported.
        answers: the cache, if there is one.
        snapshot: recorded answers, if there are any.
        recorded_first: a fresh recorded answer comes before a live one, and before what the local index has not.
            Else it stands in only where there is no live one.
        offline: ask only local routes.
        dry: ask only local routes, and answer `NOT_YET` to whatever a run would have to ask.
        freshness: how old an answer may be.
        refresh: ask again even where a kept answer is fresh.
        meter: what the source called so has cost (`resolver.net.http.Http.usage`).
        clock: the time, with its zone.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        answers: Answers | None = None,
        snapshot: Snapshot | None = None,
        recorded_first: bool = True,
        offline: bool = False,
        dry: bool = False,
        freshness: Freshness | None = None,
        refresh: bool = False,
        meter: Callable[[str], Spent] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._sources = tuple(sources)
        self._answers, self._snapshot, self._recorded_first = answers, snapshot, recorded_first
        self._recorded: list[str] = []
        self._offline, self._dry, self._refresh = offline, dry, refresh
        self._freshness = freshness or Freshness()
        self._meter = meter or (lambda _: Spent())
        self._clock = clock or (lambda: datetime.now(UTC))
        self._counts = {source.name: _Counts() for source in self._sources}
        self._silent: set[str] = set()
        self._given: dict[_Key, Reply] = {}
        self._asking: set[_Key] = set()
        self._change = threading.Condition()

    def ask(
        self, source: Source, route: Route, questions: Sequence[Question], count: CountCallback | None = None
    ) -> dict[Question, Reply]:
        """The reply to each question, in their order. None is put twice in a run, not even by two threads at once.

        Args:
            source: whom.
            route: by which of its routes.
            questions: those that are not answered yet go out in the source's batches, and the answers to a
                batch are kept before the next one goes out.
            count: called with the number of questions that were answered since the last call.
        """
        keys = {question: (source.name, route.name, question) for question in questions}
        count = count or (lambda _: None)
        with self._change:
            mine = [q for q, key in keys.items() if key not in self._given and key not in self._asking]
            self._asking.update(keys[q] for q in mine)
        count(len(keys) - len(mine))
        try:
            if mine:
                self._answer(source, route, mine, count)
        finally:
            with self._change:
                self._asking.difference_update(keys[q] for q in mine)
                self._change.notify_all()
        with self._change:
            self._change.wait_for(lambda: not any(key in self._asking for key in keys.values()))
            missing = [q for q, key in keys.items() if key not in self._given]
        if missing:  # the thread that had taken them on was interrupted
            return {
                **self.ask(source, route, missing),
                **self.ask(source, route, [q for q in keys if q not in missing]),
            }
        return {question: self._given[key] for question, key in keys.items()}

    @property
    def is_offline(self) -> bool:
        """Whether nothing is asked of any service."""
        return self._offline or self._dry

    def log(self) -> Iterable[Reply]:
        """All replies given so far, by source, route and question."""
        order = {source.name: n for n, source in enumerate(self._sources)}
        with self._change:
            replies = list(self._given.values())
        return sorted(replies, key=lambda r: (order.get(r.source, len(order)), r.source, r.route, str(r.question)))

    def silent(self) -> tuple[str, ...]:
        """The sources that did not answer something they were asked, though an older answer may have stood in."""
        return tuple(s.name for s in self._sources if s.name in self._silent)

    def recorded(self) -> tuple[str, ...]:
        """A sentence on the recorded answers that were used: they lie beside a list, and may be anybody's."""
        with self._change:
            days = sorted(self._recorded)
        if not days or self._snapshot is None:
            return ()
        when = f"on {days[0]}" if days[0] == days[-1] else f"from {days[0]} to {days[-1]}"
        what = "1 recorded answer was" if len(days) == 1 else f"{len(days)} recorded answers were"
        return (f"{what} used, recorded {when}, from the folder {self._snapshot.folder.name}/",)

    def forget(self) -> None:
        """Let go of the replies given so far, which the cache has, so that a long list needs no more memory."""
        with self._change:
            self._given.clear()

    def usage(self) -> tuple[Usage, ...]:
        """What each source was asked, and what that cost. A question along two routes counts as two."""
        with self._change:
            return tuple(self._counts[s.name].usage(s.name, self._meter(s.name)) for s in self._sources)

    # ------------------------------------------------------------------ one source, one route, new questions

    def _answer(self, source: Source, route: Route, questions: Sequence[Question], count: CountCallback) -> None:
        if route.local:
            self._ask_source(source, route, questions, origin="index")
            count(len(questions))
            return
        kept = self._find_kept(source.name, route.name, questions)
        usable = {q: k.newest if self._offline else k.fresh for q, k in kept.items()}
        self._give(self._make_reply(source, route, q, stored) for q, stored in usable.items() if stored is not None)
        rest = [q for q in questions if usable.get(q) is None]
        count(len(questions) - len(rest))
        if self._offline or self._dry:
            nothing = NOT_YET if self._dry else Unavailable("offline, and no answer is kept")
            self._give(self._make_new_reply(source, route, q, nothing, "network", self._clock()) for q in rest)
            return
        for batch in source.batches(route, rest):
            self._ask_source(source, route, batch.questions, origin="network", kept=kept)
            count(len(batch.questions))

    def _ask_source(
        self,
        source: Source,
        route: Route,
        questions: Sequence[Question],
        *,
        origin: Origin,
        kept: Mapping[Question, _Kept] | None = None,
    ) -> None:
        """Put questions to the source, and keep its answers before anything else is done."""
        said = ask_safely(source.name, questions, lambda: source.ask(route, questions))
        now = self._clock()
        silent = Unavailable(f"{source.name}: gave no answer to this question")
        answers: dict[Question, Answer] = {q: said.get(q, silent) for q in questions}
        if not route.local:  # the index was built of clean records
            answers = {q: clean_answer(answer) for q, answer in answers.items()}
        if self._answers is not None and not route.local:
            self._answers.put_many(source.name, route.name, answers, format_time(now))
        unanswered = [q for q, answer in answers.items() if isinstance(answer, Unavailable)]
        if any(answers[q] != Unavailable(TOO_SHORT) for q in unanswered):
            self._silent.add(source.name)
        if unanswered and kept is None:
            kept = self._find_kept(source.name, route.name, unanswered)
        if route.local and self._recorded_first and self._snapshot is not None:
            # An index may be older, or built of less, than what was recorded.
            lacking = [q for q, answer in answers.items() if isinstance(answer, NotFound)]
            recorded = self._snapshot.get_many(source.name, route.name, lacking)
            better = {q: s for q, s in recorded.items() if isinstance(s.answer, Found)}
            self._give(self._make_reply(source, route, q, stored) for q, stored in better.items())
            answers = {q: answer for q, answer in answers.items() if q not in better}
        self._give(
            self._make_reply(source, route, q, kept[q].newest)
            if kept and isinstance(answer, Unavailable) and q in kept
            else self._make_new_reply(source, route, q, answer, origin, now)
            for q, answer in answers.items()
        )

    def _find_kept(self, source: str, route: str, questions: Sequence[Question]) -> dict[Question, _Kept]:
        """The kept answers; a fresh one of the cache comes before one of the snapshot."""
        now = self._clock()
        stores = [store.get_many(source, route, questions) for store in (self._answers, self._snapshot) if store]
        kept: dict[Question, _Kept] = {}
        for question in questions:
            stored = [store[question] for store in stores if question in store]
            if stored:
                usable = (s for s in stored if s.origin != "snapshot" or self._recorded_first)
                fresh = (s for s in usable if not self._refresh and self._freshness.is_fresh(s, now))
                kept[question] = _Kept(next(fresh, None), max(stored, key=lambda s: _order_by_age(s, now)))
        return kept

    # ------------------------------------------------------------------ replies

    def _give(self, replies: Iterable[Reply]) -> None:
        made = [((r.source, r.route, r.question), r) for r in replies]
        with self._change:
            self._given.update(made)
            for _, reply in made:
                self._counts[reply.source].add(reply)
                if reply.origin == "snapshot" and not isinstance(reply.answer, Unavailable):
                    self._recorded.append(reply.asked[:10])

    def _make_reply(self, source: Source, route: Route, question: Question, stored: Stored) -> Reply:
        return Reply(
            source=source.name,
            route=route.name,
            question=question,
            answer=stored.answer,
            origin=stored.origin,
            asked=format_time(parse_time(stored.asked)),
            stale=not self._freshness.is_fresh(stored, self._clock()),
        )

    def _make_new_reply(
        self, source: Source, route: Route, question: Question, answer: Answer, origin: Origin, now: datetime
    ) -> Reply:
        return Reply(
            source=source.name,
            route=route.name,
            question=question,
            answer=answer,
            origin=origin,
            asked=format_time(now),
        )


def _order_by_age(stored: Stored, now: datetime) -> datetime:
    """The time of an answer; one that is yet to come was given by a wrong clock, and is taken for the oldest."""
    asked = parse_time(stored.asked)
    return asked if asked <= now + SKEW else datetime.min.replace(tzinfo=UTC)


class _Counts:
    """The replies of one source, counted."""

    def __init__(self) -> None:
        self._origins: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._unasked = 0

    def add(self, reply: Reply) -> None:
        if reply.answer == Unavailable(TOO_SHORT):
            self._unasked += 1
        elif isinstance(reply.answer, Unavailable):
            self._reasons[reply.answer.reason] += 1
        else:
            self._origins[reply.origin] += 1

    def usage(self, source: str, spent: Spent) -> Usage:
        return Usage(
            source=source,
            questions=self._origins.total() + self._reasons.total() + self._unasked,
            requests=spent.requests,
            index_hits=self._origins["index"],
            cache_hits=self._origins["cache"],
            snapshot_hits=self._origins["snapshot"],
            unavailable=self._reasons.total(),
            usd=spent.usd,
            seconds=spent.seconds,
            message=spent.message or next((reason for reason, _ in self._reasons.most_common(1)), ""),
            unreadable=spent.unreadable,
        )
