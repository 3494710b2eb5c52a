"""What must be true of arXiv: six requests, three seconds between each two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resolver.model import ById, ByTitle, Identifier
from resolver.net.service import Failed
from resolver.sources.arxiv import batches
from resolver.sources.arxiv.client import ArxivClient, read_message
from resolver.sources.arxiv.records import NAME
from resolver.sources.checks import (
    ABSENT_ARXIV,
    ABSENT_TITLE,
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
from resolver.sources.known import PLAIN, PUNCTUATED, RETITLED

if TYPE_CHECKING:
    from resolver.sources.arxiv.source import Arxiv

_MALFORMED = "1810.048x5"
_IDS, _ABSENT_ID, _BAD_ID, _VERSION = "list of identifiers", "absent identifier", "malformed identifier", "version"
_WORDS, _POST, _PEOPLE = "sets of words", "long query by POST", "people"


class ArxivChecks:
    """The checks of the source `arxiv`.

    Args:
        source: whose code asks.
        client: its requests.
        observed: the exchanges with the service so far.
    """

    def __init__(self, source: Arxiv, client: ArxivClient, observed: Observations) -> None:
        self._source, self._client, self._observed = source, client, observed

    def list_checks(self) -> tuple[ServiceCheck, ...]:
        """In the order in which they are to be made."""
        return (
            ServiceCheck((_IDS, _ABSENT_ID), self._check_ids),
            ServiceCheck((_BAD_ID,), self._check_malformed),
            ServiceCheck((_VERSION,), self._check_version),
            ServiceCheck(TITLE_LINES, self._check_titles),
            ServiceCheck((_WORDS, _POST), self._check_words),
            ServiceCheck((_PEOPLE,), self._check_people),
        )

    def _check_ids(self) -> Iterator[CheckLine]:
        known, absent = (ById(Identifier("arxiv", value)) for value in (PLAIN.arxiv, ABSENT_ARXIV))
        answers = self._source.ask(batches.IDS, [known, absent])
        follows = "identifiers are not looked up here"
        yield judge_found(NAME, _IDS, answers[known], is_of(PLAIN), follows)
        yield judge_absent(NAME, _ABSENT_ID, answers[absent], "an identifier that leads nowhere is not told")

    def _check_malformed(self) -> Iterator[CheckLine]:
        outcome = self._client.search(id_list=[_MALFORMED], rows=1)
        if not isinstance(outcome, Failed):
            yield report_change(
                NAME, _BAD_ID, "accepted", "what can be no identifier may be looked up as if it were one"
            )
        elif outcome.status == 400 and "incorrect id format" in read_message(outcome.body):
            yield pass_check(NAME, _BAD_ID, "refused, as it should be")
        elif outcome.status == 400:
            words = read_message(outcome.body) or "no reason"
            yield report_change(NAME, _BAD_ID, f"refused in other words ({words[:60]})", "such rows stay unanswered")
        else:
            yield report_failure(NAME, _BAD_ID, outcome.reason, "whether it spoils a list is not known")

    def _check_version(self) -> Iterator[CheckLine]:
        outcome = self._client.search(id_list=[f"{RETITLED.arxiv}v1"], rows=1)
        follows = "the first title of a paper that was retitled can't be had"
        if isinstance(outcome, Failed):
            yield report_failure(NAME, _VERSION, outcome.reason, follows)
        elif not outcome.records:
            yield report_change(NAME, _VERSION, "nothing came for a first version", follows)
        elif not bears_title(outcome.records[0], RETITLED.title):
            seen = f"the first version comes with the latest title ({outcome.records[0].title[:60]})"
            yield report_change(NAME, _VERSION, seen, follows)
        else:
            yield pass_check(NAME, _VERSION, "a first version comes with its own title")

    def _check_titles(self) -> Iterator[CheckLine]:
        yield from check_titles(
            NAME, lambda asked: self._source.ask(batches.TITLES, asked), "titles are not found here"
        )

    def _check_words(self) -> Iterator[CheckLine]:
        before = len(self._observed)
        punctuated = PUNCTUATED.question
        # Twelve titles that nobody has make the query longer than a GET may be.
        padding = [ByTitle(f"{ABSENT_TITLE} of Variety Number {n}") for n in range(12)]
        answers = self._source.ask(batches.WORDS, [punctuated, *padding])
        follows = "titles with a slip in them are not found here"
        yield judge_found(NAME, _WORDS, answers[punctuated], is_of(PUNCTUATED), follows)
        sent = self._observed[before:]
        posted = [seen for seen in sent if seen.method == "POST"]
        if any(seen.reached.status == 200 for seen in posted):
            yield pass_check(NAME, _POST, "taken")
        elif any(seen.reached.status == 200 for seen in sent):
            refusal = f"refused (HTTP {posted[-1].reached.status})" if posted else "not answered"
            yield report_change(NAME, _POST, refusal, "long queries go as several short ones: more requests, slower")
        else:
            yield report_failure(NAME, _POST, "not answered", "many titles at once can't be asked for")

    def _check_people(self) -> Iterator[CheckLine]:
        question = PLAIN.people
        answer = self._source.ask(batches.AUTHORS, [question])[question]
        follows = "papers that were retitled are not found by their authors"
        yield judge_found(NAME, _PEOPLE, answer, is_of(PLAIN), follows)
