"""Questions and answers as they lie in the cache: JSON, long ones compressed."""

from __future__ import annotations

import zlib

import msgspec

from resolver.model import Answer, ByTitle, Found, Question
from resolver.text import cleaning
from resolver.text.likeness import NEAR, likeness

_WORTH = 200  # bytes from which on compression is tried

_encode = msgspec.json.Encoder().encode
_answer: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)
_question: msgspec.json.Decoder[Question] = msgspec.json.Decoder(Question)


def write_key(question: Question) -> str:
    """A question as the key of its row."""
    return _encode(question).decode()


def read_key(key: str) -> Question:
    """The question of a row.

    Raises:
        MsgspecError: the key is none of ours.
    """
    return _question.decode(key)


def pack(answer: Answer) -> bytes:
    """An answer as a row's body."""
    plain = _encode(answer)
    if len(plain) < _WORTH:
        return plain
    small = zlib.compress(plain)
    return small if len(small) < len(plain) else plain


def unpack(body: bytes) -> Answer:
    """The answer in a row's body: JSON begins with a brace, zlib never does. Its texts are clean, whoever wrote it.

    Raises:
        MsgspecError, zlib.error: the body is damaged.
    """
    json = body if body.startswith(b"{") else zlib.decompress(body)
    answer = _answer.decode(json)
    return cleaning.clean_answer(answer) if cleaning.may_be_odd(json) else answer


def is_near(question: Question, answer: Answer) -> bool:
    """Whether an answer may hold what was asked for.

    A search by words brings rows for any title. Where none of them resembles it, the source does not have
    it yet, and should be asked again as soon as if it had answered "not found".
    """
    if not isinstance(answer, Found):
        return False
    return not isinstance(question, ByTitle) or any(likeness(question.title, r.title) >= NEAR for r in answer.records)
