"""Whatever a service says: no control character in any file that is written or line that is shown."""

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.cli import main
from tests.net.conftest import no_proxy, serve
from tests.net.scripted import Server, answer

__all__ = ["no_proxy", "serve"]

TITLE = "Lullabies for Dependency Gardens"
DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
EVERYTHING = "".join(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029, 0xFEFF, 0xD800, 0xDFFF))) + DIRECTION


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list, a cache of its own, and no settings but those that the test makes."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("RESOLVER_") or n == "OPENALEX_API_KEY"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    monkeypatch.setenv("RESOLVER_SOURCES", "openalex")
    (tmp_path / "list.csv").write_text(f"title,authors,year,doi\n{TITLE},Jane Doe,2019,\n", encoding="utf-8")
    return tmp_path


def odd_in(text: str) -> set[str]:
    """The characters of a text that no file or terminal should get, line ends and tabs aside."""
    plain = text.replace("\r\n", "\n")
    return {ch for ch in plain if (ch not in "\n\t" and unicodedata.category(ch) in {"Cc", "Cs"}) or ch in DIRECTION}


def hostile(where: str) -> bytes:
    """A list of one work that has every odd character in one of its fields, or in all."""

    def said(field: str, text: str) -> str:
        return f"{text}{EVERYTHING}x" if where in (field, "everywhere") else text

    work = {
        "id": "https://openalex.org/W2741809801",
        "doi": said("doi", "https://doi.org/10.1234/abc"),
        "title": said("title", TITLE),
        "publication_year": 2020,
        "type": "article",
        "authorships": [{"raw_author_name": said("authors", "Jane Doe")}],
        "primary_location": {
            "landing_page_url": said("url", "https://example.org/paper"),
            "raw_source_name": said("venue", "Journal of Gardens"),
            "source": {"type": "journal", "display_name": said("venue", "Journal of Gardens")},
        },
        "biblio": {"volume": said("volume", "1"), "first_page": said("pages", "1")},
    }
    row = {"id": work["id"], "display_name": work["title"]}
    return json.dumps({"meta": {"count": 1}, "results": [{**work, **row}], **work}).encode()


COMMANDS = (
    ["run", "list.csv", "-o", "out", "-v"],
    ["fill", "list.csv", "-o", "filled.csv", "--report", "fill.json", "-v"],
    ["fill", "list.csv", "--diff"],
    *(
        ["render", "list.csv", "--to", to]
        for to in ("markdown", "bibtex", "biblatex", "csl-json", "ris", "html", "text")
    ),
    ["explain", TITLE],
    ["refresh", "list.csv", "--markdown", "changes.md", "--json", "changes.json", "--feed", "feed.xml", "-v"],
)


@pytest.mark.parametrize("where", ["title", "authors", "venue", "doi", "url", "volume", "pages", "everywhere"])
def test_no_control_character_reaches_a_file_or_the_terminal(
    where: str,
    serve: Callable[..., Server],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    server = serve(answer(200, hostile(where), X_RateLimit_Limit="10"))
    monkeypatch.setenv("RESOLVER_OPENALEX_URL", server.url)
    for command in COMMANDS:
        status = main(list(command))
        shown = capfdbinary.readouterr()
        assert status in (0, 4, 10, 11), (command, shown.err)
        for text in (shown.out, shown.err):
            assert odd_in(text.decode("utf-8")) == set(), command
    written = [p for p in folder.rglob("*") if p.is_file() and "kept" not in p.parts]
    assert {"enriched.csv", "references.bib", "report.json", "filled.csv"} <= {p.name for p in written}
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert odd_in(text) == set(), path.name
        if path.suffix == ".json":
            json.loads(text)
