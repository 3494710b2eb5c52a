"""Cases to measure with: what people wrote, what is nowhere, and what was made to mislead.

A case is an entry, and the identifiers that would be right for it (none: nothing may be accepted).
Traps and noise are made from the Anthology's records with a fixed seed, by rule, never by title.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import structs

from resolver.identifiers import derive_related, parse
from resolver.model import Entry, Identifier, Record
from resolver.text import names, titles
from resolver.text.rarity import FRONT_MATTER, stem

SEED = 20260101


@dataclass(frozen=True)
class Case:
    """One row to resolve.

    Attributes:
        entry: as a reader would give it.
        right: identifiers of which the accepted work must have one; empty when none may be accepted.
        kind: of noise or trap.
        group: the list it comes from; a fit is cross-validated by it.
        checked: whether the label was checked against a source's record.
        present: whether a right record is in the data.
        true_title: the record's own title, where known.
    """

    entry: Entry
    right: frozenset[Identifier]
    kind: str
    group: str
    checked: bool = True
    present: bool = True
    true_title: str = ""
    note: str = field(default="", compare=False)


def gold(folder: Path, *, every: int = 1) -> list[Case]:
    """The development gold: what people wrote in public lists, with the identifiers that they linked.

    Args:
        folder: where `gold_dev.csv.gz` is.
        every: take each n-th row only.
    """
    with gzip.open(folder / "gold_dev.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::every]
    return [_gold_case(n, row) for n, row in enumerate(rows, 1)]


def _gold_case(number: int, row: dict[str, str]) -> Case:
    entry = Entry(row=number, title=row["title"], authors=row["authors"], year=row["year"], venue=row["venue"])
    columns = (("acl_id", ""), ("also_acl", ""), ("arxiv_id", "arXiv:"), ("also_arxiv", "arXiv:"), ("doi", "doi:"))
    right = {i for c, prefix in columns for part in re.split(r"[\s;|,]+", row[c]) if (i := parse(prefix + part))}
    right |= {Identifier("openreview", v) for v in re.split(r"[\s;|,]+", row["openreview_id"]) if v}
    right |= {r for i in right for r in derive_related(i)}
    return Case(
        entry,
        frozenset(right),
        row["kind"] or "unchecked",
        row["repo"],
        checked=row["verified"] != "no",
        present=row["in_data"] == "yes",
        true_title=row["true_title"],
        note=row["row_id"],
    )


def negatives(folder: Path) -> list[Case]:
    """Titles from such lists that neither the Anthology nor arXiv has a record of."""
    with (folder / "negatives.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Case(
            Entry(row=n, title=r["title"], authors=r["authors"], year=r["year"], venue=r["venue"]),
            frozenset(),
            "negative",
            "negatives",
            note=r["what"],
        )
        for n, r in enumerate(rows, 1)
    ]


# ------------------------------------------------------------------ traps


def traps(records: Sequence[Record], count: int = 500, seed: int = SEED) -> list[Case]:
    """Entries that look like papers and are none, or are two: nothing may be accepted for them.

    Args:
        records: the Anthology's, all of them (a made title must not be a real one).
        count: how many of each kind, at most.
        seed: of the random choice.
    """
    rng = random.Random(seed)
    papers = [r for r in records if r.type in ("inproceedings", "article") and len(titles.words(r.title)) >= 5]
    known = {_words(r.title) for r in records}
    made = [*_spliced(papers, rng, count), *_changed(papers, rng, count), *_renumbered(papers, rng, count)]
    cases = [c for c in made if _words(c.entry.title) not in known]
    return [*cases, *_homonyms(records, rng, count), *_front_matter(records, rng, count)]


def _words(title: str) -> tuple[str, ...]:
    """A title's words in no order: `Overview of the 2012 Task` is the real `Overview of the Task 2012`."""
    return tuple(sorted(titles.words(title)))


