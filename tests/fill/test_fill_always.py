"""What holds for any text and any record: nothing is lost, every edit stays in its entry, a second fill is idle."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from resolver import identifiers, readers
from resolver.errors import InputError
from resolver.filling import Edit, FillOptions, apply, fill
from resolver.filling.edits import set_apart
from resolver.model import Document, Person, Record, Resolution
from resolver.readers.decode import decode, encode
from resolver.text.places import Lines
from tests.fill.filling import PSYQA, PSYQA_ARXIV, assert_only_holes_changed, problem, resolution

MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# ------------------------------------------------------------------ texts

MARKS = st.sampled_from(
    r"""[ ] ( ) ]( [[pdf]]( ** * ` | |---| <a~href=" </a> <li> #~ -~ 1.~ ~~ @article{ @string{ { } " ' , = # : :~
    -~title:~ ~~url:~ TY~~-~JOUR TI~~-~ ER~~-~ {"title":~ \ &amp; & % ``` <!-- --> ; XXX title doi ‚Äî é 中文 😀
    -~title:~ title,doi sep=; ACL~2020 https://arxiv.org/abs/XXXX.XXXXX https://arxiv.org/abs/2106.01702
    A~Title~of~Three~Words""".split()
).map(lambda mark: mark.replace("~", " ")) | st.sampled_from([*"\n\r\t\u2028\x85\ufeff\x0b\x1f~", "\r\n"])
ITEM = "**A Title of Three Words** — Jane Doe *et al.*, ACL 2020. [[pdf]](XXX) [[code]](https://github.com/a/b)"
SEEDS = {
    "list.md": (
        f"# L\n\n- {ITEM}\n* [Another Title in Here](https://arxiv.org/abs/2106.01702), J. Doe\n1. {ITEM}\n\n   - x\n\n"
        "[x]: https://arxiv.org/abs/XXXX.XXXXX\n- **One more such Title** A. B., ACL 2020 [[pdf]][x]\n"
        f"> - {ITEM}\n"
    ),
    "table.md": (
        "| Title | Year | Link |\n|---|:-:|---|\n| A Title \\| of Words | 2020 | [pdf](XXX) |\n| [B](#) | 2021 |  |\n"
    ),
    "tags.md": (
        '# L\n\n<ul>\n<li><a href="#"><b>A Title of Three Words</b></a>, J. Doe, ACL 2020</li>\n'
        "<li>Another one &amp; all. J. Doe, R. Roe. ACL 2020. <a href='https://arxiv.org/abs/2106.01702'>pdf</a>\n"
        "</ul>\n"
    ),
    "page.html": (
        "<!DOCTYPE html>\n<html><body><h1>Papers</h1><ul><li><b>A Title of Three Words</b><br>J. Doe, R. Roe<br>ACL"
        ' 2020 [<a href="XXX">pdf</a>]</li><li>J. Doe. "Another Title in Here". In <i>Proc.</i>, 2021.</li></ul>\n'
        "<h3>One more such Title</h3><p>J. Doe, R. Roe</p><p>ACL 2020 [<a href='https://arxiv.org/abs/2106.01702'>pdf"
        "</a>]</p></body></html>\n"
    ),
    "list.org": (
        "#+TITLE: Papers\n* TODO [[XXX][A Title of Three Words]] 2020 :a:b:\n:PROPERTIES:\n:AUTHOR: Doe, J. and Roe, R."
        "\n:URL:\n:END:\n* Another Title in Here 2021 :c:\n  a note\n- One more such Title, J. Doe, R. Roe, ACL 2020 "
        "[[https://arxiv.org/abs/2106.01702][pdf]]\n"
    ),
    "below.md": (
        "# L\n\n## A Title of Three Words\n\n**Authors**: J. Doe, R. Roe  \n**Link**: [arXiv](XXX)\n\n"
        "| Week | Readings |\n|--|--|\n| 1 | [Another Title Here](https://arxiv.org/abs/2106.01702)<br>"
        "[One more Title Here](https://arxiv.org/abs/XXXX.XXXXX) |\n"
    ),
    "refs.bib": (
        '@string{a = "b"}\n@article{k,\n  title = {{A} Title},\n  journal = a # {x},\n  url = "XXX"\n}\n% c\n'
        "@misc(l, title={B}, eprint = {2106.01702}, year = 2020,)\n@comment{x}\n"
    ),
    "refs.json": (
        '[{"title": "A Title", "URL": null, "author": [{"family": "D\\u00f6e"}]}, '
        '{"title": "B", "doi": "", "x": [1.5e3, true]}]'
    ),
    "refs.jsonl": '{"title": "A Title", "url": ""}\n{"title": "B", "x": [1, {"y": null}]}\n',
    "refs.yaml": (
        "papers:\n- title: 'A Title'\n  url:\n  authors: [A, \"B\"]\n- title: B\n  doi: ~ # c\n  x: |-\n    y\n"
    ),
    "page.md": (
        "---\ntitle: 'A Title of Words'\ncollection: papers\nvenue: X\npaperurl: ''\ndoi: ~ # c\n---\nText: [a](b).\n"
    ),
    "CITATION.cff": (
        "cff-version: 1.2.0\ntitle: T\npreferred-citation:\n  type: article\n  title: A Title\n  doi:\n  authors:\n"
        "    - {family-names: D, given-names: J}\nreferences:\n- title: B\n  type: article\n"
    ),
    "refs.ris": (
        "TY  - JOUR\r\nTI  - A Title\r\nUR  - \r\nER  - \r\nTY  - CONF\r\nT1  - B\r\n  goes on\r\nER  - \r\n"
    ),
    "list.csv": 'title,url,"doi"\nA Title,XXX,\n"B, ""c""",,"10.1000/x"\n\nC\n',
    "list.txt": "A Title of Words\n- B (https://arxiv.org/abs/2106.01702)\n2106.01702\n# c\n",
    "refs.txt": (
        "[1] J. Doe and R. Roe. A Title of Three Words. In Proc. ACL, 2020.\n\n"
        "[2] Doe, J., & Roe, R. (2021). Another Title in Here. Journal of Ferns, 3(4), 1-9. "
        "https://arxiv.org/abs/2106.01702\n"
    ),
    "list.tsv": "title\tauthors\tvenue\tyear\tlink\nA Title\t\tACL\t\tXXX\n\"B \"\"c\"\"\"\tJ. Doe\t\t2020\t\n",
    "hayagriva.yml": (
        "one:\n  type: article\n  title: A Title\n  author: [\"Doe, J\"]\n  serial-number:\n    doi:\ntwo:\n"
        "  type: web\n  title: B\n  url: ~\n"
    ),
    "jekyll.md": (
        "---\ntitle: \"A Title: of Words\"\ncollection: publications\npaperurl: ''\nvenue: 'ACL'\n---\n\nSome text.\n"
    ),
}  # fmt: skip


def mutated(seed: str, changes: Sequence[tuple[float, int, str]]) -> str:
    """A text with something cut out and put in at some places."""
    for where, gone, mark in changes:
        at = int(where * len(seed))
        seed = seed[:at] + mark + seed[at + gone :]
    return seed


CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), MARKS | st.text(max_size=4)), max_size=5)


