"""Venues: whether what a list calls `EMNLP 2023` can be what a record calls its proceedings.

A venue is reduced to a set of series labels. Labels come from a table of spelled-out names and from
the acronyms that names carry. `findings` is a label of its own: Findings of ACL is not ACL.
"""

from __future__ import annotations

import re
from functools import lru_cache

from resolver.text.titles import fold

_SPELLED = {
    "acl": "association for computational linguistics|annual meeting of the association for computational linguistics|"
    "meeting of the acl",
    "emnlp": "empirical methods in natural language processing|empirical methods for natural language processing",
    "naacl": "north american chapter of the association for computational linguistics|nations of the americas chapter",
    "eacl": "european chapter of the association for computational linguistics|european chapter of the acl",
    "aacl": "asia pacific chapter of the association for computational linguistics",
    "ijcnlp": "international joint conference on natural language processing",
    "coling": "international conference on computational linguistics",
    "lrec": "language resources and evaluation",
    "tacl": "transactions of the association for computational linguistics|transactions of the acl",
    "cl": "computational linguistics journal",
    "conll": "computational natural language learning|computational language learning",
    "neurips": "neural information processing systems|nips|advances in neural information processing",
    "icml": "international conference on machine learning",
    "iclr": "international conference on learning representations|learning representations",
    "aaai": "aaai conference on artificial intelligence|association for the advancement of artificial intelligence",
    "ijcai": "international joint conference on artificial intelligence|joint conference on artificial intelligence",
    "cvpr": "computer vision and pattern recognition",
    "iccv": "international conference on computer vision",
    "eccv": "european conference on computer vision",
    "www": "web conference|world wide web|webconf|thewebconf|theweb",
    "kdd": "knowledge discovery and data mining",
    "sigir": "research and development in information retrieval",
    "chi": "human factors in computing systems",
    "interspeech": "international speech communication association",
    "icassp": "acoustics speech and signal processing",
    "jmlr": "journal of machine learning research",
    "tmlr": "transactions on machine learning research",
    "semeval": "semantic evaluation",
    "wmt": "conference on machine translation|statistical machine translation|workshop on machine translation",
    "clpsych": "computational linguistics and clinical psychology",
    "nlp4pi": "nlp for positive impact",
    "arxiv": "arxiv|corr|preprint",
    "colm": "conference on language modeling",
    "uai": "uncertainty in artificial intelligence",
    "aistats": "artificial intelligence and statistics",
    "cikm": "information and knowledge management",
    "wsdm": "web search and data mining",
}
_FINDINGS = re.compile(r"\bfindings\b")
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*\b")
_YEAR = re.compile(r"['’]\d\d\b|\b(?:19|20)\d\d\b")
_GENERIC = frozenset(
    "proceedings of the and ieee acm usa conference workshop papers long short main volume pmlr".split()
)


@lru_cache(maxsize=8192)
def labels(venue: str) -> frozenset[str]:
    """The series that a venue string names; empty when none is recognised.

    >>> sorted(labels("Findings of the Association for Computational Linguistics: EMNLP 2023"))
    ['emnlp', 'findings']
    """
    text = " " + re.sub(r"[^a-z0-9]+", " ", fold(venue)) + " "
    found = {name for name, spelled in _SPELLED.items() if any(f" {s} " in text for s in (name, *spelled.split("|")))}
    acronyms = _ACRONYM.findall(_YEAR.sub(" ", venue))
    found |= {re.sub(r"\d{2,4}$", "", a).lower() for a in acronyms if len(a) <= 12} - _GENERIC
    if text.strip() == "computational linguistics":
        found.add("cl")
    if "acl" in found and len(found) > 1 and not re.search(r"\bACL\b", venue):
        found.discard("acl")  # only as a part of another name: the North American chapter, Findings …: EMNLP
    if "nips" in found:
        found = (found - {"nips"}) | {"neurips"}
    if _FINDINGS.search(text):
        found.add("findings")
    if "workshop" in text:
        found.add("workshop")
    return frozenset(found)


def agreement(listed: str, recorded: str) -> float | None:
    """1 when two venues name the same series, 0 when they contradict, None when that can't be told."""
    a, b = labels(listed), labels(recorded)
    kinds = {"findings", "workshop"}
    series_a, series_b = a - kinds, b - kinds
    if not series_a or not series_b or "arxiv" in series_a or "arxiv" in series_b:
        return None
    if series_a & series_b:
        return 0.5 if ("findings" in a) != ("findings" in b) else 1.0
    if "workshop" in a or "workshop" in b:
        return None  # a list often names the conference that a workshop was held at
    return 0.0
