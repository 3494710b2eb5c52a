# ruff: noqa: E501  (an item stands on a line)
"""References that LaTeX files hold: `\\bibitem`s in every common style, and biblatex's own entries."""

from __future__ import annotations

import pytest

from resolver import readers
from resolver.errors import InputError
from resolver.filling import fill

TITLE = "Prickly attention for BURROW documents"
ITEMS = {
    "plain": r"\bibitem{q} A.~Quill and C.~Dew. Prickly attention for {BURROW} documents. In {\em Proc. ACL}, 2020.",
    "plain.bst": r"\bibitem{q}"
    "\nA.~Quill and C.~Dew.\n"
    r"\newblock Prickly attention for {BURROW} documents."
    "\n"
    r"\newblock In {\em Proc. ACL}, pages 1--12, 2020.",
    "acl_natbib": r"\bibitem[{Quill and Dew(2020)}]{q}"
    "\nAda Quill and Cleo Dew. 2020.\n"
    r"\newblock \href {https://doi.org/10.1234/5} {Prickly attention for {BURROW} documents}."
    "\n"
    r"\newblock In \emph{Proceedings of ACL}, pages 1--12.",
    "IEEEtran": r"\bibitem{q}"
    "\n"
    r"\BIBentryALTinterwordspacing A.~Quill and C.~Dew, ``Prickly attention for {BURROW} documents,'' in \emph{ACL}, 2020.",
    "comma": r"\bibitem{q} A. Quill, C. Dew, Prickly attention for BURROW documents, J. Hedgehogs 12 (2020) 33--44.",
}


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
@pytest.mark.parametrize("name", ["main.bbl", "paper.tex"])
def test_an_item_of_a_bibliography_is_an_entry_in_every_style(item: str, name: str) -> None:
    text = f"\\begin{{thebibliography}}{{9}}\n% a comment\n{item}\n\\end{{thebibliography}}\n"
    if name == "paper.tex":
        text = "\\documentclass{article}\n\\begin{document}\nText \\cite{q}.\n" + text + "\\end{document}\n"
    document = readers.read_text(text, name)
    (entry,) = document.entries
    assert (document.format, entry.title, entry.year, entry.key) == ("latex", TITLE, "2020", "q")
    assert "Quill" in entry.authors
    assert "Dew" in entry.authors


def test_an_address_in_an_item_is_its_identifier() -> None:
    (entry,) = readers.read_text(ITEMS["acl_natbib"] + "\n", "main.bbl").entries
    assert [str(i) for i in entry.ids] == ["doi:10.1234/5"]


def test_biblatex_says_itself_what_is_what() -> None:
    text = r"""% $ biblatex auxiliary file $
\refsection{0}
    \entry{quill20}{inproceedings}{}
      \name{author}{2}{}{%
        {{hash=1}{%
           family={Quill},
           familyi={Q\bibinitperiod},
           given={Ada},
           giveni={A\bibinitperiod}}}%
        {{hash=2}{%
           family={D\"ew},
           given={Cleo}}}%
      }
      \field{booktitle}{Proceedings of Burrows}
      \field{title}{Prickly {Attention}}
      \field{subtitle}{A Survey}
      \field{year}{2020}
      \verb{doi}
      \verb 10.1234/5
      \endverb
    \endentry
"""
    (entry,) = readers.read_text(text, "main.bbl").entries
    assert (entry.title, entry.authors) == ("Prickly Attention: A Survey", "Quill, Ada and Dëw, Cleo")
    assert (entry.year, entry.venue, entry.key, entry.type) == (
        "2020",
        "Proceedings of Burrows",
        "quill20",
        "inproceedings",
    )
    assert [str(i) for i in entry.ids] == ["doi:10.1234/5"]


def test_latex_without_references_is_refused_by_its_name() -> None:
    with pytest.raises(InputError, match="LaTeX"):
        readers.read_text("\\documentclass{article}\n\\begin{document}\nText.\n\\end{document}\n", "paper.tex")


def test_a_latex_file_is_not_filled_and_that_is_said() -> None:
    document = readers.read_text(ITEMS["plain"] + "\n", "main.bbl")
    with pytest.raises(InputError, match=r"latex.*not yet filled"):
        fill(document, [])
