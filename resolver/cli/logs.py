"""What an unattended command says on the error output: lines for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

from resolver.model.callbacks import ProgressCallback

LogFormat = Literal["text", "json"]


class Log:
    """Events of a command.

    Args:
        form: `text` for people, `json` for programs.
        quiet: say warnings and errors only.
    """

    def __init__(self, form: LogFormat, *, quiet: bool = False) -> None:
        self.form, self.quiet = form, quiet

    def event(self, name: str, text: str, *, level: str = "info", **fields: object) -> None:
        """Say something that happened.

        Args:
            name: of the kind of event, for programs.
            text: the same for people; empty for nothing.
            level: `info`, `warning` or `error`.
            fields: what programs get beside it.
        """
        from resolver.cli import screen

        if self.quiet and level == "info":
            return
        if self.form == "json":
            time = datetime.now(UTC).isoformat(timespec="milliseconds")
            said = {"time": time, "level": level, "event": name, **({"message": text} if text else {}), **fields}
            screen.say_aside(json.dumps(said, ensure_ascii=False, default=str))
        elif text:
            screen.say_aside(text)

    @contextmanager
    def show_progress(self) -> Iterator[ProgressCallback]:
        """What shows the progress: a bar for a person at a terminal, an event when a stage is done for programs."""
        from resolver.cli import screen

        if self.form == "text" or self.quiet:
            with screen.show_progress(quiet=self.quiet or not sys.stderr.isatty()) as progress:
                yield progress
            return

        def done(stage: str, count: int, total: int) -> None:
            if total and count >= total:
                self.event("stage", "", stage=stage, questions=total)

        yield done
