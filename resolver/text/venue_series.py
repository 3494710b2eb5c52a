"""The one table of venues: the series that papers of this field appear in, and what each is called.

All that knows venues takes from here: `resolver.text.venues` recognises a series by its acronym and its spelled-out
names and compares what a list says with what a record says; `resolver.writers.venues` and `resolver.filling.wording`
write it as people write it. Spelled-out names were taken from the Anthology's and DBLP's proceedings as they stand in
records; series without any are known by the acronym that their names give in brackets, or by their identifiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

VenueKind = Literal["meeting", "journal", "repository"]


class VenueSeries(Struct, frozen=True):
    """One series of proceedings, one journal, or one repository of preprints.

    `label` names it in the code, in small letters without hyphens; `short` is how people write it. `names` are what it
    is called when it is spelled out, folded (`resolver.text.titles.fold`): a venue that has one of them among its
    words is of this series. `letter` begins its identifiers in the Anthology before 2020 (`P` of P18-1001).
    """

    label: str
    short: str
    names: tuple[str, ...] = ()
    kind: VenueKind = "meeting"
    letter: str = ""

    @property
    def has_acronym(self) -> bool:
        """Whether the short form is an acronym, and not a name in words."""
        return " " not in self.short


def _spelled(short: str, names: str, *, label: str = "", kind: VenueKind = "meeting", letter: str = "") -> VenueSeries:
    """A series with spelled-out names, which `|` divides; its label is its short form in small letters."""
    return VenueSeries(label or short.lower(), short, tuple(names.split("|")), kind, letter)


_SPELLED_OUT = (
    _spelled(
        "ACL",
        "association for computational linguistics|annual meeting of the association for computational linguistics|"
        "meeting of the acl",
        letter="P",
    ),
    _spelled(
        "EMNLP",
        "empirical methods in natural language processing|empirical methods for natural language processing",
        letter="D",
    ),
    _spelled(
        "NAACL",
        "north american chapter of the association for computational linguistics|nations of the americas chapter|"
        "north american chapter of the acl",
        letter="N",
    ),
    _spelled(
        "EACL",
        "european chapter of the association for computational linguistics|european chapter of the acl",
        letter="E",
    ),
    _spelled("AACL", "asia pacific chapter of the association for computational linguistics"),
    _spelled("IJCNLP", "international joint conference on natural language processing", letter="I"),
    _spelled("COLING", "international conference on computational linguistics|iccl", letter="C"),
    _spelled("LREC", "language resources and evaluation", letter="L"),
    _spelled(
        "TACL",
        "transactions of the association for computational linguistics|transactions of the acl",
        kind="journal",
        letter="Q",
    ),
    _spelled("Computational Linguistics", "computational linguistics journal", label="cl", kind="journal", letter="J"),
    _spelled("CoNLL", "computational natural language learning|computational language learning", letter="K"),
    _spelled("NeurIPS", "neural information processing systems|nips|advances in neural information processing"),
    _spelled("ICML", "international conference on machine learning"),
    _spelled("ICLR", "international conference on learning representations|learning representations"),
    _spelled(
        "AAAI",
        "aaai conference on artificial intelligence|association for the advancement of artificial intelligence",
    ),
    _spelled(
        "IJCAI",
        "international joint conference on artificial intelligence|joint conference on artificial intelligence",
    ),
    _spelled("CVPR", "computer vision and pattern recognition"),
    _spelled("ICCV", "international conference on computer vision"),
    _spelled("ECCV", "european conference on computer vision"),
    _spelled("WWW", "web conference|world wide web|webconf|thewebconf|theweb"),
    _spelled("KDD", "knowledge discovery and data mining"),
    _spelled("SIGIR", "research and development in information retrieval"),
    _spelled("CHI", "human factors in computing systems"),
    _spelled("Interspeech", "international speech communication association"),
    _spelled("ICASSP", "acoustics speech and signal processing"),
    _spelled("JMLR", "journal of machine learning research", kind="journal"),
    _spelled("TMLR", "transactions on machine learning research", kind="journal"),
    _spelled("SemEval", "semantic evaluation"),
    _spelled(
        "WMT", "conference on machine translation|statistical machine translation|workshop on machine translation"
    ),
    _spelled("CLPsych", "computational linguistics and clinical psychology"),
    _spelled("NLP4PI", "nlp for positive impact"),
    _spelled("arXiv", "arxiv|corr|preprint", kind="repository"),
    _spelled("COLM", "conference on language modeling"),
    _spelled("UAI", "uncertainty in artificial intelligence"),
    _spelled("AISTATS", "artificial intelligence and statistics"),
    _spelled("CIKM", "information and knowledge management"),
    _spelled("WSDM", "web search and data mining"),
)

_BY_ACRONYM = (
    "ALTA AMTA ArabicNLP ArgMining BEA BioNLP BlackboxNLP CCL ClinicalNLP CMCL DravidianLangTech EAMT FinNLP GEM GWC "
    "INLG IWPT IWSLT LDK LT-EDI LOUHI NLLP NLP4DH NoDaLiDa PROPOR ROCLING SCiL SIGDIAL SIGMORPHON WASSA"
).split()

SERIES: Mapping[str, VenueSeries] = {
    series.label: series
    for series in (
        *_SPELLED_OUT,
        *(VenueSeries(short.lower().replace("-", ""), short) for short in _BY_ACRONYM),
        VenueSeries("starsem", "*SEM"),
        VenueSeries("ranlp", "RANLP", letter="R"),
        VenueSeries("paclic", "PACLIC", letter="Y"),
    )
}
"""All series by their label. The Anthology's identifiers have these labels too (`starsem` in 2023.starsem-1.1)."""

SERIES_OF_LETTER: Mapping[str, str] = {s.letter: s.label for s in SERIES.values() if s.letter}
"""Main series of the Anthology's older identifiers, by the letter that they begin with; other letters have many."""
