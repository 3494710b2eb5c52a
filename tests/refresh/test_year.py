"""A year of weekly refreshes: after each, exactly what became true is different, and nothing else."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest

from resolver.cli import main
from tests.net.scripted import Sim
from tests.refresh import year
from tests.refresh.year import (
    DEAD_LINK,
    GETS_DOI,
    LIST,
    LOST,
    MERGED,
    PRIVATE,
    REJECTED,
    RENAMED,
    RETRACTED,
    RISING,
    TWINS,
    WITHDRAWN,
    serving,
    world,
)  # fmt: skip

START = date(2026, 1, 5)


class Diary:
    """The list, its lock file, and the weeks that go by."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.day, self.patch = folder, START, monkeypatch
        self.list, self.lock = folder / "README.md", folder / "resolver.lock"
        self.list.write_text(LIST, encoding="utf-8")
        self.sim: Sim | None = None
        self.stack = ExitStack()

    def become(self, **changes: object) -> None:
        """From now on the services know this."""
        self.stack.close()
        self.sim = self.stack.enter_context(serving(world(**changes)))
        for name, path in (("ACL", "acl/anthology.bib.gz"), ("ARXIV", "arxiv/api/query"), ("OPENALEX", "openalex")):
            self.patch.setenv(f"RESOLVER_{name}_URL", f"{self.sim.url}/{path}")

    def requests(self) -> int:
        """What the services were asked since they are what they are."""
        return sum(self.sim.stats()["requests"].values()) if self.sim else 0

    def refresh(self) -> tuple[int, list[tuple[str, str]], list[str]]:
        """One refresh, a week after the last: its status, the changes, and the lines of the list that differ."""
        before = self.list.read_text(encoding="utf-8")
        arguments = [
            "refresh",
            "README.md",
            "-q",
            "--as-of",
            self.day.isoformat(),
            "--max-age",
            "0",
            "--json",
            "out.json",
        ]
        status = main(arguments)
        self.day += timedelta(weeks=1)
        told = json.loads((self.folder / "out.json").read_text(encoding="utf-8"))["lists"][0]["changes"]
        lines = difflib.ndiff(before.splitlines(), self.list.read_text(encoding="utf-8").splitlines())
        return status, [(c["kind"], c["title"]) for c in told], [line[2:] for line in lines if line.startswith("+ ")]

    def weeks(self, count: int) -> tuple[set[int], list[tuple[str, str]], list[str]]:
        """Several refreshes; what they changed together."""
        done = [self.refresh() for _ in range(count)]
        return {s for s, _, _ in done}, [c for _, cs, _ in done for c in cs], [line for *_, ls in done for line in ls]


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Diary]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("RESOLVER_ARXIV_DELAY", "0")
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    found = Diary(tmp_path, monkeypatch)
    with found.stack:
        yield found


