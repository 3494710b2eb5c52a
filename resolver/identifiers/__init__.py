"""Identifiers in every form in which people write them, and what stands where one is still missing."""

from resolver.identifiers.parsing import Malformed, find_all, find_malformed, parse, parse_arxiv_version
from resolver.identifiers.placeholders import is_placeholder
from resolver.identifiers.rules import (
    COLUMNS,
    IDENTIFYING,
    OFFICIAL,
    derive_related,
    is_form,
    name_of,
    names_publication,
    question_rank,
    url_of,
)
from resolver.identifiers.schemes import KINDS, SCHEMES, Identifier, IdKind

__all__ = [
    "COLUMNS",
    "IDENTIFYING",
    "KINDS",
    "OFFICIAL",
    "SCHEMES",
    "IdKind",
    "Identifier",
    "Malformed",
    "derive_related",
    "find_all",
    "find_malformed",
    "is_form",
    "is_placeholder",
    "name_of",
    "names_publication",
    "parse",
    "parse_arxiv_version",
    "question_rank",
    "url_of",
]
