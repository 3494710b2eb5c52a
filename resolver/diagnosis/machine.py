"""What can be said of this machine without asking anybody: settings, proxy, kept answers, index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from resolver import files
from resolver.cache.answers import Answers
from resolver.config import Settings
from resolver.errors import ResolverError
from resolver.index import IndexUnusable, TitleIndex
from resolver.net.proxies import ProxyUnusable, describe_proxies
from resolver.sources.checks import CheckLine, pass_check, report_change, report_failure

HERE = ""
"""The service of lines about this machine."""

_AHEAD = timedelta(days=1)


def examine_machine(settings: Settings) -> list[CheckLine]:
    """The lines about this machine; nothing is sent."""
    return [
        *_judge_settings(settings),
        _judge_proxy(),
        _judge_cache(settings),
        _judge_index(settings),
    ]


def _judge_settings(settings: Settings) -> Iterator[CheckLine]:
    for note in settings.notes:
        yield report_change(HERE, "settings", note, "it counts for nothing")
    if not settings.notes:
        yield pass_check(HERE, "settings", "all that are set are known")


def _judge_proxy() -> CheckLine:
    try:
        named = describe_proxies()
    except ProxyUnusable as error:
        return report_failure(HERE, "proxy", str(error), "no service can be reached; correct or unset it")
    return pass_check(HERE, "proxy", f"through {', '.join(named)}" if named else "none")


def _judge_cache(settings: Settings) -> CheckLine:
    follows = "each run asks everything anew"
    try:
        files.require_writable(settings.cache_dir)
    except ResolverError as error:
        return report_failure(HERE, "cache", str(error), follows)
    if not settings.answers_file.exists():
        return pass_check(HERE, "cache", "writable; nothing is kept yet")
    with Answers.open(settings.answers_file) as answers:
        info = answers.info()
    if info.notes:
        return report_failure(HERE, "cache", info.notes[0], follows)
    ahead = [kept.source for kept in info.sources if kept.newest > (datetime.now(UTC) + _AHEAD).isoformat()]
    if ahead:
        seen = f"answers of {', '.join(ahead)} are dated in the future"
        return report_change(HERE, "cache", seen, "they are asked again; was this machine's clock wrong?")
    count = sum(kept.found + kept.not_found for kept in info.sources)
    return pass_check(HERE, "cache", f"writable; {count:,} answers are kept")


def _judge_index(settings: Settings) -> CheckLine:
    path = settings.cache_dir / "acl.sqlite"
    if not path.exists():
        return pass_check(HERE, "index", "none yet; the next run builds it")
    try:
        with_info = TitleIndex.open(path).info()
    except IndexUnusable as error:
        return report_change(HERE, "index", error.why, "the next run builds it anew")
    built = with_info.built[:10]
    return pass_check(HERE, "index", f"{with_info.records:,} papers of the Anthology, built on {built}")