def test_a_year(diary: Diary) -> None:
    diary.become()
    assert main(["review", "README.md", "--row", "8", "--reject", "arxiv:2501.00008", "--note", "not ours"]) == 0
    assert main(["review", "README.md", "--row", "9", "--never-touch"]) == 0

    # January: what can be found is found, and the holes are filled
    status, changes, lines = diary.refresh()
    assert status == 10
    assert {title for kind, title in changes if kind == "resolved"} == {
        RISING, RENAMED, RETRACTED, WITHDRAWN, MERGED, LOST, GETS_DOI, DEAD_LINK,
    }  # fmt: skip
    assert [c for c in changes if c[0] != "resolved"] == [("open", TWINS)]
    assert [line.partition("**")[2].partition("**")[0] for line in lines] == [RISING, MERGED, GETS_DOI]
    assert "https://arxiv.org/abs/2501.00001" in lines[0]

    # February: nothing new, and nothing moves, not even a time stamp
    files = {path: path.read_bytes() for path in (diary.list, diary.lock)}
    stamps = {path: path.stat().st_mtime_ns for path in files}
    asked = diary.requests()
    assert diary.weeks(4) == ({0}, [], [])
    assert {path: path.read_bytes() for path in files} == files
    assert {path: path.stat().st_mtime_ns for path in files} == stamps
    # Two of a week's requests make sure that a service which finds none of several papers finds one that it has.
    assert (diary.requests() - asked) / 4 <= 14

    # March: a person decides between the twins
    assert main(["review", "README.md", "--row", "7", "--accept", "2023.emnlp-main.8"]) == 0
    _, changes, lines = diary.weeks(1)
    assert changes == [("resolved", TWINS)]
    assert lines == [f"* **{TWINS}** [[link]](https://aclanthology.org/2023.emnlp-main.8/)"]

    # April: the preprint is published; the link that was filled in follows, its number is kept
    news: dict[str, object] = {"acl_rising": year.rising_published()}
    diary.become(**news)
    statuses, changes, lines = diary.weeks(4)
    assert (statuses, changes) == ({0, 10}, [("published", RISING)])
    assert lines == [
        f"* **{RISING}** — Ada Quill *et al.*, arXiv 2025. [[link]](https://aclanthology.org/2025.acl-long.1/)"
    ]
    assert "arxiv:2501.00001" in diary.lock.read_text(encoding="utf-8")

    # May: another title upstream; what the user wrote is the user's
    news["arxiv_renamed"] = year.renamed()
    diary.become(**news)
    assert diary.weeks(4)[1:] == ([("corrected", RENAMED)], [])

    # June: one is retracted, one withdrawn: a person should look
    news |= {"works_retracted": year.retracted(), "arxiv_withdrawn": year.withdrawn()}
    diary.become(**news)
    statuses, changes, lines = diary.weeks(4)
    assert 11 in statuses
    assert sorted(changes) == [("retracted", RETRACTED), ("withdrawn", WITHDRAWN)]
    assert lines == []

    # July: OpenAlex merges a work into another; a DOI is given
    news |= {"works_merged": year.merged(), "acl_copper": year.with_doi()}
    diary.become(**news)
    statuses, changes, lines = diary.weeks(4)
    assert sorted(changes) == [("doi", GETS_DOI), ("merged", MERGED)]
    assert lines == []

    # August: a service is down for a week; nothing is lost and nothing changes
    assert diary.sim is not None
    before = diary.lock.read_bytes()
    diary.sim.faults(openalex=["503*500"])
    assert diary.refresh() == (4, [], [])
    diary.sim.faults()
    assert diary.weeks(3) == ({0}, [], [])
    assert diary.lock.read_bytes() == before

    # September: no source knows one work any more; it is told, not dropped
    news["works_lost"] = None
    diary.become(**news)
    statuses, changes, lines = diary.weeks(4)
    assert (changes, lines) == ([("lost", LOST)], [])
    assert 11 in statuses
    assert "10.5555/lost.1" in diary.lock.read_text(encoding="utf-8")

    # October: it is back; a link of the list leads to another paper now
    news |= {"acl_dead": year.other_paper(), "acl_moved": year.moved_paper()}
    del news["works_lost"]
    diary.become(**news)
    statuses, changes, lines = diary.weeks(4)
    assert ("found again", LOST) in changes
    assert ("link", DEAD_LINK) in changes

    # November and December: a quiet end; what people decided stands
    files = {path: path.read_bytes() for path in (diary.list, diary.lock)}
    assert diary.weeks(8) == ({0}, [], [])
    assert {path: path.read_bytes() for path in files} == files
    text = diary.list.read_text(encoding="utf-8")
    assert f"* **{REJECTED}** — Gus Sand, 2025. [[link]](TODO)" in text
    assert f"* **{PRIVATE}** — Hal Whistle, 2024. [[link]](TODO)" in text


PUBLISHED = "Lantern Parsing for Nocturnal Beekeepers of the Northern Fens"


def test_a_linked_preprints_publication_is_found_at_once_and_every_command_says_the_same(
    diary: Diary, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list links arXiv's page; OpenAlex has that page and the paper as two works."""
    work = {
        "title": PUBLISHED,
        "authors": ["Kim Lantern", "Lou Fen"],
        "publication_year": 2024,
        "type": "article",
        "doi": "",
    }
    page = ["https://arxiv.org/abs/2402.00001", "arXiv (Cornell University)", "repository", "submittedVersion"]
    own = ["https://example.org/a7", "A Conference", "conference", "publishedVersion"]
    diary.become(
        arxiv_lantern={"id": "2402.00001", "title": PUBLISHED, "authors": work["authors"], "published": "2024-02-01"},
        works_alone={**work, "id": "https://openalex.org/W9100000071", "arxiv_id": "2402.00001", "locations": [page]},
        works_print={**work, "id": "https://openalex.org/W9100000072", "locations": [own]},
    )
    diary.list.write_text(f"# Papers\n\n* **{PUBLISHED}** [[link]](https://arxiv.org/abs/2402.00001)\n")
    _, first, _ = diary.refresh()
    assert first == [("resolved", PUBLISHED)]
    assert "A Conference" in diary.lock.read_text(encoding="utf-8")
    for _ in range(3):
        status, changes, lines = diary.refresh()
        assert (status, changes, lines) == (0, [], [])
    capsys.readouterr()
    assert main(["cite", "2402.00001"]) == 0
    assert "A Conference" in capsys.readouterr().out
    assert main(["render", "README.md", "--to", "bibtex"]) == 0
    assert "A Conference" in capsys.readouterr().out
