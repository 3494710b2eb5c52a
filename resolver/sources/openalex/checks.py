"""What must be true of OpenAlex: nine requests, $0.0014."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resolver.model import ById, Identifier
from resolver.net.observation import Observation
from resolver.net.service import Failed
from resolver.sources.checks import (
    ABSENT_DOI,
    TITLE_LINES,
    CheckLine,
    Observations,
    ServiceCheck,
    bears_title,
    check_titles,
    is_of,
    judge_absent,
    judge_found,
    pass_check,
    report_change,
    report_failure,
)
from resolver.sources.known import PLAIN, PUNCTUATED
from resolver.sources.openalex import batches, queries
from resolver.sources.openalex.client import NAME, OpenAlexClient, explain_failure
from resolver.sources.openalex.replies import read_price

if TYPE_CHECKING:
    from resolver.sources.openalex.source import OpenAlex

_MANY_ROWS = 10_000
"""Rows for two sets of words; with all words of a set in each row there are a few dozen, with any of them millions."""

_NO_FILTER = "no_such_filter"
_PAGES = "locations.landing_page_url"
_DOIS, _ABSENT_DOI, _FORMS = "list of DOIs", "absent DOI", "pages at arXiv"
_WORDS, _ALL_WORDS, _COMPLETION = "two sets of words", "all words of a set", "completion"
_SINGLE, _FILTER, _FIELDS, _PRICE, _KEY = "single work", "bad filter", "fields", "prices", "key"


class OpenAlexChecks:
    """The checks of the source `openalex`.

    Args:
        source: whose code asks.
        client: its requests.
        has_key: whether a key is sent.
        observed: the exchanges with the service so far.
    """

    def __init__(self, source: OpenAlex, client: OpenAlexClient, has_key: bool, observed: Observations) -> None:
        self._source, self._client, self._has_key, self._observed = source, client, has_key, observed

    def list_checks(self) -> tuple[ServiceCheck, ...]:
        """In the order in which they are to be made."""
        return (
            ServiceCheck((_DOIS, _ABSENT_DOI), self._check_dois),
            ServiceCheck((_FORMS,), self._check_page_forms),
            ServiceCheck(TITLE_LINES, self._check_titles),
            ServiceCheck((_WORDS, _ALL_WORDS), self._check_words),
            ServiceCheck((_COMPLETION,), self._check_completion),
            ServiceCheck((_SINGLE,), self._check_single),
            ServiceCheck((_FILTER,), self._check_filter),
            ServiceCheck((_FIELDS,), self._check_fields),
            ServiceCheck((_PRICE,), self._check_prices),
            ServiceCheck((_KEY,), self._check_key),
        )

    def _check_dois(self) -> Iterator[CheckLine]:
        known, absent = (ById(Identifier("doi", value)) for value in (PUNCTUATED.doi, ABSENT_DOI))
        answers = self._source.ask(batches.IDS, [known, absent])
        yield judge_found(
            NAME, _DOIS, answers[known], lambda r: r.id("doi") == PUNCTUATED.doi, "DOIs are not looked up here"
        )
        yield judge_absent(NAME, _ABSENT_DOI, answers[absent], "a DOI that leads nowhere is not told")

    def _check_page_forms(self) -> Iterator[CheckLine]:
        found, asked = [], []
        for scheme in ("http", "https"):
            page = f"{scheme}://arxiv.org/abs/{PLAIN.arxiv}"
            outcome = self._client.list_works(queries.list_by_field(_PAGES, [page]))
            if isinstance(outcome, Failed):
                yield report_failure(NAME, _FORMS, explain_failure(outcome), "arXiv's papers are not looked up here")
                return
            asked.append(scheme)
            found += [scheme] if any(bears_title(r, PLAIN.title) for r in outcome.records) else []
        if found:
            yield pass_check(NAME, _FORMS, f"found by {' and '.join(found)}")
        else:
            yield report_change(
                NAME, _FORMS, "neither form finds a paper of arXiv", "publications of arXiv's papers are not seen"
            )

    def _check_titles(self) -> Iterator[CheckLine]:
        yield from check_titles(
            NAME,
            lambda asked: self._source.ask(batches.EXACT, asked),
            "titles cost ten times as much, by keyword search, or are not found",
        )

    def _check_words(self) -> Iterator[CheckLine]:
        before = len(self._observed)
        plain, punctuated = PLAIN.question, PUNCTUATED.question
        answers = self._source.ask(batches.SEARCH, [plain, punctuated])
        follows = "titles with a slip in them are not found here"
        lines = [
            judge_found(NAME, _WORDS, answers[q], is_of(work), follows)
            for q, work in ((plain, PLAIN), (punctuated, PUNCTUATED))
        ]
        yield next((line for line in lines if line.state != "ok"), lines[0])
        totals = [
            self._client.count(seen.reached.body) for seen in self._observed[before:] if seen.reached.status == 200
        ]
        if not totals:
            yield report_failure(NAME, _ALL_WORDS, lines[0].seen, follows)
        elif min(totals) > _MANY_ROWS:
            seen = f"{min(totals):,} works for two titles"
            yield report_change(NAME, _ALL_WORDS, seen, "the rows of one title crowd out those of others")
        else:
            yield pass_check(NAME, _ALL_WORDS, f"{min(totals):,} works for two titles")

    def _check_completion(self) -> Iterator[CheckLine]:
        answer = self._source.ask(batches.AUTOCOMPLETE, [PLAIN.question])[PLAIN.question]
        follows = "titles that no list can hold are not found here"
        yield judge_found(NAME, _COMPLETION, answer, is_of(PLAIN), follows)

    def _check_single(self) -> Iterator[CheckLine]:
        outcome = self._client.get_work(Identifier("doi", ABSENT_DOI))
        if isinstance(outcome, Failed):
            yield report_failure(NAME, _SINGLE, outcome.reason, "DOIs with a comma in them are not looked up")
        elif outcome is not None:
            seen = f"a DOI that nobody has brings a work ({outcome.title[:60]})"
            yield report_change(NAME, _SINGLE, seen, "a wrong record may be taken for a DOI's")
        else:
            yield pass_check(NAME, _SINGLE, "404 for a DOI that nobody has")

    def _check_filter(self) -> Iterator[CheckLine]:
        outcome = self._client.list_works(queries.list_by_field(_NO_FILTER, ["1"]))
        if not isinstance(outcome, Failed):
            seen = f"a filter that does not exist brings {outcome.total:,} works"
            yield report_change(NAME, _FILTER, seen, "a filter that is renamed would be ignored without a word")
        elif outcome.status == 400:
            yield pass_check(NAME, _FILTER, "refused, as it should be")
        else:
            yield report_failure(NAME, _FILTER, outcome.reason, "whether filters are heeded is not known")

    def _check_fields(self) -> Iterator[CheckLine]:
        if not any(map(_is_answer, self._observed)):
            yield report_failure(NAME, _FIELDS, "no request was answered", "nothing is known of its records")
        elif dropped := self._client.dropped:
            yield report_change(NAME, _FIELDS, f"no longer there: {', '.join(dropped)}", "records lack what was in it")
        else:
            yield pass_check(NAME, _FIELDS, "all that are asked for are there")

    def _check_prices(self) -> Iterator[CheckLine]:
        dearer = []
        paid = expected = 0.0
        for seen in self._observed:
            if not _is_answer(seen) or seen.target is None:
                continue
            said = read_price(seen.reached.headers, None)
            usual = find_list_price(seen.target)
            paid, expected = paid + (said or 0.0), expected + usual
            if said is not None and said > usual + 1e-9:
                dearer.append(f"${said:g} instead of ${usual:g}")
        if not expected:
            yield report_failure(NAME, _PRICE, "no request was answered", "what a run will cost is not known")
        elif dearer:
            yield report_change(NAME, _PRICE, f"a request cost {dearer[0]}", "plans say too little; `max_cost` holds")
        else:
            yield pass_check(NAME, _PRICE, f"${paid:.4f} for these requests, by its own account")

    def _check_key(self) -> Iterator[CheckLine]:
        refused = any(seen.reached.status == 401 for seen in self._observed)
        limits = [seen.reached.headers.get("x-ratelimit-limit", "") for seen in self._observed]
        left = [seen.reached.headers.get("x-ratelimit-remaining", "") for seen in self._observed]
        limit, rest = (next((v for v in reversed(all_) if v.isdigit()), "") for all_ in (limits, left))
        budget = f"{int(limit):,} credits a day" + (f", {int(rest):,} left" if rest else "") if limit else ""
        if refused:
            yield report_failure(
                NAME, _KEY, "not accepted", "OpenAlex is not asked at all; check OPENALEX_API_KEY, or unset it"
            )
        elif not any(map(_is_answer, self._observed)):
            yield report_failure(NAME, _KEY, "no request was answered", "whether it works is not known")
        elif not limit:
            yield report_change(NAME, _KEY, "no budget is told", "a run can't say what is left of the day's")
        elif rest and int(rest) == 0:
            yield report_failure(NAME, _KEY, budget, "only what is free is asked until midnight UTC")
        else:
            yield pass_check(NAME, _KEY, ("accepted; " if self._has_key else "none is set; ") + budget)


def find_list_price(target: str) -> float:
    """US dollars that a request costs by the service's price list."""
    path, _, query = target.partition("?")
    if path != "/works":
        return 0.0
    return batches.SEARCH.usd if ".search" in query else batches.EXACT.usd


def _is_answer(seen: Observation) -> bool:
    """Whether it is JSON, and no web page of something in between."""
    return seen.reached.status == 200 and seen.reached.body.lstrip().startswith(b"{")
