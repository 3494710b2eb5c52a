"""Looking up: which source is asked what, in order of price, and how each answer comes to be had."""

from resolver.lookup.finding import Finding
from resolver.lookup.look_up import Lookup

__all__ = ["Finding", "Lookup"]
