"""Settings: what a person can choose, where it may be written, and which place wins.

`settings` has them and reads them, `services` the address of each service, `files` finds the settings file that
counts, `values` says what each setting may be, and `trust` what a file may decide and who is told keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resolver.config.services import ACL_URL, ARXIV_URL, OPENALEX_URL
    from resolver.config.settings import ARXIV_DELAY, SETTINGS, Settings, load, trust_settings

__all__ = ["ACL_URL", "ARXIV_DELAY", "ARXIV_URL", "OPENALEX_URL", "SETTINGS", "Settings", "load", "trust_settings"]


def __getattr__(name: str) -> object:
    """The names above on first use: `--help` needs the services' addresses and nothing else from here."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from resolver.config import services, settings

    return getattr(settings if hasattr(settings, name) else services, name)
