"""LaTeX to plain Unicode, for titles and names that come from BibTeX."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.macrospec import LatexContextDb

_MARKS = re.compile(r"[\\{}$~]|``|''|--")
_BRACES = re.compile(r"[{}]")
_MORE = re.compile(r"[\\$~`]|''|--")
_BARE = re.compile(r"(?<!\\)([%&#])")
_LONE_DOLLAR = re.compile(r"(?<!\\)\$")
# Fonts and boxes that pylatexenc drops with all that is in them; in text the braces alone say enough.
_BOXES = re.compile(
    r"\\(?:texttt|textsf|textnormal|textup|textmd|mbox|makebox|uline|uwave|hl|fixedcase|href\s*\{[^{}]*\})\s*(?=\{)"
)
_LACKED_ACCENTS = {"textcommabelow": "\u0326", "h": "\u0309"}
"""Accents that pylatexenc lacks: the comma below of LaTeX's kernel, and the hook above of its Vietnamese encoding."""
_LACKED_LETTERS = {"ohorn": "ơ", "OHORN": "Ơ", "uhorn": "ư", "UHORN": "Ư"}
"""Letters of LaTeX's Vietnamese encoding (T5) that pylatexenc lacks."""
_WITH_DOT = str.maketrans("ıȷ", "ij")
_LOGO = re.compile(r"\\(LaTeX|TeX|BibTeX)(?![A-Za-z])")
# Money: a number and then a space or the end of a clause, in text that has no commands ($5 and $6).
_MONEY = re.compile(r"(?<!\\)\$(?=\d[\d,.]*\s?[kKmMbB]?(?:\s|[,.;:!?)-]|$))")
_SPACES = re.compile(r"\s+")
_RAISED_TWICE = re.compile("\\^(?=[⁰¹²³⁴-⁹ⁿ°])")
"""What `$Q^²$` leaves: the figure is raised already."""
_MATHS = re.compile(r"\$(?=\S)((?:[^$\\]|\\.)+?)(?<=\S)\$(?!\d)")
"""Inline mathematics by pandoc's rule (`tex_math_dollars`), so that prices are left alone."""

_RUN_TOGETHER = re.compile(
    r"\\(math(?:cal|bb|bf|rm|frak|sf|it|tt|scr|bbm)|boldsymbol|operatorname|widetilde|widehat|overline)(?=[A-Z0-9])([A-Z0-9])"
)
"""A command and its argument without the braces between them, as services give what was deposited: `\\mathcalH`."""

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
    "c r v u k H d b t h ae AE oe OE o O l L ss aa AA dh DH dj DJ th TH ng NG i j guillemotleft guillemotright "
    "guilsinglleft guilsinglright quotedblbase quotesinglbase ensuremath emph em url textsc textsf textsl textup "
    "textmd textnormal textsuperscript textsubscript textquoteright textquoteleft textquotedblleft "
    "textquotedblright textemdash textendash textasciicircum textasciitilde textbackslash textless textgreater "
    "textbar textbraceleft textbraceright texttrademark textregistered textcopyright textonesuperior "
    "texttwosuperior textthreesuperior textellipsis textperiodcentered textbullet textdegree texttimes "
    "textcommabelow ohorn OHORN uhorn UHORN textexclamdown textquestiondown textmu textsection textparagraph "
    "sharp nrightarrow S P LaTeX TeX BibTeX".split()
)
"""Further commands, of text, that do nothing but print."""


@cache  # made once, of constant tables
def _converter() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    known = get_default_latex_context_db()
    accents = [MacroTextSpec(name, _accent(mark)) for name, mark in _LACKED_ACCENTS.items()]
    letters = [MacroTextSpec(name, letter) for name, letter in _LACKED_LETTERS.items()]
    known.add_context_category("lacked", macros=[*accents, *letters], prepend=True)
    return LatexNodes2Text(known, math_mode="text", strict_latex_spaces=False, keep_comments=False)


@cache  # made once, of constant tables
def _grammar() -> LatexContextDb:
    """What pylatexenc knows of macros, with the accents that it lacks: each takes one argument."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import MacroSpec

    known = get_default_latex_context_db()
    known.add_context_category("lacked", macros=[MacroSpec(name, "{") for name in _LACKED_ACCENTS], prepend=True)
    return known


def _accent(mark: str) -> Callable[[Any, Any], str]:
    """What turns an accent's argument into its letters, each with the mark."""

    def marked(node: Any, l2tobj: Any) -> str:  # pylatexenc looks for an argument of this name
        letters = l2tobj.nodelist_to_text(list(node.nodeargs or ())).strip().translate(_WITH_DOT)
        return normalize("NFC", re.sub(r"(\w[\u0300-\u036f]*)", rf"\1{mark}", letters))

    return marked


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


def with_braces(text: str) -> str:
    r"""LaTeX whose commands have their braces back: `\mathcalH` is `\mathcal{H}`.

    >>> with_braces(r"$\mathcalH$-Consistency")
    '$\\mathcal{H}$-Consistency'
    """
    return _RUN_TOGETHER.sub(r"\\\1{\2}", text) if "\\" in text else text


def _spelled_out(maths: str) -> str:
    """Mathematics whose unknown commands (an author's own `\\PP`) are their names, so that no letter is lost."""
    return _COMMAND.sub(lambda m: m[0] if _known(m[1]) else f"{{{m[1]}}}", maths)


def _known(name: str) -> bool:
    return name in _STANDARD or name in _PRINTED or _converter().latex_context.get_macro_spec(name) is not None


@lru_cache(maxsize=4096)  # people and venues recur: without, a large .bib takes 16% longer to be read
def to_text(text: str) -> str:
    """Plain Unicode for a LaTeX string; text without LaTeX marks is returned as it is.

    A bare `%`, `&` or `#` and an unpaired `$` are literal in what people paste, but pylatexenc reads
    them as comment, alignment and mathematics and loses text, so they are escaped first.
    """
    if not has_latex(text):
        return text
    if not _MORE.search(text):  # most titles of BibTeX: braces that protect capitals, and nothing else
        return _SPACES.sub(" ", _BRACES.sub("", text)).strip()
    text = with_braces(text)
    source = _BOXES.sub("", _LOGO.sub(r"{\1}", _BARE.sub(r"\\\1", text)))
    if "$" in source and "\\" in source:
        source = "".join(_spelled_out(piece) if maths else piece for piece, maths in split_maths(source))
    if "\\" not in text:
        source = _MONEY.sub(r"\\$", source)
    if len(_LONE_DOLLAR.findall(source)) % 2:
        source = _LONE_DOLLAR.sub(r"\\$", source)
    try:
        plain = _converter().latex_to_text(source, latex_context=_grammar())
    except Exception:  # noqa: BLE001 - pylatexenc raises many kinds on malformed input; the braces alone still go
        plain = re.sub(r"[{}$\\]", "", text)
    return _SPACES.sub(" ", _RAISED_TWICE.sub("", plain)).strip()
