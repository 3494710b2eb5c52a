"""A redirect may lead elsewhere in the same site, and from http to https; nowhere else."""

from __future__ import annotations

import pytest

from resolver.net.redirects import follow, is_same_host, is_same_site
from resolver.net.wire import Permanent


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("http://export.arxiv.org/api/query?a=1", "https://export.arxiv.org/api/query?a=1"),
        ("https://export.arxiv.org/api/query", "https://arxiv.org/api/query"),
        ("https://aclanthology.org/anthology.bib.gz", "https://www.aclanthology.org/anthology.bib.gz"),
        ("https://api.openalex.org/works/W1", "/works/W2"),
        ("https://api.openalex.org:443/works/W1", "https://API.openalex.org/works/W2"),
        ("http://127.0.0.1:8765/a", "http://127.0.0.1:8765/b"),
    ],
)
def test_followed(url: str, location: str) -> None:
    follow("GET", url, location)


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://export.arxiv.org/api", "https://evil.org/api"),
        ("https://export.arxiv.org/api", "http://export.arxiv.org/api"),
        ("https://export.arxiv.org/api", "https://export.arxiv.org.evil.org/"),
        ("https://export.arxiv.org/api", "https://evilarxiv.org/"),
        ("https://export.arxiv.org/api", "https://org/"),
        ("https://export.arxiv.org/api", "//evil.org/"),
        ("https://export.arxiv.org/api", "https://export.arxiv.org:8443/"),
        ("https://export.arxiv.org/api", "https://export.arxiv.org:port/"),
        ("https://export.arxiv.org/api", "https://export.arxiv.org@evil.org/"),
        ("https://export.arxiv.org/api", "file:///etc/passwd"),
        ("https://export.arxiv.org/api", ""),
        ("http://127.0.0.1:8765/a", "http://127.0.0.1:22/"),
        ("http://1.0.0.1/a", "http://0.0.1/"),
    ],
)
def test_refused(url: str, location: str) -> None:
    with pytest.raises(Permanent, match="another site"):
        follow("GET", url, location)


def test_a_key_goes_to_its_own_host_only() -> None:
    assert is_same_host("https://api.openalex.org", "https://api.openalex.org/works")
    assert is_same_site("https://api.openalex.org", "https://openalex.org/works")
    assert not is_same_host("https://api.openalex.org", "https://openalex.org/works")
