"""One item of a list of papers, taken apart into title, authors, venue, year and links.

People set the title in bold, as the link, in quotation marks, or first of all; authors before or after
it; venue and year in code, in italics, in brackets or at the end. Nothing here knows a list or a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from resolver.identifiers import find_all, is_placeholder, parse
from resolver.identifiers.placeholders import split_url
from resolver.readers.details import DATE, WORD, YEAR, details, introduces
from resolver.readers.spans import Link, Span, joined, links, text_of


class Anatomy(Struct, frozen=True, kw_only=True):
    """The pieces of an item, those of its title (`first` to `last`), and which links are to the paper.

    `about` are the links to the paper itself, placeholders included; of a table's row `pieces` are those of
    all cells, and `cells` say where each known field stands.
    """

    pieces: tuple[Span, ...]
    first: int
    last: int
    about: tuple[Link, ...]
    cells: tuple[tuple[str, int], ...] = ()


class Paper(Struct, frozen=True, kw_only=True):
    """What an item says of a paper. `url` is its main link as listed, placeholder or not."""

    title: str
    authors: str = ""
    venue: str = ""
    year: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
    anatomy: Anatomy | None = None


# Labels of links that are no titles.
_BUTTON = re.compile(
    r"[\W_]*(?:(?:the|official|full|project|home|our|original|source|model|and|&|/|\+|\s)*"
    r"(?:links?|pdfs?|papers?|preprint|arxiv|doi|acl|anthology|openreview|url|html|abs(?:tract)?|article|full\s?text|here|read|"
    r"code|codes|github|git|repo(?:sitory)?|page|website|web|site|homepage|demo|blog(?:\s?post)?|post|video|slides?|talk|poster|"
    r"data|datasets?|models?|weights|checkpoints?|hugging\s?face|hf|colab|notebook|bib(?:tex)?|cit(?:e|ations?)|"
    r"supp(?:lementary|lemental)?|appendix|tweet|twitter|tool(?:kit)?|implementation|tensorflow|pytorch|tf|jax|keras|"
    r"review|notes?|summary|image|leaderboard|benchmark|download|docs?|documentation|library|scholar|semantic scholar|"
    r"论文|代码|链接|github stars?|stars?)"
    r"[\s\d/&+,|.-]*)+[\W_]*",
    re.IGNORECASE,
)
_PAPER_BUTTON = re.compile(
    r"\b(?:links?|pdf|papers?|preprint|arxiv|doi|acl|anthology|openreview|url|abs(?:tract)?|article|full\s?text|论文)\b",
    re.IGNORECASE,
)
_QUOTE_ONLY = re.compile(r"\s*[\"“][^\"”]{12,}[\"”][.,]?\s*$")
# Sites of papers whose links carry no identifier.
_PAPER_HOSTS = re.compile(
    r"(?:.*\.)?(?:nips\.cc|neurips\.cc|mlr\.press|iclr\.cc|thecvf\.com|ecva\.net|aaai\.org|ieee\.org|acm\.org|sciencedirect\.com|"
    r"semanticscholar\.org|researchgate\.net|jmir\.org|ncbi\.nlm\.nih\.gov|pubmed\.gov|isca-speech\.org|ijcai\.org|transacl\.org|"
    r"jmlr\.org|ceur-ws\.org|springer\.com|nature\.com|wiley\.com|sagepub\.com|tandfonline\.com|mit\.edu|lrec-conf\.org|"
    r"usenix\.org|ssrn\.com|mdpi\.com|frontiersin\.org|plos\.org|jstage\.jst\.go\.jp|citeseerx\.ist\.psu\.edu|hal\.science|"
    r"archives-ouvertes\.fr|biorxiv\.org|medrxiv\.org|psyarxiv\.com|osf\.io|statmt\.org|arxiv\.org|aclweb\.org|pnas\.org|"
    r"aclanthology\.org|openreview\.net|doi\.org|science\.org|cell\.com|bmj\.com|cambridge\.org|oup\.com|elsevier\.com)"
)
_NO_PAPER_HOSTS = re.compile(
    r"(?:.*\.)?(?:github\.com|github\.io|gitlab\.com|youtube\.com|youtu\.be|twitter\.com|x\.com|shields\.io|"
    r"scholar\.google\.[a-z.]+|kaggle\.com|pypi\.org|awesome\.re|linkedin\.com|wikipedia\.org)"
)
_VENUE_WORD = re.compile(
    r"\b(?:proceedings|conference|workshop|journal|transactions|findings|arxiv)\b|\b[A-Z]{3,}", re.ASCII
)


def paper(pieces: Sequence[Span]) -> Paper | None:
    """The paper that an item lists, or `None` where it plainly lists none."""
    found = links(pieces)
    place = _title(pieces, found)
    if place is None:
        return None
    first, last = place
    title = clean_title(text_of(pieces[first : last + 1]))
    title, dated = _without_year(title)
    own = [link for link in found if link.first <= last and link.last >= first]
    others = [link for link in found if link not in own]
    buttons = [link for link in others if is_button(link.label)]
    about = [link for link in (*own, *buttons) if not _anchor(link.href)]
    if len(WORD.findall(title)) < 1 or any(_anchor(link.href) for link in own):
        return None
    hidden = {i for link in others if is_button(link.label) for i in range(link.first, link.last + 1)}
    before = [p for i, p in enumerate(pieces) if i < first and i not in hidden]
    after = [p for i, p in enumerate(pieces) if i > last and i not in hidden]
    authors, venue, year = details(before, after)
    year = year or dated
    if not _is_paper(pieces[first], own, buttons, authors, venue, year, title):
        return None
    main = main_link(about)
    return Paper(
        title=title,
        authors=authors,
        venue=venue,
        year=year,
        url=main,
        links=own_links(about, text_of(after)),
        anatomy=Anatomy(pieces=tuple(pieces), first=first, last=last, about=tuple(about)),
    )


def _without_year(title: str) -> tuple[str, str]:
    """`Deep Photo Style Transfer (2017)`: the year in brackets behind a title is not in it."""
    m = re.fullmatch(r"(.*\S)\s*[(\[]((?:19|20)\d\d)[)\]]", title)
    return (clean_title(m[1]), m[2]) if m and len(WORD.findall(m[1])) >= 3 else (title, "")


def is_button(label: str) -> bool:
    """Whether a link's label only says what is behind it (`pdf`, `[code]`, `arXiv:2106.01702`, an image)."""
    return not WORD.search(label) or _BUTTON.fullmatch(label) is not None or parse(label) is not None


