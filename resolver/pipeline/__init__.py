"""The pipeline: read → look up → match → merge → write, over immutable records.

`open_library` prepares the sources, the cache and the network once; a `Session` runs lists through
them. Reading and writing happen at the edges (`resolver.readers`, `resolver.writers`).
"""

from resolver.pipeline.conclusion import conclude
from resolver.pipeline.opening import open_library
from resolver.pipeline.session import STRETCH, Session

__all__ = ["STRETCH", "Session", "conclude", "open_library"]
