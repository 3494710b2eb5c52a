"""Words that were broken at the end of a line, put together again."""

from __future__ import annotations

import re

from resolver.text.rarity import is_known_word, stem

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<head>[^\W\d_]{2,}+)(?:-|\u00ad|‐)\s+(?P<tail>(?!(?:and|or|to|und|oder)\b)[a-zß-öø-ÿ]{2,})"
)


def unbroken(text: str) -> str:
    """A text on one line, without the hyphens of its line ends.

    Whether a hyphen belongs to the word, what is known of the language of titles decides: `architec- ture` is a word
    without it, `three- city` two words with it. In `pre- and postnatal` it stays as it is.
    """
    return _BROKEN.sub(_joined, " ".join(text.split()))


def _joined(m: re.Match[str]) -> str:
    head, tail = m["head"], m["tail"]
    one, first, second = (is_known_word(stem(word.lower())) for word in (head + tail, head, tail))
    return f"{head}-{tail}" if first and second and not one else head + tail