def is_paper_button(label: str) -> bool:
    """Whether a button's label says that the paper is behind it (`pdf`, `arXiv`)."""
    return is_button(label) and _PAPER_BUTTON.search(label) is not None


def clean_title(text: str) -> str:
    """A title without the marks around it: quotation marks, the full stop, a numbering."""
    title = re.sub(r"^\W*\[?\(?(?:19|20)\d\d[./-]?\d*[./-]?\d*\)?\]\s*", "", text.strip())
    title = title.strip(" \t*_`").strip()
    if len(title) > 1 and (title[0], title[-1].rstrip(".,")) in {
        ('"', '"'),
        ("“", "”"),
        ("‘", "’"),
        ("「", "」"),
        ("《", "》"),
    }:
        title = title[1:-1]
    elif re.fullmatch(r"[\"“][^\"“”]*[.,]?[\"”][.,]?", title):
        title = title.strip('"“”., ')
    if title.endswith(".") and not title.endswith("..") and not re.search(r"\b(?:[A-Z]\.)+$|\bvs\.$|\betc\.$", title):
        title = title[:-1]
    return title.strip().rstrip(",;:|—–-").strip()


# ------------------------------------------------------------------ where is the title?


def _title(pieces: Sequence[Span], found: Sequence[Link]) -> tuple[int, int] | None:
    bold = _bold(pieces)
    named = [k for k in found if _like_title(k.label) and introduces(text_of(pieces[: k.first]))]
    long_bold = next(
        (b for b in bold if _like_title(text_of(pieces[b[0] : b[1] + 1])) and introduces(text_of(pieces[: b[0]]))),
        None,
    )
    if long_bold and not (named and named[0].last < long_bold[0] and paper_link(named[0])):
        return long_bold
    scholarly = next((link for link in named if paper_link(link)), None)
    if link := scholarly or (named[0] if named else None):
        return link.first, link.last
    if quoted := next((i for i, p in enumerate(pieces) if p.plain and _QUOTE_ONLY.match(p.text)), None):
        return quoted, quoted
    short = next(
        (b for b in bold if not _is_label(text_of(pieces[b[0] : b[1] + 1])) and introduces(text_of(pieces[: b[0]]))),
        None,
    )
    if short and found:
        return short
    lead = next(
        (
            k
            for k in found
            if not is_button(k.label) and not _no_title(k.label) and introduces(text_of(pieces[: k.first]))
        ),
        None,
    )
    return (lead.first, lead.last) if lead else _leading_text(pieces, found)


