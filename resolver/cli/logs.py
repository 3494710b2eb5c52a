"""What an unattended command says on the error output: lines for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

from resolver.model.callbacks import ExpectingProgress, ProgressCallback

LogFormat = Literal["text", "json"]


class _StageEvents:
    """A progress callback that says when a stage is done, and passes everything on."""

    def __init__(self, log: Log, lines: ExpectingProgress) -> None:
        self._log, self._lines = log, lines

    def __call__(self, stage: str, done: int, total: int) -> None:
        self._lines(stage, done, total)
        if total and done >= total:
            self._log.event("stage", "", stage=stage, questions=total)

    def expect(self, seconds: float) -> None:
        """How long what is left takes, by the plan."""
        self._lines.expect(seconds)


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
        """What shows the progress: a bar or lines for people, for programs an event when a stage is done and every ten
        seconds."""
        from resolver.cli import under_way

        if self.form == "text" or self.quiet:
            with under_way.show_progress(quiet=self.quiet) as progress:
                yield progress
            return

        with under_way.tell_progress(lambda text: self.event("progress", text)) as lines:
            yield _StageEvents(self, lines)
