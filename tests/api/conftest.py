"""A folder with a list and an Anthology of four papers, as a script finds it; no service is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ANTHOLOGY = """@inproceedings{sun-etal-2021-psyqa,
    title = "{P}sy{QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",
    author = "Sun, Hao  and
      Lin, Zhenru",
    booktitle = "Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
    year = "2021",
    url = "https://aclanthology.org/2021.findings-acl.130/",
    doi = "10.18653/v1/2021.findings-acl.130",
}
@article{ammar-etal-2016-many,
    title = "Many Languages, One Parser",
    author = "Ammar, Waleed  and
      Mulcaire, George",
    journal = "Transactions of the Association for Computational Linguistics",
    year = "2016",
    url = "https://aclanthology.org/Q16-1031/",
}
@inproceedings{north-2021-quiet,
    title = "Quiet Bicycle Translation",
    author = "North, Kay",
    booktitle = "Proceedings of the 59th Annual Meeting",
    year = "2021",
    url = "https://aclanthology.org/2021.acl-long.8/",
}
@inproceedings{south-2023-quiet,
    title = "Quiet Bicycle Translation",
    author = "South, Lee",
    booktitle = "Proceedings of the 2023 Conference",
    year = "2023",
    url = "https://aclanthology.org/2023.emnlp-main.8/",
}
"""
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
    (tmp_path / "anthology.bib").write_text(ANTHOLOGY, encoding="utf-8")
    (tmp_path / "papers.md").write_text(PAPERS, encoding="utf-8")
    monkeypatch.setenv("RESOLVER_ACL_URL", str(tmp_path / "anthology.bib"))
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    monkeypatch.setenv("RESOLVER_SOURCES", "acl")
    return tmp_path