def _bold(pieces: Sequence[Span]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i, piece in enumerate(pieces):
        if piece.bold and runs and runs[-1][1] == i - 1:
            runs[-1] = (runs[-1][0], i)
        elif piece.bold:
            runs.append((i, i))
    return [run for run in runs if not is_button(text_of(pieces[run[0] : run[1] + 1]))]


def _is_label(text: str) -> bool:
    return text.endswith((":", "：")) or _no_title(text)


def _no_title(text: str) -> bool:
    return DATE.match(text) is not None or bool(re.search(r"\bet al\b", text)) or (
        YEAR.search(text) is not None and len(WORD.findall(text)) <= 3 and _VENUE_WORD.search(text) is not None
    )  # fmt: skip


def _like_title(text: str) -> bool:
    """Three words or more (or that much Chinese), and no label, date, venue or button."""
    size = len(WORD.findall(text)) + len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", text)) // 4
    return size >= 3 and not is_button(text) and not _is_label(text)


def _leading_text(pieces: Sequence[Span], found: Sequence[Link]) -> tuple[int, int] | None:
    """Plain text (or italics) before the first button that leads to a paper."""
    end = next((link.first for link in found if is_button(link.label) and paper_link(link)), None)
    for i, piece in enumerate(pieces[:end] if end else ()):
        if not introduces(text_of(pieces[:i])):
            return None
        if not piece.code and _like_title(piece.text):
            return i, i
    return None


def split_plain(pieces: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces in which a title that is bare text at the beginning of an item is a piece of its own.

    `"Title" (2015), K. Xu et al. [[pdf]]`, `Title. A. Author, B. Author. ACL 2020. [pdf]`,
    `[ACL 2019] Title [[pdf]]`, `A. Author (2019) Title. [pdf]`.
    """
    first = next((i for i, p in enumerate(pieces) if WORD.search(p.text)), None)
    if first is None:
        return tuple(pieces)
    end = first + 1
    if any(not is_button(k.label) and paper_link(k) for k in links(pieces)):
        return tuple(pieces)  # the link is the title
    if pieces[first].bold and len(pieces) > end and _continues(pieces, first):
        end += 1  # **BERT**: Pre-training of …
    elif not pieces[first].plain:
        return tuple(pieces)
    text = "".join(p.text for p in pieces[first:end])
    lead = _PREFIX.match(text)
    start = lead.end() if lead else 0
    for pattern, at in ((_QUOTED, 0), (_APA, 0), (_PLAIN, start)):
        m = pattern.match(text, at)
        if m and _like_title(m["title"]) and (introduces(text[: m.start("title")]) or m.start("title") == start):
            parts = [text[: m.start("title")], m["title"], text[m.end("title") :]]
            break
    else:
        parts = [text[:start], text[start:]]
    whole = joined(pieces[first:end])
    cut, at = [], 0
    for part in parts:
        cut.append(whole.cut(at, at + len(part)))
        at += len(part)
    return (*pieces[:first], *(piece for piece in cut if piece.text), *pieces[end:])


def _continues(pieces: Sequence[Span], first: int) -> bool:
    """Whether a short bold name and the text behind its colon make up the title."""
    after = pieces[first + 1]
    name = pieces[first].text.strip()
    colon = name.endswith(":") or re.match(r"\s*:\s", after.text) is not None
    return after.plain and colon and len(WORD.findall(name)) < 3 <= len(WORD.findall(after.text))


_PREFIX = re.compile(
    r"\s*(?:[\[(（【][^\])）】]{2,24}[\])）】]|(?:19|20)\d\d(?:[./-]\d{1,2})*\s+?[-–—:.|](?=\s)|(?:19|20)\d\d[.:](?=\s))\s*"
)
_QUOTED = re.compile(r".{0,300}?(?P<title>[\"“][^\"”]{12,}[\"”][.,]?)(?=\W*$|\s|[,.;(])")
_APA = re.compile(r"[^()]{3,300}?\((?:19|20)\d\d[a-z]?\)[.,:]?\s+(?P<title>[^(\s].{8,}?)(?=[.?!](?:\s|$)|\s*[\[(]?$)")
_PLAIN = re.compile(
    r"\s*(?P<title>\S.*?(?:(?=\s*\([^()]*(?:19|20)\d\d\))|(?=\s+[—–-]\s+[^\W\d_a-z])|[.?!](?=\s+[^\W\d_a-z])|\.(?=\W*$)"
    r"|(?=,\s+[^\W\d_a-z][\w.-]*(?:\s[^\W\d_a-z][\w.-]*){0,2}\s+et\s+al)|(?=\s*[\[(]\s*$)))"
)


# ------------------------------------------------------------------ is it a paper?


def _anchor(href: str) -> bool:
    """A link into the page itself; a lone `#` holds the place of a link."""
    return href.startswith("#") and href != "#"


def paper_link(link: Link) -> bool:
    """Whether a link leads to a paper, or holds the place of such a link."""
    href = link.href
    if parse(href) is not None:
        return True
    if not href or is_placeholder(href):
        return is_paper_button(link.label)
    parts = split_url(href)
    if href.startswith("#") or parts is None or _NO_PAPER_HOSTS.fullmatch(parts[0]):
        return False
    return parts[1].lower().endswith(".pdf") or _PAPER_HOSTS.fullmatch(parts[0]) is not None


def _is_paper(
    head: Span, own: Sequence[Link], buttons: Sequence[Link], authors: str, venue: str, year: str, title: str
) -> bool:
    if any(paper_link(link) for link in (*own, *buttons)):
        return True
    words = len(WORD.findall(title))
    labelled = any(_PAPER_BUTTON.search(b.label) and not no_paper(b.href) for b in buttons)
    if labelled and words >= 3:
        return True
    known = sum(map(bool, (authors, venue, year)))
    linked = any(not no_paper(link.href) for link in own)
    return words >= 3 and (known >= 2 if (head.bold and not own) or linked else known == 3)


def no_paper(href: str) -> bool:
    """Whether a link plainly leads to no paper: into the page itself, to code, to a video."""
    parts = split_url(href)
    return href.startswith("#") or parts is None or _NO_PAPER_HOSTS.fullmatch(parts[0]) is not None


def main_link(about: Sequence[Link]) -> str:
    """The link to give as the paper's: one with an identifier, else one to a paper, else a placeholder."""
    for wanted in (lambda k: parse(k.href) is not None, paper_link, lambda k: not no_paper(k.href)):
        if link := next((k for k in about if wanted(k)), None):
            return link.href
    return ""


def own_links(about: Sequence[Link], after: str) -> tuple[str, ...]:
    """The raw links to the paper, and ids in the text behind it; no placeholders, no code or scholar pages."""
    hrefs = [k.href for k in about if k.href and not is_placeholder(k.href) and (parse(k.href) or not no_paper(k.href))]
    return tuple(dict.fromkeys([*hrefs, *(i.value for i in find_all(after)[:1] if not hrefs)]))