def attempt(text: str, name: str) -> tuple[Document | None, str]:
    """A text as read, or the reason why it was refused."""
    try:
        return readers.read_text(text, name), ""
    except InputError as error:
        return None, str(error)


def everything(document: Document, record: Record) -> list[Resolution]:
    """Every entry matched, and everything wrong with it."""
    wrong = [problem(kind) for kind in ("title", "authors", "year", "venue")]
    wrong += [problem("identifier", claimed=str(i)) for e in document.entries for i in e.ids]
    return [resolution(e, record, problems=wrong) for e in document.entries]


@pytest.mark.parametrize("name", SEEDS)
@MANY
@given(CHANGES)
def test_any_text_is_refused_in_one_line_or_given_back_to_the_byte(
    name: str, changes: list[tuple[float, int, str]]
) -> None:
    text = mutated(SEEDS[name], changes)
    document, refused = attempt(text, name)
    if document is None:
        assert "\n" not in refused
        assert len(refused) < 1000
        return
    assert fill(document, []).text == text
    for options in (FillOptions(), FillOptions(overwrite="all")):
        done = fill(document, everything(document, PSYQA), options)
        assert apply(text, done.edits) == done.text
        again = readers.read_text(done.text, name)
        assert len(again.entries) == len(document.entries)
        if not options.overwrite:
            assert_only_holes_changed(document, again)
            assert fill(again, everything(again, PSYQA), options).text == done.text


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_filled_in_is_read_back_as_the_record_has_it(name: str) -> None:
    """In every format: the first fill changes something, each value is read back, and the second changes nothing."""
    document = readers.read_text(SEEDS[name], name)
    done = fill(document, [resolution(e, PSYQA, PSYQA_ARXIV) for e in document.entries])
    assert done.edits
    again = readers.read_text(done.text, name)
    assert_only_holes_changed(document, again)
    after = {e.row: e for e in again.entries}
    for made in done.edits:
        read = after[made.row]
        if made.field in ("doi", "url", "acl_id", "arxiv_id"):
            assert {str(i) for i in read.ids} & {str(i) for i in (*PSYQA.ids, *PSYQA_ARXIV.ids)}, made
        elif made.field in ("year", "venue"):
            assert str(getattr(PSYQA, made.field)) in getattr(read, made.field), made
    assert fill(again, [resolution(e, PSYQA, PSYQA_ARXIV) for e in again.entries]).text == done.text


