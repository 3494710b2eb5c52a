"""Which words of a title BibTeX styles must not turn into lower case.

The rule of careful databases: protect what has capitals for a reason (acronyms, model names, proper
nouns), and nothing else, so that a style may still print sentence case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from resolver.writers import tex

Code = Callable[[str], str]

_TOKEN = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*(?:\+\+|#)?")
_SENTENCE_END = re.compile(r"[:?!.][”\"')\]]*\s+[“\"'(\[]*$")
_NAMES = frozenset(
    "Aboriginal Abyssinian Afghan Africa African Afrikaans Akkadian Albanian Amazon America American Amharic "
    "Arabic Aramaic Argentine Armenian Asia Asian Assamese Australia Australian Austrian Avestan Azerbaijani "
    "Bangla Bashkir Basque Bavarian Bayes Bayesian Belarusian Belgian Bengali Bhojpuri Bible Boltzmann Bosnian "
    "Brazil Brazilian Breton Britain British Bulgarian Burmese Canada Canadian Cantonese Carlo Catalan Cebuano "
    "Chechen Chichewa Chilean China Chinese Chomsky Chuvash Colombian Coptic Cornish Croatian Czech Danish Dari "
    "Dirichlet Dutch Earley Egyptian English Esperanto Estonian Ethiopian Euclidean Europe European Ewe Facebook "
    "Faroese Farsi Filipino Finland Finnish Flemish Fourier France French Frisian Fula Galician Ganda Gaussian "
    "Georgian German Germany Ghanaian Gibbs Google Gothic Greek Greenlandic Gricean Guarani Gujarati Haitian "
    "Hamming Hausa Hawaiian Hebrew Hilbert Hindi Hinglish Huffman Hungarian Icelandic Igbo India Indian Indonesia "
    "Indonesian Instagram Inuktitut Iran Iranian Iraqi Ireland Irish Israel Israeli Italian Italy Japan Japanese "
    "Javanese Jewish Kalman Kannada Kashmiri Kazakh Kenya Kenyan Khmer Kinyarwanda Komi Konkani Korea Korean "
    "Kullback Kurdish Kyrgyz Lao Latin Latvian Leibler Levenshtein Lingala Lipschitz Lithuanian Luxembourgish "
    "Macedonian Maithili Malagasy Malay Malayalam Maltese Mandarin Manipuri Maori Marathi Markov Markovian Mayan "
    "Mexican Mexico Moldovan Mongolian Monte Moroccan Nahuatl Navajo Nepali Nigeria Nigerian Nordic Norway "
    "Norwegian Occitan Odia Oriya Oromo Ottoman Pakistani Palestinian Pashto Persian Peruvian Poisson Poland "
    "Polish Portuguese Punjabi Quechua Quran Reddit Riemannian Romani Romanian Romansh Russia Russian Saami Sami "
    "Samoan Sanskrit Scandinavian Scotland Scots Scottish Serbian Serbo Shakespeare Shapley Shona Sindhi "
    "Singapore Sinhala Sinkhorn Slavic Slovak Slovene Slovenian Somali Sorbian Sotho Spain Spanish Sumerian "
    "Sundanese Swahili Sweden Swedish Swiss Switzerland Syriac Syrian Tagalog Taiwan Taiwanese Tajik Tamil Tatar "
    "Telegram Telugu Thai Tibetan Tigrinya Tswana Tunisian Turing Turkey Turkic Turkish Turkmen Twi Twitter "
    "Udmurt Ukraine Ukrainian Unicode Urdu Uyghur Uzbek Vietnam Vietnamese Wales Wasserstein Weibo Welsh Whatsapp "
    "Wikidata Wikipedia Winograd Wolof Xhosa Yiddish Yoruba Zipf Zulu".split()
)
"""Languages, peoples, places and eponyms that titles of this field name, where the capital is spelling."""


def protect(title: str, *, unicode: bool = False) -> str:
    """A plain title as LaTeX with braces round the words whose capitals must stay.

    Args:
        title: may hold mathematics as `$…$`.
        unicode: leave letters as they are, for BibLaTeX.

    >>> protect("PsyQA: A Chinese Dataset for GPT-4 and LLMs")
    '{PsyQA}: A {C}hinese Dataset for {GPT}-4 and {LLM}s'
    """
    code = partial(tex.encode_part, unicode=unicode)
    pieces = list(tex.split_maths(tex.tidy(title)))
    text = "".join(piece for piece, maths in pieces if not maths)
    shouted = not any(ch.islower() for ch in text) and len(text.split()) > 2
    sentence = _sentence_case(text)
    out: list[str] = []
    before = ""
    for piece, maths in pieces:
        # BibTeX changes case inside $…$ too, so mathematics is always protected
        out.append(f"{{{piece}}}" if maths else _piece(piece, before, code, shouted=shouted, sentence=sentence))
        before += piece
    return "".join(out)


def _piece(text: str, before: str, code: Code, *, shouted: bool, sentence: bool) -> str:
    out, end = [], 0
    for found in _TOKEN.finditer(text):
        out.append(code(text[end : found.start()]))
        ahead = before + text[: found.start()]
        opens = not re.search(r"\w", ahead) or _SENTENCE_END.search(ahead) is not None
        follows = text[found.end() : found.end() + 1]
        if found[0][0].isupper() and not shouted and _ASKED.search(ahead[-_NEAR:]):
            out.append(_asked(found[0], code))
        else:
            out.append(_word(found[0], code, opens=opens, follows=follows, shouted=shouted, sentence=sentence))
        end = found.end()
    out.append(code(text[end:]))
    return "".join(out)


_ASKED = re.compile(r"[?!][\"'”’)]{0,2}\s{1,3}$")
_NEAR = 6


def _asked(word: str, code: Code) -> str:
    """A word behind a question mark: styles keep the capital behind a colon alone (btxhak, section 4)."""
    if any(ch.isupper() for ch in word[1:]):
        return f"{{{code(word)}}}"
    return f"{{{code(word[0])}}}{code(word[1:])}"


def _word(word: str, code: Code, *, opens: bool, follows: str, shouted: bool, sentence: bool) -> str:
    coded = code(word)
    if shouted or not any(ch.isupper() for ch in word):
        return coded
    stem = word[:-2] if word.endswith(("'s", "’s")) else word
    if any(ch.isupper() for ch in stem[1:]) or (stem[0].isupper() and any(ch.isdigit() for ch in stem)):
        if stem.endswith("s") and stem[:-1].isupper() and len(stem) > 2:
            return f"{{{code(stem[:-1])}}}{code('s' + word[len(stem) :])}"
        return f"{{{code(stem)}}}{code(word[len(stem) :])}"
    if len(stem) == 1 or stem in {"C++", "C#", "F#"}:  # a letter as a name, but not the article
        article = stem == "A" and follows != "-"
        return coded if article else f"{{{coded}}}"
    if stem in _NAMES or (sentence and not opens and word[0].isupper()):
        return f"{{{code(word[0])}}}{code(word[1:])}"
    return coded


def _sentence_case(text: str) -> bool:
    """Whether the title is in sentence case, so that a capital inside it can only be a name's."""
    longer = [w for w in _TOKEN.findall(text)[1:] if len(w) > 3 and w.isalpha()]
    small = sum(w[0].islower() for w in longer)
    return len(longer) >= 3 and small * 2 > len(longer)
