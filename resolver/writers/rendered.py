"""A run as one document: its format by name, the options that the format heeds, and what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from resolver import files
from resolver.errors import SettingsError
from resolver.files import outputs
from resolver.model import Resolution, Run
from resolver.writers import accents, formats
from resolver.writers.base import Writer, WriterOptions
from resolver.writers.cited import unverified
from resolver.writers.listed import is_demoted


class Rendered(Struct, frozen=True, kw_only=True):
    """A run as one document.

    Attributes:
        text: of the document.
        format: its name.
        partial: whether entries without an accepted record are left out of it, as whatever is cited must.
        run: what it was made of.
        written: the file that it was written to, if it was.
    """

    text: str
    format: str
    partial: bool
    run: Run
    written: tuple[Path, ...] = ()

    @property
    def unverified(self) -> tuple[Resolution, ...]:
        """The entries for which no record was accepted."""
        return unverified(self.run.resolutions)

    @property
    def demoted(self) -> tuple[Resolution, ...]:
        """The entries that name a publication of which only the preprint is known: they show what was listed."""
        return tuple(r for r in self.run.resolutions if is_demoted(r))

    @property
    def unprintable(self) -> str:
        """The letters of a database for BibTeX or BibLaTeX that LaTeX does not have in its usual fonts."""
        return accents.unprintable(self.text) if self.format in ("bibtex", "biblatex") else ""

    def to_dict(self) -> dict[str, Any]:
        """The text with what is known of its entries, in lists, texts and numbers only."""
        return {"format": self.format, "text": self.text, **self.run.to_dict()}

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Rendered {self.format}: {len(self.run.resolutions)} entries, {len(self.text)} letters>"


def format_named(name: str) -> Writer:
    """The format that was named.

    Raises:
        SettingsError: there is none of that name.
    """
    known = formats()
    if name.lower() not in known:
        raise SettingsError(f"`to`: there is no format {name!r}; there are {', '.join(known)}", argument="to")
    return known[name.lower()]


def options_for(writer: Writer, given: Mapping[str, Any], **settled: Any) -> WriterOptions:
    """The options of a writer, checked before any work is done.

    Args:
        writer: that will heed them.
        given: options by name; empty ones were not given.
        settled: options that hold whatever was given.

    Raises:
        SettingsError: an option that means nothing to this format; a pattern, style or locale that can't be used.
    """
    from resolver.writers import patterns, styles

    wanted = {name: value for name, value in given.items() if value}
    for name in wanted:
        if name not in writer.heeds:
            others = ", ".join(w.name for w in formats().values() if name in w.heeds)
            what = f"it means nothing to {writer.name}; it is for {others}"
            raise SettingsError(f"`{name}`: {what}", argument=name)
    options = WriterOptions(**settled | wanted)
    if options.keys:
        patterns.parse(options.keys)
    if "style" in writer.heeds:
        styles.load(options.style, options.locale)
    return options


def rendered(
    writer: Writer,
    run: Run,
    options: WriterOptions,
    output: Path | None = None,
    *,
    inputs: Sequence[Path | str] = (),
    force: bool = False,
) -> Rendered:
    """The document that a writer makes of a run, written to a file if one is named.

    Raises:
        InputError, OutputError: it can't be written, or would replace what is not ours (`resolver.files.outputs`).
    """
    text = files.to_text(writer.render(run, options))
    done = Rendered(text=text, format=writer.name, partial=writer.partial and not options.listed, run=run)
    if output is None:
        return done
    outputs.write_all({output: text}, inputs, force=force)
    return msgspec.structs.replace(done, written=(output,))
