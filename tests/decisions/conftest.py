"""A small world whose services are asked for a list, and the settings for that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.config import Settings
from tests.net.conftest import no_proxy
from tests.services.server import Services
from tests.small_world import settings, small_world

__all__ = ["no_proxy"]


@pytest.fixture
def services() -> Iterator[Services]:
    with small_world() as services:
        yield services


@pytest.fixture
def chosen(services: Services, tmp_path: Path) -> Settings:
    return settings(services, tmp_path / "kept", sources="arxiv,openalex")
