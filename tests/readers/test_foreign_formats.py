"""What is not read is called by its name in one line, before anything is asked; titles are read as before."""

from __future__ import annotations

import pytest

from resolver import readers
from resolver.errors import InputError

FOREIGN = {
    "an auxiliary file": ("main.aux", "\\relax \n\\citation{hedge19}\n\\bibdata{refs}\n"),
    "RDF": ("zotero.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n</rdf:RDF>\n'),
    "MODS": ("refs.xml", '<?xml version="1.0" encoding="UTF-8"?>\n<modsCollection>\n</modsCollection>\n'),
    "OPML": ("feeds.opml", '<?xml version="1.0"?>\n<!-- made by hand -->\n<opml version="2.0"></opml>\n'),
    "a news feed": ("feed.xml", '<?xml version="1.0"?><rss version="2.0"></rss>'),
    "RTF": ("list.rtf", "{\\rtf1\\ansi A title\\par}"),
    "PostScript": ("paper.ps", "%!PS-Adobe-3.0\n%%Title: x\n"),
    "a RefWorks export": ("export.txt", "RT Journal Article\nSR Electronic\nA1 Hedge, Ada\nT1 On hedgehogs\n"),
    "TOML front matter": ("index.md", '+++\ntitle = "On hedgehogs"\ndate = "2019-06-01"\n+++\nText.\n'),
    "a notebook": ("list.ipynb", '{\n "cells": [],\n "nbformat": 4\n}\n'),
    "a patch": ("x.patch", "diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n"),
    "a script": ("x", "#!/bin/sh\necho hello\n"),
    "program code": ("x.py", "import os\n\ndef hello():\n    return os.getcwd();\nclass A:\n"),
    "settings": ("site.txt", "title: My page\nauthor: Ada Hedge\nurl: x\n"),
    "the tags": ("medline.txt", "Exported today\nAU  - Hedge A\nTI  - On hedgehogs\nJT  - Hedges\nDP  - 2019\n"),
    "running text": (
        "notes.txt",
        "Some notes on the\nmeeting. The hedgehogs, as we\nsaw, prefer leaves, and\nthey sleep in the\nwinter.\n",
    ),
    "LaTeX": ("section.tex", "\\section{Related work}\nHedgehogs were studied before \\cite{hedge19}.\n"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_read_is_called_by_its_name(name: str) -> None:
    file, text = FOREIGN[name]
    with pytest.raises(InputError) as caught:
        readers.read_text(text, file)
    message = str(caught.value)
    assert message.startswith(file)
    assert f"this looks like {name}" in message
    assert "\n" not in message


TITLES = """\
# what I want to read

Attention Is All You Need
word2vec: Efficient Estimation of Word Representations in Vector Space
fastText: Enriching Word Vectors with Subword Information
- AI Safety via Debate
  Import of foreign words
https://arxiv.org/abs/1706.03762
10.18653/v1/N19-1423
----------
<unk>
class: a return to types
2. 神经网络机器翻译
What is it that we talk about?
"""


def test_titles_are_read_whatever_their_first_words() -> None:
    document = readers.read_text(TITLES, "list.txt")
    assert len(document.entries) == 11
    assert [e.title for e in document.entries][1:4] == [
        "word2vec: Efficient Estimation of Word Representations in Vector Space",
        "fastText: Enriching Word Vectors with Subword Information",
        "AI Safety via Debate",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "word2vec: words as vectors",
        "<unk> is all you need",
        "Import of foreign words",
        "in the end",
        "a" + " " * 5000 + "b",
    ],
)
def test_a_list_of_one_title_is_a_list(title: str) -> None:
    assert len(readers.read_text(title + "\n", "list.txt").entries) == 1


def test_a_text_of_comments_and_rules_lists_nothing() -> None:
    with pytest.raises(InputError, match="only comments and rules"):
        readers.read_text("# to be read\n----\n", "list.txt")
