"""Raised and lowered figures in plain text: `Q^2` of a title in LaTeX is Q², `360^∘` is 360°."""

from __future__ import annotations

import re

_RAISED = dict(zip("0123456789+-=()n∘i*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ°ⁱ*", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_UP = re.compile(r"(?<=[^\W_)])\^(?:([0-9]+|[n∘i+-])(?![\w^])|\{([0-9n+-]+|∘)\})")
_UP_BEFORE_WORD = re.compile(r"(?<=[^\W_)])\^([0-9∘])(?=[A-Za-z])")
_DOWN = re.compile(r"(?<![A-Za-z0-9_])([A-Za-z\u0370-\u03ffℓℋℝ])_(?:([0-9])(?![\w^])|\{([0-9]+)\})")


def raise_scripts(title: str) -> str:
    """A title with its figures raised and lowered where Unicode has them so; anything else stays.

    >>> raise_scripts("Q^2: Images of 360^∘ on ℓ_1 and x^{12}"), raise_scripts("a ^_^ in snake_case_1")
    ('Q²: Images of 360° on ℓ₁ and x¹²', 'a ^_^ in snake_case_1')
    """
    if "^" not in title and "_" not in title:
        return title
    text = _UP.sub(lambda m: "".join(_RAISED[ch] for ch in m[1] or m[2]), title)
    text = _UP_BEFORE_WORD.sub(lambda m: _RAISED[m[1]], text)
    return _DOWN.sub(lambda m: m[1] + "".join(_LOWERED[ch] for ch in m[2] or m[3]), text)
