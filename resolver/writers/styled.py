"""Works as printed references in any CSL style, as plain text and as HTML, through citeproc.

citeproc knows nothing of HTML here: markup is put in with characters for private use, all text is
escaped, and the marks become tags last. So nothing that a record says can become markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from resolver.identifiers import url_of
from resolver.model import Identifier, Person, Record, Run
from resolver.writers import bib, csl
from resolver.writers.base import WriterOptions, line, titled
from resolver.writers.cited import Cited, cited

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

_OPEN, _CLOSE, _OTHERS, _LESS, _HYPHEN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TAG = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_TAGS = f"(?:{_TAG.pattern.replace('(', '(?:')})*"
_ET_AL = re.compile(rf"(?:[,;]?\s*(?:(?:&|and|und|et|y|e|en|og|och)\s+)?|^){_OTHERS}")
_ENDED = re.compile(rf"(?<=[?!])({_TAGS})\.(?=\s|$|{_OPEN})")
_AFTER_QUOTE = re.compile(rf"([.?!]?)(’?”)({_TAGS})([.,])")
_LABEL = re.compile(r"^(\[\d+\]|\(\d+\)|\d+\.)(?=\S)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s|$)|'(?=\d\d\b)")
_OPENING = re.compile(r'(?:(?<=^)|(?<=[\s(\[–—/-]))"')
_CASED = frozenset({"title", "container-title", "publisher", "publisher-place", "number", "genre"})
"""Variables that styles change the case of."""


class StyledTextWriter:
    """References in a citation style, each a paragraph."""

    name = "text"
    heeds = frozenset({"style", "locale", "sort", "keys"})
    partial = True

    def render(self, run: Run, options: WriterOptions) -> str:
        works, rest = _divided(cited(run, options))
        printed = (text.replace(_LESS, "<") for _, text in _references(works, options, lambda tag, text: text))
        shown = [_LABEL.sub(r"\1 ", text) for text in printed]
        shown += [f"{UNVERIFIED}:"] if rest else []
        shown += [as_listed(work.record) for work in rest]
        return "\n\n".join(shown) + "\n" if shown else ""


class StyledHtmlWriter:
    """References in a citation style, as a page with links."""

    name = "html"
    heeds = frozenset({"style", "locale", "sort", "keys", "title"})
    partial = True

    def render(self, run: Run, options: WriterOptions) -> str:
        works, rest = _divided(cited(run, options))
        records = {work.key: work.record for work in works}
        entries = "".join(
            f'<div class="csl-entry" id="ref-{html.escape(key)}">{_escaped(_linked(text, records[key]))}</div>\n'
            for key, text in _references(works, options, _marked)
        )
        if rest:
            entries += f"<p>{html.escape(UNVERIFIED)}:</p>\n"
        entries += "".join(
            f'<div class="csl-entry unverified" id="ref-{html.escape(work.key)}">'
            f"{html.escape(as_listed(work.record), quote=False)}</div>\n"
            for work in rest
        )
        title = html.escape(line(options.title) or titled(run.document))
        return (
            entries
            if options.fragment
            else _PAGE.format(title=title, entries=entries, language=html.escape(options.locale or "en"))
        )


UNVERIFIED = "Not verified, as they were listed"
"""What stands over the entries without an accepted record; they are in no citation style."""


def _divided(works: Iterable[Cited]) -> tuple[tuple[Cited, ...], tuple[Cited, ...]]:
    """The works that were verified, and the other entries of the list."""
    all_ = tuple(works)
    return tuple(w for w in all_ if not w.unverified), tuple(w for w in all_ if w.unverified)


def as_listed(record: Record) -> str:
    """What a list says of a work, in a line: people, year, title, venue, link."""
    people = ", ".join(line(str(person)) for person in record.authors) + (" et al." if record.partial_authors else "")
    year = str(record.year or "")
    where = line(record.venue)
    parts = [people.strip(), year if year not in where else "", line(record.title), where, line(record.url)]
    return re.sub(r"([.?!])\.", r"\1", ". ".join(part for part in parts if part) + ".").replace("://.", "://")


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ max-width: 46em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 serif; overflow-wrap: anywhere; }}
.csl-entry {{ margin: 0 0 .7em 2em; text-indent: -2em; }}
</style>
</head>
<body>
<h1>{title}</h1>
<div class="csl-bib-body">
{entries}</div>
</body>
</html>
"""

# ------------------------------------------------------------------ through citeproc


class _Formatter:
    """What citeproc asks to emphasise text, over one function that puts the marks of a tag round it."""

    def __init__(self, mark: Callable[[str, str], str]) -> None:
        self.Italic = self.Oblique = lambda text: mark("i", str(text))
        self.Bold = lambda text: mark("b", str(text))
        self.Underline = lambda text: mark("u", str(text))
        self.Superscript = lambda text: mark("sup", str(text))
        self.Subscript = lambda text: mark("sub", str(text))
        self.SmallCaps = lambda text: mark('span style="font-variant: small-caps"', str(text))
        self.Light = self.preformat = str


