"""Files on disk: replaced as a whole or not at all, and nothing replaced that is somebody else's.

`outputs` has the rule for what a call may write where; this package's own functions know of no rule.
"""

from resolver.files.whole import Content, followed, pieces, require_writable, to_text, write, write_all

__all__ = ["Content", "followed", "pieces", "require_writable", "to_text", "write", "write_all"]
