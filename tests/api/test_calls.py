"""Each job from a script: values in, values out, files only where they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import resolver
from resolver.errors import InputError, OutputError, ResolverError, SettingsError
from resolver.model import Identifier
from tests.api.conftest import PAPERS

FOUND = "https://aclanthology.org/2021.findings-acl.130/"
NORTH, SOUTH = "https://aclanthology.org/2021.acl-long.8/", "https://aclanthology.org/2023.emnlp-main.8/"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"kept"}


@pytest.fixture
def before(folder: Path) -> set[str]:
    return names(folder)


def test_a_result_is_short_and_whole_as_values(folder: Path) -> None:
    found = resolver.resolve("PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support")
    assert (found.status, found.doi, found.url) == ("matched", "10.18653/v1/2021.findings-acl.130", FOUND)
    assert len(repr(found)) < 200
    assert repr(found).startswith("<Resolution of row 1: matched, PsyQA: A Chinese Dataset")
    told = json.loads(json.dumps(found.to_dict()))
    # Found: asserted above.
    assert (told["title"], told["authors"], told["year"]) == (found.work.record.title, ["Hao Sun", "Zhenru Lin"], 2021)  # type: ignore[union-attr]
    assert told["listed"]["title"] == found.entry.title
    assert told["ids"] == [str(i) for i in found.work.record.ids]  # type: ignore[union-attr]  # found: asserted above


def test_where_nothing_was_accepted_no_value_stands_for_the_work(folder: Path) -> None:
    found = resolver.resolve("Quiet Bicycle Translation")
    told = found.to_dict()
    assert found.status == "ambiguous"
    assert (found.doi, found.url) == ("", "")
    assert [told[name] for name in ("title", "authors", "year", "venue", "doi", "url")] == [None] * 6
    assert sorted(a["ids"][0] for a in told["alternatives"]) == ["acl:2021.acl-long.8", "acl:2023.emnlp-main.8"]


def test_a_list_is_read_run_and_planned_without_a_file_being_written(folder: Path, before: set[str]) -> None:
    papers = resolver.read("papers.md")
    planned = resolver.plan(papers)
    run = resolver.run(papers)
    assert (planned.entries, len(papers.entries)) == (3, 3)
    assert [r.status for r in run.resolutions] == ["matched", "matched", "ambiguous"]
    assert (run.unreachable, run.limit, run.written) == ((), "", ())
    assert names(folder) == before
    assert max(len(repr(value)) for value in (papers, run)) < 100
    assert json.loads(json.dumps(run.to_dict()))["resolutions"][0]["url"] == FOUND


def test_a_run_writes_what_the_command_writes(folder: Path) -> None:
    from resolver.cli import main

    run = resolver.run("papers.md", output="by-script")
    assert main(["run", "papers.md", "-o", "by-command", "-q"]) == 0
    assert [path.name for path in run.written] == ["enriched.csv", "references.bib", "report.json"]
    for name in ("enriched.csv", "references.bib"):
        assert (folder / "by-script" / name).read_bytes() == (folder / "by-command" / name).read_bytes()


def test_a_list_is_filled_as_a_value_elsewhere_or_in_place(folder: Path) -> None:
    filled = resolver.fill("papers.md")
    assert filled.text == PAPERS.replace("(TODO)", f"({FOUND})", 1)
    assert [(e.field, e.value) for e in filled.edits] == [("url", FOUND)]
    assert filled.diff().startswith("--- a/papers.md\n+++ b/papers.md\n")
    assert (folder / "papers.md").read_text(encoding="utf-8") == PAPERS
    assert resolver.fill("papers.md", output="filled.md", report="edits.json").written == (Path("filled.md"),)
    assert (folder / "filled.md").read_bytes() == filled.content
    assert json.loads((folder / "edits.json").read_bytes())["edits"][0]["line"] == 3
    resolver.fill("papers.md", in_place=True)
    assert (folder / "papers.md").read_bytes() == filled.content
    again = resolver.fill("papers.md", in_place=True)
    assert (again.edits, again.written, again.diff()) == ((), (), "")


def test_several_lists_are_filled_together(folder: Path) -> None:
    (folder / "table.csv").write_text("title\nMany Languages, One Parser\n", encoding="utf-8")
    one, two = resolver.fill_many(["papers.md", resolver.read("table.csv")], in_place=True)
    assert (len(one.edits), len(two.edits)) == (1, 0)
    (table,) = resolver.fill_many(["table.csv"], add="url")
    assert table.text == 'title,url\n"Many Languages, One Parser",https://aclanthology.org/Q16-1031/\n' or table.edits


def test_a_decision_holds_for_every_job(folder: Path) -> None:
    session = resolver.review("papers.md")
    (still_open,) = session.undecided()
    assert still_open.entry.row == 3
    assert session.decide(3, accept=SOUTH, note="the later one").accept == Identifier("acl", "2023.emnlp-main.8")
    assert resolver.run("papers.md").resolutions[2].url == SOUTH
    assert SOUTH in resolver.fill("papers.md").text
    assert SOUTH in resolver.render("papers.md", "markdown").text
    assert resolver.plan("papers.md").settled > 0
    assert resolver.review("papers.md").undecided() == ()
    session.decide(3, forget=True)
    assert SOUTH not in resolver.fill("papers.md").text
    session.decide(3, reject=[SOUTH])
    assert NORTH in resolver.fill("papers.md").text


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ({"row": 4, "pin": True}, "there is no row 4: the list has rows 1 to 3"),
        ({"row": 1, "accept": "this one"}, "'this one' is no identifier or link that is understood"),
        ({"row": 1, "accept": SOUTH, "reject": ["2023.emnlp-main.8"]}, "can't be both accepted and rejected"),
    ],
)
def test_a_slip_in_a_decision_is_said_so_and_nothing_is_written(
    folder: Path, decision: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        resolver.review("papers.md").decide(**decision)
    assert not (folder / "resolver.lock").exists()


def test_a_document_is_a_value_and_a_file_only_if_asked_for(folder: Path, before: set[str]) -> None:
    done = resolver.render("papers.md", "bibtex", keys="[auth:lower][year]")
    assert str(done).startswith("@")
    assert "{sun2021," in done.text
    assert [r.entry.row for r in done.unverified] == [3]
    assert names(folder) == before
    assert resolver.render("papers.md", "markdown", output="new/README.md").written == (Path("new/README.md"),)


def test_citations_are_made_of_what_is_certain(folder: Path) -> None:
    cited = resolver.cite("Q16-1031", {"title": "Quiet Bicycle Translation", "authors": "South", "year": 2023})
    assert cited.text.count("@") == 2
    assert cited.unverified == ()
    assert resolver.cite("Quiet Bicycle Translation").text.strip() == ""
    assert resolver.cite("Quiet Bicycle Translation", year=2021, authors="Kay North").text.startswith("@")


def test_a_refresh_writes_lists_and_lock_file_and_says_what_changed(folder: Path, before: set[str]) -> None:
    dry = resolver.refresh("papers.md", dry_run=True, today=date(2026, 11, 30))
    assert names(folder) == before
    outcome = resolver.refresh(["papers.md"], today=date(2026, 11, 30), markdown="changes.md", json="changes.json")
    assert [c.kind for c in dry.changes] == [c.kind for c in outcome.changes] == ["resolved", "resolved", "open"]
    assert FOUND in (folder / "papers.md").read_text(encoding="utf-8")
    assert names(folder) - before == {"resolver.lock", "changes.md", "changes.json"}
    assert (outcome.changed, outcome.attention, outcome.silent, outcome.limit) == (True, False, (), "")
    assert json.loads(json.dumps(outcome.to_dict()))["changes"][0]["kind"] == "resolved"
    assert not resolver.refresh("papers.md").changed


def test_how_a_decision_was_made_can_be_printed(folder: Path) -> None:
    explained = resolver.explain("Many Languages, One Parser", year=2016)
    lines = str(explained).splitlines()
    assert lines[0].startswith("1. Many Languages, One Parser (")
    assert lines[-1].startswith("matched (")
    assert explained.resolution.url == "https://aclanthology.org/Q16-1031/"


def test_a_checked_list_is_measured(folder: Path) -> None:
    (folder / "gold.csv").write_text(
        "title,url\nMany Languages, One Parser,\n".replace("Many Languages, One Parser", '"Many Languages, One Parser"')
        + f"PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support,{FOUND}\n",
        encoding="utf-8",
    )
    measured = resolver.evaluate("gold.csv")
    assert (measured.total.right, measured.total.wrong) == (1, 1), "a row without identifiers is one that nobody knows"
    assert [r.entry.row for r in measured.wrong] == [1]
    assert measured.to_dict()["precision"] == 0.5


def test_the_index_is_built_and_described(folder: Path) -> None:
    assert resolver.index_info().records == 0
    built = resolver.build_index()
    assert (built.records, built.notes) == (4, ())
    assert resolver.index_info().records == resolver.update_index().records == 4
    missing = resolver.build_index("nowhere.bib")
    assert missing.notes
    assert not missing.is_default


def test_answers_are_counted_and_forgotten(folder: Path) -> None:
    assert resolver.cache_info().size == 0
    resolver.resolve("Many Languages, One Parser")
    assert resolver.cache_info().size > 0
    assert (resolver.clear_cache(), resolver.clear_cache("arxiv"), resolver.prune_cache(timedelta(days=1))) == (0, 0, 0)


def test_answers_are_recorded_for_a_repository(folder: Path) -> None:
    run = resolver.record_answers("papers.md", "recorded", sources="acl")
    assert run.written
    assert all(path.parent == Path("recorded") for path in run.written)
    (folder / "anthology.bib").unlink()
    again = resolver.run("papers.md", snapshot="recorded", cache_dir="empty", offline=True)
    assert [r.url for r in again.resolutions] == [r.url for r in run.resolutions]


def test_a_list_becomes_a_table(folder: Path) -> None:
    done = resolver.ingest("papers.md", output="entries.csv")
    assert (folder / "entries.csv").read_text(encoding="utf-8") == done.text
    assert len(resolver.read("entries.csv").entries) == 3
    with pytest.raises(InputError, match="would be replaced"):
        resolver.ingest("entries.csv", output="entries.csv")


MISTAKES: list[tuple[Callable[[], object], type[ResolverError], str]] = [
    (lambda: resolver.read("nowhere.md"), InputError, "nowhere.md: there is no such file"),
    (lambda: resolver.run("papers.md", overwrite="colour"), SettingsError, "`overwrite`: colour: the fields are title"),
    (lambda: resolver.run("papers.md", output="papers.md/out"), OutputError, "results can't be written there"),
    (lambda: resolver.run("papers.md", max_cost=-1), SettingsError, "`max_cost`: must be"),
    (lambda: resolver.run("papers.md", sources="scholar"), SettingsError, "scholar"),
    (lambda: resolver.fill("papers.md", add="doi"), SettingsError, "`add`: only tables, JSON and YAML"),
    (lambda: resolver.render("papers.md", "word"), SettingsError, "`to`: there is no format 'word'"),
    (lambda: resolver.render("papers.md", "ris", style="apa"), SettingsError, "`style`: it means nothing to ris"),
    (lambda: resolver.render("papers.md", "markdown", output="papers.md"), InputError, "would be replaced"),
    (lambda: resolver.cite("  "), InputError, "there is no title or identifier"),
    (lambda: resolver.explain(""), InputError, "give a title, a DOI"),
    (lambda: resolver.refresh([]), InputError, "there is no list to refresh"),
    (lambda: resolver.refresh("papers.md", json="papers.md"), InputError, "would be replaced"),
]


@pytest.mark.parametrize(("call", "kind", "says"), MISTAKES)
def test_a_mistake_is_one_error_of_the_library_without_a_word_of_the_command_line(
    folder: Path, before: set[str], call: Callable[[], object], kind: type[ResolverError], says: str
) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert says in str(caught.value)
    assert " -" not in str(caught.value), "no option of the command line"
    assert "\n" not in str(caught.value)
    assert names(folder) == before


def test_arguments_that_exclude_each_other_are_refused(folder: Path) -> None:
    with pytest.raises(TypeError, match="in_place or output"):
        resolver.fill("papers.md", in_place=True, output="x.md")
    with pytest.raises(TypeError, match="belong to a single paper"):
        resolver.cite("One", "Two", year=2020)


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    for name in resolver.__all__:
        if name != "__version__":
            assert getattr(resolver, name).__doc__, name
    with pytest.raises(AttributeError):
        resolver.nothing_of_the_kind  # noqa: B018  # looking it up is the test