def _references(
    works: Sequence[Cited], options: WriterOptions, mark: Callable[[str, str], str]
) -> Iterator[tuple[str, str]]:
    """Key and reference of each work, in the order asked for, else in the style's.

    Raises:
        SettingsError: citeproc is not installed, or style or locale can't be used.
    """
    from resolver.writers import styles

    if not works:
        return
    style = styles.load(options.style, options.locale)
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source.json import CiteProcJSON

    source = CiteProcJSON([_item(work) for work in works])
    bibliography = CitationStylesBibliography(style, source, _Formatter(mark))
    bibliography.register(Citation([CitationItem(work.key) for work in works]))
    if options.sort is None:
        bibliography.sort()
    keys = {work.key.lower(): work.key for work in works}
    inside = _punctuation_inside(style)
    preprints = {work.key: line(work.record.id("arxiv")) for work in works if not work.record.published}
    for key, text in zip(bibliography.keys, bibliography.bibliography(), strict=True):
        yield keys[key], _placed(_mended(str(text), inside=inside), preprints.get(keys[key], ""))


def _placed(text: str, arxiv: str) -> str:
    """A preprint's reference that says where it is, in a style that has no place for that."""
    if not arxiv or arxiv in text:
        return text
    return f"{text.rstrip('. ')}. arXiv:{arxiv}."


def _punctuation_inside(style: CitationStylesStyle) -> bool:
    """Whether the style's language puts a comma or full stop inside the quotation marks, as American English does."""
    return str(style.root.get_locale_option("punctuation-in-quote")).lower() == "true"


def _item(work: Cited) -> csl.CslItem:
    """A work's variables, with what citeproc-py would misread put in a form that it reads."""
    item = csl.item(work.record, work.key)
    item.pop("custom", None)
    for name, value in item.items():
        if isinstance(value, str) and name not in {"id", "type", "DOI", "URL", "language"}:
            item[name] = _words(_typeset(value)) if name in _CASED else _typeset(value)
    for role in ("author", "editor"):
        if role in item:
            item[role] = [_name(name) for name in item[role]]
    if "issued" in item:  # citeproc-py can't print a span of dates
        item["issued"] = {"date-parts": item["issued"]["date-parts"][:1]}
    return item


def _typeset(text: str) -> str:
    """Text with curly quotes, and nothing in it that has a meaning of its own for citeproc or for us."""
    plain = _PRIVATE.sub("", text).replace("<", _LESS)
    return _OPENING.sub("“", _APOSTROPHE.sub("’", plain)).replace('"', "”")


def _words(text: str) -> str:
    """Text whose words with capitals no style changes: neither `PsyQA` to `Psyqa` nor `arXiv` to `ArXiv`."""
    words = text.split(" ")
    return " ".join(f'<span class="nocase">{w}</span>' if w != w.lower() else w for w in words)


def _name(name: dict[str, str]) -> dict[str, str]:
    """A name that citeproc-py can shorten: it takes `tau` of `Wen-tau` for an initial, and small names for none."""
    if name.get("literal") == csl.OTHERS:
        return {"literal": _OTHERS}
    parts = {part: _typeset(value) for part, value in name.items()}
    given = re.sub(r"-(\w)", lambda m: (_HYPHEN if m[1].islower() else "-") + m[1], parts.get("given", ""))
    if not given:
        return parts
    if Person(parts["family"], given).east_asian:
        return {"literal": parts["family"] + given}
    if not given[0].isupper() and given[0].lower() != given[0].upper():
        particle, suffix = parts.get("non-dropping-particle", ""), parts.get("suffix", "")
        return {"literal": " ".join(p for p in (given, particle, parts["family"], suffix) if p)}
    return parts | {"given": given}


def _mended(text: str, *, inside: bool) -> str:
    """A reference with the punctuation that citeproc-py gets wrong put right."""
    text = _nested(_ET_AL.sub(" et al.", text.replace(_HYPHEN, "-")).replace("et al..", "et al."))
    text = _ENDED.sub(r"\1", text).replace("arXiv: arXiv:", "arXiv:")
    if inside:
        text = _AFTER_QUOTE.sub(_inside, text)
    return " ".join(text.split())


def _inside(found: re.Match[str]) -> str:
    end, quote, tags, mark = found.groups()
    return f"{end}{'' if end and mark == '.' else mark}{quote}{tags}"


def _nested(text: str) -> str:
    """Quotation marks inside quotation marks as single ones."""
    out, depth = [], 0
    for ch in text:
        if ch == "“":
            out.append("‘" if depth % 2 else "“")
            depth += 1
        elif ch == "”" and depth:
            depth -= 1
            out.append("’" if depth % 2 else "”")
        else:
            out.append(ch)
    return "".join(out)


# ------------------------------------------------------------------ HTML


def _marked(tag: str, text: str) -> str:
    return f"{_OPEN}{tag}{_CLOSE}{text}{_OPEN}/{tag.split(' ')[0]}{_CLOSE}"


def _linked(text: str, record: Record) -> str:
    """A reference whose own DOI and address are links."""
    doi = bib.any_doi(record)
    own = [url_of(Identifier("doi", doi))] if doi else []
    own += [bib.url(record)]
    for url in own:
        if url and url in text:
            return text.replace(url, _marked(f'a href="{html.escape(url)}"', url), 1)
    return text


def _escaped(text: str) -> str:
    """A marked text as HTML."""
    pieces = _TAG.split(text)
    pieces[::2] = [html.escape(piece.replace(_LESS, "<"), quote=False) for piece in pieces[::2]]
    pieces[1::2] = [f"<{tag}>" for tag in pieces[1::2]]
    return "".join(pieces)
