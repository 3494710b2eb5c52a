"""False alarms about authors, by the style in which a list sets their names.

    python benchmarks/name_styles.py --data ../shared/data --markdown name_styles.md

The authors of the Anthology's records, whose surnames are known to be such, are written in each of the styles in use
and compared with the record as `resolver run` compares them: every alarm is a false one. In every second record the
names are flat (`Stephen A. Della Pietra`), as arXiv and OpenAlex give them. The same with the people of another paper
says how much of what is wrong is still told.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cases import SEED
from msgspec import structs

from resolver.checking import problems
from resolver.claims import parse_claim
from resolver.merge import merge
from resolver.model import Entry, Person, Record
from resolver.sources.acl import bibtex
from resolver.text import names
from resolver.writers import tex

People = Sequence[Person]

MOST_ALARMS = 0.005
"""Share of right rows that may have a false alarm about authors, in any style."""


def flat(who: Person) -> str:
    """`Robert L. Logan IV`."""
    return " ".join(p for p in (who.given, who.family, who.suffix) if p)


def inverted(who: Person) -> str:
    """`Logan, IV, Robert L.`, BibTeX's order."""
    return ", ".join(p for p in (who.family, who.suffix, who.given) if p)


def initials(who: Person, dot: str = ".", between: str = " ", hyphen: str = "-") -> str:
    """`R. L.`, `RL`, `M.-W.`: the initials of the given names."""
    parts = [[p for p in re.split(r"[-‐]", word) if p] for word in who.given.replace(".", ". ").split()]
    return between.join(hyphen.join(p[0].upper() + dot for p in word) for word in parts if word)


def vancouver(who: Person, hyphen: str = "") -> str:
    """`Logan RL 4th`, `Chang MW`; PubMed keeps the hyphen: `Chang M-W`."""
    return " ".join(p for p in (who.family, initials(who, "", "", hyphen), who.suffix) if p)


def series(parts: Sequence[str], last: str, comma: str = ", ", serial: bool = True) -> str:
    """`a, b, and c`: a list as prose."""
    if len(parts) < 2:
        return "".join(parts)
    oxford = comma if serial and len(parts) > 2 else " "
    return comma.join(parts[:-1]) + oxford + last + " " + parts[-1]


def apa(who: Person) -> str:
    """`Logan, R. L.`."""
    return ", ".join(p for p in (who.family, initials(who), who.suffix) if p)


def scopus(who: Person) -> str:
    """`Chang M.-W.`."""
    return " ".join(p for p in (who.family, initials(who, ".", "")) if p)


def ieee(who: Person) -> str:
    """`M.-W. Chang`."""
    return " ".join(p for p in (initials(who), who.family, who.suffix) if p)


def scholar(who: Person) -> str:
    """`MW Chang`."""
    return " ".join(p for p in (initials(who, "", "", ""), who.family) if p)


def escaped(who: Person) -> str:
    r"""`Micha\l Marci\'nczuk`: accents as people type them in LaTeX."""
    written = tex.encode(inverted(who))
    return re.sub(r"\{(\\['`^\"~=.][A-Za-z])\}", r"\1", written)


def bare_escaped(who: Person) -> str:
    """The same, given names first and without braces where LaTeX needs none."""
    written = re.sub(r"\{(\\['`^\"~=.][A-Za-z])\}", r"\1", tex.encode(flat(who)))
    return re.sub(r"\{(\\(?:l|L|o|O|ss|ae|AE|aa|AA|i|j))\}", r"\1 ", written).strip()


