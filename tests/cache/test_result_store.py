"""The results of a long list on disk: read like a tuple, gone with the process, and equal to those in memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from resolver.cache.result_store import ResultStore
from resolver.model import Document, Entry, Resolution, Run
from resolver.pipeline import Session, session
from resolver.writers import results, write_run
from tests.match.papers import ATTENTION, BERT, BERT_ARXIV, LECUN, PSYQA, PSYQA_ARXIV, PSYQA_OPENALEX, entry
from tests.match.shelf import anthology, arxiv, library, openalex
from tests.writers.works import MENTALCHAT, open_question, resolved
from tests.writers.works import PSYQA as WORK

LIST = [
    entry(PSYQA.title, "arxiv:2106.01702"),
    entry("Deep Learning", authors="Goodfellow et al."),
    entry(BERT.title, "acl:N19-1423", authors="Devlin et al."),
    entry("Horticultural Therapy for Retired Submarine Cooks"),
    entry(PSYQA.title),
    entry(ATTENTION.title, authors="Vaswani", key="mine"),
    entry(""),
]


def run(entries: Sequence[Entry], folder: Path) -> Run:
    shelves = (anthology(PSYQA, BERT), arxiv(PSYQA_ARXIV, BERT_ARXIV, ATTENTION), openalex(PSYQA_OPENALEX, LECUN))
    listed = tuple(msgspec.structs.replace(e, row=n) for n, e in enumerate(entries, 1))
    rows = Document(path="list.csv", columns=("title",), rows=(), entries=listed)
    return Session(library(*shelves), shelves, [], None, lambda: None, folder=folder).run(rows)


def test_it_reads_like_a_tuple(tmp_path: Path) -> None:
    some: list[Resolution] = [resolved(1, WORK), open_question(2, "ambiguous"), resolved(3, MENTALCHAT)]
    store = ResultStore(tmp_path)
    store.extend(some[:1])
    store.extend(some[1:])
    assert list(store) == some
    assert len(store) == 3
    assert (store[0], store[-1], store[1:]) == (some[0], some[2], tuple(some[1:]))
    with pytest.raises(IndexError):
        _ = store[3]
    store.name({3: "a-key"})
    assert [r.key for r in store] == [some[0].key, some[1].key, "a-key"]
    assert list(tmp_path.iterdir()) == [], "the file has no name, and vanishes with the process"


def test_without_a_folder_to_write_in_it_takes_the_systems(tmp_path: Path) -> None:
    store = ResultStore(tmp_path / "nowhere")
    store.extend([resolved(1, WORK)])
    assert len(store) == 1


@pytest.mark.parametrize("stretch", [1, 2, 3])
def test_a_list_looked_up_in_stretches_gives_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    whole = run(LIST, tmp_path)
    monkeypatch.setattr(session, "STRETCH", stretch)
    parts = run(LIST, tmp_path)
    assert isinstance(whole.resolutions, tuple)
    assert isinstance(parts.resolutions, ResultStore)
    for one, other in zip(whole.resolutions, parts.resolutions, strict=True):
        assert [(r.source, r.route, r.question, r.answer) for r in one.replies] == [
            (r.source, r.route, r.question, r.answer) for r in other.replies
        ]
        assert (one.entry, one.decision, one.work, one.problems, one.key) == (
            other.entry, other.decision, other.work, other.problems, other.key,
        )  # fmt: skip
    writers = {name: writer for name, writer in results().items() if name != "report.json"}
    for name, done in (("whole", whole), ("parts", parts)):
        write_run(done, tmp_path / name, writers=writers)
    for filename in ("enriched.csv", "references.bib"):
        assert (tmp_path / "whole" / filename).read_bytes() == (tmp_path / "parts" / filename).read_bytes()


FULL = """
import resource, sys
from pathlib import Path
from resolver.cache.result_store import ResultStore
from resolver.errors import OutputError
from tests.writers.works import PSYQA, resolved
store = ResultStore(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    store.extend(resolved(n, PSYQA) for n in range(10_000))
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
def test_a_full_disk_is_an_error_for_people(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True, cwd=root
    )
    assert "the results can't be held there until they are written" in done.stdout
