"""The emoji of a list's sections: its own, else one for the usual subjects, else none."""

from __future__ import annotations

import re
import unicodedata

_USUAL = (
    (r"data ?sets?|data|corp(?:us|ora)|annotat\w+|resources?", "📊"),
    (r"safety|security|secure|privacy|risks?|harms?|attacks?|defen[cs]es?|trust\w*|red[- ]teaming", "🛡️"),
    (r"ethics|ethical|bias(?:es)?|fair(?:ness)?|societ\w+", "⚖️"),
    (r"evaluat\w+|benchmark\w*|tests?|metrics?|assess\w+", "🧪"),
    (r"surveys?|reviews?|overviews?|tutorials?|reading|books?", "📚"),
    (r"speech|audio|voice|music", "🎙️"),
    (r"vision|visual|images?|videos?|multi-?modal", "🖼️"),
    (r"dialog(?:ue)?s?|conversation\w*|chat\w*", "💬"),
    (r"tools?|toolkits?|software|librar(?:y|ies)|code|frameworks?", "🛠️"),
    (r"agents?|models?|systems?|llms?|architectures?", "🤖"),
    (r"applications?|use cases?", "💡"),
    (r"theor(?:y|ies|etical)|reasoning|cogniti\w+|psycholog\w+", "🧠"),
)
"""Words of a heading and what they get, the first that fits."""

_PATTERNS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), emoji) for words, emoji in _USUAL)


def with_emoji(heading: str) -> str:
    """A heading with an emoji before it, if it has none and its subject is a usual one.

    >>> with_emoji("Datasets"), with_emoji("🎯 Datasets"), with_emoji("Miscellanea")
    ('📊 Datasets', '🎯 Datasets', 'Miscellanea')
    """
    if any(unicodedata.category(ch) == "So" for ch in heading):
        return heading
    return next((f"{emoji} {heading}" for pattern, emoji in _PATTERNS if pattern.search(heading)), heading)