def _spliced(papers: Sequence[Record], rng: random.Random, count: int) -> Iterator[Case]:
    """Half of one title and half of another, with nobody's authors or those of either."""
    headed = [r for r in papers if ": " in r.title]
    for n in range(count):
        a, b = rng.choice(headed), rng.choice(headed)
        if n % 2:
            title = a.title.split(": ", 1)[0] + ": " + b.title.split(": ", 1)[1]
        else:
            one, two = a.title.split(), b.title.split()
            title = " ".join((*one[: len(one) // 2], *two[len(two) // 2 :]))
        source = rng.choice((a, b))
        yield _trap("spliced", title, source, authors=n % 4 < 2, year=n % 3 > 0)


_OPPOSITES = (
    ("supervised", "unsupervised"), ("monolingual", "multilingual"), ("English", "German"), ("Chinese", "Japanese"),
    ("neural", "statistical"), ("few-shot", "zero-shot"), ("Translation", "Summarization"), ("Parsing", "Tagging"),
    ("Detection", "Generation"), ("Sentiment", "Emotion"), ("Speech", "Text"), ("Question", "Query"),
    ("Low-Resource", "High-Resource"), ("Arabic", "Hindi"), ("Twitter", "Reddit"), ("Graph", "Tree"),
    ("Transformer", "Recurrent"), ("Clinical", "Legal"), ("Entity", "Event"), ("Extraction", "Classification"),
    ("Extractive", "Abstractive"), ("Cross-lingual", "Cross-domain"), ("Implicit", "Explicit"), ("Russian", "Polish"),
    ("Discriminative", "Generative"), ("Syntactic", "Semantic"), ("Spoken", "Written"), ("Word", "Sentence"),
)  # fmt: skip


def _changed(papers: Sequence[Record], rng: random.Random, count: int) -> Iterator[Case]:
    """A real title with one decisive word replaced by its counterpart."""
    done = 0
    while done < count:
        paper, pair = rng.choice(papers), rng.choice(_OPPOSITES)
        old, new = pair if rng.random() < 0.5 else pair[::-1]
        if m := re.search(rf"\b{old}\b", paper.title, re.IGNORECASE):
            done += 1
            title = paper.title[: m.start()] + new + paper.title[m.end() :]
            yield _trap("word changed", title, paper, authors=done % 3 == 0, year=done % 2 == 0)


def _renumbered(papers: Sequence[Record], rng: random.Random, count: int) -> Iterator[Case]:
    """A real title with another year, ordinal or version."""
    numbered = [r for r in papers if re.search(r"\b\d{1,4}\b", r.title)]
    for n in range(count):
        paper = rng.choice(numbered)
        m = rng.choice(list(re.finditer(r"\b\d{1,4}\b", paper.title)))
        title = paper.title[: m.start()] + str(int(m[0]) + rng.choice((-1, 1, 2))) + paper.title[m.end() :]
        yield _trap("number changed", title, paper, authors=n % 3 == 0, year=False)


def _homonyms(records: Sequence[Record], rng: random.Random, count: int) -> Iterator[Case]:
    """A title that several works by different people bear: with no evidence none, with evidence the right one."""
    by_key: dict[str, list[Record]] = {}
    for r in records:
        if r.authors and r.type != "proceedings":
            by_key.setdefault(titles.key(r.title), []).append(r)
    shared = [g for k, g in by_key.items() if len(k) > 4 and len(g) > 1 and _different_people(g)]
    rng.shuffle(shared)
    for group in shared[:count]:
        yield _trap("homonym", group[0].title, group[0])
        told = _trap("homonym with evidence", group[0].title, group[0], authors=True, year=True)
        yield replace(told, right=frozenset(group[0].ids))


def _front_matter(records: Sequence[Record], rng: random.Random, count: int) -> Iterator[Case]:
    """What every volume has, listed with the authors of some paper: it names no paper, whoever's preface is found."""
    made = [r for r in records if r.authors and FRONT_MATTER.issuperset(stem(w) for w in titles.words(r.title))]
    for title in sorted({r.title for r in made})[:count]:
        yield _trap("front matter", title, rng.choice(records), authors=rng.random() < 0.5)


def _different_people(group: Sequence[Record]) -> bool:
    """Whether no two of the works have an author in common: what is published twice is no homonym."""
    families = [{names.family_key(p) for p in r.authors} for r in group]
    return sum(map(len, families)) == len(set().union(*families))


def _trap(kind: str, title: str, source: Record, *, authors: bool = False, year: bool = False) -> Case:
    people = " and ".join(f"{p.family}, {p.given}" for p in source.authors) if authors else ""
    when = str(source.year) if year and source.year else ""
    return Case(Entry(row=0, title=title, authors=people, year=when), frozenset(), kind, "traps", note=source.title)


# ------------------------------------------------------------------ noise


def noisy(cases: Sequence[Case], people: Sequence[str], names: Sequence[str], seed: int = SEED) -> list[Case]:
    """Right entries, spoiled in the ways that lists and chatbots spoil them; still meant to be found.

    Args:
        cases: entries with their right identifiers.
        people: author lists to take invented authors from.
        names: names of models and data sets to put in front of titles.
        seed: of the random choice.
    """
    rng = random.Random(seed)
    spoil = (
        _slip,
        _plural,
        _acronym,
        _named,
        _renamed_head,
        _cut,
        _cut_within,
        _headless,
        _tailless,
        _joined,
        _suffixed,
    )
    made = []
    for n, case in enumerate(cases):
        how = spoil[n % len(spoil)]
        title = how(case.entry.title, rng, names)
        if not title or titles.key(title) == titles.key(case.entry.title):
            continue
        entry = replace_entry(case.entry, title=title)
        if how is _renamed_head:
            # Without authors nothing tells this from a title spliced from two papers: no claim either way.
            if not case.entry.authors:
                continue
        elif rng.random() < 0.35:
            entry = replace_entry(entry, authors=rng.choice(people).split(" and ")[0].split(",")[0] + " et al.")
        elif rng.random() < 0.4:
            entry = replace_entry(entry, authors="", year="", venue="")
        made.append(replace(case, entry=entry, kind="made: " + how.__name__.strip("_").replace("_", " ")))
    return made


def invented(cases: Sequence[Case], people: Sequence[str], seed: int = SEED) -> list[Case]:
    """Right entries with authors that somebody made up."""
    rng = random.Random(seed)
    return [
        replace(c, entry=replace_entry(c.entry, authors=rng.choice(people)), kind="made: invented authors")
        for c in cases
    ]


def replace_entry(entry: Entry, **changes: str) -> Entry:
    """An entry with some of its claims changed."""
    return structs.replace(entry, **changes)


def _slip(title: str, rng: random.Random, names: Sequence[str]) -> str:
    letters = [i for i, c in enumerate(title) if c.isalpha() and 0 < i < len(title) - 1]
    i = rng.choice(letters)
    dropped, doubled = title[:i] + title[i + 1 :], title[:i] + title[i] + title[i:]
    swapped = title[: i - 1] + title[i] + title[i - 1] + title[i + 1 :]
    return rng.choice((dropped, doubled, swapped))


def _plural(title: str, rng: random.Random, names: Sequence[str]) -> str:
    words = title.split()
    places = [i for i, w in enumerate(words) if len(w) > 4 and w.isalpha()]
    if not places:
        return ""
    i = rng.choice(places)
    words[i] = words[i][:-1] if words[i].endswith("s") else words[i] + "s"
    return " ".join(words)


def _acronym(title: str, rng: random.Random, names: Sequence[str]) -> str:
    pairs = (("Large Language Models", "LLMs"), ("Large Language Model", "LLM"), ("Natural Language Processing", "NLP"),
             ("Machine Translation", "MT"), ("Named Entity Recognition", "NER"), ("Question Answering", "QA"),
             ("Reinforcement Learning", "RL"), ("Natural Language Inference", "NLI"))  # fmt: skip
    for long, short in pairs:
        if re.search(long, title, re.IGNORECASE):
            return re.sub(long, short, title, count=1, flags=re.IGNORECASE)
        if re.search(rf"\b{short}\b", title):
            return re.sub(rf"\b{short}\b", long, title, count=1)
    return ""


def _named(title: str, rng: random.Random, names: Sequence[str]) -> str:
    return "" if ": " in title else f"{rng.choice(names)}: {title}"


def _renamed_head(title: str, rng: random.Random, names: Sequence[str]) -> str:
    head, rest = titles.split_at_colon(title)
    return f"{rng.choice(names)}: {rest}" if len(titles.words(rest)) >= 4 and ":" not in head else ""


def _cut(title: str, rng: random.Random, names: Sequence[str]) -> str:
    words = title.split()
    return " ".join(words[: max(5, int(len(words) * rng.uniform(0.6, 0.9)))])


def _cut_within(title: str, rng: random.Random, names: Sequence[str]) -> str:
    places = [i for i in range(25, len(title) - 8) if title[i - 3 : i + 2].isalpha()]
    return title[: rng.choice(places)] if places else ""


def _headless(title: str, rng: random.Random, names: Sequence[str]) -> str:
    _, rest = titles.split_at_colon(title)
    return rest if len(titles.words(rest)) >= 4 else ""


def _tailless(title: str, rng: random.Random, names: Sequence[str]) -> str:
    head, rest = titles.split_at_colon(title)
    return head if rest and len(titles.words(head)) >= 4 else ""


def _joined(title: str, rng: random.Random, names: Sequence[str]) -> str:
    if "-" in title:
        return title.replace("-", rng.choice(("", " ")), 1)
    words = title.split()
    i = rng.randrange(len(words) - 1) if len(words) > 1 else 0
    return " ".join((*words[:i], "".join(words[i : i + 2]), *words[i + 2 :]))


def _suffixed(title: str, rng: random.Random, names: Sequence[str]) -> str:
    return rng.choice((f"Overview of the {title}", f"{title} (Extended Abstract)", f"{title} Series"))  # fmt: skip
