"""Identifiers in every form in which people write them, and what stands where one is still missing."""

from resolver.identifiers.parsing import Malformed, arxiv_version, find_all, malformed, parse
from resolver.identifiers.placeholders import is_placeholder
from resolver.identifiers.rules import (
    COLUMNS,
    IDENTIFYING,
    OFFICIAL,
    is_form,
    name_of,
    names_publication,
    question_rank,
    related,
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
    "arxiv_version",
    "find_all",
    "is_form",
    "is_placeholder",
    "malformed",
    "name_of",
    "names_publication",
    "parse",
    "question_rank",
    "related",
    "url_of",
]
