"""The numbers that README and docs state are the program's: neither moves without the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from resolver.api.lasting import FRESH
from resolver.cache.freshness import Freshness
from resolver.cli import main, status
from resolver.config import load
from resolver.lookup import plan
from resolver.match import decide, works
from resolver.match.probability import load_weights
from resolver.net.service import Service
from resolver.pipeline import STRETCH
from resolver.refreshing import changes, reports
from resolver.refreshing.due import TURNS
from resolver.sources.arxiv import batches as arxiv_batches
from resolver.sources.arxiv import source as arxiv_source
from resolver.sources.openalex import batches as openalex_batches
from resolver.sources.openalex import client, queries

ROOT = Path(__file__).parents[2]
WORDS = {"two": 2, "twice": 2, "three": 3, "four": 4, "fourth": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
         "tenth": 10, "thirty": 30, "60": 60, "hundred": 100, "minute": 60}  # fmt: skip

Value = Callable[[], float]

STATED: list[tuple[str, str, Value]] = [
    ("README.md", r"arXiv allows a request every (\w+)\s+seconds", lambda: load().arxiv_delay),
    ("README.md", r"`arxiv_delay` \| `RESOLVER_ARXIV_DELAY` \| (\d+) \(seconds", lambda: load().arxiv_delay),
    ("docs/requests.md", r"\| arXiv: ids \| (\d+) \|", lambda: arxiv_batches.IDS.batch_size),
    ("docs/requests.md", r"\| OpenAlex: ids \| (\d+) DOIs", lambda: openalex_batches.IDS.batch_size - queries.CARRIED),
    ("docs/requests.md", r"\| OpenAlex: ids \| .*? \| \$([\d.]+) \|", lambda: openalex_batches.IDS.usd),
    (
        "docs/requests.md",
        r"\| OpenAlex: exact titles \| (\d+), vague",
        lambda: openalex_batches.EXACT.batch_size - queries.CARRIED,
    ),
    ("docs/requests.md", r"\| OpenAlex: exact titles \| \d+, vague ones (\d+) \|", lambda: openalex_batches.VAGUE),
    ("docs/requests.md", r"\| OpenAlex: exact titles \| .*? \| \$([\d.]+) \|", lambda: openalex_batches.EXACT.usd),
    ("docs/requests.md", r"\| arXiv: titles as phrases \| (\d+) \|", lambda: arxiv_batches.TITLES.batch_size),
    ("docs/requests.md", r"\| arXiv: sets of words \| (\d+) \|", lambda: arxiv_batches.WORDS.batch_size),
    ("docs/requests.md", r"\| OpenAlex: completion \| (\d+) \|", lambda: openalex_batches.AUTOCOMPLETE.batch_size),
    ("docs/requests.md", r"if they are (\d+) or fewer", lambda: plan.FEW),
    (
        "docs/requests.md",
        r"\| OpenAlex: sets of words \| up to (\d+) \|",
        lambda: openalex_batches.SEARCH.batch_size - queries.CARRIED,
    ),
    ("docs/requests.md", r"\| OpenAlex: sets of words \| .*? \| \$([\d.]+) \|", lambda: openalex_batches.SEARCH.usd),
    ("docs/requests.md", r"listed people together \| (\d+) \|", lambda: arxiv_batches.AUTHORS.batch_size),
    ("docs/requests.md", r"ids again, (\w+) \|", lambda: plan.ROUNDS),
    ("docs/requests.md", r"share a page of (\d+) rows", lambda: arxiv_source.ROWS),
    ("docs/requests.md", r"whose page has (\d+) rows", lambda: queries.VALUES),
    ("docs/requests.md", r"at arXiv they are asked (\w+) at a\s+time", lambda: arxiv_batches.VAGUE),
    ("docs/requests.md", r"lists of exact titles hold (\w+) of them", lambda: openalex_batches.VAGUE),
    ("docs/requests.md", r"bring more rows than (\w+) pages hold", lambda: openalex_batches.MOST["search"]),
    ("docs/requests.md", r"then in halves; (\w+) requests at most", lambda: openalex_batches.MOST["exact"]),
    ("docs/requests.md", r"by all of their words; (\w+) requests at most", lambda: arxiv_batches.MOST),
    ("docs/requests.md", r"request line of up to ([\d,]+) bytes", lambda: queries.LINE),
    ("docs/requests.md", r"the rest of the run keeps below ([\d,]+)\.", lambda: queries.SAFE_LINE),
    ("docs/requests.md", r"`Retry-After`\s+is obeyed up to a (\w+)\.", lambda: Service(name="", base_url="").patience),
    ("docs/requests.md", r"\| found \| (\d+) days \|", lambda: Freshness().found / timedelta(days=1)),
    ("docs/requests.md", r"resembles the title \| (\d+) days \|", lambda: Freshness().not_found / timedelta(days=1)),
    ("docs/requests.md", r"Results are in memory up to ([\d,]+) rows", lambda: STRETCH),
    ("docs/matching.md", r"`matched` from a probability of ([\d.]+) on", lambda: load_weights().accept),
    ("docs/matching.md", r"`ambiguous` when a work is near \(([\d.]+) or more", lambda: load_weights().doubt),
    ("docs/matching.md", r"Those from ([\d.]+) on are\s+named", lambda: load_weights().list_above),
    ("docs/matching.md", r"are\s+named, (\w+) at most", lambda: decide.MOST_ALTERNATIVES),
    ("docs/matching.md", r"From (\d+) nats on a title hardly has", lambda: works.INFORMATIVE_TITLE),
    ("docs/refresh.md", r"every (\w+) week: a quarter of them", lambda: TURNS),
    ("docs/refresh.md", r"more than a (\w+) of a list\s+changes", lambda: 1 / changes.SUSPICIOUS_SHARE),
    ("docs/refresh.md", r"changes at once \((\w+) entries or more", lambda: changes.FEW),
    ("docs/refresh.md", r"for a pull request \(([\d,]+) characters at most", lambda: reports.CAP),
]
"""Where a number is stated, the sentence that states it, and what the program has."""


def stated(text: str) -> float:
    """A number in digits or in words."""
    return WORDS[text] if text in WORDS else float(text.replace(",", ""))


@pytest.mark.parametrize(("document", "sentence", "value"), STATED, ids=[s for _, s, _ in STATED])
def test_what_is_stated_is_what_holds(nothing_set: Path, document: str, sentence: str, value: Value) -> None:
    found = re.findall(sentence, (ROOT / document).read_text(encoding="utf-8"))
    assert found, f"{document} states it in other words now: say them here too"
    assert [stated(f) for f in found] == pytest.approx([value()] * len(found))


def test_a_kept_answer_counts_for_a_part_of_a_day_in_a_refresh() -> None:
    """docs/refresh.md: "An answer that is younger than a day is not asked for again"."""
    assert "An answer that is younger than a day is" in (ROOT / "docs/refresh.md").read_text(encoding="utf-8")
    assert 0.5 < FRESH < 1, "a daily refresh a few minutes early must still ask"


def test_openalex_s_prices_are_a_credit_and_ten() -> None:
    assert openalex_batches.SEARCH.usd / client.CREDIT == pytest.approx(client.SEARCH_CREDITS) == 10


# ------------------------------------------------------------------ exit statuses

STATUSES = {
    0: status.DONE, 1: status.UNEXPECTED, 2: status.BAD_INPUT, 3: status.CHANGES, 4: status.UNREACHABLE,
    5: status.LIMIT_REACHED, 6: status.NOT_FOUND, 10: status.CHANGED, 11: status.PERSON, 130: status.INTERRUPTED,
    143: status.TERMINATED,
}  # fmt: skip


def table(document: str) -> set[int]:
    """The exit statuses that a table of a document lists."""
    text = (ROOT / document).read_text(encoding="utf-8").partition("| exit status | means |")[2].partition("\n\n")[0]
    return {int(n) for row in re.findall(r"^\| ([\d, ]+) \|", text, re.MULTILINE) for n in row.split(",")}


def test_the_exit_statuses_are_those_of_the_readme() -> None:
    assert {number: number for number in STATUSES} == STATUSES
    assert table("README.md") == set(STATUSES)
    assert table("docs/refresh.md") <= set(STATUSES)


def test_the_help_names_them_too(nothing_set: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    general = capsys.readouterr().out
    assert main(["refresh", "--help"]) == 0
    assert set(map(int, re.findall(r"^ +(\d+)  ", general + capsys.readouterr().out, re.MULTILINE))) <= set(STATUSES)


def test_each_status_is_the_end_of_a_run(nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2, 3, 0, 4, 5 and 6 in one folder; those of `refresh` and of signals are in tests/cli."""
    (nothing_set / "a.bib").write_text(
        "@inproceedings{sun-etal-2021-psyqa, title = {A Chinese Dataset for Long Counseling Letters of Otters},\n"
        "author = {Sun, Hao}, year = {2021}, url = {https://aclanthology.org/2021.findings-acl.130/}}\n"
    )
    monkeypatch.setenv("RESOLVER_ACL_URL", str(nothing_set / "a.bib"))
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(nothing_set / "kept"))
    monkeypatch.setenv("RESOLVER_ARXIV_URL", "http://127.0.0.1:9/query")
    monkeypatch.setenv("RESOLVER_OPENALEX_URL", "http://127.0.0.1:9")
    hole = "* **A Chinese Dataset for Long Counseling Letters of Otters** [[link]](TODO)\n"
    (nothing_set / "hole.md").write_text(hole)
    (nothing_set / "none.md").write_text("* **Something Else Entirely, about Zebras and Gnus** [[link]](TODO)\n")
    alone = ("--sources", "acl", "--quiet")
    assert main(["run", "nothing-there.csv", *alone]) == 2
    assert main(["run", "hole.md", "--arxiv-delay", "-1"]) == 2
    assert main(["fill", "hole.md", "--check", *alone]) == 3
    assert main(["fill", "hole.md", "--in-place", *alone]) == 0
    assert main(["fill", "hole.md", "--check", *alone]) == 0
    assert main(["run", "none.md", "-o", "out", "--quiet", "--sources", "openalex"]) == 4
    assert main(["run", "none.md", "-o", "out", "--quiet", "--max-requests", "0"]) == 5
    assert main(["cite", "Something Else Entirely, about Zebras", "--sources", "acl"]) == 6
