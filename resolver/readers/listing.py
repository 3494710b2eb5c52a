"""One item of a list of papers, taken apart into title, authors, venue, year and links.

People set the title in bold, as the link, in quotation marks, or first of all; authors before or after
it; venue and year in code, in italics, in brackets or at the end. Nothing here knows a list or a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from resolver.identifiers import find_all, is_placeholder, parse
from resolver.placeholders import split_url
from resolver.readers.spans import Link, Span, links, text_of


class Paper(Struct, frozen=True, kw_only=True):
    """What an item says of a paper. `url` is its main link as listed, placeholder or not."""

    title: str
    authors: str = ""
    venue: str = ""
    year: str = ""
    url: str = ""
    links: tuple[str, ...] = ()


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
# Sites of papers whose links carry no identifier.
_PAPER_HOSTS = re.compile(
    r"(?:.*\.)?(?:nips\.cc|neurips\.cc|mlr\.press|iclr\.cc|thecvf\.com|ecva\.net|aaai\.org|ieee\.org|acm\.org|sciencedirect\.com|"
    r"semanticscholar\.org|researchgate\.net|jmir\.org|ncbi\.nlm\.nih\.gov|pubmed\.gov|isca-speech\.org|ijcai\.org|transacl\.org|"
    r"jmlr\.org|ceur-ws\.org|springer\.com|nature\.com|wiley\.com|sagepub\.com|tandfonline\.com|mit\.edu|lrec-conf\.org|"
    r"usenix\.org|ssrn\.com|mdpi\.com|frontiersin\.org|plos\.org|jstage\.jst\.go\.jp|citeseerx\.ist\.psu\.edu|hal\.science|"
    r"archives-ouvertes\.fr|biorxiv\.org|medrxiv\.org|psyarxiv\.com|osf\.io|statmt\.org|arxiv\.org|aclweb\.org|pnas\.org|"
    r"aclanthology\.org|openreview\.net|doi\.org|science\.org|cell\.com|bmj\.com|cambridge\.org|oup\.com|elsevier\.com)"
)
_NO_PAPER_HOSTS = re.compile(r"(?:.*\.)?(?:github\.com|github\.io|gitlab\.com|youtube\.com|youtu\.be|twitter\.com|x\.com|shields\.io"
                             r"|scholar\.google\.[a-z.]+|kaggle\.com|pypi\.org|awesome\.re|linkedin\.com|wikipedia\.org)")  # fmt: skip
_YEAR = re.compile(r"(?<![\d/.])(?:19[5-9]\d|20[0-4]\d)(?![\d])")
_VENUE_WORD = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|journal|transactions|findings|symposium|arxiv|corr|preprint|thesis|letters|"
    r"magazine|review|lecture notes|in:|submitted|under review|blog|technical report|nature|science)\b|\b[A-Z]{3,}[A-Za-z]*\b",
    re.IGNORECASE | re.ASCII,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]{2,}[A-Za-z]*\b")
_ET_AL = re.compile(r"^(.*?\bet\.?\s+al\b\.?|.*?等)[\s,;:.()\[\]|—–-]*(.*)$", re.DOTALL)
_WORD = re.compile(r"\w[\w'’.+/&-]*")
_NAME = re.compile(
    r"(?:(?:[^\W\d_a-z][\w'’‘.\-]*|[a-z]'[^\W\d_a-z]\w+|van|von|der|den|de|del|della|di|da|du|la|le|el|al|bin|ibn|dos|ten|ter|y|e"
    r"|zu|jr\.?)(?:\s+|$)){1,6}"
)
_LABELS = re.compile(r"\s*(?:\w+\s+){0,2}\w+\s*[:：]")
_LEAD = re.compile(r"^[\s,.;:|—–\-•·/()\[\]{}]+")
_TAIL = re.compile(r"[\s,.;:|—–\-•·/(\[{]+$")
_DATE = re.compile(r"^[\W\d_]*(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\W\d_]*)?$", re.IGNORECASE)


def paper(pieces: Sequence[Span]) -> Paper | None:
    """The paper that an item lists, or `None` where it plainly lists none."""
    found = links(pieces)
    place = _title(pieces, found)
    if place is None:
        return None
    first, last = place
    title = clean_title(text_of(pieces[first : last + 1]))
    own = [link for link in found if link.first <= last and link.last >= first]
    others = [link for link in found if link not in own]
    buttons = [link for link in others if is_button(link.label)]
    about = [link for link in (*own, *buttons) if not link.href.startswith("#")]
    if len(_WORD.findall(title)) < 1 or any(link.href.startswith("#") for link in own):
        return None
    hidden = {i for link in others if is_button(link.label) for i in range(link.first, link.last + 1)}
    before = [p for i, p in enumerate(pieces) if i < first and i not in hidden]
    after = [p for i, p in enumerate(pieces) if i > last and i not in hidden]
    authors, venue, year = details(before, after)
    if not _is_paper(pieces[first], own, buttons, authors, venue, year, title):
        return None
    main = main_link(about)
    return Paper(title=title, authors=authors, venue=venue, year=year, url=main, links=own_links(about, text_of(after)))


def is_button(label: str) -> bool:
    """Whether a link's label only says what is behind it (`pdf`, `[code]`, an image)."""
    return not _WORD.search(label) or _BUTTON.fullmatch(label) is not None


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
    named = [link for link in found if _like_title(link.label)]
    named = [link for link in named if _introduces(text_of(pieces[: link.first]))]
    long_bold = next(
        (b for b in bold if _like_title(text_of(pieces[b[0] : b[1] + 1])) and _introduces(text_of(pieces[: b[0]]))),
        None,
    )
    if long_bold and not (named and named[0].last < long_bold[0] and paper_link(named[0])):
        return long_bold
    scholarly = next((link for link in named if paper_link(link)), None)
    if link := scholarly or (named[0] if named else None):
        return link.first, link.last
    if quoted := _quoted(pieces):
        return quoted
    short = next((b for b in bold if not _is_label(text_of(pieces[b[0] : b[1] + 1]))), None)
    if short and found:
        return short
    lead = next(
        (link for link in found if not is_button(link.label) and link.first <= 1 and not _no_title(link.label)), None
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
    return _DATE.match(text) is not None or bool(re.search(r"\bet al\b", text)) or (
        _YEAR.search(text) is not None and len(_WORD.findall(text)) <= 3 and _VENUE_WORD.search(text) is not None
    )  # fmt: skip


def _like_title(text: str) -> bool:
    """Three words or more (or that much Chinese), and no label, date, venue or button."""
    size = len(_WORD.findall(text)) + len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", text)) // 4
    return size >= 3 and not is_button(text) and not _is_label(text)


def _introduces(before: str) -> bool:
    """Whether a title may follow: after nothing, a label, a date, or authors and year; not after prose."""
    words = _WORD.findall(before)
    if len(words) <= 4:
        return True
    if _LABELS.match(before):
        return False
    return _like_names(re.sub(r"[\s.,(]*(?:19|20)\d\d[\s).,:]*$", "", before))


def _quoted(pieces: Sequence[Span]) -> tuple[int, int] | None:
    """A title in quotation marks that is a piece (or the beginning of one) by itself."""
    for i, piece in enumerate(pieces):
        if piece.code or piece.href is not None:
            continue
        if (
            (m := re.match(r"\s*[\"“](.+?)[\"”]", piece.text))
            and _like_title(m[1])
            and m.end() == len(piece.text.rstrip(" .,"))
        ):
            return i, i
    return None


def _leading_text(pieces: Sequence[Span], found: Sequence[Link]) -> tuple[int, int] | None:
    """Plain text (or italics) before the first button that leads to a paper."""
    end = next((link.first for link in found if is_button(link.label) and paper_link(link)), None)
    if not end:
        return None
    if not any(_WORD.search(p.text) for p in pieces[:end]):
        return None
    first = next(i for i, p in enumerate(pieces) if _WORD.search(p.text))
    style = (pieces[first].em, pieces[first].code, pieces[first].href)
    last = first
    while last + 1 < end and (pieces[last + 1].em, pieces[last + 1].code, pieces[last + 1].href) == style:
        last += 1
    return (first, last) if _like_title(text_of(pieces[first : last + 1])) else None


def split_plain(pieces: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces in which a title, bare text before what follows it, is a piece of its own.

    `"Title" (2015), K. Xu et al. [[pdf]]` and `Title. A. Author, B. Author. ACL 2020. [pdf]`.
    """
    out: list[Span] = []
    for i, piece in enumerate(pieces):
        plain = not (piece.bold or piece.em or piece.code or piece.href is not None)
        started = any(_WORD.search(p.text) for p in pieces[:i])
        m = _SPLIT.match(piece.text) if plain and not started else None
        if m and _WORD.search(m[1]):
            out += [Span(m[1]), Span(piece.text[m.end(1) :], em=False, code=False)]
        else:
            out.append(piece)
    return tuple(out)


_SPLIT = re.compile(
    r"(\s*[\"“].+?[\"”][.,]?(?=\s|$)|\s*\S.*?(?:(?=\s*\((?:[^()]*\b)?(?:19|20)\d\d\))|(?=\s+[—–-]\s+\S)|[.?!](?=\s+[^\W\d_a-z][^.]*,)))"
)


# ------------------------------------------------------------------ is it a paper?


def paper_link(link: Link) -> bool:
    """Whether a link leads to a paper, or holds the place of such a link."""
    href = link.href
    if parse(href) is not None:
        return True
    if not href or is_placeholder(href):
        return is_button(link.label) and bool(_PAPER_BUTTON.search(link.label))
    parts = split_url(href)
    if href.startswith("#") or parts is None or _NO_PAPER_HOSTS.fullmatch(parts[0]):
        return False
    return parts[1].lower().endswith(".pdf") or _PAPER_HOSTS.fullmatch(parts[0]) is not None


def _is_paper(
    head: Span, own: Sequence[Link], buttons: Sequence[Link], authors: str, venue: str, year: str, title: str
) -> bool:
    if any(paper_link(link) for link in (*own, *buttons)):
        return True
    words = len(_WORD.findall(title))
    labelled = any(_PAPER_BUTTON.search(b.label) and not _no_paper(b.href) for b in buttons)
    if labelled and words >= 3:
        return True
    known = sum(map(bool, (authors, venue, year)))
    linked = any(not _no_paper(link.href) for link in own)
    return words >= 3 and (known >= 2 if head.bold or own or linked else known == 3)


def _no_paper(href: str) -> bool:
    parts = split_url(href)
    return href.startswith("#") or parts is None or _NO_PAPER_HOSTS.fullmatch(parts[0]) is not None


def main_link(about: Sequence[Link]) -> str:
    """The link to give as the paper's: one with an identifier, else one to a paper, else a placeholder."""
    for wanted in (lambda k: parse(k.href) is not None, paper_link, lambda k: not _no_paper(k.href)):
        if link := next((k for k in about if wanted(k)), None):
            return link.href
    return ""


def own_links(about: Sequence[Link], after: str) -> tuple[str, ...]:
    """The raw links to the paper, and ids in the text behind it; no placeholders, no code or scholar pages."""
    hrefs = [
        k.href for k in about if k.href and not is_placeholder(k.href) and (parse(k.href) or not _no_paper(k.href))
    ]
    return tuple(dict.fromkeys([*hrefs, *(i.value for i in find_all(after)[:1] if not hrefs)]))


# ------------------------------------------------------------------ authors, venue, year


def details(before: Sequence[Span], after: Sequence[Span]) -> tuple[str, str, str]:
    """Authors, venue and year from what stands before and after a title."""
    head, tail = _tidy(text_of(before)), _tidy(_unlinked(after))
    authors = venue = ""
    if head and (m := re.match(r"(.*?)[\s.,(]*((?:19|20)\d\d)?[\s).,:]*$", head, re.DOTALL)) and _like_names(m[1]):
        authors = m[1].strip(" ,;.")
        authors += "." if re.search(r"\bet al$|\b[A-Z]$", authors) else ""
    if not authors:
        authors, tail = _authors_first(tail, after)
    venue = _venue(after, tail)
    years = _YEAR.findall(venue) or _YEAR.findall(tail) or _YEAR.findall(head)
    year = years[-1] if years else ""
    if year:
        venue = re.sub(rf"(?:[\s,.'’(-]|(?<=[A-Za-z])){year}\W*$", "", venue)
    if venue == year or _DATE.match(venue):
        venue = ""
    return authors, venue.strip(" ,.;:()[]|-—–"), year


def _tidy(text: str) -> str:
    return _TAIL.sub(
        "", re.sub(r"\(\s*(?:citations?)?\s*:?\s*[\d,]*\s*\)|\[\s*\]|\(\s*\)", " ", _LEAD.sub("", text), flags=re.I)
    ).strip()


def _unlinked(pieces: Sequence[Span]) -> str:
    return " ".join("".join(p.text for p in pieces if not p.code).split())


def _authors_first(tail: str, after: Sequence[Span]) -> tuple[str, str]:
    """Authors at the beginning of a text, and what is left of it."""
    tail = re.sub(r"^by\s+", "", tail, flags=re.I)
    if m := _ET_AL.match(tail):
        if len(m[1]) < 200 and _like_names(re.sub(r"\bet\.?\s+al\b\.?|等", "", m[1])):
            return m[1].strip(), m[2]
    italic = next((_tidy(p.text) for p in after if p.em and _WORD.search(p.text)), "")
    if (
        italic
        and tail.startswith(italic)
        and _like_names(italic)
        and ("," in italic or " and " in italic or "&" in italic or not _venue_like(italic))
    ):
        return _end(italic), _tidy(tail[len(italic) :])
    for stop in (r"\.\s+(?=[^\W\d_a-z]|\()", r"\s+[—–|-]\s+", r"\s*[(\[]", r",\s+(?=[^,]*(?:19|20)\d\d)", r"$"):
        for m in re.finditer(stop, tail):
            part = tail[: m.start()]
            if re.search(r"\b[A-Z]$", part) and stop.startswith(r"\."):
                continue  # an initial's full stop
            if _like_names(part) and not _venue_like(part):
                return part.strip(), _tidy(tail[m.end() :])
            break
    return "", tail


def _end(names: str) -> str:
    return names if not re.search(r"\bet al$", names) else names + "."


def _like_names(text: str) -> bool:
    text = re.sub(r"\([^()]*\)|[*†‡§¶]|(?<=[^\W\d_])\d(?!\d)|\bet\.?\s+al\b\.?|^\w+(?: \w+)?:", "", text).strip(" ,.;")
    parts = [p.strip(" .") for p in re.split(r",|;|\band\b|&|、|，", text) if p.strip(" .")]
    if not parts or re.search(r"\d", text) or len(text) > 3000:
        return False
    if len(parts) == 1 and len(parts[0].split()) > 5:
        return False
    good = sum(_NAME.fullmatch(p) is not None or _cjk(p) for p in parts)
    return good >= 0.7 * len(parts)


def _cjk(text: str) -> bool:
    return re.fullmatch(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af·\s]{2,10}", text) is not None


def _venue_like(text: str) -> bool:
    return _YEAR.search(text) is not None or _ACRONYM.search(text) is not None or bool(
        re.search(r"\b(?:proceedings|conference|workshop|journal|transactions|findings|arxiv|preprint)\b", text, re.I)
    )  # fmt: skip


def _venue(after: Sequence[Span], tail: str) -> str:
    codes = [" ".join(p.text.split()) for p in after if p.code and _WORD.search(p.text)]
    if code := next((c for c in codes if _venue_like(c)), None):
        return code
    italic = next(
        (
            _tidy(p.text)
            for p in after
            if p.em and re.search(r"\bproc|journal|transactions|conference|findings", p.text, re.I)
        ),
        "",
    )
    if italic:
        return italic
    candidates = [s.strip() for s in re.split(r"\.\s+|\s+[—–|]\s+|[()\[\]]|;", tail) if s.strip()]
    candidates = [re.sub(r"^in:?\s+", "", c, flags=re.I) for c in candidates]
    good = [c for c in candidates if len(c) <= 120 and _venue_like(c)]
    dated = [c for c in good if _YEAR.search(c) and not _YEAR.fullmatch(c)]
    return (dated or good or [""])[0] or next((p.text.strip() for p in after if p.em and _venue_like(p.text)), "")