@MANY
@given(
    st.lists(MARKS | st.text(max_size=8)).map("".join),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]),
    st.booleans(),
)
def test_bytes_come_back_as_they_were(text: str, encoding: str, bom: bool) -> None:
    text = text.replace("\ufeff", "").replace("\0", "")
    data = encode(text, encoding, bom=bom or encoding != "utf-8")
    decoded = decode(data, Path("x"))
    assert encode(decoded.text, decoded.encoding, bom=decoded.bom) == data


# ------------------------------------------------------------------ records that mean harm

EVIL = st.sampled_from(
    r"""](javascript:alert(1)) ) ( [x](y) | ` ** <script>alert(1)</script> " ' } { @article{x, \ \end % # $ & , ; =1+1
    @SUM(A1) -1 +1 :~ ~# -~ ER~~-~ TY~~-~JOUR </a> &quot; ![](x) null true 2020 *a &a !!x XXX""".split()
).map(lambda mark: mark.replace("~", " ")) | st.sampled_from([*"\n\r\u2028\u2029\0\x1b\u202e\t~"])
HARM = st.lists(st.one_of(EVIL, st.text(max_size=6), st.just("word")), min_size=1, max_size=6).map("".join)
LINKS = st.one_of(
    HARM.map(lambda t: "https://example.net/" + t),
    st.sampled_from(["javascript:alert(1)", "data:text/html,x", "https://a.b/c)d(e", "http://a.b/c d", "https://[::1"]),
)
IDS = st.lists(HARM.map(lambda t: identifiers.parse("10.1000/x" + t)), max_size=1).map(
    lambda ids: tuple(filter(None, ids))
)
RECORDS = st.builds(
    Record,
    source=st.just("openalex"),
    title=st.just("A Plain Title of Six Words"),
    authors=st.lists(st.builds(Person, family=HARM, given=HARM), min_size=1, max_size=3).map(tuple),
    year=st.integers(1990, 2030),
    venue=HARM,
    type=st.sampled_from(["inproceedings", "article", "preprint", "misc"]),
    url=LINKS,
    pages=HARM,
    category=HARM,
    ids=IDS,
)

