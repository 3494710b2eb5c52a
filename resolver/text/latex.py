"""LaTeX to plain Unicode, for titles and names that come from BibTeX."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylatexenc.latex2text import LatexNodes2Text

_MARKS = re.compile(r"[\\{}$~]|``|''|--")
_BRACES = re.compile(r"[{}]")
_MORE = re.compile(r"[\\$~`]|''|--")
_BARE = re.compile(r"(?<!\\)([%&#])")
_LONE_DOLLAR = re.compile(r"(?<!\\)\$")
# Fonts and boxes that pylatexenc drops with all that is in them; in text the braces alone say enough.
_BOXES = re.compile(
    r"\\(?:texttt|textsf|textnormal|textup|textmd|mbox|makebox|uline|uwave|hl|fixedcase|href\s*\{[^{}]*\})\s*(?=\{)"
)
_COMMA_BELOW = re.compile(r"\\textcommabelow\s*(?:\{\s*(\w)\s*\}|\s(\w))")
"""The one accent of LaTeX's kernel that pylatexenc lacks."""
_LOGO = re.compile(r"\\(LaTeX|TeX|BibTeX)(?![A-Za-z])")
# Money: a number and then a space or the end of a clause, in text that has no commands ($5 and $6).
_MONEY = re.compile(r"(?<!\\)\$(?=\d[\d,.]*\s?[kKmMbB]?(?:\s|[,.;:!?)-]|$))")
_SPACES = re.compile(r"\s+")
_MATHS = re.compile(r"\$(?=\S)((?:[^$\\]|\\.)+?)(?<=\S)\$(?!\d)")
"""Inline mathematics by pandoc's rule (`tex_math_dollars`), so that prices are left alone."""

_COMMAND = re.compile(r"\\([A-Za-z]+)")
_STANDARD = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho "
    "sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
    "aleph hbar ell Re Im partial infty prime emptyset nabla sqrt frac bar hat tilde dot ddot vec acute widehat "
    "widetilde overline underline mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt text textit textbf textrm "
    "texttt boldsymbol operatorname rm bf cal it sum prod int cup cap bigcup bigcap bigoplus bigotimes oplus otimes "
    "odot times div pm mp cdot ast star circ bullet wedge vee setminus wr le leq ge geq ne neq ll gg sim simeq approx "
    "equiv cong propto in notin subset subseteq supset supseteq forall exists neg to rightarrow leftarrow "
    "leftrightarrow Rightarrow longrightarrow mapsto langle rangle left right ldots cdots quad log ln exp max min sup "
    "inf lim det dim ker sin cos tan square leqslant geqslant lesssim gtrsim varnothing rtimes".split()
)
"""Commands of LaTeX itself and of the AMS packages, as far as titles on arXiv have them; authors' own are none."""

_PRINTED = frozenset(
    "c r v u k H d b t ae AE oe OE o O l L ss aa AA dh DH dj DJ th TH ng NG i j guillemotleft guillemotright "
    "guilsinglleft guilsinglright quotedblbase quotesinglbase ensuremath emph em url textsc textsf textsl textup "
    "textmd textnormal textsuperscript textsubscript textquoteright textquoteleft textquotedblleft "
    "textquotedblright textemdash textendash textasciicircum textasciitilde textbackslash textless textgreater "
    "textbar textbraceleft textbraceright texttrademark textregistered textcopyright textonesuperior "
    "texttwosuperior textthreesuperior textellipsis textperiodcentered textbullet textdegree texttimes "
    "textcommabelow textexclamdown textquestiondown textmu textsection textparagraph sharp nrightarrow S P "
    "LaTeX TeX BibTeX".split()
)
"""Further commands, of text, that do nothing but print."""


@cache
def _converter() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", strict_latex_spaces=False, keep_comments=False)


def has_latex(text: str) -> bool:
    """Whether `text` holds anything that only LaTeX would have."""
    return _MARKS.search(text) is not None


def split_maths(text: str) -> Iterator[tuple[str, bool]]:
    """Pieces of `text`, and whether each is inline mathematics (`$…$`)."""
    end = 0
    for found in _MATHS.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def prints_only(text: str) -> bool:
    r"""Whether every command in a text is a usual one that does nothing but print: no `\input`, no author's own."""
    return all(name in _STANDARD or name in _PRINTED for name in _COMMAND.findall(text))


def mathematical(text: str) -> str:
    r"""A LaTeX title as plain text with its mathematics left as it is; empty when it has none that LaTeX knows.

    >>> mathematical("A K\\\"ahler metric on $\\ell_1$"), mathematical("Bundles over $\\PP^1$")
    ('A Kähler metric on $\\ell_1$', '')
    """
    pieces = list(split_maths(text))
    maths = [piece for piece, is_maths in pieces if is_maths]
    if not maths or any(name not in _STANDARD for piece in maths for name in _COMMAND.findall(piece)):
        return ""
    return "".join(piece if is_maths else _around(piece) for piece, is_maths in pieces)


def _around(piece: str) -> str:
    """`to_text` of a piece that keeps the spaces at its ends."""
    before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    return f"{before}{to_text(piece).strip()}{after}" if piece.strip() else piece


@lru_cache(maxsize=4096)
def to_text(text: str) -> str:
    """Plain Unicode for a LaTeX string; text without LaTeX marks is returned as it is.

    A bare `%`, `&` or `#` and an unpaired `$` are literal in what people paste, but pylatexenc reads
    them as comment, alignment and mathematics and loses text, so they are escaped first.
    """
    if not has_latex(text):
        return text
    if not _MORE.search(text):  # most titles of BibTeX: braces that protect capitals, and nothing else
        return _SPACES.sub(" ", _BRACES.sub("", text)).strip()
    if "\\textcommabelow" in text:
        text = _COMMA_BELOW.sub(lambda m: normalize("NFC", f"{m[1] or m[2]}\u0326"), text)
    source = _BOXES.sub("", _LOGO.sub(r"{\1}", _BARE.sub(r"\\\1", text)))
    if "\\" not in text:
        source = _MONEY.sub(r"\\$", source)
    if len(_LONE_DOLLAR.findall(source)) % 2:
        source = _LONE_DOLLAR.sub(r"\\$", source)
    try:
        plain = _converter().latex_to_text(source)
    except Exception:  # noqa: BLE001 - pylatexenc raises many kinds on malformed input; the braces alone still go
        plain = re.sub(r"[{}$\\]", "", text)
    return _SPACES.sub(" ", plain).strip()
