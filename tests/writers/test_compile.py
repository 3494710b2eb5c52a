"""What TeX itself makes of our databases: real bibtex, biber and pdflatex, without a word of complaint."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from resolver import files
from resolver.model import Identifier, Person, Record
from resolver.writers import WriterOptions
from resolver.writers.biblatex import BibLaTeXWriter
from resolver.writers.bibtex import BibTeXWriter
from tests.writers.works import MENTALCHAT, PSYQA, resolved, run_of

HOSTILE = Record(
    source="x",
    title=r"100% of \input{/etc/passwd} & C# in snake_case: $5, {braces} ^ ~ “Żółć” @article{x, α<β",
    authors=(
        Person("O'Brien and Sons, Ltd."),
        Person("Žabokrtský", "Zdeněk", "Jr."),
        Person("da Łódź", "José"),
        Person("Nguyễn", "Đặng Mẫn"),
        Person("Țurcanu", "Ștefan"),
        Person("Dı\u0301az", "Ana"),
    ),
    year=2020,
    month="October 31–November 4",
    venue="Proceedings of R&D_10 #1 (50%)",
    type="inproceedings",
    volume="3",
    number="4",
    pages="e12–e15",
    url="https://example.org/a_b?c=%20d&e=f#g",
    ids=(Identifier("doi", "10.1162/tacl_a_00111"),),
)
TALK = Record(source="x", title="A talk of nobody", year=2019, type="misc")
MATHS = Record(
    source="acl",
    title="On ℓ_1 and Naïve Études",
    title_tex=r"On $\ell_1$ and {N}aïve {\'E}tudes",
    year=2021,
    venue="J",
    type="article",
    authors=(Person("Doe", "Jane"),),
)
RUN = run_of((), [], *(resolved(n, r) for n, r in enumerate((PSYQA, MENTALCHAT, HOSTILE, TALK, MATHS), 1)))
PREAMBLE = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{amsmath,amssymb,url}"


def typeset(folder: Path, program: str, preamble: str, body: str) -> list[str]:
    """All that the programs complain of."""
    for needed in ("pdflatex", program):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed (Debian: texlive-latex-base, texlive-bibtex-extra, biber)")
    (folder / "p.tex").write_text(rf"{preamble}\begin{{document}}\nocite{{*}}{body}\end{{document}}", encoding="utf-8")
    said = ""
    for command in (
        ["pdflatex", "-interaction=nonstopmode", "p"],
        [program, "p"],
        ["pdflatex", "-interaction=nonstopmode", "p"],
    ):
        done = subprocess.run(
            command, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=120
        )
        said = done.stdout.decode("utf-8", "replace") if command[0] == program else said
    assert (folder / "p.pdf").exists()
    log = (folder / "p.log").read_text(encoding="utf-8", errors="replace")
    spoken = [part for part in said.splitlines() if re.match(r"Warning--|WARN|ERROR|.*---line", part)]
    return spoken + re.findall(r"(?m)^(?:! .*|Missing character.*)$", log)


@pytest.mark.parametrize("style", ["plain", "plainnat"])
def test_bibtex_and_latex_have_nothing_to_say(tmp_path: Path, style: str) -> None:
    (tmp_path / "r.bib").write_text(files.to_text(BibTeXWriter().render(RUN, WriterOptions())), encoding="utf-8")
    body = rf"\bibliographystyle{{{style}}}\bibliography{{r}}"
    assert typeset(tmp_path, "bibtex", PREAMBLE + r"\usepackage{natbib}", body) == []


def test_biber_and_latex_have_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "r.bib").write_text(files.to_text(BibLaTeXWriter().render(RUN, WriterOptions())), encoding="utf-8")
    package = r"\usepackage[backend=biber]{biblatex}\addbibresource{r.bib}"
    assert typeset(tmp_path, "biber", PREAMBLE + package, r"\printbibliography") == []