TITLE = "A Plain Title of Six Words"


def markdown(holes: Sequence[str]) -> str:
    return "# L\n\n" + "\n".join(f"- **{TITLE}** — Jane Doe, ACL 2020. [[pdf]]({hole})" for hole in holes) + "\n"


def table(holes: Sequence[str]) -> str:
    rows = "\n".join(f"| {TITLE} | Jane Doe | {hole} | [pdf](XXX) |" for hole in holes)
    return f"| Title | Authors | Venue | Link |\n|---|---|---|---|\n{rows}\n"


def cells(holes: Sequence[str]) -> str:
    return "title,authors,venue,url,doi\n" + "".join(f"{TITLE},,{hole},{hole},\n" for hole in holes)


def bib(holes: Sequence[str]) -> str:
    return "".join(
        f'@article{{k{n},\n  title = {{{TITLE}}},\n  author = {{}},\n  journal = {{{hole}}},\n  url = "{hole}"\n}}\n'
        for n, hole in enumerate(holes)
    )


def csl(holes: Sequence[str]) -> str:
    return json.dumps(
        [{"type": "article-journal", "title": TITLE, "container-title": h, "URL": h} for h in holes], indent=1
    )


def json_lines(holes: Sequence[str]) -> str:
    return "".join(json.dumps({"title": TITLE, "venue": h, "url": h, "doi": ""}) + "\n" for h in holes)


def yaml_list(holes: Sequence[str]) -> str:
    return "".join(f"- title: {TITLE}\n  url: {hole or '~'}\n  venue: '{hole}'\n  doi:\n" for hole in holes)


def citation_file(holes: Sequence[str]) -> str:
    cited = "".join(f"  - type: article\n    title: {TITLE}\n    url: {hole or '~'}\n    doi:\n" for hole in holes)
    return f"cff-version: 1.2.0\ntitle: T\nreferences:\n{cited}"


def page(holes: Sequence[str]) -> str:
    cited = "".join(f"- title: {TITLE}\n  url: '{hole}'\n  venue: '{hole}'\n  doi:\n" for hole in holes)
    return f"---\nreferences:\n{cited}---\n\nText.\n"


def ris(holes: Sequence[str]) -> str:
    return "".join(f"TY  - JOUR\nTI  - {TITLE}\nUR  - {hole}\nT2  - {hole}\nER  - \n" for hole in holes)


def plain(holes: Sequence[str]) -> str:
    return "".join(f"{n + 1}. {TITLE}\n" for n, _ in enumerate(holes))


def tags(holes: Sequence[str]) -> str:
    rows = "".join(f'<li><b>{TITLE}</b>, Jane Doe, ACL 2020. <a href="{hole}">pdf</a></li>\n' for hole in holes)
    return f"# L\n\n<ul>\n{rows}</ul>\n"


def html_page(holes: Sequence[str]) -> str:
    return f"<!DOCTYPE html>\n<html><body><h1>L</h1>\n{tags(holes)[5:]}</body></html>\n"


def org(holes: Sequence[str]) -> str:
    return "#+TITLE: Papers\n" + "".join(f"* {TITLE}\n:PROPERTIES:\n:AUTHOR:\n:URL: {hole}\n:END:\n" for hole in holes)


def written_references(holes: Sequence[str]) -> str:
    return "".join(f"[{n}] J. Doe and R. Roe. {TITLE}. In Proc. ACL, 2020.\n\n" for n, _ in enumerate(holes, 1))


