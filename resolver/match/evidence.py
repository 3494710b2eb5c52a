"""What speaks for and against an entry meaning a work, as named features with small values.

Each feature is a number with a meaning that a person can check; `resolver.match.probability` weighs them.
Claims are evidence only: authors that disagree lower the odds of a telling title and decide for a
short one, but never veto by rule.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from resolver.match import bars
from resolver.match.alignment import align_titles
from resolver.match.author_readings import choose_reading
from resolver.match.works import INFORMATIVE_TITLE
from resolver.model import Alignment, Authors, Claim, Person, PreparedTitle, TitleMatch
from resolver.text import names, venues
from resolver.text.prepared import PreparedRecord
from resolver.text.rarity import RARE_NAME, information

DECISIVE = 4.0
"""Nats from which a word is decisive when another stands in its place: `text` and `speech` have 3 to 4."""


RETITLED_SHARE = 0.35
"""Share of what two titles tell that may differ before they have little in common: papers are retitled by half."""

SCATTERED_NATS = 8.0
"""Nats of scattered differences from which on they count in full: two words of the field. A preposition has 1 to 2."""


PEOPLE_VOUCH = 0.67
"""Share of the listed people that must be the record's for a word one letter off to count as a slip of the pen."""


MOST_SLIPS = 3
"""Misspelt words from which on more of them count no more."""

WHOLLY_DIFFERENT = 1 / 3
"""Share of the letters of two titles in which they may differ before they are as different as titles can be."""

FORGIVEN = 0.5
"""What of a year that is far off is forgiven where all of the people agree: a preprint of one year is listed with the
year of its journal version."""


def measure_features(
    claim: Claim,
    work: Sequence[PreparedRecord],
    title: TitleMatch,
    *,
    homonyms: int = 0,
    elsewhere: float = 0.0,
    same_people: int = 0,
    others: Sequence[PreparedTitle] = (),
    found: Sequence[PreparedRecord] = (),
) -> dict[str, float]:
    """Compare an entry with one work.

    Args:
        claim: of the entry.
        work: its records, the leading one first.
        title: how the listed title fits the work's.
        rivals: how many other works have as good a title.
        elsewhere: share of the listed words that this work lacks, but another candidate has (0 to 1).
        same_people: how many other works are by all of the listed people.
        others: the titles of the other works.
        found: all records that any source gave.
    """
    claim = choose_reading(claim, work)
    side, known = title.alignment, work[title.number].title
    values = _title_features(claim.title, known, side)
    values["missing_words_elsewhere"] = elsewhere
    if not side.exact:
        values |= _name_features(claim.title, known, side)
    values |= _people_features(claim.authors, work, values["uninformative"])
    agree = values.get("people_agree", 0.0)
    if side.letters_apart and agree >= PEOPLE_VOUCH:  # the people tell a lost letter from another word
        values |= {"word_replaced": 0.0, "one_word_replaced": 0.0, "misspelt": 1 / MOST_SLIPS}
    if not side.exact and (size := measure_people_in_order(claim, work)):
        values["all_people_agree"] = size
        values["same_people_elsewhere"] = math.log1p(same_people)
    values["first_title"] = float(work[title.number].record.first_version and not side.missing + side.extra)
    ids = {i for r in work for i in r.record.ids}
    values["id_agrees"] = float(any(i in ids for i in claim.ids))
    values["homonyms"] = math.log1p(homonyms) * (1.0 - max(agree, values["id_agrees"]))  # either tells homonyms apart
    if not side.exact and not values["word_replaced"] and not values["numbers_differ"]:
        values["people_agree_nothing_replaced"] = agree * (1.0 - elsewhere)
    differ = min(1.0, (side.missing + side.extra) / SCATTERED_NATS) if not side.exact else 0.0
    values["people_refuted_title_differs"] = values.get("people_refuted", 0.0) * differ
    values |= _year_features(claim.year, [r.record.year for r in work if r.record.year], values["uninformative"], agree)
    values |= _venue_features(claim, work)
    beside = bars.OtherClaims(
        people="refuted" if values.get("people_refuted") else "agree" if agree >= PEOPLE_VOUCH else "unknown",
        all_people=bool(values.get("all_people_agree"))
        or _sole_author(claim, work, same_year=bool(values.get("year_same"))),
        year=bool(values.get("year_same")),
        venue=values.get("venue_agrees", 0.0) > 0,
        identifier=bool(values["id_agrees"]),
        named=(named := not side.exact and bars.share_coined_name(claim.title, known, others)),
        elsewhere=named and bars.is_explained_elsewhere(side, work, found),
    )
    if reason := bars.find_bar(claim.title, claim.type, work[title.number], side, beside):
        values[reason] = 1.0
    return {name: value for name, value in values.items() if value}


