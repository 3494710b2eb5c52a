"""Unicode to the LaTeX that databases are written in, after the manner of the ACL Anthology's export.

For BibTeX, what plain LaTeX (kernel of 2020 or later, T1 fonts) can print becomes a macro; everything
else, such as Chinese, Cyrillic or a Vietnamese horn, stays UTF-8. For BibLaTeX (`unicode`)
letters and punctuation stay UTF-8, which biber reads, and only what LaTeX itself would take for a command
is escaped; single Greek letters and symbols are mathematics in both, since text fonts lack them.
Nothing here can unbalance braces: a value from anywhere gives a value that BibTeX can parse.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from resolver.text import latex
from resolver.writers.accents import accented
from resolver.writers.base import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylatexenc.latexencode import UnicodeToLatexEncoder

_ASCII = {
    "&": r"{\&}", "%": r"{\%}", "#": r"{\#}", "_": r"{\_}", "$": r"{\$}",
    "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "<": r"{\textless}", ">": r"{\textgreater}",
    "|": r"{\textbar}", '"': "''",
}  # fmt: skip
_TYPOGRAPHY = {
    "–": "--", "—": "---", "‐": "-", "‑": "-", "−": r"{\ensuremath{-}}", "’": "'", "‘": "`", "ʼ": "'", "ʻ": "`",
    "ˆ": r"{\textasciicircum}", "˜": r"{\textasciitilde}",
    "“": "``", "”": "''", "„": r"{\quotedblbase}", "…": r"{\textellipsis}", "\u00a0": "~",
}  # fmt: skip
_KERNEL = re.compile(
    r"\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|dh|DH|dj|DJ|th|TH|ng|NG|i|j|guillemotleft|guillemotright|"
    r"text(?:times|degree|trademark|registered|copyright|(?:one|two|three)superior|(?:right|left)arrow|bullet|"
    r"periodcentered|section|paragraph|sterling|euro|yen|cent|questiondown|exclamdown|dagger|daggerdbl|mu|pm|"
    r"one(?:half|quarter)|threequarters|ordfeminine|ordmasculine|div)|"
    r"ensuremath\{\\(?:leq|geq|neq|approx|infty|rightarrow|leftarrow|leftrightarrow|Rightarrow|times|in|cup|cap|"
    r"ell|pm|sim|equiv|sum|prod|forall|exists|nabla|partial|cdot|star|circ|oplus|otimes|subset|subseteq|"
    r"(?:var)?(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|"
    r"phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega))\})"
)
"""Macros that need no package; pylatexenc knows many that do, and a UTF-8 letter is better than those."""

_ESCAPES = {**_ASCII, "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$"}
"""For BibLaTeX: biber needs no braces round an escaped character."""

_ACCENTED = (
    r"(?:[`'\"^~=.]|(?:[uvHcdbkrh]|textcommabelow)(?![A-Za-z]))"
    r"\s*(?:\{\\?[^\W\d_][\u0300-\u036f]*\}|\\(?:[ij]|[ouOU](?:horn|HORN))(?![A-Za-z])|[^\W\d_])"
)
_MACRO = re.compile(
    rf"\\ensuremath\{{[^{{}}]*\}}|\{{\\{_ACCENTED}\}}|\\{_ACCENTED}|\{{\\[A-Za-z]+\}}|\\[A-Za-z]+\{{\}}"
)
"""A letter or mark as LaTeX writes it: an accent and its letter, or its name, in braces or with them behind it."""

_ACCENT_BEFORE = re.compile(r"\\(?:[A-Za-z]+|[`'\"^~=.])\s*$")
_MOST_MARKS = 3
"""Accents that stand on one letter at most."""
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_BRACED_MARK = re.compile(r"\{('|`|--|---)\}")
_BRACED_ESCAPE = re.compile(r"\{(\\[&%#_$])\}")
_GREEK_WORD = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]{3,}")
_OPENING_QUOTE = re.compile(r'(?:(?<=^)|(?<=[\s(\[{<\-–—/“‘]))"')
_ENTRY_LIKE = re.compile(r"(?<=\n)([ \t]*)@(?=\w*[ \t]*\{)")
_ENSURED = re.compile(r"\{\\ensuremath\{(.*)\}\}")
_STRAIGHT = re.compile(r'(?<!\\)"')
_ESCAPED = re.compile(r"\\.", re.DOTALL)


def _encoder() -> UnicodeToLatexEncoder:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        non_ascii_only=True,
        replacement_latex_protection="none",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )


def _letter(ch: str) -> str:
    """One non-ASCII character, as LaTeX or as it is."""
    if ch in _TYPOGRAPHY:
        return _TYPOGRAPHY[ch]
    if (other := _replaced(ch)) is not None:
        return other
    if stacked := accented(ch):
        return stacked
    macro = str(_encoder().unicode_to_latex(ch))
    if _KERNEL.fullmatch(macro):
        return f"{{{macro}}}"
    styled = _styled(ch)
    return f"{{\\ensuremath{{{styled}}}}}" if styled else ch


_STYLES = {
    "SCRIPT": "mathcal",
    "SANS-SERIF": "mathsf",
    "MONOSPACE": "mathtt",
    "BOLD": "mathbf",
    "DOUBLE-STRUCK": "mathbf",
}
_STYLED = re.compile(r"(?:MATHEMATICAL )?((?:[A-Z]+(?:-[A-Z]+)? )+)(CAPITAL|SMALL|DIGIT) \w+")
_SCRIPTS = {"<super>": "^", "<sub>": "_"}


def _styled(ch: str) -> str:
    r"""A letter or figure of mathematics in LaTeX's own alphabets, those of packages in the nearest; empty for others.

    >>> print(*map(_styled, "𝒮ℝ𝑥ⁿ₁𝛼"), _styled("ħ") or "-")
    \mathcal{S} \mathbf{R} x ^{n} _{1} \alpha -
    """
    plain = unicodedata.normalize("NFKC", ch).replace("−", "-")
    if len(plain) != 1:
        return ""  # a unit, say: `㎂`
    if plain != ch and "\u0370" <= plain <= "\u03ff" and (greek := _ENSURED.fullmatch(_letter(plain))):
        return greek[1]
    if not plain.isascii() or not (plain.isalnum() or plain in "+-=()"):
        return ""
    if script := _SCRIPTS.get(unicodedata.decomposition(ch).split(" ")[0]):
        return f"{script}{{{plain}}}"
    found = _STYLED.fullmatch(unicodedata.name(ch, ""))
    if found is None or not unicodedata.decomposition(ch).startswith("<font>"):
        return ""
    style = next((command for word, command in _STYLES.items() if word in found[1].split()), "")
    if style == "mathcal" and not plain.isupper():
        style = ""
    return f"\\{style}{{{plain}}}" if style else plain


_CLUSTER = re.compile(r"[^\W\d_][\u0300-\u036f]+")
"""A letter and marks that Unicode has no single character for."""


def _replaced(ch: str) -> str | None:
    """What no database should hold as it is: odd spaces, ligatures as one character, half a surrogate pair."""
    category = unicodedata.category(ch)
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " " if ch.isspace() else ""
    if "\ufb00" <= ch <= "\ufb06":
        return unicodedata.normalize("NFKC", ch)
    return "\ufffd" if category == "Cs" else None


def encode(text: str, *, unicode: bool = False) -> str:
    r"""Plain Unicode text as LaTeX; `$…$` that reads as mathematics is kept.

    Args:
        text: from anywhere.
        unicode: leave letters as they are, for BibLaTeX.

    >>> print(encode("Müller & Søn – 100% of “naïve” C#"))
    M{\"u}ller {\&} S{\o}n -- 100{\%} of ``na{\"i}ve'' C{\#}
    """
    return "".join(piece if maths else encode_part(piece, unicode=unicode) for piece, maths in split_maths(tidy(text)))


def adapt(given: str, *, unicode: bool = False) -> str:
    r"""LaTeX from a source in the form that a dialect wants; its braces, commands and mathematics stay.

    >>> adapt("{\\'E}tude of {P}sy{QA}", unicode=True), adapt("Étude of {P}sy{QA}")
    ('Étude of {P}sy{QA}', "{\\'E}tude of {P}sy{QA}")
    """
    form = _spelled if unicode else _coded
    return "".join(piece if maths else form(_turned(piece)) for piece, maths in split_maths(line(given)))


def _turned(given: str) -> str:
    """LaTeX with its straight double quotes turned; one behind a backslash is an accent."""
    return _STRAIGHT.sub("''", _OPENING_QUOTE.sub("``", given)) if '"' in given else given


def _coded(given: str) -> str:
    if given.isascii():
        return given
    return "".join(ch if ch.isascii() else _letter(ch) for ch in _CLUSTER.sub(_stacked, given))


def _stacked(cluster: re.Match[str]) -> str:
    return accented(cluster[0]) or cluster[0]


def _spelled(given: str) -> str:
    """LaTeX with the letters and marks that its macros mean."""
    text = given
    for _ in range(_MOST_MARKS):  # the innermost accent first
        text = _MACRO.sub(_meant, text)
    text = _BRACED_MARK.sub(r"\1", _BRACED_ESCAPE.sub(r"\1", text))
    for written, meant in _LIGATURES:
        text = text.replace(written, meant)
    return "".join(ch if ch.isascii() else _kept(ch) for ch in text)


def _meant(macro: re.Match[str]) -> str:
    """The character of a macro; one that stands for ASCII (`\\textless`) is needed in LaTeX, and is kept."""
    text = "" if macro[0].startswith(r"\ensuremath") else latex.to_text(macro[0])
    if not text or any(ch.isascii() for ch in text):
        return macro[0]
    argument = macro[0].startswith("{") and _ACCENT_BEFORE.search(macro.string[: macro.start()]) is not None
    return f"{{{text}}}" if argument else text


@lru_cache(maxsize=4096)  # a list has few characters beyond ASCII, each many times, and it takes 10 µs to tell
def _kept(ch: str) -> str:
    """One non-ASCII character for BibLaTeX: as it is, unless only mathematics or LaTeX has it."""
    coded = _letter(ch)
    if "ensuremath" in coded or coded == "~":
        return coded
    return ch if (other := _replaced(ch)) is None else other


def tidy(text: str) -> str:
    """One line in Unicode's composed form, its straight double quotes turned towards what they enclose."""
    whole = line(text)
    return _OPENING_QUOTE.sub("“", whole).replace('"', "”") if '"' in whole else whole


def split_maths(text: str) -> Iterator[tuple[str, bool]]:
    """Pieces of `text`, and whether each is inline mathematics that can stand in a BibTeX field."""
    for piece, is_maths in _with_scripts(text):
        if is_maths and sound(piece[1:-1]) and '"' not in piece and latex.prints_only(piece):
            raised = _SUPERSCRIPT.sub(lambda m: f"^{{{unicodedata.normalize('NFKC', m[1])}}}", piece)
            yield "".join(ch if ch.isascii() else _in_maths(ch) for ch in raised), True
        else:
            yield piece, False


_SUPERSCRIPT = re.compile("\\^?([⁰¹²³⁴-⁹ⁿ])")
_SCRIPT = re.compile(
    r"(?<=[^\W_)])\^(?:(\d+|[A-Za-z∘⊤*+-])(?![\w^{])|\{([\w+∘-]+)\})|(?<=[\u0370-\u03ffℓℋℝ\U0001d400-\U0001d7ff])_(\w|∞)(?!\w)|"
    r"(?<=[^\W_)])\^(\d)(?=[A-Za-z])"
)
"""Figures that are raised or lowered in a title that has lost its dollars: `Q^2`, `360^∘`, `ℓ_1`."""


def _with_scripts(text: str) -> Iterator[tuple[str, bool]]:
    """Pieces of a text, and whether each is mathematics, what is raised without dollars included."""
    for piece, is_maths in latex.split_maths(text):
        if is_maths or ("^" not in piece and "_" not in piece):
            yield piece, is_maths
            continue
        end = 0
        for found in _SCRIPT.finditer(piece):
            if found.start() > end:
                yield piece[end : found.start()], False
            mark = "_" if found[3] else "^"
            yield f"${mark}{{{found[1] or found[2] or found[3] or found[4]}}}$", True
            end = found.end()
        if end < len(piece):
            yield piece[end:], False


def _in_maths(ch: str) -> str:
    """A character beyond ASCII inside mathematics: `\\mu` for μ, where LaTeX has a command for it."""
    found = _ENSURED.fullmatch(_letter(ch))
    return f"{{{found[1]}}}" if found else ch


def encode_part(text: str, *, unicode: bool = False) -> str:
    """A piece of a tidy text without mathematics as LaTeX."""
    ascii_form, other = (_ESCAPES, _kept) if unicode else (_ASCII, _letter)
    words = {m.start(): m.end() for m in _GREEK_WORD.finditer(text)}
    out, i = [], 0
    while i < len(text):
        if not unicode and (cluster := _CLUSTER.match(text, i)) and (stacked := accented(cluster[0])):
            out.append(stacked)
            i = cluster.end()
            continue
        if i in words:  # a Greek word is text, not a row of variables
            out.append(text[i : words[i]])
            i = words[i]
            continue
        ch = text[i]
        if ch.isascii():
            out.append(ascii_form.get(ch, ch if ch.isprintable() else " "))
        else:
            out.append(other(ch))
        i += 1
    return "".join(out)


def balanced(text: str) -> bool:
    """Whether BibTeX sees the braces of `text` as pairs (it counts escaped ones as well)."""
    depth = 0
    for ch in text:
        depth += (ch == "{") - (ch == "}")
        if depth < 0:
            return False
    return depth == 0


def sound(given: str) -> bool:
    """Whether LaTeX from elsewhere can stand in a field, for parsers that count escaped braces and those that don't."""
    return balanced(given) and balanced(_ESCAPED.sub("", given)) and not given.rstrip().endswith("\\")


def quoted(value: str) -> str:
    """A field's value with its delimiters: quotes, or braces when a quote in it would end it.

    Parsers that look for the next entry stop at `@word{` at the beginning of a line, so that `@` is braced there.
    """
    safe = _ENTRY_LIKE.sub(r"\1{@}", value)
    return f"{{{safe}}}" if '"' in safe else f'"{safe}"'
