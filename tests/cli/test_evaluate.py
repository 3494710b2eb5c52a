"""`resolver evaluate`: what a list of known answers says about the decisions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from resolver.cli import cli

Measure = Callable[..., str]

EXPORT = """@inproceedings{a-2018,
    title = "Probabilistic FastText for Multi-Sense Word Embeddings",
    author = "Athiwaratkun, Ben",
    booktitle = "Proceedings of a Conference",
    year = "2018",
    url = "https://aclanthology.org/P18-1001/"
}
@inproceedings{b-2020,
    title = "Learning to Understand Child-directed and Adult-directed Speech",
    author = "Gelderloos, Lieke",
    booktitle = "Proceedings of a Conference",
    year = "2020",
    url = "https://aclanthology.org/2020.acl-main.1/"
}
"""


@pytest.fixture
def measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Measure:
    """Evaluate rows of title and right Anthology id against an Anthology of two papers."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "anthology.bib").write_text(EXPORT)

    def run(*rows: str) -> str:
        (tmp_path / "gold.csv").write_text("\n".join(("title,acl_id", *rows)) + "\n")
        flags = [
            "--offline",
            "--acl-url",
            "anthology.bib",
            "--cache-dir",
            str(tmp_path / "cache"),
            "--snapshot",
            "none",
        ]
        done = CliRunner().invoke(cli, ["evaluate", "gold.csv", *flags])
        assert done.exception is None, done.output
        return done.output

    return run


def test_right_answers_are_counted_right(measure: Measure) -> None:
    said = measure("Probabilistic FastText for Multi-Sense Word Embedding,P18-1001")
    assert "1 rows, 1 with a known answer: 1 right, 0 wrong" in said
    assert "no wrong link" in said


def test_a_link_to_another_paper_is_wrong_and_named(measure: Measure) -> None:
    """The identifier is the truth to compare with, never a hint: the title leads to the other paper."""
    said = measure("Learning to Understand Child-directed and Adult-directed Speech,P18-1001")
    assert "0 right, 1 wrong" in said
    assert "row 1: Learning to Understand" in said
    assert "2020.acl-main.1" in said


def test_where_nothing_is_known_to_be_right_every_link_is_wrong(measure: Measure) -> None:
    said = measure("Probabilistic FastText for Multi-Sense Word Embeddings,", "On Nothing That Anybody Wrote Down,")
    assert "2 rows, 0 with a known answer: 0 right, 1 wrong" in said