def match_title(title: PreparedTitle, work: Sequence[PreparedRecord]) -> TitleMatch:
    """Which of a work's records, one at least, has the title that fits the listed one best, and how it fits."""
    sides = [align_titles(title, r.title) for r in work]
    best = max(range(len(sides)), key=lambda n: _rank_fit(sides[n]))
    return TitleMatch(title.text, best, sides[best])


RATIO_OF_A_NAT = 0.02
"""How much of the ratio of equal letters a nat in words that differ outweighs: one common word (2 nats) as much as two
letters of fifty. Set by hand; it decides only which of a work's own titles is compared."""


def _rank_fit(side: Alignment) -> tuple[bool, bool, float]:
    return side.exact, not side.numbers_differ, side.ratio - RATIO_OF_A_NAT * (side.missing + side.extra)


def _name_features(a: PreparedTitle, b: PreparedTitle, side: Alignment) -> dict[str, float]:
    """Whether both titles begin with the same rare name and a colon: papers are retitled, their systems hardly.

    How much of the rest agrees tells a paper that was retitled from one that had half of its title replaced.
    """
    if not a.head or a.words[: a.head] != b.words[: b.head]:
        return {}
    nats = sum(map(information, a.words[: a.head]))
    if nats < RARE_NAME:
        return {}
    rest = min(a.information, b.information) - nats
    return {
        "name_agrees": 1.0,
        "name_and_rest_agree": max(0.0, min(1.0, (side.agreed - nats) / rest)) if rest > 0 else 1.0,
    }


MOST_PEOPLE = 12
"""Listed authors that are compared, at most: more would cost time and tell nothing that twelve don't."""

REFUTED_SHARE = 0.34
"""Share of the listed authors below which they are not the record's: one of three may be a slip, one of four hardly."""

MANY_PEOPLE = 4
"""Listed authors from which on the people alone say much: so many names hardly meet by chance."""


def measure_people_in_order(claim: Claim, work: Sequence[PreparedRecord]) -> float:
    """Whether all of the listed people, two at least, are the work's, in their order: 0 to 1 by their number."""
    listed = claim.authors.people[:MOST_PEOPLE]
    if len(listed) < 2:
        return 0.0
    for people in {r.record.authors for r in work if len(r.record.authors) >= len(listed)}:
        if all(names.compare(p, q) >= names.ONE_PERSON for p, q in zip(listed, people, strict=False)):
            return min(1.0, (len(listed) - 1) / (MANY_PEOPLE - 1))
    return 0.0


def _sole_author(claim: Claim, work: Sequence[PreparedRecord], *, same_year: bool) -> bool:
    """Whether the one listed author, with a given name, is the record's only one; or its first, before `et al.`,
    where the year agrees as well."""
    listed = claim.authors
    if len(listed.people) != 1 or len(listed.people[0].given.strip(".")) < 2:
        return False
    recorded = [r.record.authors for r in work if r.record.authors]
    fitting = [people for people in recorded if names.compare(listed.people[0], people[0]) >= names.SAME_PERSON]
    return same_year if listed.et_al and fitting else any(len(people) == 1 for people in fitting)


