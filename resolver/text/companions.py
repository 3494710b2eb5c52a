"""What accompanies a work and is a work of its own: its correction, a reply to it, its data, a review of it.

Such records bear the title of the work in a form of their own (`Erratum: X`, `Comment on “X”`, `Book Review: X`),
in the languages in which journals print them. They are told by that form here; sources that say of what type a
record is are asked first (`Record.companion`).
"""

from __future__ import annotations

import re

from resolver.text.titles import LONGEST, key, plain

_QUOTE = "[\"“”„‟«»‘’']"
_COLON = r"\s*(?::|—|–|\s-\s)\s*"
_OF = rf"(?:{_COLON}|\s+(?=\W*{_QUOTE}))"
"""What follows a word that begins many titles (`Response Generation`, `Review of Methods`): a colon or a quotation."""

_MORE = rf"(?:{_COLON}|\s+(?:to|for|of|on|and|from|accompanying)\b:?\s*|\s+(?=\W*{_QUOTE}))"
"""What follows a word that is hardly a title's first: a preposition does."""

_FRONT = {
    "correction": (
        (
            rf"(?:(?:publisher|author|editorial)[’']?s?\s+)?(?:corrections?|corrigend(?:um|a)|errat(?:um|a)|"
            rf"addend(?:um|a)|amendment)(?:{_COLON}|\s+(?:to|for|zu|zum|al|à)\b:?\s*|\s+(?=\W*{_QUOTE}))"
        ),
        (
            rf"(?:berichtigung|rectificatif|errata corrige|fe de erratas?|corrección|correção|correzione|исправление|"
            rf"更正|勘误|訂正)\b\s*(?:{_COLON}|\s*(?:zu|zum|à|au|a|al|de)\b:?\s+|：)"
        ),
    ),
    "retraction note": (
        (
            rf"(?:retraction note|retraction notice|notice of retraction|(?:editorial )?expression of concern|"
            rf"withdrawal notice|notice of withdrawal)\b(?:{_MORE})?"
        ),
        rf"retraction(?:{_COLON}|\s+(?:of|to)\s+(?=\W*{_QUOTE}))",
    ),
    "reply": (
        rf"(?:an?\s+|the\s+)?(?:authors?[’']?s?[’']?\s+)?(?:reply|rejoinder)(?:{_COLON}|\s+(?:to|on)\b:?\s*)",
        rf"(?:the\s+)?authors?[’']?s?[’']?\s+response(?:{_COLON}|\s+(?:to|for|on)\b:?\s*)",
        rf"responses?\s+to\s+(?:the\s+)?(?:reviewers?|comments?)\b(?:{_MORE})?",
        rf"(?:an?\s+)?response(?:\s+(?:to|on))?{_OF}|an?\s+response\s+to\s+",
        r"(?:réponse|erwiderung|replik|antwort|respuesta)\s+(?:à|auf|a|zu)\s+",
    ),
    "comment": (
        rf"(?:an?\s+|some\s+)?(?:remarks?|notes?)\s+(?:on|about|to)\s+(?:the\s+(?:paper|article)\s+)?(?=\W*{_QUOTE})",
        r"(?:an?\s+|some\s+)?(?:comments?|commentary)\s+on\b:?\s*",
        rf"(?:comment|(?:invited\s+)?commentary|(?:invited\s+)?discussion){_OF}",
        rf"(?:an?\s+)?(?:discussion|critique|criticism)\s+of{_OF}|a\s+(?:discussion|critique|criticism)\s+of\s+",
        rf"letters?\s+to\s+the\s+editors?(?:{_COLON}|\s+(?:on|about|regarding|re)\b:?\s*)|re\s*:\s+",
        r"(?:kommentar|commentaire|comentarios?)\s+(?:zu|sur|à|a|sobre)\s+",
    ),
    "review": (
        rf"book\s+reviews?(?:{_COLON}|\s+(?:of|on)\b:?\s*|\s+(?=\W*{_QUOTE}))",
        rf"(?:an?\s+)?reviews?\s+(?:of|for){_OF}|reviews?\s*:\s*",
        r"(?:peer|referee|open)\s+(?:review|report)\s+(?:of|for|on)\b:?\s*",
        rf"(?:decision\s+letter|editor[’']s\s+evaluation|elife\s+assessment){_MORE}",
        r"faculty\s+opinions\s+recommendation\s+of\s+",
        (
            rf"(?:rezension|buchbesprechung|besprechung|recension|recensione|reseña|resenha|compte[- ]rendu)\b"
            rf"(?:{_COLON}|\s+(?:von|zu|de|di|del|sur)\b:?\s*)|书评\s*[:：]?\s*"
        ),
    ),
    "supplement": (
        (
            rf"(?:online\s+)?(?:supplement(?:ary|al)?|supporting|additional)\s+(?:materials?|information|data|files?|appendix|"
            rf"online\s+material|document)\b{_MORE}"
        ),
        rf"(?:online\s+)?supplement\s+to\b:?\s*|(?:online\s+)?appendix(?:{_COLON}|\s+(?:to|for)\b:?\s+)",
    ),
    "data": (
        rf"(?:replication|reproduction|research|raw|source|experimental)\s+(?:data|package|materials?|code|files?)\b{_MORE}",
        (
            rf"(?:data|data\s*set|code|software|source\s+code|artifacts?)(?:\s+and\s+(?:data|code|scripts|materials))?\s+"
            rf"(?:for|from|of|to|accompanying){_OF}"
        ),
        r"(?:data\s*set|artifacts?)\s+(?:for|from)\s+",
    ),
    "abstract": (rf"(?:(?:extended|poster|conference|meeting|video|tutorial|demo)\s+)?abstract(?:\s+of)?{_OF}",),
    "talk": (
        rf"(?:video|slides|poster|presentation|talk|webinar|keynote|invited|invited\s+talk|panel|demo)(?:\s+(?:for|of))?{_OF}",
    ),
    "tutorial": (rf"tutorial(?:\s+on)?{_OF}",),
    "editorial": (rf"(?:guest\s+)?editorial(?:\s+(?:comment|note))?{_OF}|editors?[’']s?\s+(?:note|introduction){_OF}",),
    "front matter": (
        (
            rf"(?:front\s*matter|back\s*matter|table\s+of\s+contents|contents|cover|title\s+page|(?:author\s+|subject\s+)?"
            rf"index|preface|foreword|proceedings)(?:\s+(?:of|to|for))?{_OF}|proceedings\s+of\s+"
        ),
    ),
}
"""What such titles begin with. Words that begin many other titles need a colon or a quotation behind them."""

