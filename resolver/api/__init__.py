"""The public calls, one a command: values in, values out; `docs/python.md` shows each of them.

All take `settings` (of `resolver.config.load`), or single settings by name (`offline=True`,
`cache_dir="answers"`), and most a `progress` callback, which is called with the stage, how much of it is done and how
much there is. A list is given as a path, or as the `Document` that `resolver.read` made of it. A service that
fails raises nothing: its rows are `unanswered`, and `Run.unreachable` names it. Whatever a person can put right
raises a `ResolverError`.
"""
