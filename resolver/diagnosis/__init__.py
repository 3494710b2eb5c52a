"""Whether the services still are what the sources take them for, and whether this machine can reach them."""

from resolver.diagnosis.examination import Diagnosis, examine

__all__ = ["Diagnosis", "examine"]