FORMATS: dict[str, Callable[[Sequence[str]], str]] = {
    "list.md": markdown, "table.md": table, "list.csv": cells, "refs.bib": bib, "refs.json": csl,
    "refs.jsonl": json_lines, "refs.yaml": yaml_list, "CITATION.cff": citation_file, "page.qmd": page,
    "refs.ris": ris, "list.txt": plain, "tags.md": tags, "page.html": html_page, "list.org": org,
    "refs.txt": written_references,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=RECORDS, holes=st.lists(st.sampled_from(["", "XXX", "TODO"]), min_size=1, max_size=3))
def test_no_record_can_break_out_of_the_place_that_it_fills(name: str, record: Record, holes: list[str]) -> None:
    text = FORMATS[name](holes)
    document = readers.read_text(text, name)
    assert [e.title for e in document.entries] == [TITLE] * len(holes)
    for options in (FillOptions(), FillOptions(overwrite="all")):
        wrong = [problem("authors"), problem("venue")] if options.overwrite else []
        done = fill(document, [resolution(e, record, problems=wrong) for e in document.entries], options)
        again = readers.read_text(done.text, name)
        assert [e.title for e in again.entries] == [TITLE] * len(holes)
        if name.endswith(".md"):
            page = MarkdownIt("commonmark").enable("table").render(done.text)
            assert not re.search(r'href="(?:javascript|data):|<script|<img', page)
        assert not any(ch in done.text for ch in "\x00\x1b\u2028\u2029\u202e\r")
        assert_inside(document, done.edits)
        assert fill(again, [resolution(e, record) for e in again.entries], options).text == done.text


def assert_inside(document: Document, edits: Sequence[Edit]) -> None:
    """Every edit lies between the line where its entry begins and the line where the next one does."""
    starts = Lines(document.text).starts
    lines = {e.row: e.line for e in document.entries}
    for edit in edits:
        first = starts[lines[edit.row] - 1]
        following = lines.get(edit.row + 1)
        last = starts[following - 1] if following else len(document.text)
        assert first <= edit.start <= edit.end <= last, edit


# ------------------------------------------------------------------ edits themselves


def edit(start: int, end: int, old: str, new: str) -> Edit:
    return Edit(start=start, end=end, old=old, new=new, row=1, line=1, field="x", value=new)


def test_an_edit_of_what_does_not_stand_there_and_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="something else"):
        apply("abc", [edit(0, 1, "b", "x")])
    with pytest.raises(ValueError, match="overlap"):
        apply("abc", [edit(0, 2, "ab", "x"), edit(1, 3, "bc", "y")])


def test_edits_at_one_place_are_made_in_their_order() -> None:
    assert apply("ab", [edit(1, 1, "", "1"), edit(1, 1, "", "2"), edit(0, 1, "a", "A")]) == "A12b"
    assert set_apart([edit(0, 2, "ab", "x"), edit(1, 1, "", "y"), edit(2, 2, "", "")]) == (
        [edit(0, 2, "ab", "x")], [edit(1, 1, "", "y")]
    )  # fmt: skip


def test_a_document_that_was_never_a_file_is_refused() -> None:
    with pytest.raises(InputError, match="read from a file"):
        fill(Document(path="", columns=(), rows=(), entries=()), [])


def test_an_edit_that_would_spoil_its_entry_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line of defence, behind what each format escapes: what is written is read again."""
    text = "title,doi\nOne title of ours,\nPsyQA,\nTwo titles of ours,\n"
    document = readers.read_text(text, "list.csv")
    found = [resolution(e, msgspec.structs.replace(PSYQA, title=e.title)) for e in document.entries]
    from resolver.filling import table

    honest = table.find_edits

    def evil(*args: object) -> list[Edit]:
        # A value of the table of cases.
        return [msgspec.structs.replace(e, new='x\n"') if e.row == 2 else e for e in honest(*args)]  # type: ignore[arg-type]

    monkeypatch.setattr(table, "find_edits", evil)
    done = fill(document, found)
    assert [e.row for e in done.edits] == [1, 3]
    assert [(left.row, left.field) for left in done.left] == [(2, "doi")]
