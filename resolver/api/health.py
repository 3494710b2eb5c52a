"""A public call about the services themselves: are they still what we take them for?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from resolver.api.given import choose_settings
from resolver.config import Settings
from resolver.config.services import SERVICES
from resolver.diagnosis import Diagnosis, examine
from resolver.errors import SettingsError
from resolver.files import outputs
from resolver.model.callbacks import ProgressCallback


def doctor(
    *,
    record: Path | str | None = None,
    force: bool = False,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> Diagnosis:
    """Ask each service in every form that a run asks it in, and say which are taken and mean what we think.

    It sends about 17 requests, costs no more than $0.003 and takes less than a minute.

    Args:
        record: folder for the raw answers, a file a service, with no key, login or mail address in them.
        force: replace files that no run recorded.
        settings: those of `resolver.config.load` when None.
        progress: called with the stage, how much of it is done and how much there is.
        options: single settings, such as `sources="openalex"`; `offline=True` looks at this machine only.

    Returns:
        A line for each thing that was looked at: ok, changed or failed, and what follows.

    Raises:
        SettingsError: a setting can't be used, or answers are to be recorded while no service may be asked.
        OutputError: the answers can't be written there.
    """
    chosen = choose_settings(settings, options)
    if record is not None and chosen.offline:
        raise SettingsError("`offline` is set, so that there is nothing to record", argument="offline")
    found, recording = examine(chosen, progress=progress)
    if record is None:
        return found
    folder = Path(record)
    contents = {folder / name: content for name, content in recording.list_files(_list_secrets(chosen)).items()}
    outputs.write_all(contents, force=force)
    return msgspec.structs.replace(found, written=tuple(contents))


def _list_secrets(settings: Settings) -> Iterator[str]:
    """The texts of the settings that nobody else may see."""
    yield settings.openalex_api_key.reveal()
    yield settings.mailto
    yield settings.mailto.removeprefix("mailto:")
    for address in (str(getattr(settings, service.setting)) for service in SERVICES):
        parts = urlsplit(address) if "://" in address else urlsplit("")
        login = parts.netloc.rpartition("@")[0]
        for text in (login, *login.split(":", 1), parts.query):
            yield text
            yield unquote(text)
