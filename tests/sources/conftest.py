"""The sources over real sockets: against the stand-in for the services, and against scripted answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resolver.net.http import Http, RequestLimits
from resolver.sources.arxiv import Arxiv
from resolver.sources.openalex import OpenAlex
from tests import reference
from tests.net.conftest import no_proxy, serve
from tests.net.scripted import Sim
from tests.services.records import recorded
from tests.services.server import Services

__all__ = ["no_proxy", "serve"]

LIMITS = RequestLimits(connect=1.0, read=1.5, first_read=1.5, total=6.0, grace=6.0, tries=2, backoff=0.02)


@pytest.fixture(scope="session", params=[reference.SMALL, reference.LARGE])
def sim(request: pytest.FixtureRequest) -> Iterator[Sim]:
    """The services over a few hundred real records and a crowd of namesakes; and over half a million."""
    if request.param == reference.SMALL:
        with Services(recorded().crowded()) as small:
            yield small
    else:
        with reference.large_services() as large:
            yield large


@pytest.fixture
def http() -> Iterator[Http]:
    """A client that tries twice and waits for no more than a second and a half."""
    with Http(limits=LIMITS) as client:
        yield client


@pytest.fixture
def arxiv(sim: Sim, http: Http) -> Arxiv:
    """arXiv, without its delay."""
    sim.faults()
    return Arxiv(http, f"{sim.url}/arxiv/api/query", 0.0)


@pytest.fixture
def openalex(sim: Sim, http: Http) -> OpenAlex:
    """OpenAlex, with a key."""
    sim.faults()
    return OpenAlex(http, f"{sim.url}/openalex", "a-key")
