"""One item of a list of papers, taken apart into title, authors, venue, year and links.

People set the title in bold, as the link, in quotation marks, or first of all; authors before or after
it; venue and year in code, in italics, in brackets or at the end. Nothing here knows a list or a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from resolver.identifiers import is_placeholder, parse
from resolver.identifiers.placeholders import split_url
from resolver.model import Identifier
from resolver.readers.details import WORD
from resolver.readers.spans import Link, Span


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


class ListedPaper(Struct, frozen=True, kw_only=True):
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
    r"[\W_]*+(?:(?:the|official|full|project|home|our|original|source|model|and|&|/|\+|\s)*"
    r"(?:links?|pdfs?|papers?|preprint|arxiv|doi|acl|anthology|openreview|url|html|abs(?:tract)?|article|full\s?text|here|read|"
    r"code|codes|github|git|repo(?:sitory)?|page|website|web|site|homepage|demo|blog(?:\s?post)?|post|video|slides?|talk|poster|"
    r"data|datasets?|models?|weights|checkpoints?|hugging\s?face|hf|colab|notebook|bib(?:tex)?|cit(?:e|ations?)|"
    r"supp(?:lementary|lemental)?|appendix|tweet|twitter|tool(?:kit)?|implementation|tensorflow|pytorch|tf|jax|keras|"
    r"review|notes?|summary|image|leaderboard|benchmark|download|docs?|documentation|library|scholar|semantic scholar|"
    r"论文|代码|链接|github stars?|stars?)"
    r"[\s\d/&+,|.-]*+)+[\W_]*",
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
_POST_HOSTS = (
    r"(?:.*\.)?(?:twitter\.com|x\.com|linkedin\.com|substack\.com|medium\.com|towardsdatascience\.com|wordpress\.com|"
    r"blogspot\.[a-z.]+|googleblog\.com|zhihu\.com|csdn\.net|jianshu\.com|cnblogs\.com|weixin\.qq\.com|qiita\.com|"
    r"reddit\.com|stackoverflow\.com|quora\.com|youtube\.com|youtu\.be|wikipedia\.org)|(?:.*\.)?blog\..*"
)
"""Hosts of posts, talks and discussions: what is there may be about a paper, and bears a title of its own."""
_POST = re.compile(_POST_HOSTS)
_NO_PAPER_HOSTS = re.compile(
    r"(?:.*\.)?(?:github\.com|github\.io|gitlab\.com|shields\.io|scholar\.google\.[a-z.]+|kaggle\.com|pypi\.org|"
    rf"awesome\.re)|{_POST_HOSTS}"
)
"""Hosts of code, data and posts; what has a paper's title at the first two may still be the paper's code."""
_FILE = re.compile(
    r"(?!\w+://|www\.)[\w./%-]+\.(?:md|html?|txt|rst|py|ipynb|png|jpe?g|svg|csv|json|ya?ml)(?:#.*)?", re.IGNORECASE
)
"""A file beside the list."""
_VENUE_WORD = re.compile(
    r"\b(?:proceedings|conference|workshop|journal|transactions|findings|arxiv)\b|\b[A-Z]{3,}", re.ASCII
)


LONGEST_BUTTON = 120
"""Letters of a label that only says what is behind the link, at most."""


@lru_cache(maxsize=4096)  # a few labels stand in every item of a list, and are looked at by each of its readings
def is_button(label: str) -> bool:
    """Whether a link's label only says what is behind it (`pdf`, `[code]`, `arXiv:2106.01702`, an image)."""
    bare = re.sub(r"(?<=\w)\s*[(\[][^()\[\]]{1,30}[)\]]\s*$", "", label)  # `Model (Large)`
    button = len(bare) <= LONGEST_BUTTON and _BUTTON.fullmatch(bare) is not None
    return not WORD.search(label) or button or parse(label) is not None


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


# ------------------------------------------------------------------ is it a paper?


def is_anchor(href: str) -> bool:
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


def leads_elsewhere(href: str) -> bool:
    """Whether a link plainly leads to no paper: into the page itself, to code, to a video."""
    parts = split_url(href)
    return (
        href.startswith("#")
        or _FILE.fullmatch(href) is not None
        or parts is None
        or _NO_PAPER_HOSTS.fullmatch(parts[0]) is not None
    )


def is_post(href: str) -> bool:
    """Whether a link leads to a post, a talk or a discussion."""
    parts = split_url(href)
    return parts is not None and _POST.fullmatch(parts[0]) is not None


def main_link(about: Sequence[Link]) -> str:
    """The link to give as the paper's: one with an identifier, else one to a paper, else a placeholder."""
    for wanted in (lambda k: parse(k.href) is not None, paper_link, lambda k: not leads_elsewhere(k.href)):
        if link := next((k for k in about if wanted(k)), None):
            return link.href
    return ""


def own_links(about: Sequence[Link], named: Sequence[Identifier] = ()) -> tuple[str, ...]:
    """The raw links to the paper, or the first identifier in the text behind it; no placeholders, code, scholar pages.

    Args:
        about: the links of the item that may be the paper's.
        named: the identifiers in the text behind the title.
    """
    hrefs = [
        k.href
        for k in about
        if k.href and not is_placeholder(k.href) and (parse(k.href) or not leads_elsewhere(k.href))
    ]
    return tuple(dict.fromkeys([*hrefs, *(i.value for i in named[:1] if not hrefs)]))