_BACK = {
    "correction": r"(?:erratum|correction|corrigendum|addendum)",
    "reply": r"(?:authors?[’']?s?\s+)?(?:reply|rejoinder|response)",
    "comment": r"(?:comment|commentary|discussion)",
    "review": r"(?:(?:a\s+)?book\s+)?review",
    "supplement": r"(?:(?:online\s+)?(?:supplement(?:ary|al)|supporting|additional)\s+(?:materials?|information|data)"
    r"|appendix)",
    "data": r"(?:data|data\s*set|replication\s+(?:data|package)|source\s+code)",
    "abstract": r"(?:extended\s+|poster\s+|conference\s+|student\s+)?abstract",
    "talk": r"(?:video|slides|poster|invited\s+talk|keynote|panel|demo)",
    "tutorial": r"tutorial",
}
"""What such titles end in, in brackets or behind a colon or a dash."""

_SUCCESSOR = re.compile(
    r"^(?:re[- ]?thinking|re[- ]?visiting|revisited|beyond(?!(?:\s+[\w-]+){1,3}:)|"
    r"more\s+on|towards?\s+(?:better|improved)|"
    r"replicating|reproducing|\[re\])\b|"
    r"\b(?:revisited|reconsidered|reloaded|retrospective|replication|reproducibility|reproduction|in\s+practice|"
    r"(?:\w+\s+)?years\s+(?:later|after|on)|continued|extended\s+version)\s*\W*$|"
    r"\b(?:a|an)\s+(?:\w+\s+)?(?:survey|review|overview|replication|reproduction|reproducibility|retrospective|"
    r"follow[- ]?up|critique|rebuttal)\b(?:\s+(?:study|report|analysis))?\s*\W*$|"
    r"(?:\bpart\s+|[\s,:(])(?:[ivx]{1,4}|\d{1,2}|one|two|three|four)\s*\)?$|\bv\d$|\b[2-9]\.0$",
    re.IGNORECASE,
)
"""What the title of another paper of the same people adds to the one that it follows: `X Revisited`, `X: Part II`."""

_LEADS = re.compile(r"^(?:beyond|more\s+on)\b", re.IGNORECASE)
"""Of these the ones that papers of their own begin with as well: they tell only where all else is the other title."""

