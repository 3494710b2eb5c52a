"""Whole lists: six in the styles that people use, a damaged one, and larger real ones in the reference material."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest
from msgspec import Struct

from tests import reference

SMALL = ("authors-first.md", "headings.md", "numbered.md", "papers.yaml", "references.bib", "table.md")
"""Lists beside this module (`lists/`), written for the tests over real papers."""

LARGE = (
    "EdinburghNLP+awesome-hallucination-detection__README.md",
    "OSU-NLP-Group+GUI-Agents-Paper-List__papers.yaml",
    "THUNLP-MT+MT-Reading-List__README.md",
    "boknilev+nlp-analysis-methods__references.bib",
    "kharrigian+mental-health-datasets__README.md",
    "thu-coai+PaperForONLG__README.md",
)
"""Real ones, 76 to 808 papers long."""

ALL = [*SMALL, *(pytest.param(name, marks=pytest.mark.shared) for name in LARGE)]

_HERE = Path(__file__).parent / "lists"
_REAL = reference.ROOT / "data" / "raw_dev"


class Listed(Struct, frozen=True):
    """A paper of a list: where it stands, as what, and the link and identifiers that are right for it."""

    line: int
    title: str
    link: str
    ids: frozenset[str]


def path_of(name: str) -> Path:
    """The file of a list."""
    return (_HERE if name in SMALL else _REAL) / name


def papers_of(name: str) -> list[Listed]:
    """The papers of a list, as a person marked them."""
    if name in SMALL:
        return [
            Listed(int(row["line"]), row["title"], row["link"], frozenset({f"{row['kind']}:{row['id']}".lower()}))
            for row in _rows(_HERE / "gold.csv")
            if row["list"] == name
        ]
    columns = {"acl": "acl_id", "arxiv": "arxiv_id", "doi": "doi", "openreview": "openreview_id"}
    return [
        Listed(
            int(row["line"]),
            row["title_as_written"],
            row["link"],
            frozenset(f"{kind}:{row[column]}".lower() for kind, column in columns.items() if row[column]),
        )
        for row in _rows(_REAL / f"{name}.gold.csv")
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# ------------------------------------------------------------------ a damaged list

SEED = reference.ROOT / "seed" / "awesome-llms-for-counseling.md"
"""The list that `entries.csv` was made of, as it was found."""


def counseling() -> str:
    """`entries.csv` as the awesome-list that it once was: sections with emoji, a bold title, names, venue and year,
    and a link that may be a placeholder; with the chatter around it."""
    rows = _rows(Path(__file__).parents[1] / "entries.csv")
    text = "# Awesome LLMs for Counseling 🧠💬\n\n*A list of papers — and what it is “for”.*\n\n## 📌 Scope\n\n"
    text += "- LLMs for **mental health counseling**\n- Simulation-based data generation\n\n---\n\n"
    text += "Perfect — below is your section, with a `[[link]]()` placeholder added for each paper.\n\n"
    for section, listed in groupby(rows, key=lambda row: row["section"]):
        text += f"### {section}\n\n" + "".join(_item(row) for row in listed) + "\n---\n\n"
    return text + "## 🤝 Contributing\n\n- Adding papers, datasets, or benchmarks\n\n## 📜 License\n\nMIT ⭐\n"


def _item(row: dict[str, str]) -> str:
    people = row["authors"].replace("et al.", "*et al.*")
    return f"* **{row['title']}** — {people}, {row['venue']} {row['year']}. [[link]]({row['url']})\n"


def damaged_counseling(size: str) -> str:
    """The list after its UTF-8 was read as MacRoman."""
    return counseling().encode().decode("mac_roman") if size == reference.SMALL else SEED.read_text(encoding="utf-8")
