"""What of a title can be put to a search engine: words that survive its grammar, and fall-backs.

Services analyse titles each in their way, but what goes wrong is the same everywhere: operators and
wildcards inside titles, mathematics stored as LaTeX, one misspelt word in a query that needs them
all. So a title is reduced to bare words here, and the words to a few overlapping groups of which at
least one stays right when a word, or a third of the title, is not what the record says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from resolver.text import rarity, titles

_TOKEN = re.compile(r"\w+(?:'\w+)*")
_QUOTES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'"})
_OPERATORS = frozenset({"AND", "OR", "NOT", "ANDNOT"})
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")

STOP = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with".split()
)
"""Lucene's English stop words, which both arXiv and OpenAlex drop from titles."""

COMMON = frozenset(
    "3d adaptation adaptive agent agents ai algorithm algorithms aligned alignment analysis application "
    "applications approach attention automatic aware based benchmark between beyond bias can case classification "
    "code context cross data dataset deep design detection diffusion do domain driven dynamic efficient end "
    "enhancing estimation evaluating evaluation exploring extraction feature fine framework free from generation "
    "generative global graph guided high how human image improving inference information knowledge language large "
    "learning level llm llms local long low machine method methods model modeling models multi multilingual "
    "multimodal natural network networks neural new nlp non object one online open optimization performance "
    "planning pre prediction problem processing quality question reasoning recognition reinforcement "
    "representation research retrieval robust s scale search segmentation self semantic shot social space speech "
    "structure study supervised survey system systems t task tasks text through time towards training transfer "
    "transformer translation tuning two understanding under unified user using via video vision visual we what "
    "when world your you".split()
)
"""The words that most titles on language, learning and vision share (at least one title in 250 of the arXiv
categories cs.CL, cs.LG, cs.AI and their neighbours): they tell no title from another."""


_ABBREVIATED = frozenset("llm llms lm lms nlp large language model models natural processing".split())
"""Words that people write out or abbreviate as they like, in this field's titles above all."""


class Token(Struct, frozen=True):
    """One word of a title as typed. `joined` is set beside a hyphen, where records differ (`Pre-training`)."""

    text: str
    joined: bool = False

    @property
    def reliable(self) -> bool:
        """Whether a record that means the same title is likely to have the very same word."""
        word = self.text.lower()
        return not (self.joined or "'" in word or not word.isascii() or word in _ABBREVIATED)

    @property
    def common(self) -> bool:
        """Whether most titles of the field may have the word, in the singular or the plural."""
        word = self.text.lower()
        return word in COMMON or word.removesuffix("s") in COMMON

    @property
    def telling(self) -> int:
        """How well the word tells its title from others; longer words are rarer."""
        word = self.text.lower()
        return min(len(word), 12) - 8 * self.common - 4 * (not self.reliable or not word.isalpha())


def split_runs(title: str) -> tuple[tuple[Token, ...], ...]:
    """The words of a title in unbroken runs, without anything that a service may hold in another form.

    Mathematics (Greek letters, sub- and superscripts, symbols) is stored as LaTeX by one service and as
    MathML by another, so it is left out and the title is broken there.

    >>> [[t.text for t in run] for run in split_runs("Learning α-divergences (AND more)")]
    [['Learning'], ['divergences', 'and', 'more']]
    """
    found: list[list[Token]] = [[]]
    for piece in title.translate(_QUOTES).split():
        first, *others = _split_segments(piece)
        found[-1] += first
        found += others
    return tuple(tuple(run) for run in found if run)


def _split_segments(piece: str) -> list[list[Token]]:
    """The words of a piece without white space, broken where a word with mathematics was left out."""
    for mark in {ch for ch in piece if not ch.isascii() and _is_unsafe(ch)}:
        piece = piece.replace(mark, "\0")
    parts = [
        _TOKEN.findall(unicodedata.normalize("NFKC", part).replace("_", " "))
        for part in re.split(r"[\w']*\0[\w'\0]*", piece)
    ]
    joined = sum(map(len, parts)) > 1
    return [[Token(w.lower() if w in _OPERATORS else w, joined) for w in part] for part in parts]


def _is_unsafe(ch: str) -> bool:
    return unicodedata.category(ch) in ("No", "So", "Sm", "Lm", "Mn") or _GREEK.match(ch) is not None


def list_words(title: str) -> tuple[Token, ...]:
    """All searchable words of a title, in order, without stop words and repetitions."""
    seen: dict[str, Token] = {}
    for run in split_runs(title):
        for token in run:
            if token.text.lower() not in STOP:
                seen.setdefault(token.text.lower(), token)
    return tuple(seen.values())


_LONGEST_NAME = 5
"""Words that a name has at most."""

_ALONE = 18.0
"""Nats that words must tell together to be hardly found in another title by chance, among a hundred million."""

_FEWEST = 3
"""The rarest words are of use when they are few: a paper that was retitled has lost the others."""

_TELLING = 5
"""What a set of words must weigh, a common word 1 and any other 2. With 6, one title in 150 more is missed; with 4, a
third as many requests again go to titles that others crowded out (measured over 1,000 titles of real lists)."""


