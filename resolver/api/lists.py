"""Public calls about lists: read, ingest, plan, run, fill, render, evaluate."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from resolver import evaluation, files, readers
from resolver.api.given import List, check_outputs, choose_folder, choose_settings, list_inputs, take_document
from resolver.api.local_titles import known_titles
from resolver.config import Settings
from resolver.decisions import from_files, lockfile
from resolver.files import outputs
from resolver.filling import require_fillable
from resolver.filling.filled_list import FilledList, choose_added_fields, fill_run
from resolver.filling.filled_list import write as write_filled
from resolver.filling.values import FillOptions
from resolver.lookup.plan import Plan
from resolver.model import Document, Run
from resolver.model.callbacks import ProgressCallback
from resolver.pipeline import open_library
from resolver.readers.cited import citations, only_cited
from resolver.readers.collection import with_notes
from resolver.readers.nicknames import choose_titles
from resolver.writers import WriterOptions, frame, results, table, write_run
from resolver.writers.base import Frame
from resolver.writers.rendered import Rendered, format_named, options_for, rendered

FieldNames = str | Iterable[str]
"""Names of fields, in an iterable or with commas between them; `all` for all of them."""


class Ingested(Struct, frozen=True, kw_only=True):
    """A list as a table: its text in CSV, what was read, and the file that it was written to, if it was."""

    text: str
    document: Document
    written: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        return f"<Ingested {self.document.path}: {len(self.document.entries)} entries>"


def read(path: List, *, encoding: str = "", cited: Path | str | None = None) -> Document:
    """Read a list, with what people decided about its entries in the `resolver.lock` beside it.

    Args:
        path: a CSV or TSV table, an awesome-list in Markdown, BibTeX, CSL-JSON or other JSON, RIS, YAML, or plain
            text, by its content. A folder, or several lists, are read as one; of a paper's .aux, its databases.
        encoding: of the file, by its usual name (`cp1252`, `gbk`), where it is not to be inferred.
        cited: the .aux of a paper: only what it cites is read.

    Returns:
        The list with its `entries`; what was noticed while reading is in `notes`.

    Raises:
        InputError: the list or the lock file can't be read; one line with place and remedy.
    """
    document = take_document(path, encoding)
    return document if cited is None else only_cited(document, citations(Path(cited)))


def ingest(path: List, *, output: Path | str | None = None, force: bool = False) -> Ingested:
    """A list in any form as a table that `run` takes; damaged characters are repaired, placeholders stay.

    Where a title can be read in two ways (with a name that the list may have set before it, and without), the local
    index decides, if there is one; nothing is asked anywhere.

    Args:
        path: the list, a folder of lists, or several.
        output: a file to write the table to.
        force: replace a file that no run made; never what is read.

    Raises:
        InputError: the list can't be read, or would be replaced by the table.
        OutputError: the table can't be written, or would replace a file that no run made.
    """
    document = take_document(path)
    if any(entry.other_title for entry in document.entries):
        with known_titles(choose_settings(None, {})) as known:
            document = choose_titles(document, known)
    done = Ingested(text=table.plain(document), document=document)
    if output is None:
        return done
    target = Path(output)
    inputs = [Path(each) for each in document.paths]
    outputs.write_all({target: done.text}, [*inputs, *(lockfile.find([each]) for each in inputs)], force=force)
    return msgspec.structs.replace(done, written=(target,))


def plan(
    document: List, *, settings: Settings | None = None, progress: ProgressCallback | None = None, **options: Any
) -> Plan:
    """What a run of a list would take: requests, dollars and time for each source; nothing is sent.

    Args:
        document: the list or its path, as for `run`.
        settings: those of `resolver.config.load` when None.
        progress: called with the stage, how much of it is done and how much there is.
        options: single settings, such as `sources="acl,arxiv"`.

    Raises:
        InputError: the list can't be read.
        SettingsError: a setting can't be used.
    """
    chosen = choose_settings(settings, options)
    listed = take_document(document)
    with open_library(chosen, input_path=choose_folder(listed), progress=progress, dry=True) as session:
        return session.plan(listed)


def run(
    document: List,
    *,
    output: Path | str | None = None,
    overwrite: FieldNames = (),
    force: bool = False,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> Run:
    """Resolve a list; with `output`, write enriched.csv, references.bib and report.json.

    Args:
        document: the list or its path; a folder of lists, or several lists, which are read as one: each entry has
            its `file` then, and the table a column for it.
        output: a folder for the results; it is made if need be.
        overwrite: fields of the table in which the record replaces what the list says, or `"all"`.
        force: replace a file that no run made; never what is read.
        settings: as for `plan`.
        progress: as for `plan`.
        options: as for `plan`.

    Returns:
        One resolution an entry in `resolutions`, what was asked at what cost in `usage`, who left something
        unanswered in `unreachable`, which limit was reached in `limit`.

    Raises:
        InputError: the list can't be read.
        SettingsError: a setting can't be used.
        OutputError: the results can't be written; what stood there is untouched.
    """
    fields = table.overwritable(overwrite)
    chosen = choose_settings(settings, options)
    listed = take_document(document)
    inputs = list_inputs([listed], chosen)
    if output is not None:
        files.require_writable(Path(output))
        outputs.check([Path(output) / name for name in results()], inputs, force=force)
    with open_library(chosen, input_path=choose_folder(listed), progress=progress) as session:
        finished = session.run(listed)
    if output is None:
        return finished
    shown = WriterOptions(overwrite=fields, settings=chosen.public())
    written = write_run(finished, Path(output), shown, inputs=inputs, force=force)
    return msgspec.structs.replace(finished, written=written)


_NOT_IN_PLACE = "can't be written in place"


def fill(
    document: List,
    *,
    overwrite: FieldNames = (),
    add: FieldNames = (),
    in_place: bool = False,
    output: Path | str | None = None,
    report: Path | str | None = None,
    force: bool = False,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> FilledList:
    """Fill the holes of a list, in its own style, and not a byte else.

    Args:
        document: the list or its path.
        overwrite: fields in which what the records contradict is corrected, or `"all"`.
        add: columns or keys to add where a table, JSON or YAML has none of that name (`doi`, `url`).
        in_place: write into the list itself, unless it was changed meanwhile.
        output: another file to write to.
        report: a file for the edits, each with its line, field and source, as JSON.
        force: replace a file that no run made; never what is read.
        settings: as for `plan`.
        progress: as for `plan`.
        options: as for `plan`.

    Returns:
        The filled list: its `text`, its `edits`, what was `left`, a `diff()`; `run` says what was found.

    Raises:
        TypeError: `in_place` and `output` were both given.
        InputError: the list can't be read, or was changed meanwhile.
        SettingsError: a field or setting that can't be used.
        OutputError: the list can't be written; what stood there is untouched.
    """
    if in_place and output is not None:
        raise TypeError("give in_place or output, not both")
    chosen, listed = choose_settings(settings, options), take_document(document)
    if in_place:
        readers.require_a_file([listed.path], _NOT_IN_PLACE)
    into, report_to = (Path(name) if name is not None else None for name in (output, report))
    inputs = list_inputs([listed], chosen)
    check_outputs([into, report_to], inputs, force=force)
    done = _fill_lists([listed], overwrite, add, chosen, progress)
    target: Path | Literal["in place"] | None = "in place" if in_place else into
    return write_filled(done, target, report_to, inputs=inputs, force=force)[0]


def fill_many(
    documents: Iterable[List],
    *,
    overwrite: FieldNames = (),
    add: FieldNames = (),
    in_place: bool = False,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> tuple[FilledList, ...]:
    """Fill the holes of several lists, and of the lists of folders, under one limit of requests and costs; see `fill`.

    With `in_place`, all of them are written or none.
    """
    listed = [each for one in documents for each in _fillable(one)]
    if in_place:
        readers.require_a_file([each.path for each in listed], _NOT_IN_PLACE)
    done = _fill_lists(listed, overwrite, add, choose_settings(settings, options), progress)
    return write_filled(done, "in place") if in_place else done


def _fillable(given: List) -> tuple[Document, ...]:
    """A list; or those of a folder that can be filled, the first of which notes what was left out."""
    if not isinstance(given, str | os.PathLike) or not Path(given).is_dir():
        return (take_document(given),)

    def fillable(file: Path) -> Document:
        document = take_document(file)
        require_fillable(document)
        return document

    (first, *others), left_out = from_files([Path(given)], fillable)
    return (with_notes(first, left_out), *others)


def _fill_lists(
    given: Sequence[List], overwrite: FieldNames, add: FieldNames, settings: Settings, progress: ProgressCallback | None
) -> tuple[FilledList, ...]:
    fields, added = table.overwritable(overwrite), table.names_in(add)
    listed = [take_document(each) for each in given]
    chosen = [FillOptions(overwrite=fields, add=choose_added_fields(added, document)) for document in listed]
    if not listed:
        return ()
    for document in listed:
        require_fillable(document)
    with open_library(settings, input_path=choose_folder(listed[0]), progress=progress) as session:
        return tuple(fill_run(session.run(d), o) for d, o in zip(listed, chosen, strict=True))


def render(
    document: List,
    to: str,
    *,
    output: Path | str | None = None,
    sort: str = "",
    style: str = "",
    locale: str = "",
    keys: str = "",
    title: str = "",
    badges: bool = False,
    mark: bool = False,
    force: bool = False,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> Rendered:
    """Resolve a list and make one document of it: a README, a database, or references.

    Args:
        document: the list or its path.
        to: the format: markdown, bibtex, biblatex, csl-json, ris, html or text.
        output: a file to write to.
        sort: `listed`, or `year` for the newest first.
        style: for text and html, a CSL style (`apa`, `ieee` …) or the path of a `.csl` file.
        locale: for text and html, the language of the style's own words, such as `de-DE`.
        keys: the pattern of citation keys, such as `[auth:lower][year]`.
        title: for markdown and html, the heading.
        badges: for markdown, links as badges.
        mark: for markdown, mark the entries whose paper was not found.
        force: replace a file that no run made; never what is read.
        settings: as for `plan`.
        progress: as for `plan`.
        options: as for `plan`.

    Returns:
        The document as `text`. Citations are made of matched entries only; the others are in `unverified`.

    Raises:
        InputError: the list can't be read, or would be replaced.
        SettingsError: a format, option or setting that can't be used.
        OutputError: the document can't be written; what stood there is untouched.
    """
    writer = format_named(to)
    settled = choose_settings(settings, options)
    listed = take_document(document)
    given = {
        "sort": sort, "style": style, "locale": locale, "keys": keys, "title": title, "badges": badges, "mark": mark
    }  # fmt: skip
    around = {"frame": _read_frame(listed)} if "frame" in writer.heeds else {}
    chosen = options_for(writer, given, listed=True, **around)
    target = Path(output) if output is not None else None
    inputs = list_inputs([listed], settled, style)
    check_outputs([target], inputs, force=force)
    with open_library(settled, input_path=choose_folder(listed), progress=progress) as session:
        finished = session.run(listed)
    return rendered(writer, finished, chosen, target, inputs=inputs, force=force)


def _read_frame(document: Document) -> Frame:
    """What a Markdown list has around its papers."""
    return frame.read(document.text) if document.format == "markdown" else Frame()


def evaluate(
    gold: Path | str, *, settings: Settings | None = None, progress: ProgressCallback | None = None, **options: Any
) -> evaluation.Evaluation:
    """Measure precision, recall and calibration on a list whose right identifiers are known.

    Args:
        gold: the path of the list. Its identifiers are hidden from the matcher and compared with what it finds;
            rows without any are rows for which nothing may be accepted.
        settings: as for `plan`.
        progress: as for `plan`.
        options: as for `plan`.

    Raises:
        InputError: the list can't be read.
        SettingsError: a setting can't be used.
    """
    chosen = choose_settings(settings, options)
    document = readers.read(gold)  # without decisions, which would give the answers away
    right = evaluation.list_right_identifiers(document)
    with open_library(chosen, input_path=Path(gold), progress=progress) as session:
        finished = session.run(evaluation.hide_identifiers(document))
    return evaluation.Evaluation.of(finished, right)