def _title_features(a: PreparedTitle, b: PreparedTitle, side: Alignment) -> dict[str, float]:
    uninformative = max(0.0, 1.0 - min(side.agreed, a.distinctiveness) / INFORMATIVE_TITLE)
    part = side.head_missing or side.head_extra or side.tail_missing or side.tail_extra
    return {
        "exact": float(side.exact),
        "uninformative": uninformative,
        "exact_uninformative": uninformative * side.exact,
        "same_words": float(not side.exact and side.missing + side.extra == 0),
        "reordered": float(not side.exact and side.missing + side.extra == 0) * min(1.0, 2 * (1.0 - side.ratio)),
        "distance": min(1.0, (1.0 - side.ratio) / WHOLLY_DIFFERENT),
        "missing": math.log1p(side.missing),
        "extra": math.log1p(side.extra),
        "missing_share": side.missing / a.information if a.information else 1.0,
        "extra_share": side.extra / b.information if b.information else 1.0,
        "unlike": max(0.0, 1.0 - 2 * side.agreed / max(a.information + b.information, 1.0) - RETITLED_SHARE)
        if not side.exact
        else 0.0,
        "cut_within_word": float(side.cut_word),
        "one_word_replaced": float(side.one_word) * min(1.0, side.replaced / DECISIVE),
        "misspelt": min(MOST_SLIPS, side.misspelt) / MOST_SLIPS,
        "inflected": math.log1p(side.inflected),
        "word_replaced": 0.0 if (side.head_missing and side.head_extra) else min(1.0, side.replaced / DECISIVE),
        "numbers_differ": float(side.numbers_differ),
        "head_missing": float(side.head_missing),
        "head_extra": float(side.head_extra),
        "tail_missing": float(side.tail_missing),
        "tail_extra": float(side.tail_extra),
        "scattered": float(not side.exact and not part) * min(1.0, (side.missing + side.extra) / SCATTERED_NATS),
    }


def _people_features(listed: Authors, work: Sequence[PreparedRecord], uninformative: float) -> dict[str, float]:
    people = [r.record.authors for r in work if r.record.authors]
    if not listed.people or not people:
        return {"people_unknown_uninformative": uninformative}
    first, share = max((compare_people(listed.people, who) for who in people), key=lambda pair: pair[0] + pair[1])
    strength = share if len(listed.people) > 1 else max(first, share)
    refuted = float(strength < REFUTED_SHARE)
    return {
        "people_agree": strength,
        "people_agree_uninformative": strength * uninformative,
        "first_agrees": first,
        "people_refuted": refuted,
        "people_refuted_uninformative": refuted * uninformative,
    }


def compare_people(listed: Sequence[Person], recorded: Sequence[Person]) -> tuple[float, float]:
    """How well the first listed author fits the first recorded one, and the share of listed ones recorded."""
    first = names.compare(listed[0], recorded[0])
    of_family: dict[str, list[Person]] = {}
    for who in recorded:
        of_family.setdefault(names.family_key(who), []).append(who)
    known = sum(_is_among(who, of_family.get(names.family_key(who), ()), recorded) for who in listed[:MOST_PEOPLE])
    return first, known / len(listed[:MOST_PEOPLE])


def _is_among(who: Person, namesakes: Sequence[Person], recorded: Sequence[Person]) -> bool:
    """Whether a listed person is one of the recorded; those of the same family name are looked at first."""
    if any(names.compare(who, q) >= names.PERHAPS_ONE_PERSON for q in namesakes):
        return True
    return any(names.compare(who, q) >= names.PERHAPS_ONE_PERSON for q in recorded)


def _year_features(listed: int | None, recorded: Sequence[int], uninformative: float, agree: float) -> dict[str, float]:
    if listed is None or not recorded:
        return {"year_unknown": 1.0}
    gap = 0 if min(recorded) <= listed <= max(recorded) else min(abs(listed - y) for y in recorded)
    far = float(gap > 1) * (1.0 - FORGIVEN * agree)  # listed with a later version's year: the people vouch for it
    return {
        "year_same": float(gap == 0),
        "year_near": float(gap == 1),
        "year_far": far,
        "year_far_uninformative": far * uninformative,
    }


def _venue_features(claim: Claim, work: Sequence[PreparedRecord]) -> dict[str, float]:
    if not claim.venue:
        return {}
    known = [venues.compare(claim.venue, r.record.venue, claim.series) for r in work if r.record.venue]
    verdicts = [v for v in known if v is not None]
    if not verdicts:
        return {}
    return {"venue_agrees": max(verdicts), "venue_differs": float(max(verdicts) == 0)}


