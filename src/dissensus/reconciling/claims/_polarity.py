"""What turns words round, as negation and distancing quotes do; and what shows that a text wants something."""

from __future__ import annotations

import re
from collections.abc import Sequence

NEAR = 3
"""Words before a carrying word within which a negation turns it."""
_DENYING = re.compile(
    r"^(?:no|not|never|nor|neither|without|hardly|alleged|allegedly|supposed|supposedly|purported|so-called|self-styled|"
    r"\w+n[’']t)$",
    re.IGNORECASE,
)
_NOT_DENYING = frozenset({("not", "only"), ("no", "longer"), ("not", "just"), ("no", "doubt"), ("not", "merely")})
_TOKEN = re.compile(r"\w+(?:[-’']\w+)*")
_WANTING = re.compile(
    r"\b(?:should|must|ought|need(?:s|ed)? to|have to|has to|demand\w*|call(?:s|ed|ing)? (?:for|on|upon)|urge\w*|"
    r"let us|let[’']s|"
    r"we (?:want|support|oppose|reject|stand|seek|are for|are against|fight|defend|condemn|welcome|say|give)|"
    r"long live|down with|hands off|no to|yes to|stop|victory to|solidarity with|requirement|task|"
    r"time to|right to)\b|!",
    re.IGNORECASE,
)


def denied(text: str, words: Sequence[str]) -> bool:
    """Whether the first of some words that stands in a text is denied there, or set in quotes by itself.

    Args:
        text: any text.
        words: in small letters, as the text has them; nothing is denied where none stands in it.
    """
    tokens = list(_TOKEN.finditer(text))
    held = set(words)
    for number, token in enumerate(tokens):
        plain = re.sub(r"[’']s$", "", token.group().lower())
        if plain not in held:
            continue
        before = text[token.start() - 1] if token.start() else ""
        after = text[token.end() : token.end() + 1]
        if before in "‘“\"'«" and before and after and after in "’”\"'»":
            return True
        close = [each.group().lower() for each in tokens[max(0, number - NEAR) : number]]
        return any(_DENYING.match(word) and tuple(close[k : k + 2]) not in _NOT_DENYING for k, word in enumerate(close))
    return False


def wants(text: str) -> bool:
    """Whether a text demands, calls for or judges something rather than telling what happened."""
    return _WANTING.search(text) is not None