@lru_cache(maxsize=4096)  # asked when requests are divided and when they are sent, in calls that share nothing
def choose_groups(title: str, most: int = 6) -> tuple[tuple[str, ...], ...]:
    """Alternative sets of words, any one of which should find the title: all words of a set must match.

    Words that may be written otherwise are left out where enough others remain. Up to three words form
    one set. A longer title gives sets that each leave out another part of it (a word, a third, a half),
    so that a misspelt word or a new main title spoils at most as many sets as it touches. Sets of
    common words are not used: their rows would crowd out everything else. Of each set the `most`
    telling words are kept, in lower case. Two more sets find papers that were retitled: the name in
    front of the colon, and the rarest words.

    >>> choose_groups("Weight Poisoning Attacks on Pre-trained Models")[-1]
    ('weight', 'poisoning', 'attacks')
    """
    words = tokens = list_words(title)
    reliable = tuple(t for t in tokens if t.reliable)
    if len(reliable) >= 4:
        tokens = reliable
    n = len(tokens)
    if n <= 3:
        sets = [tokens]
    elif n == 4:
        sets = [tokens[:i] + tokens[i + 1 :] for i in (3, 2, 1, 0)]
    elif n <= 9:
        a, b = round(n / 3), round(2 * n / 3)
        sets = [tokens[:b], tokens[:a] + tokens[b:], tokens[a:]]
    else:
        sets = [tokens[: (n + 1) // 2], tokens[n // 2 :]]
    if len(reliable) == 3 < n:
        sets.append(reliable)
    telling = [s for s in sets if _weigh(s) >= _TELLING]
    found = [_choose_telling(s, most) for s in telling or [words] if s]
    for extra in (_find_name(title), _choose_rarest(words)):
        if extra and not any(set(extra).issuperset(s) for s in found):
            found.append(extra)
    return tuple(found)


def _find_name(title: str) -> tuple[str, ...]:
    """The words in front of the colon when they are a name: papers are retitled, their systems hardly."""
    head, rest = titles.split_at_colon(title)
    tokens = list_words(head) if rest else ()
    if len(tokens) > _LONGEST_NAME or sum(map(_measure_information, tokens)) < rarity.RARE_NAME:
        return ()
    return tuple(t.text.lower() for t in tokens)


def _choose_rarest(words: tuple[Token, ...]) -> tuple[str, ...]:
    """The fewest words, two at least, that hardly another title has together."""
    chosen: list[Token] = []
    for token in sorted(words, key=lambda t: -_measure_information(t)):
        if sum(map(_measure_information, chosen)) >= _ALONE and len(chosen) >= 2:
            break
        if token.reliable:
            chosen.append(token)
    return tuple(t.text.lower() for t in words if t in chosen) if 2 <= len(chosen) <= _FEWEST else ()


_MOST_ANY, _LEAST_NATS = 6, 4.0
"""Words of which any may do, at most, and what each must tell: with fewer nats it brings what nobody would name."""


def choose_any(title: str) -> tuple[str, ...]:
    """The most telling words of a title, of which any may be all that a retitled paper has kept.

    >>> choose_any("Finding Safety Neurons in Large Language Models")
    ('finding', 'safety', 'neurons')
    """
    ranked = sorted(list_words(title), key=lambda t: -_measure_information(t))
    chosen = [t for t in ranked if t.reliable and _measure_information(t) >= _LEAST_NATS][:_MOST_ANY]
    return tuple(t.text.lower() for t in list_words(title) if t in chosen)


def _measure_information(token: Token) -> float:
    return rarity.information(rarity.stem(titles.key(token.text)))


_SELECTIVE = 7
"""The same for sets of which a hundred share one page of rows. With 6 they bring five times as many rows and fill the
page, for 25 more of a thousand titles that are not quite the record's; with 8, seven fewer are found."""

_VAGUE = 6
"""A title that weighs less brings, with all of its words, more rows than its share of a page."""


@lru_cache(maxsize=4096)  # as `choose_groups`
def choose_pairs(title: str, most: int = 6) -> tuple[tuple[str, ...], ...]:
    """At most two sets of words without a word in common, so that a slip of the pen spoils one of them.

    The most telling words come first, as many as it takes to bring few rows; the second set is made of what
    is left, and missing where that tells too little. A title that is `vague` as a whole gives one set. A coined name
    before the colon is no set of its own: a retitled paper keeps it, but a thousand rows cost twice as much with it.

    >>> choose_pairs("Weight Poisoning Attacks on Pre-trained Models")
    (('weight', 'poisoning', 'attacks'),)
    >>> choose_pairs("PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support")
    (('chinese', 'generating', 'counseling', 'support'), ('psyqa', 'dataset', 'mental', 'health'))
    """
    tokens = _drop_same_stems(list_words(title))
    reliable = tuple(t for t in tokens if t.reliable)
    if _weigh(reliable) >= _VAGUE:
        tokens = reliable
    rest = sorted(tokens, key=lambda t: -t.telling)
    sets: list[tuple[str, ...]] = []
    while rest and len(sets) < 2:
        chosen: list[Token] = []
        while rest and len(chosen) < most and _weigh(chosen) < _SELECTIVE:
            chosen.append(rest.pop(0))
        if sets and _weigh(chosen) < _SELECTIVE:
            break
        sets.append(tuple(t.text.lower() for t in tokens if t in chosen))
    return tuple(sets)


def is_vague(title: str) -> bool:
    """Whether the words of a title are so few or so common that its rows would crowd out those of other titles."""
    return _weigh(_drop_same_stems(list_words(title))) < _VAGUE


def _drop_same_stems(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Without words that a service takes for one when it stems them (`control`, `controllable`)."""
    return tuple({t.text[:5].lower() if len(t.text) >= 5 else t.text.lower(): t for t in tokens}.values())


def _weigh(tokens: Iterable[Token]) -> int:
    return sum(1 if t.common else 2 for t in tokens)


def _choose_telling(tokens: tuple[Token, ...], most: int) -> tuple[str, ...]:
    ranked = sorted(tokens, key=lambda t: -t.telling)[:most]
    return tuple(t.text.lower() for t in tokens if t in ranked)
