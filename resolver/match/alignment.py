"""Two titles laid side by side: which words agree, which differ, and how.

The result measures words by what they tell (`resolver.text.rarity`), in nats. Spelling variants,
slips, joined and split words and initialisms count as agreement; two different words of the language
in the same place count as a difference, however similar they look (`supervised`, `unsupervised`).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA, Indel

from resolver.match.word_relations import (
    FUNCTION_WORDS,
    NUMBER,
    SHORTEST_SLIP,
    is_remnant,
    lacks_a_letter,
    number_value,
    number_values,
    relate_words,
)
from resolver.model import Alignment, PreparedTitle
from resolver.text.parts import parts
from resolver.text.rarity import information, is_known_word, stem

INITIALISM = range(2, 7)
"""Letters of an initialism: one letter begins too many words, and names of seven and more are words (`AdaBoost`)."""

CUT_TITLE = 12
"""Letters and digits of which a title must consist to be the beginning of another one: two words. Set by hand."""

WHOLE_PART = 0.7
"""Share of what a part of a title tells that must be unpaired for the whole part to be: its other words may occur
elsewhere in the other title. Set by hand."""


@lru_cache(maxsize=4096)  # each further answer has the same titles compared again: without, a run takes 5% longer
def align_titles(a: PreparedTitle, b: PreparedTitle) -> Alignment:
    """Compare a listed title with a recorded one."""
    if a.key == b.key and a.key:
        return Alignment(
            exact=True,
            ratio=1.0,
            agreed=min(a.information, b.information),
            missing=0.0,
            extra=0.0,
            misspelt=0,
            inflected=0.0,
            replaced=0.0,
            numbers_differ=False,
        )
    pairing = _Pairing(a, b)
    pairing.pair_equal()
    pairing.pair_numerals()
    pairing.pair_joined()
    pairing.pair_initialisms()
    pairing.pair_cut_off()
    pairing.pair_misspelt()
    return pairing.alignment()


class _Pairing:
    """The working state of one alignment: positions of both titles not yet paired, and the tallies."""

    def __init__(self, a: PreparedTitle, b: PreparedTitle) -> None:
        self.a, self.b = a, b
        self.left = list(range(len(a.words)))
        self.right = list(range(len(b.words)))
        self.agreed = self.inflected = self.replaced = 0.0
        self.misspelt = 0
        self.cut_word = False

    def pair_equal(self) -> None:
        """Pair equal words: those in the same order first, so that of a word that occurs twice the right one is
        paired; then those that moved."""
        for block in Indel.opcodes(self.a.words, self.b.words):
            if block.tag == "equal":
                for i in range(block.src_start, block.src_end):
                    self._pair([i], [block.dest_start + i - block.src_start])
        spare: dict[str, list[int]] = {}
        for j in self.right:
            spare.setdefault(self.b.words[j], []).append(j)
        for i in tuple(self.left):
            if places := spare.get(self.a.words[i]):
                self._pair([i], [places.pop(0)])

    def pair_numerals(self) -> None:
        """Pair one number in two spellings: `2nd` with `second`, `IV` with `4`."""
        for i in tuple(self.left):
            if value := number_value(self.a.words[i]):
                same = next((j for j in self.right if number_value(self.b.words[j]) == value), None)
                if same is not None:
                    self._pair([i], [same])

    def pair_joined(self) -> None:
        """Pair `data set` with `dataset`, `pretraining` with `pre training`."""
        for mine, theirs, other_words, flip in (
            (self.left, self.right, self.b.words, False),
            (self.right, self.left, self.a.words, True),
        ):
            own = self.b.words if flip else self.a.words
            for i, j in tuple(pairwise(mine)):
                if j != i + 1 or i not in mine or j not in mine:
                    continue
                whole = own[i] + own[j]
                spellings = (whole, stem(whole))
                match = next((k for k in theirs if other_words[k] in spellings), None)
                if match is not None:
                    self._pair([match], [i, j]) if flip else self._pair([i, j], [match])
        left = "".join(self.a.words[i] for i in self.left)
        if left and left == "".join(self.b.words[j] for j in self.right):
            self._pair(list(self.left), list(self.right))

    def pair_initialisms(self) -> None:
        """Pair `LLM` with `large language model`, in either direction."""
        for short, short_words, long, long_words, flip in (
            (self.left, self.a.words, self.right, self.b.words, False),
            (self.right, self.b.words, self.left, self.a.words, True),
        ):
            begun = "".join([long_words[j][0] for j in long])
            for i in tuple(short):
                letters = short_words[i]
                if letters not in begun or len(letters) not in INITIALISM or not letters.isalpha():
                    continue
                if places := _initials_at(letters, long, long_words):
                    self._pair(places, [i]) if flip else self._pair([i], places)

    def pair_cut_off(self) -> None:
        """Pair what is left of the last word of a title that was cut off within a word: `coun` with `counseling`."""
        (short, mine), (long, theirs) = sorted(((self.a, self.left), (self.b, self.right)), key=lambda s: len(s[0].key))
        last = len(short.words) - 1
        if (
            last in mine
            and _is_beginning(short, long)
            and not is_known_word(cut_word := short.words[last])
            and not number_value(cut_word)
        ):
            whole = next((k for k in theirs if long.words[k].startswith(cut_word)), None)
            if whole is not None:
                self._pair([last], [whole]) if short is self.a else self._pair([whole], [last])
                self.cut_word = short is self.a

    def pair_misspelt(self) -> None:
        """Pair words that differ by a slip or an ending; two real words of other meaning are `word_replaced`."""
        self._pair_damaged_function_words()
        for i in tuple(self.left):
            word = self.a.words[i]
            best = min(self.right, key=lambda j: OSA.distance(word, self.b.words[j]), default=None)
            if best is None:
                return
            other = self.b.words[best]
            kind = relate_words(word, other)
            if kind == "slip":
                self.misspelt += 1
                self._pair([i], [best])
            elif kind == "inflection":
                self.inflected += min(information(word), information(other))
                self._pair([i], [best])

    def _pair_damaged_function_words(self) -> None:
        """Pair what a lost letter left of `of`, `by` or `and` with it, on either side."""
        if not any(is_remnant(self.a.words[i]) for i in self.left) and not any(
            is_remnant(self.b.words[j]) for j in self.right
        ):
            return
        for i in tuple(self.left):
            j = next((j for j in self.right if lacks_a_letter(self.a.words[i], self.b.words[j])), None)
            if j is not None:
                self.misspelt += 1
                self._pair([i], [j])

    def _letters_apart(self) -> bool:
        """Whether what is unpaired are words of which each has one of the other title a letter apart."""
        if not self.left or len(self.left) != len(self.right):
            return False
        mine, theirs = (sorted(t.words[i] for i in p) for t, p in ((self.a, self.left), (self.b, self.right)))
        pairs = zip(mine, theirs, strict=True) if len(mine) > 1 else [(mine[0], theirs[0])]
        return all(
            max(len(x), len(y)) >= SHORTEST_SLIP and OSA.distance(x, y) == 1 and not NUMBER.search(x + y)
            for x, y in pairs
        )

    def _pair(self, left: list[int], right: list[int]) -> None:
        self.agreed += min(
            sum(information(self.a.words[i]) for i in left), sum(information(self.b.words[j]) for j in right)
        )
        for i in left:
            self.left.remove(i)
        for j in right:
            self.right.remove(j)

    def alignment(self) -> Alignment:
        a, b = self.a, self.b
        missing = sum(information(a.words[i]) for i in self.left)
        extra = sum(information(b.words[j]) for j in self.right)
        self.replaced = min(
            max((information(a.words[i]) for i in self.left if a.words[i] not in FUNCTION_WORDS), default=0.0),
            max((information(b.words[j]) for j in self.right if b.words[j] not in FUNCTION_WORDS), default=0.0),
        )
        shorter, longer = sorted((a, b), key=lambda t: len(t.key))
        cut = _is_beginning(shorter, longer)
        return Alignment(
            exact=False,
            ratio=OSA.normalized_similarity(a.key, b.key),
            agreed=self.agreed,
            missing=missing,
            extra=extra,
            misspelt=self.misspelt,
            inflected=self.inflected,
            replaced=self.replaced,
            numbers_differ=_numbers_differ(a, b, self.left, self.right),
            head_missing=_is_head(self.left, a),
            head_extra=_is_head(self.right, b),
            tail_missing=_is_tail(self.left, a) or (cut and longer is a and missing > 0),
            tail_extra=_is_tail(self.right, b) or (cut and longer is b and extra > 0),
            one_word=len(self.left) == len(self.right) == 1,
            cut_word=self.cut_word,
            unmatched=frozenset(a.words[i] for i in self.left),
            missing_words=tuple(a.words[i] for i in self.left if a.words[i] not in FUNCTION_WORDS),
            extra_words=tuple(b.words[j] for j in self.right if b.words[j] not in FUNCTION_WORDS),
            missing_part=_is_part(self.left, a),
            extra_part=_is_part(self.right, b),
            letters_apart=self._letters_apart(),
        )


def _is_one_letter_apart(a: str, b: str) -> bool:
    """Whether two words without numbers differ in one letter (`nose`, `noise`)."""
    return max(len(a), len(b)) >= SHORTEST_SLIP and OSA.distance(a, b) == 1 and not NUMBER.search(a + b)


def _is_beginning(short: PreparedTitle, long: PreparedTitle) -> bool:
    """Whether a title is the beginning of another, cut off anywhere."""
    return len(short.key) >= CUT_TITLE and long.key.startswith(short.key)


def _initials_at(letters: str, places: list[int], words: tuple[str, ...]) -> list[int] | None:
    """Consecutive unpaired positions whose words begin with the letters, if there are any."""
    n = len(letters)
    for start in range(len(places) - n + 1):
        run = places[start : start + n]
        if run[-1] - run[0] == n - 1 and all(words[p][0] == c for p, c in zip(run, letters, strict=True)):
            return run
    return None


def _numbers_differ(a: PreparedTitle, b: PreparedTitle, left: list[int], right: list[int]) -> bool:
    """Whether unpaired numbers contradict: a year, an ordinal, a version (`gpt3`, `gpt4`).

    Digits in the name of a thing that only one title has (`sent2vec`, `T5:`) contradict nothing.
    """
    mine, theirs = [a.words[i] for i in left], [b.words[j] for j in right]
    if Counter(number_values(mine)) != Counter(number_values(theirs)):
        return True
    skeletons = {NUMBER.sub("#", w): w for w in mine if NUMBER.search(w)}
    return any(skeletons.get(NUMBER.sub("#", w), w) != w for w in theirs if NUMBER.search(w))


def _is_head(unpaired: list[int], title: PreparedTitle) -> bool:
    """Whether what is unpaired is the whole part before the colon (but for words that occur elsewhere too)."""
    if not unpaired or not title.head or unpaired[-1] >= title.head:
        return False
    nats = sum(information(title.words[i]) for i in range(title.head))
    return sum(information(title.words[i]) for i in unpaired) >= WHOLE_PART * nats


def _is_part(unpaired: list[int], title: PreparedTitle) -> bool:
    """Whether the unpaired words are whole parts of the title, and leave others."""
    informative = [i for i in unpaired if title.words[i] not in FUNCTION_WORDS]
    segments = parts(title.text) if informative else ()
    if len(segments) < 2:
        return False
    covered: set[int] = set()
    for part in segments:
        if any(i in part for i in informative):
            weights = {i: information(title.words[i]) for i in part}
            if sum([nats for i, nats in weights.items() if i in unpaired]) >= WHOLE_PART * sum(weights.values()):
                covered.update(part)
    return covered.issuperset(informative) and len(covered) < len(title.words)


def _is_tail(unpaired: list[int], title: PreparedTitle) -> bool:
    """Whether all that is unpaired is the end of the title: after its colon, or its last words in a row."""
    if not unpaired or len(unpaired) == len(title.words):
        return False
    return unpaired[-1] == len(title.words) - 1 and unpaired[-1] - unpaired[0] == len(unpaired) - 1