STYLES: dict[str, Callable[[People], str]] = {
    "Given Family, Given Family": lambda p: ", ".join(map(flat, p)),
    "Given Family, and Given Family": lambda p: series([flat(x) for x in p], "and"),
    "Given Family & Given Family": lambda p: series([flat(x) for x in p], "&", serial=False),
    "Given Family and Given Family": lambda p: " and ".join(map(flat, p)),
    "Given Family; Given Family": lambda p: "; ".join(map(flat, p)),
    "given family, given family": lambda p: ", ".join(map(flat, p)).lower(),
    "GIVEN FAMILY, GIVEN FAMILY": lambda p: ", ".join(map(flat, p)).upper(),
    "Given FAMILY, Given FAMILY": lambda p: ", ".join(f"{x.given} {x.family.upper()}".strip() for x in p),
    "Given Family1,2, Given Family∗": lambda p: ", ".join(flat(x) + "12∗†"[n % 4] for n, x in enumerate(p)),
    "Family, Given and Family, Given": lambda p: " and ".join(map(inverted, p)),
    "Family, Given AND Family, Given": lambda p: " AND ".join(map(inverted, p)),
    "Family, Given; Family, Given": lambda p: "; ".join(map(inverted, p)),
    "Family, Given, Given Family, and Given Family": lambda p: series([inverted(p[0]), *map(flat, p[1:])], "and"),
    "Family, Given, and Given Family.": lambda p: series([inverted(p[0]), *map(flat, p[1:])], "and") + ".",
    "Family, Given, Family, Given": lambda p: ", ".join(map(inverted, p)),
    "LaTeX, Family first": lambda p: " and ".join(map(escaped, p)),
    "LaTeX, Given first": lambda p: " and ".join(map(bare_escaped, p)),
    "Vancouver: Chang MW, Lee K": lambda p: ", ".join(map(vancouver, p)),
    "Vancouver: Chang MW, Lee K, et al.": lambda p: ", ".join(map(vancouver, p[:3])) + ", et al.",
    "PubMed: Chang M-W, Lee K": lambda p: ", ".join(vancouver(x, "-") for x in p),
    "PubMed: Chang MW and Lee K": lambda p: " and ".join(map(vancouver, p)),
    "Scopus: Chang M.-W., Lee K.": lambda p: ", ".join(map(scopus, p)),
    "Scopus: Chang M.-W.; Lee K.": lambda p: "; ".join(map(scopus, p)),
    "APA: Chang, M.-W., & Lee, K.": lambda p: series([apa(x) for x in p], "&"),
    "Nature: Chang, M.-W. & Lee, K.": lambda p: series([apa(x) for x in p], "&", serial=False),
    "BibTeX: Chang, M.-W. and Lee, K.": lambda p: " and ".join(map(apa, p)),
    "IEEE: M.-W. Chang and K. Lee": lambda p: series([ieee(x) for x in p], "and"),
    "Scholar: MW Chang, K Lee": lambda p: ", ".join(map(scholar, p)),
    "[MW Chang, K Lee]": lambda p: "[" + ", ".join(map(scholar, p)) + "]",
    "[Given Family, Given Family]": lambda p: "[" + ", ".join(map(flat, p)) + "]",
    "Family Given, Family Given": lambda p: ", ".join(f"{x.family} {x.given}".strip() for x in p),
    "FAMILY Given, FAMILY Given": lambda p: ", ".join(f"{x.family.upper()} {x.given}".strip() for x in p),
    "Family, Family, Family": lambda p: ", ".join(x.family for x in p),
    "Family, Family, and Family": lambda p: series([x.family for x in p], "and"),
    "Family et al.": lambda p: p[0].family + (" et al." if len(p) > 1 else ""),
    "Given Family et al.": lambda p: flat(p[0]) + (" et al." if len(p) > 1 else ""),
    "Family, Given, et al.": lambda p: inverted(p[0]) + (", et al." if len(p) > 1 else ""),
    "Family, G., et al.": lambda p: apa(p[0]) + (", et al." if len(p) > 1 else ""),
    "Family, Given and others": lambda p: inverted(p[0]) + (" and others" if len(p) > 1 else ""),
    "Given Family, Given Family, and 5 others": lambda p: _some(p, 2, f", and {len(p) - 2} others"),
    "Given Family +6": lambda p: _some(p, 1, f" +{len(p) - 1}"),
    "Given Family (+6 authors)": lambda p: _some(p, 1, f" (+{len(p) - 1} authors)"),
    "Given Family, ..., Given Family": lambda p: ", ".join(map(flat, p)) if len(p) < 3 else _first_and_last(p),
    "Given Family … Given Family": lambda p: ", ".join(map(flat, p)) if len(p) < 3 else f"{flat(p[0])} … {flat(p[-1])}",
    "without accents": lambda p: ", ".join(_ascii(flat(x)) for x in p),
}
"""Each style by what it looks like."""


def _some(people: People, count: int, more: str) -> str:
    return ", ".join(map(flat, people[:count])) + (more if len(people) > count else "")


