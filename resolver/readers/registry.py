"""Which readers there are: a new one is a module beside these and a line here."""

from __future__ import annotations

from resolver.readers.base import Reader
from resolver.readers.bibtex import BibTeXReader
from resolver.readers.csv import TableReader
from resolver.readers.docx import WordReader
from resolver.readers.endnote_xml import EndNoteXmlReader
from resolver.readers.foreign import SUFFIXES
from resolver.readers.frontmatter import FrontMatterReader
from resolver.readers.latex_references import LatexReferenceReader
from resolver.readers.mapping import JsonReader, YamlReader
from resolver.readers.markdown import MarkdownReader
from resolver.readers.org import OrgReader
from resolver.readers.packed import PackedReader
from resolver.readers.page import HtmlPageReader
from resolver.readers.pdf import PdfReader
from resolver.readers.reference_list import ReferenceReader
from resolver.readers.ris import RisReader
from resolver.readers.tagged import TaggedReader
from resolver.readers.text import TextReader
from resolver.readers.xlsx import WorkbookReader

READERS: tuple[Reader, ...] = (
    LatexReferenceReader(),
    EndNoteXmlReader(),
    HtmlPageReader(),
    BibTeXReader(),
    TaggedReader(),
    RisReader(),
    OrgReader(),
    FrontMatterReader(),
    JsonReader(),
    YamlReader(),
    ReferenceReader(),
    TableReader(),
    MarkdownReader(),
    TableReader(guess=True),
    TextReader(),
)
"""All readers, the more demanding `sniff` first; the last one takes anything."""

PACKED_READERS: tuple[PackedReader, ...] = (WordReader(), WorkbookReader(), PdfReader())
"""Readers of files that are no text; each imports its library when it reads one."""

LIST_SUFFIXES = frozenset(SUFFIXES).union(
    *(reader.suffixes for reader in READERS), *(reader.suffixes for reader in PACKED_READERS)
)
"""Endings of the files that a folder of lists is searched for; a file that is named itself may have any."""
