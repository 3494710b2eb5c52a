"""Texts that are made to be slow to read, for `growth.py`: pieces that are repeated, in each format's own places."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial

Generator = Callable[[int], tuple[str, str]]
"""Makes a text of about so many characters: the name of its file, and the text."""

_PIECES = {
    "blanks": ("", " ", "x"),
    "tabs": ("", "\t", "x"),
    "brackets": ("", "[", ""),
    "closing brackets": ("", "]", ""),
    "bracket pairs": ("", "[]", ""),
    "nested brackets": ("", "[a", ""),
    "parentheses": ("", "(", ""),
    "closing parentheses": ("", ")", ""),
    "parenthesis pairs": ("", "()", ""),
    "braces": ("", "{", ""),
    "brace pairs": ("", "{}", ""),
    "open links": ("", "[a](", ""),
    "open reference links": ("", "[a][", ""),
    "images": ("", "![a](", ""),
    "links": ("", "[a](b) ", ""),
    "links of papers": ("", "[Paper](https://arxiv.org/abs/1706.03762) ", ""),
    "addresses": ("", "https://arxiv.org/abs/1706.03762 ", ""),
    "address in brackets": ("https://a.b/", "(", ""),
    "address of closing": ("https://a.b/", ")", ""),
    "address of full stops": ("https://a.b/", ".", ""),
    "addresses glued": ("", "https://", ""),
    "backticks": ("", "`", ""),
    "backticks grown": ("", "`a``b```c", ""),
    "stars": ("", "*", ""),
    "stars and letters": ("", "*a", ""),
    "bold open": ("", "**a ", ""),
    "bold": ("", "**a** ", ""),
    "underscores": ("", "_a", ""),
    "tildes": ("", "~", ""),
    "less than": ("", "<", ""),
    "tags open": ("", "<a ", ""),
    "tags with attributes": ("<a ", 'href="x" ', ""),
    "comments open": ("", "<!--", ""),
    "bold tags": ("", "<b>", ""),
    "line breaks": ("", "a<br>", ""),
    "scripts": ("", "<script>", ""),
    "entities": ("", "&amp;", ""),
    "ampersands": ("", "&", ""),
    "quotes": ("", '"', ""),
    "single quotes": ("", "'", ""),
    "curly quotes": ("", "“", ""),
    "quoted": ("", "“a” ", ""),
    "backslashes": ("", "\\", ""),
    "commands": ("", "\\a", ""),
    "accents": ("", "\\'{e}", ""),
    "open commands": ("", "\\emph{", ""),
    "dollars": ("", "$", ""),
    "mathematics": ("", "$a$ ", ""),
    "commas": ("", ",", ""),
    "names": ("", "A. Bcd, ", ""),
    "names joined": ("", "Bcd, A. and ", ""),
    "initials": ("", "A. ", ""),
    "ands": ("", "and ", ""),
    "et al": ("", "et al. ", ""),
    "capital words": ("", "Abc ", ""),
    "small words": ("", "abc ", ""),
    "one word": ("", "a", ""),
    "digits": ("", "1", ""),
    "years": ("", "2020 ", ""),
    "years in brackets": ("", "(2020) ", ""),
    "numbers with stops": ("", "1. ", ""),
    "numbers in brackets": ("", "[1] ", ""),
    "full stops": ("", ".", ""),
    "sentences": ("", "Abc def. ", ""),
    "colons": ("", ":", ""),
    "semicolons": ("", ";", ""),
    "dashes": ("", "-", ""),
    "long dashes": ("", " — ", ""),
    "hyphenated": ("", "a-", ""),
    "pipes": ("", "|", ""),
    "hashes": ("", "#", ""),
    "at signs": ("", "@", ""),
    "dois": ("", "10.1234/a", ""),
    "dois with brackets": ("10.1002/", "(1)<", ""),
    "percent signs": ("", "%", ""),
    "percent codes": ("", "%E4", ""),
    "slashes": ("", "/", ""),
    "emoji": ("", "🔥", ""),
    "shortcodes": ("", ":a:", ""),
    "chinese": ("", "论文", ""),
    "accented": ("", "é", ""),
    "mojibake": ("", "Ã©", ""),
    "mac mojibake": ("", "‚Äî", ""),
    "combining": ("e", "\u0301", ""),
    "zero width": ("a", "\u200b", "b"),
    "placeholders": ("", "XXX ", ""),
    "slashed names": ("", "Abc/", ""),
}  # fmt: skip
"""What is repeated, with what stands before and behind all of it."""

_HOSTS: dict[str, tuple[str, str]] = {
    "title.txt": ("", "{}\n"),
    "reference.txt": (
        "[1] A. Author, B. Author. Title of it. In Proc. ACL, 2020.\n",
        "[2] A. Author. {}. ACL, 2020.\n",
    ),
    "item.md": ("# Papers\n\n- [A Title](https://arxiv.org/abs/1706.03762)\n", "- {}\n"),
    "heading.md": ("# Papers\n\n- [A Title](https://arxiv.org/abs/1706.03762)\n\n", "## {}\n\nA. Author, B. Author\n"),
    "cell.md": ("| Title | Authors |\n|---|---|\n| [A](https://arxiv.org/abs/1706.03762) | B |\n", "| {} | x |\n"),
    "cell.html": ("<html><body><table><tr><th>Title</th></tr>", "<tr><td>{}</td></tr>\n</table></body></html>"),
    "list.org": ("* Papers\n- [[https://arxiv.org/abs/1706.03762][A Title]]\n", "- {}\n"),
    "field.bib": ("@article{{a, title = {{A Title}}}}\n", "@article{{b, author = {{A}},\n title = {{{}}}\n}}\n"),
    "names.bib": ("", "@article{{b, title = {{A Title of It}}, author = {{{}}}\n}}\n"),
    "row.csv": ("title,authors\n", "A Title of It,{}\n"),
    "list.ris": ("TY  - JOUR\nTI  - A Title\nER  - \n", "TY  - JOUR\nTI  - {}\nER  - \n"),
    "list.nbib": ("PMID- 1\nTI  - A Title\n\n", "PMID- 2\nTI  - {}\n"),
    "list.enw": ("%0 Journal\n%T A Title\n\n", "%0 Journal\n%T {}\n"),
    "references.tex": ("\\begin{{thebibliography}}{{9}}\n", "\\bibitem{{a}} A. Author. \\newblock {}.\n"),
    "list.yml": ("- title: A Title\n  year: 2020\n", "- year: 2020\n  title: |\n    {}\n"),
}
"""Where a piece stands, by the name of the file: the text before it, and its own place in a pattern."""


NASTIEST = (
    "blanks", "brackets", "nested brackets", "parentheses", "open links", "address of closing", "line breaks", "names",
    "backticks grown", "tags open", "chinese", "one word",
)  # fmt: skip
"""Pieces that readers took longest for, before they were linear."""


def generators(pieces: Iterable[str] = _PIECES) -> dict[str, Generator]:
    """Generators by name: pieces in every place, and texts whose shape itself is the trouble."""
    found: dict[str, Generator] = {}
    chosen = tuple(pieces)
    for place in _HOSTS:
        for piece in chosen:
            found[f"{place}: {piece}"] = partial(_hosted, place, piece)
    for piece in chosen:
        found[f"list.json: {piece}"] = partial(_in_json, piece)
        found[f"lines.md: {piece}"] = partial(_lines, piece)
    return found | _SHAPES


def _repeated(piece: str, size: int) -> str:
    before, unit, behind = _PIECES[piece]
    return before + unit * max(1, size // len(unit)) + behind


def _hosted(place: str, piece: str, size: int) -> tuple[str, str]:
    head, around = _HOSTS[place]
    return place, head.format() + around.format(_repeated(piece, size))


def _in_json(piece: str, size: int) -> tuple[str, str]:
    return "list.json", json.dumps([{"title": _repeated(piece, size), "author": _repeated(piece, 100)}])


def _lines(piece: str, size: int) -> tuple[str, str]:
    """Many items with a little of it each."""
    line = f"- **A Title of It** {_repeated(piece, 40)} [link](https://arxiv.org/abs/1706.03762)\n"
    return "lines.md", "# Papers\n\n" + line * max(1, size // len(line))


def _nested(opening: str, closing: str, size: int) -> str:
    deep = max(1, size // (len(opening) + len(closing)))
    return opening * deep + closing * deep


def _many(name: str, unit: str, head: str = "", tail: str = "") -> Generator:
    return lambda size: (name, head + unit * max(1, size // len(unit)) + tail)


def _numbered(name: str, unit: str, head: str = "", tail: str = "") -> Generator:
    """Units with a running number for `@@`."""
    return lambda size: (
        name,
        head + "".join(unit.replace("@@", str(n)) for n in range(max(1, size // len(unit)))) + tail,
    )


def _nested_list(step: str) -> Generator:
    """A list whose items are nested ever deeper: n lines take n² characters, so that its depth is the root of that."""

    def make(size: int) -> tuple[str, str]:
        deep = max(1, int(size**0.5))
        return "list.md", "".join(f"{step * n}- item {n}\n" for n in range(deep))

    return make


def _aliases(size: int) -> tuple[str, str]:
    """Lists of aliases of lists of aliases: each level has ten times as many as the one before."""
    levels = "".join(
        f"a{n}: &a{n} [{', '.join(f'*a{n - 1}' for _ in range(9))}]\n" for n in range(1, max(2, size // 60))
    )
    return "list.yml", "a0: &a0 {title: A Title}\n" + levels


def _strings(size: int) -> tuple[str, str]:
    """Macros of ten macros each."""
    count = max(2, size // 90)
    macros = "".join(f"@string{{m{n} = {' # '.join([f'm{n - 1}'] * 10)}}}\n" for n in range(1, count))
    return "list.bib", '@string{m0 = "aaaaaaaaaa"}\n' + macros + f"@article{{k, title = m{count - 1}}}\n"


def _unlike_backticks(size: int) -> tuple[str, str]:
    """Runs of backticks that each have another length, so that none closes another."""
    runs = max(1, int((2 * size) ** 0.5))
    return "list.md", "- " + "a".join("`" * n for n in range(1, runs)) + "\n"


_ENTRY = "@article{k@@, title = {A Title @@}, author = {A B and C D}, year = {2020}}\n"
_SHAPES: dict[str, Generator] = {
    "nested quotes.md": lambda n: ("list.md", ">" * n + "a\n"),
    "nested quotes with blanks.md": lambda n: ("list.md", "> " * (n // 2) + "a\n"),
    "nested list.md": _nested_list("  "),
    "nested numbers.md": lambda n: ("list.md", "1. " * (n // 3) + "a\n"),
    "nested bullets.md": lambda n: ("list.md", "- " * (n // 2) + "a\n"),
    "unlike backticks.md": _unlike_backticks,
    "definitions.md": _numbered("list.md", "[a@@]: b@@\n", "- [a][a1]\n\n"),
    "same definition.md": _many("list.md", "[a]: b\n", "- [a][a]\n\n"),
    "wide table.md": lambda n: ("list.md", f"|{'Title|' * (n // 24)}\n|{'---|' * (n // 24)}\n|{'a|' * (n // 24)}\n"),
    "short rows.md": lambda n: (
        "list.md", f"|{'a|' * int(n**0.5)}\n|{'-|' * int(n**0.5)}\n" + "|a\n" * int(n**0.5)
    ),
    "rows.md": _numbered("list.md", "| [Title @@](https://arxiv.org/abs/1706.03762) | A B |\n", "|Title|By|\n|-|-|\n"),
    "paragraph.md": _many("list.md", "**A Title of It** by A B\n", "# Papers\n\n"),
    "headings.md": _numbered("list.md", "## Title @@ of It\n\nA B, C D\n\n", "# Papers\n\n"),
    "fences.md": _many("list.md", "```\n", "- [A](https://arxiv.org/abs/1706.03762)\n"),
    "html blocks.md": _many("list.md", "<div>\n\n", "- [A](https://arxiv.org/abs/1706.03762)\n"),
    "details.md": _many("list.md", "<details><summary>A Title</summary>\n\n", "# Papers\n"),
    "setext.md": _many("list.md", "a\n===\n", "- [A](https://arxiv.org/abs/1706.03762)\n"),
    "not setext.md": _many("list.md", "a\n", "- [A](https://arxiv.org/abs/1706.03762)\n\n"),
    "items.md": _numbered("list.md", "- **Title @@ of It**, A B, 2020. [pdf](https://arxiv.org/abs/1706.03762)\n"),
    "plain items.md": _numbered("list.md", "- Title @@ of It\n", "# Papers\n\n- [A](https://arxiv.org/abs/1706.03762)\n"),
    "one item of items.md": _many("list.md", "  - a **b** [c](https://arxiv.org/abs/1706.03762)\n", "- A Title\n"),
    "lines in an item.md": _many("list.md", "  a **b** c\n", "- A Title\n"),
    "blank lines.md": _many("list.md", "\n", "- [A](https://arxiv.org/abs/1706.03762)\n", "- b\n"),
    "rules.md": _many("list.md", "---\n", "- [A](https://arxiv.org/abs/1706.03762)\n\n"),
    "not front matter.md": _many("list.md", "title: a\n", "---\n"),
    "comments.md": _many("list.md", "<!-- a -->\n", "- [A](https://arxiv.org/abs/1706.03762)\n"),
    "open comment.md": _many("list.md", "a\n", "- [A](https://arxiv.org/abs/1706.03762)\n\n<!-- "),
    "nested tags.html": lambda n: ("list.html", f"<html>{_nested('<div>', '</div>', n)}</html>"),
    "nested lists.html": lambda n: ("list.html", f"<html>{_nested('<ul><li>', '</li></ul>', n)}</html>"),
    "nested tables.html": lambda n: ("list.html", f"<html>{_nested('<table><tr><td>a', '</table>', n)}</html>"),
    "items.html": _numbered("list.html", "<li><a href='https://arxiv.org/abs/1706.03762'>Title @@</a></li>", "<html>"),
    "one item.html": _many("list.html", "<b>a</b> c ", "<html><li>"),
    "open scripts.html": _many("list.html", "<script>a", "<html>"),
    "open comments.html": _many("list.html", "<!-- a ", "<html>"),
    "open attributes.html": _many("list.html", "<a href='", "<html>"),
    "items.org": _numbered("list.org", "- [[https://arxiv.org/abs/1706.03762][Title @@]]\n", "* Papers\n"),
    "headings.org": _numbered("list.org", "** Title @@ of It\n:PROPERTIES:\n:YEAR: 2020\n:END:\n", "* Papers\n"),
    "open drawers.org": _many("list.org", ":PROPERTIES:\n", "* Papers\n- [[https://arxiv.org/abs/1706.03762][A]]\n"),
    "open blocks.org": _many("list.org", "#+begin_src\n", "* Papers\n- [[https://arxiv.org/abs/1706.03762][A]]\n"),
    "nested items.org": lambda n: ("list.org", "* P\n" + "".join(f"{' ' * k}- a\n" for k in range(int(n**0.5)))),
    "entries.bib": _numbered("list.bib", _ENTRY),
    "one key.bib": _many("list.bib", "@article{k, title = {A Title}}\n"),
    "fields.bib": _numbered("list.bib", "f@@ = {a},\n", "@article{k, title = {A},\n", "}\n"),
    "one field.bib": _many("list.bib", "title = {a},\n", "@article{k,\n", "}\n"),
    "broken entries.bib": _many("list.bib", "@article{k, title = {A Title\n"),
    "open entries.bib": _many("list.bib", "@article{", "@article{a, title = {b}}\n"),
    "comments.bib": _many("list.bib", "@comment{a}\n", "@article{a, title = {b}}\n"),
    "text between.bib": _many("list.bib", "a\n", "@article{a, title = {b}}\n"),
    "strings.bib": _strings,
    "many strings.bib": _numbered("list.bib", '@string{m@@ = "a"}\n', "", "@article{a, title = m1}\n"),
    "concatenations.bib": _many("list.bib", ' # "a"', '@article{k, title = "b"', "}\n"),
    "nested braces.bib": lambda n: ("list.bib", f"@article{{k, title = {{{_nested('{', '}', n)}}}}}\n"),
    "cross-references.bib": _numbered("list.bib", "@inproceedings{k@@, title = {A}, crossref = {p}}\n", "",
                                      "@proceedings{p, title = {P}}\n"),
    "xdata.bib": _many("list.bib", "p,", "@proceedings{p, title = {P}}\n@article{a, title = {b}, xdata = {", "}}\n"),
    "urls.bib": _many("list.bib", "\\url{a} ", "@article{a, title = {b}, note = {", "}}\n"),
    "rows.csv": _numbered("list.csv", "Title @@ of It,A B,2020,10.1234/a@@\n", "title,authors,year,doi\n"),
    "columns.csv": lambda n: ("list.csv", f"title{',c' * (n // 4)}\na{',b' * (n // 4)}\n"),
    "same columns.csv": lambda n: ("list.csv", f"title{',title' * (n // 10)}\na{',b' * (n // 10)}\n"),
    "short rows.csv": _many("list.csv", "a\n", "title,authors,year,doi,url\n"),
    "wide and short.csv": lambda n: ("list.csv", f"title{',c' * int(n**0.5)}\n" + "a\n" * int(n**0.5)),
    "open quote.csv": _many("list.csv", "a,b\n", 'title,authors\n"'),
    "quotes.csv": _many("list.csv", '""', 'title,authors\n"', '"\n'),
    "quote inside.csv": _many("list.csv", 'a"b,c\n', "title,authors\n"),
    "sep.csv": _many("list.csv", "a;b\n", "sep=;\ntitle;authors\n"),
    "links in a cell.csv": _many("list.csv", "https://arxiv.org/abs/1706.03762 ", "title,url\na,", "\n"),
    "records.ris": _numbered("list.ris", "TY  - JOUR\nTI  - Title @@\nAU  - A, B\nER  - \n"),
    "authors.ris": _many("list.ris", "AU  - A, B\n", "TY  - JOUR\nTI  - A\n", "ER  - \n"),
    "continued.ris": _many("list.ris", "  a\n", "TY  - JOUR\nTI  - A\n", "ER  - \n"),
    "no ends.ris": _many("list.ris", "TY  - JOUR\n", "TY  - JOUR\nTI  - A\n"),
    "outside.ris": _many("list.ris", "TI  - A\n", "TY  - JOUR\nTI  - A\nER  - \n"),
    "records.nbib": _numbered("list.nbib", "PMID- @@\nTI  - Title @@\nFAU - A, B\n\n"),
    "continued.nbib": _many("list.nbib", "      a\n", "PMID- 1\nTI  - A\n"),
    "records.enw": _numbered("list.enw", "%0 Journal\n%T Title @@\n%A A, B\n\n"),
    "continued.enw": _many("list.enw", "a\n", "%0 Journal\n%T A\n"),
    "authors.enw": _many("list.enw", "%A A, B\n", "%0 Journal\n%T A\n"),
    "records.txt": _numbered("savedrecs.txt", "PT J\nAU A, B\nTI Title @@\nER\n\n", "FN Clarivate\nVR 1.0\n", "EF"),
    "continued authors.txt": _many("savedrecs.txt", "   A, B\n", "FN Clarivate\nVR 1.0\nPT J\nAU A, B\n", "TI B\nER\n"),
    "deep.json": lambda n: ("list.json", f'[{{"title": "a", "b": {_nested("[", "]", n)}}}]'),
    "deep objects.json": lambda n: ("list.json", "[" + '{"title": "a", "b": ' * (n // 20) + "1" + "}" * (n // 20)),
    "members.json": _numbered("list.json", '"k@@": "https://a.b", ', '[{"title": "a", ', '"z": 1}]'),
    "one member.json": _many("list.json", '"title": "a", ', '[{"title": "a", ', '"z": 1}]'),
    "objects.json": _numbered("list.json", '{"title": "Title @@", "year": 2020},\n', "[", '{"title": "b"}]'),
    "digits.json": lambda n: ("list.json", f'[{{"title": "a", "year": {"1" * n}}}]'),
    "escapes.json": _many("list.json", "\\u0041", '[{"title": "', '"}]'),
    "blanks.json": lambda n: ("list.json", f'[{" " * n}{{"title": "a"}}]'),
    "people.json": _many("list.json", '{"family": "A"},', '[{"title": "a", "author": [', '{"family": "C"}]}]'),
    "records.jsonl": _numbered("list.jsonl", '{"title": "Title @@", "year": 2020}\n'),
    "open.json": lambda n: ("list.json", "[{" + '"a' * (n // 2)),
    "aliases.yml": _aliases,
    "anchors.yml": _numbered("list.yml", "- &a@@ {title: Title @@}\n- *a@@\n"),
    "merges.yml": _numbered("list.yml", "- {<<: *a, year: @@}\n", "- &a {title: A}\n"),
    "items.yml": _numbered("list.yml", "- title: Title @@\n  author: A B\n"),
    "keys.yml": _numbered("list.yml", "  k@@: a\n", "- title: A\n"),
    "deep.yml": lambda n: ("list.yml", "- title: " + "[" * n),
    "deep blocks.yml": lambda n: ("list.yml", "".join(f"{' ' * k}a:\n" for k in range(int(n**0.5))) + "x"),
    "question marks.yml": lambda n: ("list.yml", "- title: a\n" + "? " * (n // 2)),
    "dashes.yml": lambda n: ("list.yml", "- title: a\n" + "- " * (n // 2)),
    "comments.yml": _many("list.yml", "# a\n", "", "- title: A\n"),
    "maybe yaml.txt": _many("list.txt", "a:\n"),
    "maybe yaml items.txt": _many("list.txt", "  - \n"),
    "folded.yml": _many("list.yml", "    a\n", "- title: >\n"),
    "open quote.yml": _many("list.yml", "a\n ", '- title: "'),
    "references.txt": _numbered("list.txt", "[@@] A. Author, B. Author. Title @@ of It. In Proc. ACL, 2020.\n"),
    "lines.txt": _numbered("list.txt", "Title @@ of It\n"),
    "wrapped.txt": _many("list.txt", "    and more of it\n", "[1] A. Author. Title of It. In Proc. ACL, 2020.\n"),
    "blank lines.txt": _many("list.txt", "\n", "A Title of It\n", "Another Title\n"),
    "bullets.txt": lambda n: ("list.txt", "- " * (n // 2) + "A Title\n"),
    "bibitems.tex": _numbered("list.bbl", "\\bibitem{a@@} A. Author.\n\\newblock Title @@.\n\\newblock ACL, 2020.\n\n"),
    "open labels.tex": _many("list.bbl", "\\bibitem[", "\\bibitem{a} A. Author.\n"),
    "open labels nested.tex": lambda n: ("list.bbl", "\\bibitem{a} A. Author.\n\\bibitem[" + "{" * n + "a"),
    "label of braces.tex": lambda n: ("list.bbl", "\\bibitem{a} A. Author.\n\\bibitem[" + "{a}" * (n // 3) + "b"),
    "label of nested braces.tex": lambda n: ("list.bbl", "\\bibitem{a} A. Bcd.\n\\bibitem[" + "{{a}" * (n // 4) + "b"),
    "newblocks.tex": _many("list.bbl", "\\newblock a ", "\\bibitem{a} A. Author.\n"),
    "hrefs.tex": _many("list.bbl", "\\href{", "\\bibitem{a} A. Author.\n"),
    "comments.tex": _many("list.bbl", "% a\n", "\\bibitem{a} A. Author.\n"),
    "entries.bbl": _numbered("list.bbl", "\\entry{a@@}{article}{}\n\\name{author}{1}{}{%\n{{family={A},given={B}}}%\n"
                             "}\n\\field{title}{Title @@}\n\\endentry\n", "% $ biblatex\n"),
    "open fields.bbl": _many("list.bbl", "\\field{title}{", "\\entry{a}{article}{}\n"),
    "open names.bbl": _many("list.bbl", "\\name{author}{1}{}{\n", "\\entry{a}{article}{}\n"),
    "families.bbl": _many("list.bbl", "family={A", "\\entry{a}{article}{}\n\\name{author}{1}{}{%\n", "}\n"),
    "fields of braces.bbl": _many("list.bbl", "{a}", "\\entry{a}{article}{}\n\\field{title}{", "\n"),
    "front matter.md": _numbered("page.md", "k@@: a\n", "---\ntitle: A Title\nvenue: ACL\n", "---\n"),
    "open front matter.md": _numbered("page.md", "k@@: a\n", "---\ntitle: A Title\nvenue: ACL\n"),
}  # fmt: skip
