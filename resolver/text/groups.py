"""Groups that sign papers (`ATLAS Collaboration`, `MiniCPM Team`): names that have no surname and no initials."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KINDS = frozenset(
    "collaboration collaborations team teams consortium initiative contributors collaborators community committee "
    "foundation institute university universität université organization organisation association society workshop "
    "taskforce lab labs inc ltd gmbh corporation council alliance academy ministry department investigators".split()
)
"""Words that end the names of groups and are nobody's surname, as far as the authors of 800,000 records tell."""

_KINDS_OF_SEVERAL = frozenset("group network project centre research".split())
"""Words that end them, too, and are surnames of a few: they need a word before them that is no initial."""

_INITIAL = re.compile(r"(?:[^\W\d_]\.?-?){1,3}")
_LEADS = re.compile(r"(?:for|on behalf of)\s+the\b|(?:team|equipe|équipe)\s+(?=[A-Z0-9])", re.IGNORECASE)
"""How names of groups begin: `for the CMS Collaboration`, `Team OLMo`."""


def is_group(words: Sequence[str]) -> bool:
    """Whether the words of a name, in their order, name a group.

    >>> is_group("The MiniCPM Team".split()), is_group(["Team", "OLMo"]), is_group(["R.", "C.", "Group"])
    (True, True, False)
    """
    if len(words) < 2:
        return False
    last = words[-1].strip(".").lower()
    if last in _KINDS:
        return not all(map(_is_initial, words[:-1]))
    if last in _KINDS_OF_SEVERAL:
        return any(not _is_initial(word) for word in words[:-1]) and (len(words) > 2 or words[0].isupper())
    return _LEADS.match(" ".join(words)) is not None and not all(map(_is_initial, words[1:]))


def _is_initial(word: str) -> bool:
    """`R.`, `J.-P.`, `JP.`; capitals without full stops are a group's acronym (`BIG`), one letter alone is none."""
    return ("." in word or len(word) == 1) and _INITIAL.fullmatch(word) is not None
