"""How two words are related: one misspelt, one inflected, one with a prefix, two spellings of a number.

Two different words of the language are never one misspelt, however alike they look: `supervised` is no slip of
`unsupervised`, and a title with the one is not that of the paper with the other.
"""

from __future__ import annotations

import re
from typing import Literal

from rapidfuzz.distance import OSA

from resolver.text.rarity import frequency, is_known_word

NUMBER = re.compile(r"\d+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
FUNCTION_WORDS = frozenset(
    "a an the of for in on to and or with via from by at as into toward towards using through under over between is "
    "are".split()
)
"""Words whose exchange for one another makes no other title."""
_SHORT_WORDS = frozenset(
    "a an the of for in on to and or with via from by at as into over is are la le les de des der die das und".split()
)
"""Short words of which a lost letter leaves no word."""

Relation = Literal["slip", "inflection", "other"]

LONGEST_REMNANT = max(map(len, _SHORT_WORDS)) - 1
"""Letters that are left of the longest of them."""

PREFIXES = frozenset(
    "non multi cross semi self meta pre post co sub super anti inter intra un mono bi tri re de".split()
)
"""What makes another word of a word when it is put before it, with a hyphen or without."""

SHORTEST_SLIP = 3
"""Letters of the longer one of two words of which one may be a slip of the other; of two letters each is another
word (`in`, `on`)."""

SHORTEST_UNKNOWN = 4
"""Letters from which on a word that no title has is a slip of one that titles have."""

TWO_SLIPS = 8
"""Letters from which on a word may have two slips; in shorter ones two letters make another word (`model`, `modal`)."""

STEM_LETTERS, STEM_SHARE, ENDING_LETTERS = 4, 0.6, 4
"""Words are one but for their ending (`generate`, `generation`) that begin with as many equal letters, which are that
share of the longer one, and end in at most as many others. Set by hand: `inflected` is said and not weighed, and
counts only against a work whose people are others (`resolver.match.bars.find_bar`)."""

_COUNTED = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
)
_ORDINALS = {word: str(n) for n, word in enumerate(_COUNTED.split(), 1)}


def is_remnant(word: str) -> bool:
    """Whether a word may be what is left of a short one."""
    return len(word) <= LONGEST_REMNANT and word not in FUNCTION_WORDS


def lacks_a_letter(a: str, b: str) -> bool:
    """Whether one of two words is a short one of no meaning by itself, and the other it without a letter."""
    short, long = sorted((a, b), key=len)
    return (
        long in _SHORT_WORDS and short not in FUNCTION_WORDS and len(long) - len(short) == 1 and OSA.distance(a, b) == 1
    )


SLIP_RATIO = 300
"""How many times as frequent as the other one of two words a letter apart must be, for the other to be a slip of it:
titles have slips themselves (`evalution` stands in 5 beside 8,923 of `evaluation`)."""


def relate_words(a: str, b: str) -> Relation:
    """Whether two different words are one misspelt (`slip`), one inflected, or `other`."""
    if NUMBER.search(a) or NUMBER.search(b):
        return "other"  # `2024` is no slip of `2023`, nor `gpt3` of `gpt4`: the next year's task is another work
    distance, shorter, longer = OSA.distance(a, b), min(len(a), len(b)), max(len(a), len(b))
    allowed = 1 if shorter < TWO_SLIPS else 2
    if distance <= allowed and not _is_prefixed(a, b):  # `deidentified` is no slip of `identified`
        if shorter >= SHORTEST_UNKNOWN and not (is_known_word(a) and is_known_word(b)):
            return "slip"
        if distance == 1 and longer >= SHORTEST_SLIP and _is_far_rarer(a, b):
            return "slip"
    prefix = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), shorter)
    if prefix >= STEM_LETTERS and prefix >= STEM_SHARE * longer and longer - prefix <= ENDING_LETTERS:
        return "inflection"
    return "other"


def _is_far_rarer(a: str, b: str) -> bool:
    """Whether one of two words is so much rarer than the other that it is a slip of it."""
    rare, common = sorted((frequency(a), frequency(b)))
    return common >= SLIP_RATIO * max(rare, 1)


def _is_prefixed(a: str, b: str) -> bool:
    """Whether one of two words is the other with a prefix that makes another word of it."""
    short, long = sorted((a, b), key=len)
    return long.endswith(short) and long.removesuffix(short) in PREFIXES


def number_values(words: list[str]) -> list[str]:
    """The values of those words that are numbers, in their order."""
    return [value for w in words if (value := number_value(w))]


def number_value(word: str) -> str:
    """The value of a whole-word number, roman numeral, ordinal or version; an empty string for other words."""
    if m := re.fullmatch(r"(v?)(\d+)(?:st|nd|rd|th)?", word):
        return m[1] + (m[2].lstrip("0") or "0")
    return _ROMAN.get(word) or _ORDINALS.get(word, "")
