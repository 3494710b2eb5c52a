"""Questions in the grammar of arXiv's `search_query`.

Quotes around each word keep it a word, whatever is in it, and every alternative has parentheses of
its own: operators have no precedence, and associate to the right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from resolver.model import ByPeople, Record
from resolver.sources import wording
from resolver.text import names

Expression = Callable[[str], str]
"""From a title to the query that finds it; empty when nothing in it can be searched for."""

MOST_NAMES = 8
"""Family names that are asked for, at most; with so many the works of others hardly come along."""

_EVERYWHERE = frozenset(
    "bai cai cao chang chen cheng choi cui dai deng ding dong du fan fang feng fu gao gong gu guo gupta han he hong hu "
    "huang ji jia jiang jin kang kim kumar lee li liang lin liu lu luo ma meng nguyen pan park peng qin qiu ren shen "
    "shi singh song su sun tan tang tian wang wei wen wu xia xiao xie xiong xu yan yang yao ye yin yu yuan zeng zhang "
    "zhao zheng zhong zhou zhu zou".split()
)
"""Family names of an author of at least one paper in 200 (counted over arXiv's categories on language and learning)."""

_NATS, _NATS_EVERYWHERE, _ENOUGH = 7.0, 3.0, 14.0
"""What a family name tells, one of those, and what all must tell together: else the authors of a hundred papers have
them too."""


def match_phrase(title: str) -> str:
    """`ti:"…"`, each run of words a phrase: every word, in order. Inside quotes nothing is an operator."""
    kept = [
        [t.text for t in run]
        for run in wording.split_runs(title)
        if any(t.text.lower() not in wording.STOP for t in run)
    ]
    parts = [f'ti:"{" ".join(words)}"' for words in kept]
    return f"({' AND '.join(parts)})" if len(parts) > 1 else "".join(parts)


def match_any_words(title: str) -> str:
    """`((ti:a AND ti:b) OR (ti:b AND ti:c))`: sets of words, one of which should be right.

    One or two words alone would bring thousands of rows: they stay a phrase.
    """
    if len(wording.list_words(title)) < 3:
        return match_phrase(title)
    sets = [_join_words(words) for words in wording.choose_groups(title)]
    return f"({' OR '.join(sets)})" if len(sets) > 1 else "".join(sets)


def match_all_words(title: str) -> str:
    """`(ti:a AND ti:b AND ti:c)`: every word, in any order."""
    words = [token.text for token in wording.list_words(title)[:20]]
    return match_phrase(title) if len(words) < 3 else _join_words(words)


def match_any(title: str) -> str:
    """`(ti:"a" OR ti:"b")`: the telling words, any of which will do; arXiv sorts by how many and how rare they are."""
    words = wording.choose_any(title)
    return "(" + " OR ".join(f'ti:"{word}"' for word in words) + ")" if len(words) > 1 else ""


def _join_words(words: Sequence[str]) -> str:
    return "(" + " AND ".join(f'ti:"{word}"' for word in words) + ")"


def match_people(question: ByPeople) -> str:
    """`(au:"a" AND au:"b")`: the family names as words; arXiv folds accents of names itself. Empty when they are
    too few, or too common, to tell the papers of these people from others."""
    families = [" ".join(re.findall(r"\w+", name)) for name in question.families[:MOST_NAMES]]
    named = [f for f in dict.fromkeys(families) if len(f) > 1]  # an initial is in every other paper
    nats = sum(_NATS_EVERYWHERE if name.lower() in _EVERYWHERE else _NATS for name in named)
    return "(" + " AND ".join(f'au:"{name}"' for name in named) + ")" if nats >= _ENOUGH else ""


def is_by_all(record: Record, question: ByPeople) -> bool:
    """Whether the record's authors have all the family names."""
    own = {names.family_key(person) for person in record.authors}
    wanted = (names.family_key(names.parse_person(name)) for name in question.families[:MOST_NAMES])
    return own.issuperset(wanted)