def _first_and_last(people: People) -> str:
    return f"{flat(people[0])}, {flat(people[1])}, ..., {flat(people[-1])}"


def _ascii(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@dataclass
class Count:
    """Of one style: rows, rows with an alarm, and the first of those."""

    rows: int = 0
    alarms: int = 0
    shown: list[str] = field(default_factory=list)

    def add(self, record: Record, written: str) -> None:
        """Compare one record's people with them as written."""
        self.rows += 1
        if found := alarm(record, written):
            self.alarms += 1
            self.shown.append(f"{written} → {found}")

    @property
    def share(self) -> float:
        """The share of rows with an alarm."""
        return self.alarms / self.rows if self.rows else 0.0


def alarm(record: Record, written: str) -> str:
    """What is said about the authors of an entry that has the record's title, and these people."""
    claim = parse_claim(Entry(row=1, title=record.title, authors=written, key="a"))
    found = problems.find_problems(claim, merge((record,)), (record,), ())
    return next((p.says for p in found if p.kind == "authors"), "")


def sample(records: Sequence[Record], count: int) -> list[Record]:
    """Papers with at least two authors, and as many again of which one has a surname of several words."""
    rng = random.Random(SEED)
    papers = [r for r in records if 2 <= len(r.authors) <= 12 and r.type in ("inproceedings", "article")]
    several = [r for r in papers if any(has_several(p) for p in r.authors)]
    return [*rng.sample(papers, min(count, len(papers))), *rng.sample(several, min(count, len(several)))]


def has_several(who: Person) -> bool:
    """Whether the surname has several words."""
    return " " in who.family.strip()


def with_flat_names(record: Record) -> Record:
    """The record as a source gives it that has no surnames."""
    return structs.replace(record, authors=tuple(names.parse_person(flat(p)) for p in record.authors))


def measure(papers: Sequence[Record]) -> dict[str, tuple[Count, Count, Count]]:
    """By style: all papers, those with a surname of several words, and the people of another paper."""
    table = {}
    for style, write in STYLES.items():
        right, several, strangers = Count(), Count(), Count()
        for n, record in enumerate(papers):
            written = write(record.authors)
            known = with_flat_names(record) if n % 2 else record
            if n < len(papers) // 2:
                right.add(known, written)
            if any(has_several(p) for p in record.authors):
                several.add(known, written)
            other = papers[(n + 1) % len(papers)]
            if not {names.family_key(p) for p in other.authors} & {names.family_key(p) for p in record.authors}:
                strangers.add(known, write(other.authors))
        table[style] = (right, several, strangers)
    return table


def report(table: dict[str, tuple[Count, Count, Count]]) -> str:
    """The counts as Markdown."""
    lines = [
        "| names as | right rows | false alarms | with a surname of several words | false alarms | strangers told |",
        "|---|---|---|---|---|---|",
    ]
    for style, (right, several, strangers) in table.items():
        lines.append(
            f"| {style.replace('|', '')} | {right.rows} | {right.share:.1%} | {several.rows} | {several.share:.1%} | "
            f"{strangers.share:.1%} |"
        )
    rights, severals, strange = (
        Count(sum(row[n].rows for row in table.values()), sum(row[n].alarms for row in table.values()))
        for n in range(3)
    )
    lines.append(
        f"| all | {rights.rows} | {rights.share:.2%} | {severals.rows} | {severals.share:.2%} | {strange.share:.2%} |"
    )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--papers", type=int, default=500, help="how many of each sample")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--list", type=int, default=0, help="show so many false alarms of each style")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.exit(f"{arguments.data}: there is no such folder; nothing was measured")
    papers = sample(list(bibtex.read_export(arguments.data / "acl" / "anthology.bib.gz")), arguments.papers)
    table = measure(papers)
    text = report(table)
    print(text)
    for style, counts in table.items() if arguments.list else ():
        for line in [*counts[0].shown[: arguments.list], *counts[1].shown[: arguments.list]]:
            print(f"{style}: {line}")
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")
    if failed := [style for style, counts in table.items() if counts[0].share > MOST_ALARMS]:
        sys.exit("more false alarms than allowed: " + "; ".join(failed))


if __name__ == "__main__":
    main()
