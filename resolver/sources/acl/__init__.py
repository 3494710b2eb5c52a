"""The ACL Anthology: readers of its BibTeX export and its XML, and the source over a local index of them."""

from resolver.sources.acl.source import AclAnthology
from resolver.sources.acl.updater import IndexUpdater

__all__ = ["AclAnthology", "IndexUpdater"]
