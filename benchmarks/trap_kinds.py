"""Entries that mean one work, and the records of other works that look like it: what must not be linked.

Every trap is made by rule and with a fixed seed from titles of the Anthology, arXiv and OpenAlex. It says what
the list has and which records there are: the look-alike `alone` (the true record is in no source), or `beside`
the true one. What strangers wrote, what the same people wrote (corrections, successors), and what bears another
paper's title, people or identifier are kinds of their own. `right` rows beside them must still be linked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from cases import SEED
from msgspec import structs

from resolver.match.word_relations import FUNCTION_WORDS
from resolver.model import Entry, Identifier, Person, Record
from resolver.text import titles
from resolver.text.prepared import prepare
from resolver.text.rarity import information, is_known_word, stem

DECISIVE = 4.0
"""Nats from which a word is decisive: fewer than one title in 55 has it."""

CLAIMS = ("authors and year", "authors", "year", "title only")

TAILS = (
    "in Agriculture", "in the Wild", "for Dutch", "in Clinical Practice", "in Low-Income Countries", ": A Survey",
    "under Distribution Shift", "for Social Good", "with Applications to Finance", "on Mobile Devices",
)  # fmt: skip
PREFIXES = ("Non-", "Multi-", "Cross-", "Semi-", "Self-", "Meta-", "Pre-", "Co-", "Sub-", "Anti-", "Inter-", "Un")
OF_THE_SAME = (
    "Correction to: {}", "Erratum: {}", "Corrigendum to “{}”", "Publisher Correction: {}", "Author Correction: {}",
    "Addendum: {}", "Retraction Note: {}", "Erratum to {}", "Corrections to “{}”", "{} (Erratum)", "{}: Erratum",
    "Supplementary Material for: {}", "Supplementary material to “{}”", "Supporting Information for {}",
    "Supplemental Data: {}", "Replication Data for: {}", "Data for: {}", "Data from: {}", "Dataset for {}",
    "Author response: {}", "Response to Reviewers: {}", "Abstract: {}", "Extended Abstract: {}", "Video: {}",
    "Slides: {}", "Poster: {}", "Poster Abstract: {}", "Tutorial: {}", "{}: Supplementary Material",
    "{} (Supplementary Material)", "Code for: {}", "Erratum zu: {}", "Rectificatif : {}", "Fe de erratas: {}",
    "Berichtigung: {}", "Correction : {}", "Appendix: {}", "Appendix to {}", "Rejoinder: {}", "Author reply: {}",
)  # fmt: skip
OF_OTHERS = (
    "Reply to: {}", "A Reply to “{}”", "Comment on “{}”", "Comments on {}", "A Comment on {}", "Book Review: {}",
    "Book Reviews: {}", "Review of “{}”", "Review of: {}", "Response to “{}”", "A Response to {}", "Editorial: {}",
    "Editorial Comment: {}", "Peer Review of: {}", "Review for \"{}\"", "Decision letter: {}", "Decision letter for {}",
    "Discussion of “{}”", "Discussion: {}", "A Critique of {}", "Commentary: {}", "Commentary on “{}”", "Invited: {}",
    "Letter to the editor: {}", "Re: {}", "Faculty Opinions recommendation of {}", "Index of {}", "Front Matter: {}",
    "Proceedings of {}", "Rezension: {}", "Compte rendu : {}", "Reseña de {}", "Review: {}", "{} (Book Review)",
    "{}. Book Review", "Response: {}",
)  # fmt: skip
SUCCESSORS = (
    "{} Revisited", "{}: Part II", "{}, Part 2", "{} II", "Rethinking {}", "Beyond {}", "{} in Practice",
    "{}: A Replication Study", "Revisiting {}", "{}: Ten Years Later", "{}: A Survey", "More on {}",
    "{} v2", "Towards Better {}", "{} 2.0",
)  # fmt: skip


@dataclass(frozen=True)
class Trap:
    """What a list has, what the sources have, and which identifiers would be right (none: no link may be made).

    Attributes:
        kind: what was done.
        claims: which of `CLAIMS` the entry makes.
        setting: `alone` or `beside`.
        writers: who wrote the look-alike: `strangers`, the `same` people; `right` where the record is meant.
        coined: whether the title stands under a name that no other paper bears.
    """

    entry: Entry
    records: tuple[Record, ...]
    right: frozenset[Identifier]
    kind: str
    claims: str
    setting: str
    writers: str
    coined: bool = False


Change = Callable[[str, random.Random], str]


class Maker:
    """Makes traps of papers; `words` are decisive words of other titles, `people` author lists of others."""

    def __init__(self, papers: Sequence[Record], seed: int = SEED) -> None:
        self.papers = papers
        self.rng = random.Random(seed)
        telling = {w for r in papers for w in r.title.split() if w.isalpha() and w[0].isupper() and _decisive(w)}
        self.words = sorted(telling)
        self.names = sorted({n for r in papers if (n := titles.split_at_colon(r.title)[0]) and _is_coined(r.title)})

    # -------------------------------------------------------- changes of a title

    def word_put_in(self, title: str, rng: random.Random) -> str:
        words = title.split()
        words.insert(rng.randrange(len(words) + 1), rng.choice(self.words))
        return " ".join(words)

    def word_left_out(self, title: str, rng: random.Random) -> str:
        words = title.split()
        places = [i for i, w in enumerate(words) if _decisive(w) and not w.endswith(":")]
        return _without(words, rng.choice(places)) if places and len(words) > 4 else ""

    def word_replaced(self, title: str, rng: random.Random) -> str:
        words = title.split()
        places = [i for i, w in enumerate(words) if _decisive(w) and w.isalpha()]
        if not places:
            return ""
        words[rng.choice(places)] = rng.choice(self.words)
        return " ".join(words)

    def tail_added(self, title: str, rng: random.Random) -> str:
        return f"{title} {rng.choice(TAILS)}".replace(" :", ":")

    def after_the_colon(self, title: str, rng: random.Random) -> str:
        _, rest = titles.split_at_colon(title)
        return rest if len(titles.words(rest)) >= 4 else ""

    def before_the_colon(self, title: str, rng: random.Random) -> str:
        head, rest = titles.split_at_colon(title)
        return head if rest and len(titles.words(head)) >= 4 else ""

    def name_in_front(self, title: str, rng: random.Random) -> str:
        return "" if ": " in title else f"{rng.choice(self.names)}: {title}"

    def prefix_put_on(self, title: str, rng: random.Random) -> str:
        words = title.split()
        places = [i for i, w in enumerate(words) if len(w) > 4 and w.isalpha() and is_known_word(stem(w.lower()))]
        if not places:
            return ""
        i = rng.choice(places)
        words[i] = rng.choice(PREFIXES) + words[i].lower()
        return " ".join(words)

    def prefix_taken_off(self, title: str, rng: random.Random) -> str:
        words = title.split()
        for i, word in enumerate(words):
            prefix = next((p for p in PREFIXES if p[-1] == "-" and word.lower().startswith(p.lower())), "")
            if prefix and len(word) > len(prefix) + 4:
                return " ".join((*words[:i], word[len(prefix) :].capitalize(), *words[i + 1 :]))
        return ""

    def changes(self) -> dict[str, Change]:
        """What strangers' titles differ by."""
        return {
            "word put in": self.word_put_in,
            "word left out": self.word_left_out,
            "word replaced": self.word_replaced,
            "tail added": self.tail_added,
            "after the colon only": self.after_the_colon,
            "before the colon only": self.before_the_colon,
            "name put in front": self.name_in_front,
            "prefix put on": self.prefix_put_on,
            "prefix taken off": self.prefix_taken_off,
            "companion by others": _form(OF_OTHERS),
        }

    # -------------------------------------------------------- traps

    def all(self, count: int) -> Iterator[Trap]:
        """Traps of every kind, `count` of each and for each of the claims, as far as the papers allow."""
        for name, change in self.changes().items():
            yield from self.by_strangers(name, change, count)
        for name, change in (("companion", _form(OF_THE_SAME)), ("successor", _form(SUCCESSORS))):
            yield from self.by_the_same(name, change, count)
        for name in ("word put in", "prefix put on", "tail added"):
            yield from self.list_has_more(name, self.changes()[name], count)
        yield from self.near_twins(count)
        yield from self.recurring(count)
        yield from self.unlike_with_identifier(count)
        yield from self.spliced(count)

    def by_strangers(self, kind: str, change: Change, count: int) -> Iterator[Trap]:
        """The look-alike is the record, or the list's title is; alone, and beside the true record."""
        for n, (paper, title) in enumerate(self._changed(change, count)):
            others = self.strangers(paper)
            record = _record(title, others, paper.year, n)
            for claims in CLAIMS:
                entry = _entry(paper.title, paper.authors, paper.year, claims)
                coined = _is_coined(paper.title)
                yield Trap(entry, (record,), frozenset(), kind, claims, "alone", "strangers", coined)
                right = frozenset(paper.ids)
                yield Trap(entry, (record, paper), right, kind, claims, "beside", "strangers", coined)
                listed = _entry(title, others, paper.year, claims)
                yield Trap(listed, (paper,), frozenset(), f"{kind} (list)", claims, "alone", "strangers", coined)

    def by_the_same(self, kind: str, change: Change, count: int) -> Iterator[Trap]:
        """The record is a correction, a data set or a successor; then the list asks for it, and there is the paper."""
        for n, (paper, title) in enumerate(self._changed(change, count)):
            record = _record(title, paper.authors, (paper.year or 2000) + n % 2, n)
            for claims in CLAIMS:
                entry = _entry(paper.title, paper.authors, paper.year, claims)
                yield Trap(entry, (record,), frozenset(), kind, claims, "alone", "same")
                yield Trap(entry, (record, paper), frozenset(paper.ids), kind, claims, "beside", "same")
                listed = _entry(title, paper.authors, record.year, claims)
                yield Trap(listed, (paper,), frozenset(), f"{kind} (list)", claims, "alone", "same")
                meant = frozenset(record.ids)
                yield Trap(listed, (record, paper), meant, f"{kind}, asked for", claims, "beside", "right")

    def list_has_more(self, kind: str, change: Change, count: int) -> Iterator[Trap]:
        """The list has a word more than the paper of the very people: another paper of theirs."""
        for paper, title in self._changed(change, count):
            if change == self.tail_added and ": " not in title and ": " in paper.title:
                continue
            for claims in CLAIMS[:2]:
                listed = _entry(title, paper.authors, paper.year, claims)
                yield Trap(listed, (paper,), frozenset(), f"{kind} (list), same people", claims, "alone", "same")

    def near_twins(self, count: int) -> Iterator[Trap]:
        """The listed title is one paper's, the listed people are those of a title hardly different."""
        for n, (paper, title) in enumerate(self._changed(_twin, count)):
            twin = _record(title, self.strangers(paper), paper.year, n)
            for claims in CLAIMS[:2]:
                entry = _entry(paper.title, twin.authors, paper.year, claims)
                yield Trap(entry, (paper, twin), frozenset(), "near twin, the other's people", claims, "beside", "same")

    def recurring(self, count: int) -> Iterator[Trap]:
        """Several works of one title by the same people in one year, or editions that only brackets tell apart."""
        for n, paper in enumerate(self.some(count)):
            base = f"Annual Report on the Status of the {self.rng.choice(self.words)} Register"
            parts = [_record(base, paper.authors[:2], paper.year, 10 * n + k) for k in range(3)]
            for claims in CLAIMS:
                entry = _entry(base, paper.authors[:2], paper.year, claims)
                yield Trap(entry, tuple(parts), frozenset(), "recurring title", claims, "beside", "same")
            numbered = [structs.replace(r, title=f"{base} (Part {k})") for k, r in enumerate(parts, 1)]
            for claims in CLAIMS:
                entry = _entry(base, paper.authors[:2], paper.year, claims)
                yield Trap(entry, tuple(numbered), frozenset(), "parts of a series", claims, "beside", "same")

    def unlike_with_identifier(self, count: int) -> Iterator[Trap]:
        """An unknown title with the people and the identifier of another paper."""
        for paper in self.some(count):
            other = self.rng.choice(self.papers)
            one, two = other.title.split(), self.rng.choice(self.papers).title.split()
            title = " ".join((*one[: len(one) // 2], *two[len(two) // 2 :]))
            for claims in CLAIMS[:2]:
                entry = structs.replace(_entry(title, paper.authors, paper.year, claims), ids=paper.ids[:1])
                yield Trap(entry, (paper,), frozenset(), "unlike title, team's identifier", claims, "alone", "same")

    def spliced(self, count: int) -> Iterator[Trap]:
        """Half of one title and half of another, both papers there."""
        headed = [r for r in self.papers if ": " in r.title]
        for n in range(count):
            a, b = self.rng.choice(headed), self.rng.choice(headed)
            one, two = a.title.split(), b.title.split()
            if a is b:
                continue
            title = (
                a.title.split(": ", 1)[0] + ": " + b.title.split(": ", 1)[1]
                if n % 2
                else " ".join((*one[: len(one) // 2], *two[len(two) // 2 :]))
            )
            for claims in CLAIMS:
                entry = _entry(title, self.rng.choice((a, b)).authors, a.year, claims)
                yield Trap(entry, (a, b), frozenset(), "spliced", claims, "beside", "strangers")

    def some(self, count: int) -> list[Record]:
        """That many papers, chosen by lot."""
        return self.rng.sample(list(self.papers), min(count, len(self.papers)))

    def _changed(self, change: Change, count: int) -> Iterator[tuple[Record, str]]:
        done = 0
        for paper in self.some(len(self.papers)):
            title = change(paper.title, self.rng)
            if title and titles.key(title) != titles.key(paper.title):
                yield paper, title
                done += 1
            if done == count:
                return

    def strangers(self, paper: Record) -> tuple[Person, ...]:
        """The people of another paper, of whom none bears a name of these."""
        own = {p.family for p in paper.authors}
        while True:
            others = self.rng.choice(self.papers).authors
            if own.isdisjoint(p.family for p in others):
                return others


# ------------------------------------------------------------------ books, theses, right rows


def books(reviews: Sequence[Record], authors: Sequence[tuple[Person, ...]], count: int, seed: int) -> Iterator[Trap]:
    """Books of which the sources have only a review, under `Book Reviews: X` or `X, by its author`."""
    rng = random.Random(seed)
    for n, review in enumerate(reviews[:count]):
        title = review.title.partition(": ")[2].partition(", by ")[0].partition(" by ")[0]
        for claims in CLAIMS:
            entry = _entry(title, rng.choice(authors), (review.year or 1990) - n % 3, claims)
            told = structs.replace(entry, venue="Cambridge University Press") if n % 2 else entry
            yield Trap(told, (review,), frozenset(), "book, its review", claims, "alone", "strangers")


def theses(papers: Sequence[Record], count: int) -> Iterator[Trap]:
    """Theses of which the sources have only the paper of the same name and author."""
    for n, paper in enumerate(papers[:count]):
        entry = _entry(paper.title, paper.authors[:1], (paper.year or 2000) + n % 3, "authors and year")
        told = structs.replace(entry, venue=("PhD thesis, Stanford University", "Ph.D. dissertation")[n % 2])
        yield Trap(told, (paper,), frozenset(), "thesis, the paper", "authors and year", "alone", "same")


def right_rows(maker: Maker, count: int) -> Iterator[Trap]:
    """Rows that mean the record: as it is, with a letter lost, with invented authors, with a word or part lost."""
    for paper in maker.some(count):
        right = frozenset(paper.ids)
        for claims in CLAIMS:
            entry = _entry(paper.title, paper.authors, paper.year, claims)
            yield Trap(entry, (paper,), right, "the very title", claims, "alone", "right")
            slip = structs.replace(entry, title=_lost_letter(paper.title, maker.rng))
            yield Trap(slip, (paper,), right, "a letter lost", claims, "alone", "right")
        invented = _entry(paper.title, maker.strangers(paper), paper.year, "authors and year")
        yield Trap(invented, (paper,), right, "the very title, invented people", "authors and year", "alone", "right")
        for kind, change in (
            ("after the colon only, same people", maker.after_the_colon),
            ("before the colon only, same people", maker.before_the_colon),
            ("word left out of the list, same people", maker.word_left_out),
        ):
            if title := change(paper.title, maker.rng):
                entry = _entry(title, paper.authors, paper.year, "authors and year")
                yield Trap(entry, (paper,), right, kind, "authors and year", "alone", "right")


def in_the_list(traps: Sequence[Trap]) -> list[Trap]:
    """Those whose true record a service has: to be asked for through the whole pipeline."""
    return [replace(t, records=()) for t in traps if t.kind.endswith(("(list)", "same people")) and not t.right]


# ------------------------------------------------------------------ parts


def _decisive(word: str) -> bool:
    own = titles.words(word)
    return (
        len(own) == 1
        and own[0] not in FUNCTION_WORDS
        and is_known_word(stem(own[0]))
        and information(stem(own[0])) >= DECISIVE
    )


def _is_coined(title: str) -> bool:
    """Whether a word in front of the colon is no word of the language."""
    t = prepare(title)
    return any(not is_known_word(w) and not w.isdigit() for w in t.words[: t.head])


def _without(words: Sequence[str], i: int) -> str:
    return " ".join((*words[:i], *words[i + 1 :]))


def _form(forms: Sequence[str]) -> Change:
    return lambda title, rng: rng.choice(forms).format(title)


_FUNCTION = {"in": "for", "for": "in", "of": "for", "on": "in", "with": "using", "using": "with", "towards": "on"}


def _twin(title: str, rng: random.Random) -> str:
    """The title with another function word, in the plural or the singular, or with an article."""
    words = title.split()
    places = [i for i, w in enumerate(words) if w.lower() in _FUNCTION]
    if places and rng.random() < 0.5:
        i = rng.choice(places)
        words[i] = _FUNCTION[words[i].lower()]
        return " ".join(words)
    if rng.random() < 0.5:
        return f"Towards {title}" if ": " not in title else ""
    last = words[-1]
    return " ".join((*words[:-1], last[:-1] if last.endswith("s") else last + "s")) if last.isalpha() else ""


def _lost_letter(title: str, rng: random.Random) -> str:
    i = rng.choice([i for i, c in enumerate(title) if c.isalpha() and 0 < i < len(title) - 1])
    return title[:i] + title[i + 1 :]


def _entry(title: str, people: Sequence[Person], year: int | None, claims: str) -> Entry:
    who = " and ".join(f"{p.family}, {p.given}" if p.given else p.family for p in people) if "authors" in claims else ""
    return Entry(row=1, title=title, authors=who, year=str(year or "") if "year" in claims else "")


def _record(title: str, people: tuple[Person, ...], year: int | None, n: int) -> Record:
    ids = (Identifier("doi", f"10.5555/trap.{n}"), Identifier("openalex", f"W79{n:08}"))
    return Record(source="openalex", ids=ids, title=title, authors=people, year=year, venue="Journal of Studies",
                  type="article")  # fmt: skip