def measure_words_elsewhere(
    title: PreparedTitle, side: Alignment, others: Sequence[PreparedTitle], heads: Mapping[tuple[str, ...], int]
) -> float:
    """The share of the listed words missing here that a single other title has, if they are telling.

    A title spliced from two papers leaves words over that another title explains: several of them, or
    just the name in front of the colon, if another record has the same name in front of its own.

    Args:
        title: the listed one.
        side: how it compares with the work in question.
        others: the other candidates' titles.
        heads: what stands before the colon in all records that were found, counted.
    """
    if side.head_missing and heads.get(title.words[: title.head]):
        return 1.0
    if len(side.unmatched) < SPLICED_WORDS or side.missing < SPLICED_NATS:
        return 0.0  # a word or two are in some other title by chance
    best = 0.0
    for other in others:
        best = max(best, sum(information(w) for w in side.unmatched & frozenset(other.words)))
    return best / max(side.missing, 1e-9)


SPLICED_WORDS = 3
SPLICED_NATS = 10.0
"""Words over, and nats that they tell, from which on another title that has them shows that two were spliced. Set by
hand; the spliced titles of `benchmarks/cases.py` measure them."""

DECIDED_BEFORE = "decided_before"
"""Not weighed: the work was decided for before."""

MEANINGS: Mapping[str, str] = {
    "nearest": "its title has the most in common with the listed one, and too little to be meant",
    "first_title": "arXiv's first version of it bore the listed title",
    "exact": "the titles are equal but for case, punctuation and markup",
    "uninformative": "few telling words agree",
    "exact_uninformative": "the title is short or common",
    "distance": "the titles are spelled differently",
    "missing": "listed words that the record lacks",
    "extra": "words of the record that the list lacks",
    "missing_share": "share of the listed title that the record lacks",
    "unlike": "the titles have little in common",
    "cut_within_word": "the listed title was cut off within a word, and is the record's so far",
    "one_word_replaced": "one telling word stands for another, and all else is the same",
    "extra_share": "share of the record's title that the list lacks",
    "misspelt": "misspelt words",
    "inflected": "words with another ending",
    "word_replaced": "a telling word was replaced by another",
    "numbers_differ": "numbers or years in the titles differ",
    "head_missing": "only the part before the colon is not in the record",
    "head_extra": "the record has another part before its colon",
    "tail_missing": "only the end of the listed title is not in the record",
    "tail_extra": "only the end of the record's title is missing",
    "scattered": "the titles differ in several places",
    "same_words": "the words are the same but for spelling and endings",
    "reordered": "the same words in another order",
    "name_agrees": "both begin with the same rare name",
    "name_and_rest_agree": "both begin with the same rare name, and much of the rest agrees",
    "all_people_agree": "all of the listed people are the record's, in their order",
    "same_people_elsewhere": "the same people wrote other works that are as near",
    "homonyms": "other works have as good a title, and no author or identifier tells them apart",
    "missing_words_elsewhere": "the words that are missing here are in another candidate",
    "people_unknown_uninformative": "no authors to compare, and the title tells little",
    "people_agree": "listed authors are the record's",
    "people_agree_uninformative": "listed authors are the record's, and the title tells little by itself",
    "people_agree_nothing_replaced": "the authors agree, and nothing telling in the title was replaced",
    "first_agrees": "the first author agrees",
    "people_refuted": "the listed authors are not the record's",
    "people_refuted_title_differs": "the listed authors are not the record's, nor is the whole title",
    "people_refuted_uninformative": "the listed authors are not the record's, and the title tells little",
    "year_unknown": "no year to compare",
    "year_same": "the year agrees",
    "year_near": "the year is off by one",
    "year_far": "the year is off by more than one",
    "year_far_uninformative": "the year is off by more than one, and the title tells little",
    "venue_agrees": "the venue agrees",
    "venue_differs": "the venue is another",
    "another_word": "a telling word more, less or another makes another title, and nothing vouches for it",
    "companion": "one is a correction, a reply, a review, data or the like, and not the work itself",
    "type_differs": "the record is of another type than the listed work",
    "nothing_in_common": "the identifier is the record's, but the titles have nothing in common",
    "twin": "another work of nearly this title is by exactly the listed people",
    "contested": "no claim agrees, and another work bears this title after a name",
    "misled": "an identifier in the list leads to another paper, and only a title that tells little is this one's",
    DECIDED_BEFORE: "a person or an earlier run decided for it",
    "republication": "another publication of the same paper",
    "id_agrees": "an identifier in the list is the record's",
}
"""What each feature means, in words for a person."""
