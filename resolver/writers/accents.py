"""Letters with marks as LaTeX's accents, in forms that print with its T1 fonts and no package; and what those lack."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u0304": "=", "\u0307": ".",
    "\u0306": "u", "\u030c": "v", "\u030b": "H", "\u0327": "c", "\u0328": "k", "\u030a": "r", "\u0323": "d",
    "\u0331": "b", "\u0326": "textcommabelow", "\u0309": "h",
}  # fmt: skip
"""Combining marks and LaTeX's accent of the same shape."""

_FALLBACKS = {
    "ohorn": r"\providecommand{\ohorn}{o\kern-.08em\raise.1ex\hbox{'}\kern-.04em}",
    "OHORN": r"\providecommand{\OHORN}{O\kern-.12em\raise.6ex\hbox{'}}",
    "uhorn": r"\providecommand{\uhorn}{u\kern-.1em\raise.1ex\hbox{'}\kern-.04em}",
    "UHORN": r"\providecommand{\UHORN}{U\kern-.1em\raise.6ex\hbox{'}}",
    "h": r"\providecommand{\h}[1]{\accent39 #1}",
}
"""The Vietnamese letters and accent of LaTeX's T5 encoding, as T1 can print them: `\\providecommand` leaves the true
ones alone where a document has them. They begin with the letter, so that an accent finds it; 39 is the apostrophe."""

_DOTLESS = {"ı": "\\i", "ȷ": "\\j"}
_DOTS_TAKEN = "\u0300\u0301\u0302\u0308\u0307"
"""Marks that T1 has on an `i` as one character, without its dot, and the dot itself."""
_HORN = "\u031b"
_HORNED = {"o": "\\ohorn", "O": "\\OHORN", "u": "\\uhorn", "U": "\\UHORN"}
_ABOVE = 230
"""Unicode's combining class of the marks above a letter."""
_IN_T1 = frozenset(
    "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿŸĂăĄąĆćČčĎďĚěĘęĞğĹĺĽľŃńŇňŐőŔŕŘřŚśŠšŞşŤťŢţŰűŮůŹźŽžŻżİ"
)
"""Letters with a mark that are one character of the T1 encoding (`t1enc.def`)."""


@lru_cache(maxsize=4096)  # a list has few accented letters, each many times, and it takes 12 µs to spell one
def accented(cluster: str) -> str:
    r"""A letter with its marks, one on the other where there are several; empty where LaTeX lacks one of them.

    Marks below stand outside: an accent is set on a character, and a letter with a dot below is a box of two. For the
    same reason a second mark above needs a letter that T1 has as one character with its first.

    >>> print(accented("ễ"), accented("ặ"), accented("ș"), accented("ı́"), accented("ợ"))
    {\~{\^e}} {\d{\u{a}}} {\textcommabelow{s}} {\'{\i}} {\d{\ohorn}}
    >>> accented("ø̄")
    ''
    """
    decomposed = unicodedata.normalize("NFD", cluster)
    base, marks = decomposed[0], decomposed[1:]
    if not all(mark in _MARKS or mark == _HORN for mark in marks) or not (base.isascii() or base in _DOTLESS):
        return ""
    above = [mark for mark in marks if unicodedata.combining(mark) == _ABOVE]
    below = [mark for mark in marks if unicodedata.combining(mark) != _ABOVE and mark != _HORN]
    if len(above) > 2 or (len(above) == 2 and unicodedata.normalize("NFC", base + above[0]) not in _IN_T1):
        return ""
    made = base
    if _HORN in marks:
        if base not in _HORNED or marks.count(_HORN) > 1:
            return ""
        made = _HORNED[base]
    elif base in _DOTLESS or (above and base in "ij" and above[0] not in _DOTS_TAKEN):
        made = _DOTLESS.get(base, f"\\{base}")
    for mark in (*above, *below):
        accent = _MARKS[mark]
        braced = accent.isalpha() or accent in "=." or len(made) > 1
        made = f"\\{accent}{{{made}}}" if braced else f"\\{accent}{made}"
    return f"{{{made}}}" if made != base else ""


def fallbacks(text: str) -> tuple[str, ...]:
    """The definitions without which a text of ours lacks macros where only the T1 encoding is loaded."""
    return tuple(definition for name, definition in _FALLBACKS.items() if re.search(rf"\\{name}(?![A-Za-z])", text))


def unprintable(text: str) -> str:
    """The characters of a database for which pdfLaTeX has no letter with its T1 fonts, each once, in order."""
    return "".join(ch for ch in dict.fromkeys(unicodedata.normalize("NFC", text)) if not _printable(ch))


def _printable(ch: str) -> bool:
    return ch.isascii() or ch in _UTF8 or any(first <= ord(ch) <= last for first, last in _UTF8_RANGES)


_UTF8_RANGES = (
    (0xA0, 0x125), (0x128, 0x137), (0x139, 0x13E), (0x141, 0x148), (0x14A, 0x165), (0x168, 0x17E), (0x1CD, 0x1D4),
    (0x1E6, 0x1EB), (0x218, 0x21B), (0x2010, 0x2016),
)  # fmt: skip
_UTF8 = frozenset("ƒǄǅǆǇǈǉǊǋǌǢǣǰǴǵȲȳȷˇ˘˙˛˝ḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑẞỲỳ‘’‚“”„†‡•…‰‱‹›※‽⁄⁎⁒₡₤₦₩₫€₱℃№℗℞℠™℧℮←↑→↓␢␣◦◯♪⟨⟩ﬀﬁﬂﬃﬄﬅﬆ")
"""What LaTeX's own `utf8` knows with T1 and TS1 (release of 2020 and later)."""
