"""What TeX itself makes of our databases: real bibtex, biber and pdflatex, without a word of complaint."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from resolver import files
from resolver.model import Identifier, Person, Record
from resolver.writers import WriterOptions, accents
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
NAMES = (
    "Nguyễn, Thuật", "Mẫn, Hiếu", "Lưu, Phương", "Hồ, Bảo Ngọc", "Đặng, Ẩn", "Trần, Ợt Ử", "Țurcanu, Ștefan",
    "Dı\u0301az, Ana", "Çelikyılmaz, Aslı", "İnan, Ömer", "Mārītė, Žanna", "Nießen, Šime", "Øster, Þór Ðæ",
    "Kępa, Łucja", "Ogbe, Ọlá Ẹ̀bùn", "Ḥasan, Ṭāriq", "Őry, Űrs", "Ŋwa, Ǫsi", "O’Neill, Seán", "ʻAlohi, Kai",
    "Ďurčo, Ľubor", "Ģirts, Ķemers", "Ǧamīl, Ẕāhir",
)  # fmt: skip
"""Hard letters of names as sources have them: marks on marks, horns, hooks, commas and dots below."""

GROUPS = ("BIG Collaboration", "MiniCPM Team", "The Fern & Moss Group", "Ferns, Inc. and Sons")
TITLES = (
    "Is $\\mathcal{H}$-Consistency Enough? A Study", "Q^2: Asking in 360^∘", "ℋ-Consistency on ℓ_1 and 𝒮^2 (Why?)",
    "α-Divergences, 5 × 3 → 15 ± 1 °C", "“Quotes” – and 100% of C# & R&D_10", "Über ß: a_b ~ c", "x² ⁿ ₁ ½ € £ § ¿Qué?",
)  # fmt: skip


def hard_works() -> list[Record]:
    """One work a name, a group and a title: conference papers, articles, and preprints on arXiv alone."""
    people = [Person(*name.split(", ")) for name in NAMES] + [Person(group) for group in GROUPS]
    works = []
    for n, who in enumerate(people):
        kind = ("inproceedings", "article", "preprint")[n % 3]
        works.append(
            Record(
                source="x",
                title=f"{TITLES[n % len(TITLES)]}: {n}",
                authors=(who, Person("Poe", "Ana"), people[n - 1]),
                year=2000 + n,
                venue="" if kind == "preprint" else f"Proceedings of Ferns & Mosses {n}",
                type=kind,  # type: ignore[arg-type]  # one of three
                editors=(Person("Ed", "Itor"),),
                ids=(Identifier("arxiv", f"2001.{n:05}"),) if kind == "preprint" else (),
                category="cs.CL",
            )
        )
    return works


HARD = run_of((), [], *(resolved(n, r) for n, r in enumerate(hard_works(), 1)))
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


@pytest.mark.parametrize("style", ["plain", "abbrv", "alpha", "unsrt", "plainnat"])
def test_hard_names_groups_and_titles_print_in_plain_latex(tmp_path: Path, style: str) -> None:
    """Every letter, with the T1 fonts and no package; what is on arXiv alone says where in every style."""
    database = files.to_text(BibTeXWriter().render(HARD, WriterOptions()))
    assert accents.unprintable(database) == ""
    (tmp_path / "r.bib").write_text(database, encoding="utf-8")
    preamble = r"\documentclass{article}\usepackage[T1]{fontenc}" + (
        r"\usepackage{natbib}" if style == "plainnat" else ""
    )
    assert typeset(tmp_path, "bibtex", preamble, rf"\bibliographystyle{{{style}}}\bibliography{{r}}") == []
    printed = (tmp_path / "p.bbl").read_text(encoding="utf-8", errors="strict")
    for n, work in enumerate(hard_works()):
        assert (f"arXiv:2001.{n:05}" in printed) == (work.type == "preprint")
    for group in ("BIG Collaboration", "MiniCPM Team"):
        assert group in " ".join(printed.split())


def test_letters_of_a_database_in_unicode_that_latex_lacks_are_told() -> None:
    database = files.to_text(BibLaTeXWriter().render(HARD, WriterOptions()))
    assert set("ễậươ") <= set(accents.unprintable(database))
    assert not set("éßłțāḥ") & set(accents.unprintable(database))
