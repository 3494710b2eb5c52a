"""Languages as sources name them (`fra`, `fr`, `pt-BR`, `French`), in the codes and names that formats want."""

from __future__ import annotations

from resolver.text.titles import fold

_NAMES = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "ngerman", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "gl": "galician",
    "hu": "hungarian", "is": "icelandic", "it": "italian", "ja": "japanese", "ko": "korean", "lt": "lithuanian",
    "lv": "latvian", "nb": "norwegian", "nl": "dutch", "nn": "nynorsk", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene", "sv": "swedish",
    "tr": "turkish", "uk": "ukrainian", "zh": "chinese",
}  # fmt: skip
"""Codes of ISO 639-1 and the names that babel and polyglossia both know."""

_LONG = dict(
    pair.split(":")
    for pair in (
        "ara:ar cat:ca ces:cs dan:da deu:de ell:el eng:en spa:es est:et eus:eu fin:fi fra:fr glg:gl hun:hu isl:is "
        "ita:it jpn:ja kor:ko lit:lt lav:lv nob:nb nld:nl nno:nn nor:no pol:pl por:pt ron:ro rus:ru slk:sk slv:sl "
        "swe:sv tur:tr ukr:uk zho:zh"
    ).split()
)
"""ISO 639-3, which the Anthology has, to ISO 639-1."""

_SPOKEN = {name: code for code, name in _NAMES.items()} | {"german": "de", "norwegian": "no"}


def tag(said: str) -> str:
    """The tag of a language (BCP 47); empty when it is unknown.

    >>> tag("fra"), tag("pt-BR"), tag("French"), tag("Klingon")
    ('fr', 'pt-BR', 'fr', '')
    """
    name = fold(said).strip()
    code, _, region = name.replace("_", "-").partition("-")
    code = _LONG.get(code, _SPOKEN.get(code, code))
    if code not in _NAMES:
        return ""
    return f"{code}-{region.upper()}" if len(region) == 2 else code


def babel(said: str) -> str:
    """The name by which babel knows a language; empty when it is unknown.

    >>> babel("fra"), babel("pt-BR"), babel("French"), babel("Klingon")
    ('french', 'brazilian', 'french', '')
    """
    known = tag(said)
    return "brazilian" if known == "pt-BR" else _NAMES.get(known[:2], "")
