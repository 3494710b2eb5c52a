"""Which type of work a list says that it lists, in the words of BibTeX, RIS and CSL.

Types that people use for anything (`misc`, `online`, `GEN`, `document`) say nothing, and so does a word that is in
none of these vocabularies: `unknown` is the answer wherever the list leaves room for two.
"""

from __future__ import annotations

from collections.abc import Mapping

from resolver.model import ListedType

_WORDS: Mapping[ListedType, str] = {
    "article": "article suppperiodical jour jfull ejour inpr article-journal article-magazine journal journalarticle "
    "journal-article",
    "paper": "inproceedings conference conf cpaper paper-conference proceedings-article conferencepaper",
    "book": "book mvbook ebook edbook monograph",
    "chapter": "inbook incollection bookinbook suppbook suppcollection chap echap chapter book-chapter inreference "
    "entry-dictionary entry-encyclopedia",
    "thesis": "phdthesis mastersthesis bachelorsthesis thesis thes dissertation",
    "report": "techreport report rprt",
    "dataset": "dataset",
    "software": "software comp computer_program computerprogram",
    "webpage": "webpage elec post post-weblog blog",
}
"""BibTeX's and biblatex's entry types, RIS's `TY` and CSL's `type` that say one thing, in small letters.

Sources: biblatex manual 3.19 (section 2.1), the RIS specification of 2011 (appendix), CSL 1.0.2 (appendix III).
`DATA` of RIS and `www` of older styles are left out: the one is exported for tables of any kind, the other
for anything that has an address.
"""

_TYPES: Mapping[str, ListedType] = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def parse_type(written: str) -> ListedType:
    """The type that a list gives an entry; `unknown` where it gives none, or one that says nothing.

    >>> parse_type("phdthesis"), parse_type("JOUR"), parse_type("paper-conference"), parse_type("misc")
    ('thesis', 'article', 'paper', 'unknown')
    """
    return _TYPES.get(written.strip().lower().replace(" ", ""), "unknown")
