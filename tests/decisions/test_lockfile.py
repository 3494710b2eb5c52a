"""The lock file: what people review and edit, and what a refresh reads back to the letter."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.decisions import lockfile
from resolver.decisions.state import Known, State, Verdict
from resolver.errors import InputError
from resolver.model import Identifier, Person, Record
from tests.match.papers import BERT, PSYQA, PSYQA_ARXIV

ACCEPTED = Identifier("acl", "2021.findings-acl.130")


def known(**fields: object) -> Known:
    return msgspec.structs.replace(Known(name="psyqa", title="PsyQA", status="matched", since="2026-11-25"), **fields)


def written(*entries: Known) -> State:
    return State().having("README.md", entries)


def read_back(state: State, folder: Path) -> State:
    (folder / lockfile.NAME).write_text(lockfile.render(state), encoding="utf-8")
    return lockfile.read(folder / lockfile.NAME)


@pytest.mark.parametrize(
    "entry",
    [
        known(record=PSYQA, sources=("acl", "arxiv")),
        known(record=PSYQA_ARXIV, lost="2026-12-01", wrong=("authors", "identifier acl:Q16-1031")),
        known(status="ambiguous", near=PSYQA.ids, doubt=Identifier("doi", "10.48550/arxiv.2106.01702")),
        known(verdict=Verdict(accept=ACCEPTED, reject=BERT.ids, pin=True, never_touch=True, note="Ask Ada")),
        known(filled={"url": "https://aclanthology.org/P18-1001/", "doi": "10.1/x"}),
    ],
)
def test_what_is_written_is_read_back(entry: Known, tmp_path: Path) -> None:
    state = written(entry, Known(name="other", title="Another", status="not_found"))
    assert read_back(state, tmp_path) == state


NAMES = st.builds(Person, st.text(min_size=1).filter(str.strip), st.text(), st.sampled_from(["", "Jr.", "III"]))
RECORDS = st.builds(
    Record,
    source=st.sampled_from(["acl", "arxiv", "openalex"]),
    title=st.text(),
    authors=st.lists(st.sampled_from([*PSYQA.authors, Person("OpenAI"), Person("Mary Ann Evans"),
                                      Person("Logan", "Robert L.", "IV")]), max_size=4).map(tuple),
    year=st.none() | st.integers(1900, 2100),
    venue=st.text(),
    note=st.text(),
    ids=st.sampled_from([(), PSYQA.ids, (Identifier("openreview", "a:b-C_9"),), (Identifier("doi", "10.1/a:b;c"),)]),
)  # fmt: skip


@given(st.lists(RECORDS, max_size=4), st.text(), st.text())
def test_any_record_survives_its_lock_file(records: list[Record], title: str, note: str) -> None:
    entries = [known(name=f"e{n}", title=title, record=r, verdict=Verdict(note=note)) for n, r in enumerate(records)]
    text = lockfile.render(written(*entries))
    assert lockfile.parse_state(text, Path("resolver.lock")) == written(*entries) if entries else True


def test_the_same_state_gives_the_same_text_and_nothing_of_the_day_it_was_written() -> None:
    state = written(known(record=PSYQA))
    assert lockfile.render(state) == lockfile.render(written(known(record=PSYQA)))
    assert "2026-11-25" in lockfile.render(state)
    assert lockfile.render(written(known(since=""))).count("20") == 0


def test_a_change_of_one_entry_is_a_change_of_its_lines() -> None:
    one, two = known(record=PSYQA_ARXIV), known(name="bert", title="BERT", record=BERT)
    before = lockfile.render(written(one, two)).splitlines()
    after = lockfile.render(written(msgspec.structs.replace(one, record=PSYQA), two)).splitlines()
    start = before.index('name = "bert"')
    assert before[start:] == after[after.index('name = "bert"') :]


def test_people_write_decisions_in_any_usual_form(tmp_path: Path) -> None:
    text = lockfile.render(written(known()))
    decision = (
        '\n[entry.decision]\naccept = "https://aclanthology.org/2021.findings-acl.130/"\nreject = "10.1145/1.2"\n'
    )
    (tmp_path / lockfile.NAME).write_text(text + decision, encoding="utf-8")
    verdict = lockfile.read(tmp_path / lockfile.NAME).of("README.md")["psyqa"].verdict
    assert verdict == Verdict(accept=ACCEPTED, reject=(Identifier("doi", "10.1145/1.2"),))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version = 1\n[[entry]\n", "line 2"),
        ("version = 99\n", "version 99"),
        ('version = 1\n[[entry]]\nlist = "a.md"\nname = "x"\ntitle = "X"\nstatus = "perhaps"\n', "entry 1 (x)"),
        ('version = 1\n[[entry]]\nlist = "a.md"\nname = "x"\ntitle = "X"\n[entry.decision]\naccept = "yes"\n', "'yes'"),
        (
            'version = 1\n[[entry]]\nlist = "a.md"\nname = "x"\ntitle = "X"\n[entry.decision]\nacept = "P18-1001"\n',
            "acept",
        ),
        ("version = 1\nentry = 3\n", "entry"),
    ],
)
def test_a_lock_file_that_a_person_broke_says_where(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / lockfile.NAME).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"resolver\.lock") as error:
        lockfile.read(tmp_path / lockfile.NAME)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_without_a_lock_file_nothing_is_known(tmp_path: Path) -> None:
    assert lockfile.read(tmp_path / lockfile.NAME) == State()


def test_a_lock_file_above_is_used_but_none_of_another_repository(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / "docs").mkdir(parents=True)
    (repository / ".git").mkdir()
    (tmp_path / lockfile.NAME).write_text("version = 1\n", encoding="utf-8")
    lists = [repository / "README.md", repository / "docs" / "refs.bib"]
    assert lockfile.find(lists) == repository / lockfile.NAME
    (repository / lockfile.NAME).write_text("version = 1\n", encoding="utf-8")
    assert lockfile.find(lists[1:]) == repository / lockfile.NAME
    assert lockfile.name_list(lists[1], repository / lockfile.NAME) == "docs/refs.bib"