_FRONTS = [(kind, re.compile(rf"\W*(?:{'|'.join(forms)})", re.IGNORECASE)) for kind, forms in _FRONT.items()]
_BACKS = [
    (kind, re.compile(rf"(?:\s*[(\[]\s*(?:{form})\s*[)\]]|\s*(?::|—|–|\s-)\s+(?:{form}))\s*\.?$", re.IGNORECASE))
    for kind, form in _BACK.items()
]
_MAY_BEGIN = re.compile(
    r"\W*(?:(?:an?|the|some|online|guest|publisher|author|authors|editorial|invited|poster|extended)[’']?s?[’']?\s+)*"
    r"(?:correc|corrig|errat|addend|amend|bericht|rectif|fe\s|исправ|更正|勘误|訂正|retract|notice|expres|withdraw|repl|"
    r"rejoind|respon|répon|erwid|antwort|respuest|comm|remark|note|discus|crit|letter|re\s*:|komment|coment|book|review|peer|"
    r"refer|open|decis|editor|elife|facul|rezen|buch|bespr|recens|reseñ|resenh|compte|书评|suppl|support|addit|append|reprod|"
    r"resea|raw|sourc|exper|data|code|softw|artif|abstr|conf|meet|video|slide|poster|present|talk|webin|keyn|invit|panel|"
    r"demo|tutor|front|back|table|content|cover|title|index|subject|preface|forew|proceed|extend|author)",
    re.IGNORECASE,
)
_MAY_END = frozenset(
    "erratum correction corrigendum addendum reply rejoinder response comment commentary discussion review material "
    "materials information data dataset set package code appendix abstract video slides poster talk keynote panel demo "
    "tutorial".split()
)
"""What such titles begin with, or end in, in short: most titles need no closer look."""

_RETRACTED = re.compile(
    r"^\W*(?:(?:article\s+)?retracted(?:\s+(?:article|paper|chapter))?|"
    r"withdrawn(?:\s+(?:article|paper))?)\b\s*(?::|—|–|-|\]|\))\s*|\s*[\[(](?:retracted|withdrawn)(?:\s+article)?[\])]\s*$",
    re.IGNORECASE,
)


def find_companion(title: str) -> tuple[str, str]:
    """What kind of companion a title says that it is (empty: none), and the title of the work that it goes with.

    >>> find_companion("Erratum: Measuring and Improving Consistency in Pretrained Language Models")
    ('correction', 'Measuring and Improving Consistency in Pretrained Language Models')
    >>> find_companion("Response Generation with Context")
    ('', 'Response Generation with Context')
    """
    text = plain(title[:LONGEST])
    for kind, front in _FRONTS if _MAY_BEGIN.match(text) else ():
        if (m := front.match(text)) and len(rest := text[m.end() :].strip(" .,;")) >= 8:
            return kind, _unquoted(rest)
    last = text.rstrip(" .)]")[-12:].lower()
    for kind, back in _BACKS if last.rpartition(" ")[2].lstrip("([") in _MAY_END else ():
        if (m := back.search(text)) and len(rest := text[: m.start()].strip()) >= 8:
            return kind, _unquoted(rest)
    return "", text


def is_successor(title: str) -> bool:
    """Whether a title says that it follows another paper: `X Revisited`, `Rethinking X`, `X: A Replication Study`.

    What says so may be a part of a paper's own title as well: only beside the title without it it tells anything.

    >>> is_successor("Attention Revisited"), is_successor("Attention Is All You Need")
    (True, False)
    """
    return _SUCCESSOR.search(plain(title[:LONGEST])) is not None


def one_follows(a: str, b: str) -> bool:
    """Whether one of two titles says that it follows the other: it has what a successor adds, or all that it has more.

    Both may be of such a form by themselves, a survey and what is called `Beyond` it, say.

    >>> one_follows("Beyond HEDGE: Ferns in Motion", "HEDGE: Ferns in Motion")
    True
    >>> one_follows("Beyond Ferns: Moss in Motion", "Ferns and Moss in Motion")
    False
    """
    return is_successor(a) != is_successor(b) or _added(a, b) or _added(b, a)


def _added(longer: str, shorter: str) -> bool:
    """Whether a title is another one and a form of words that a successor adds in front or behind."""
    text, rest = plain(longer[:LONGEST]), key(shorter)
    parts = [m for pattern in (_LEADS, _SUCCESSOR) for m in pattern.finditer(text)]
    return any(key(text[: m.start()] + text[m.end() :]) == rest for m in parts)


def says_retracted(title: str) -> bool:
    """Whether a title says that its work was taken back: `RETRACTED ARTICLE: X`, `WITHDRAWN: X`, `X [Retracted]`.

    >>> says_retracted("WITHDRAWN: Hibernation Schedules"), says_retracted("Retracted Articles in Medicine")
    (True, False)
    """
    return without_retraction(title) != title


def without_retraction(title: str) -> str:
    """The title without `RETRACTED ARTICLE:` or `WITHDRAWN:`, which publishers put in front of it.

    >>> without_retraction("RETRACTED ARTICLE: Hibernation Schedules")
    'Hibernation Schedules'
    """
    lowered = title.lower()
    return _RETRACTED.sub("", title) if "retracted" in lowered or "withdrawn" in lowered else title


def _unquoted(title: str) -> str:
    return title.strip("\"“”„‟«»‘’' ")
