"""Works that every service here surely has: whoever answers without them has not answered.

Each list of titles or identifiers carries two of them, as its last values, at no further request. Where neither comes
back, "nothing" is no answer: the service finds nothing at all, or has read only the beginning of the list. Two, so that
one may be lost; both with titles so long that few other works have all of their words.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from resolver.model import ByPeople, ByTitle, Record
from resolver.text import titles
from resolver.text.likeness import NEAR, likeness


class KnownWork(Struct, frozen=True, kw_only=True):
    """A work that the services have, by their own records of 2026."""

    title: str
    families: tuple[str, ...] = ()
    doi: str = ""
    arxiv: str = ""

    @property
    def question(self) -> ByTitle:
        """The title as a run asks for it."""
        return ByTitle(titles.plain(self.title))

    @property
    def people(self) -> ByPeople:
        """Its first authors, as a run asks for them."""
        return ByPeople(self.families)


PLAIN = KnownWork(
    title="BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    families=("Devlin", "Chang", "Lee", "Toutanova"),
    doi="10.18653/v1/n19-1423",
    arxiv="1810.04805",
)
"""A work whose title is asked for in capitals."""

PUNCTUATED = KnownWork(
    title="BART: Denoising Sequence-to-Sequence Pre-training for Natural Language Generation, Translation, and "
    "Comprehension",
    families=("Lewis", "Liu", "Goyal", "Ghazvininejad"),
    doi="10.18653/v1/2020.acl-main.703",
    arxiv="1910.13461",
)
"""A work whose title has a colon and commas, which mean something in the grammars of queries."""

RETITLED = KnownWork(title="All NLP Tasks Are Generation Tasks: A General Pretraining Framework", arxiv="2103.10360")
"""A work by the title of its first version at arXiv; the later ones are called "GLM: General Language Model …"."""

KNOWN_WORKS = (PLAIN, PUNCTUATED)
"""The works that lists carry."""

MISSING = "{service}'s answer lacks what it surely has, so that what it does not have is not known"
"""The reason of an answer without them."""


def is_carried(record: Record) -> bool:
    """Whether a record is of one of the works that lists carry."""
    return any(likeness(work.title, record.title) == 1.0 for work in KNOWN_WORKS)


def is_brought_along(record: Record, asked: Iterable[ByTitle]) -> bool:
    """Whether a row came for one of the works that lists carry, and for none of the titles that were asked for: its
    title has all words of such a work, and is like none of those titles nor has all of their words."""
    words = set(titles.words(record.title))
    if not any(words.issuperset(titles.words(work.title)) for work in KNOWN_WORKS):
        return False
    return not any(
        likeness(question.title, record.title) >= NEAR or words.issuperset(titles.words(question.title))
        for question in asked
    )
