"""Public calls about papers that no list has: resolve, explain, cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from resolver.api.given import Paper, choose_settings, make_document, make_entries, make_named_entry
from resolver.config import Settings
from resolver.errors import InputError
from resolver.model import Resolution, Run
from resolver.model.callbacks import ProgressCallback
from resolver.pipeline import open_library
from resolver.writers.rendered import Rendered, format_named, options_for, rendered


class Explanation(Struct, frozen=True, kw_only=True):
    """How one decision was made; as text, candidates with their evidence, the decision and its reason.

    Attributes:
        resolution: what was concluded, with all candidates and their evidence.
        run: what it took, and who did not answer.
    """

    resolution: Resolution
    run: Run

    def __str__(self) -> str:
        return "\n".join(_write_explanation(self.resolution))


def resolve(
    title: str = "",
    *,
    authors: str | Iterable[str] = "",
    year: int | str | None = "",
    venue: str = "",
    ids: str | Iterable[str] = (),
    settings: Settings | None = None,
    **options: Any,
) -> Resolution:
    """Resolve one paper.

    Args:
        title: as written; may be empty when an identifier is given.
        authors: as written, in any usual form; or a list of names.
        year: of publication, as far as known.
        venue: conference or journal, in any form.
        ids: an identifier or link, or several; they are checked against the title.
        settings: those of `resolver.config.load` when None.
        options: single settings, such as `offline=True` or `cache_dir="cache"`.

    Returns:
        The decision with its candidates and reasons, the merged work if one was accepted, and what
        the claims have wrong. A service that fails raises nothing: the status is `unanswered`.

    Raises:
        SettingsError: a setting can't be used.
    """
    entry = {"title": title, "authors": authors, "year": year, "venue": venue, "ids": ids}
    return resolve_many([entry], settings=settings, **options)[0]


def resolve_many(
    entries: Iterable[Paper],
    *,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> tuple[Resolution, ...]:
    """Resolve many papers in one go, which costs far fewer requests than one after the other.

    Args:
        entries: titles, or mappings with `title`, `authors`, `year`, `venue` and `ids`. What a table has for an
            empty cell (None, NaN, NA) is no claim. Of a data frame, give the rows: `frame.to_dict("records")`.
        settings: as for `resolve`.
        progress: called with the stage, how much of it is done and how much there is.
        options: as for `resolve`.

    Returns:
        One resolution an entry, in their order.

    Raises:
        TypeError: something that is no entry was given, or a claim of another name.
        SettingsError: a setting can't be used.
    """
    if isinstance(entries, str) or (hasattr(entries, "keys") and not hasattr(entries, "columns")):
        raise TypeError("resolve_many takes several entries; for one there is resolve")
    document = make_document(make_entries(entries))
    with open_library(choose_settings(settings, options), progress=progress) as session:
        return tuple(session.run(document).resolutions)


def explain(
    paper: str,
    *,
    authors: str | Iterable[str] = "",
    year: int | str | None = "",
    venue: str = "",
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> Explanation:
    """Look one paper up and say how it was decided which work is meant; `print` shows it.

    Args:
        paper: a title, a DOI, an arXiv id, an Anthology id or a link.
        authors: as listed, in any form.
        year: as listed.
        venue: as listed.
        settings: as for `resolve`.
        progress: as for `resolve_many`.
        options: as for `resolve`.

    Raises:
        InputError: no paper is named.
        SettingsError: a setting can't be used.
    """
    if not paper.strip():
        raise InputError("give a title, a DOI, an arXiv id or a link")
    entry = make_named_entry(1, paper, authors=authors, year=year, venue=venue)
    with open_library(choose_settings(settings, options), progress=progress) as session:
        run = session.run(make_document([entry]))
    return Explanation(resolution=run.resolutions[0], run=run)


def cite(
    *papers: Paper,
    to: str = "bibtex",
    authors: str | Iterable[str] = "",
    year: int | str | None = "",
    style: str = "",
    locale: str = "",
    keys: str = "",
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> Rendered:
    """Citations, ready to be pasted.

    Args:
        papers: each by title, DOI, arXiv id, Anthology id or link, or as a mapping as for `resolve_many`.
        to: the format: markdown, bibtex, biblatex, csl-json, ris, html or text.
        authors: of a single paper, in any form.
        year: of a single paper.
        style: for text and html, a CSL style (`apa`, `ieee` …) or the path of a `.csl` file.
        locale: for text and html, the language of the style's own words, such as `de-DE`.
        keys: the pattern of citation keys, such as `[auth:lower][year]`.
        settings: as for `resolve`.
        progress: as for `resolve_many`.
        options: as for `resolve`.

    Returns:
        The citations as `text`; the papers that were not found for certain are in `unverified`, never in it.

    Raises:
        InputError: no paper is named.
        SettingsError: a format, style, pattern or setting that can't be used.
    """
    if not papers or any(isinstance(p, str) and not p.strip() for p in papers):
        raise InputError("there is no title or identifier")
    claims = {name: value for name, value in (("authors", authors), ("year", year)) if value}
    if claims and len(papers) > 1:
        raise TypeError(f"{' and '.join(claims)} belong to a single paper; give mappings for several")
    writer = format_named(to)
    chosen = options_for(writer, {"style": style, "locale": locale, "keys": keys}, sort="listed", fragment=True)
    entries = [make_named_entry(n, paper, **claims) for n, paper in enumerate(papers, 1)]
    with open_library(choose_settings(settings, options), progress=progress) as session:
        run = session.run(make_document(entries))
    return rendered(writer, run, chosen)


def _write_explanation(resolution: Resolution) -> Iterator[str]:
    decision = resolution.decision
    for rank, candidate in enumerate(decision.candidates, start=1):
        ids = sorted({str(i) for record in candidate.records for i in record.ids})
        yield f"{rank}. {candidate.records[0].title} ({candidate.probability:.4f}) {' '.join(ids)}"
        for evidence in sorted(candidate.evidence, key=lambda e: -abs(e.weight)):
            yield f"   {evidence.weight:+.2f} {evidence.feature} {evidence.value:.2f}: {evidence.says}"
    yield f"{decision.status} ({decision.confidence:.4f}): {decision.reason}"
    yield from (f"problem: {problem.says}" for problem in resolution.problems)
