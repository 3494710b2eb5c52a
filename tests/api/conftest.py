"""A folder with a list and an Anthology of four papers, as a script finds it; no service is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.small_world import EXPORT, TWINS

PAPERS = """# Papers

* **PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support** [[link]](TODO)
* **Many Languages, One Parser** — Ammar et al., 2016. [[link]](https://aclanthology.org/Q16-1031/)
* **Quiet Bicycle Translation** [[link]](TODO)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two of the four papers have one title."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("RESOLVER_") or name.upper() == "OPENALEX_API_KEY":
            monkeypatch.delenv(name)
    (tmp_path / "anthology.bib").write_text(EXPORT + TWINS, encoding="utf-8")
    (tmp_path / "papers.md").write_text(PAPERS, encoding="utf-8")
    monkeypatch.setenv("RESOLVER_ACL_URL", str(tmp_path / "anthology.bib"))
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    monkeypatch.setenv("RESOLVER_SOURCES", "acl")
    return tmp_path
