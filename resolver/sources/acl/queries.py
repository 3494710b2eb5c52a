"""How questions are put to the local index of the Anthology."""

from __future__ import annotations

from resolver.identifiers import derive_related
from resolver.index import TitleIndex
from resolver.model import Answer, ById, ByTitle, Found, NotFound, Record
from resolver.sources.base import TITLE, Route
from resolver.text import titles

MOST = 15
"""Records answered for a title: all of the same title, and the most similar ones."""

UNMISTAKABLE = 4
"""Words from which on a title that is there exactly needs no similar ones beside it."""

NAMESAKES = 3
"""Records answered besides for the part of the title before its colon."""

INDEX = Route(name="index", takes=frozenset({TITLE, "acl", "doi"}), batch_size=10_000, local=True)


def answer_question(index: TitleIndex, question: ByTitle | ById) -> Answer:
    """What the index has for a question: records of the very title and such as are like it, or of an identifier and
    those that follow from it by rule."""
    if isinstance(question, ByTitle):
        records = index.find_exact(question.title)
        if not records or len(titles.words(question.title)) < UNMISTAKABLE:
            records = tuple(dict.fromkeys((*records, *_find_similar(index, question.title, bool(records)))))
    else:
        found: dict[Record, None] = {}
        for identifier in (question.id, *derive_related(question.id)):
            found.update(dict.fromkeys(index.find_by_id(identifier)))
        records = tuple(found)
    return Found(records) if records else NotFound()


def _find_similar(index: TitleIndex, title: str, exact: bool) -> tuple[Record, ...]:
    """The most similar records; and who else bears the name in front of the colon, which shows a title
    that was spliced from two papers."""
    head, rest = titles.split_at_colon(title)
    namesakes = index.find_named(head, NAMESAKES) if rest and not exact else ()
    return (*index.find_similar(title, MOST), *namesakes)
