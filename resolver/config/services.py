"""The services that can be asked, each with the setting that names its address: one row a service.

A new source has its row here. The setting, its flag, what it may be, whose host a settings file may name and who is
told a key or a mail address follow from it. Nothing is imported, so that `--help` can list the flags at once.
"""

from __future__ import annotations

from typing import NamedTuple


class ServiceAddress(NamedTuple):
    """Where a service is asked, unless a person says otherwise.

    Attributes:
        name: of the source, as in `--sources`.
        url: the built-in address.
        about: what the address is, for `--help`.
        takes_path: whether a file or folder of this machine serves as well.
    """

    name: str
    url: str
    about: str
    takes_path: bool = False

    @property
    def setting(self) -> str:
        """The name of the setting that holds the address."""
        return f"{self.name}_url"


ACL_URL = "https://aclanthology.org/anthology.bib.gz"
ARXIV_URL = "https://export.arxiv.org/api/query"
OPENALEX_URL = "https://api.openalex.org"

SERVICES = (
    ServiceAddress("acl", ACL_URL, "The Anthology's BibTeX export, or a checkout's data/xml.", takes_path=True),
    ServiceAddress("arxiv", ARXIV_URL, "arXiv's query interface."),
    ServiceAddress("openalex", OPENALEX_URL, "OpenAlex's interface."),
)
"""In the order of trust, as `resolver.sources.registry` opens them."""

ADDRESSES = {service.setting: service.url for service in SERVICES}
"""The built-in address of each setting that names one."""

PATHS = (*(service.setting for service in SERVICES if service.takes_path), "cache_dir", "snapshot")
"""The settings that may name a file or folder."""
