"""The kind of a speaker whom only the statements step saw: by the noun, as far as the lists tell."""

from __future__ import annotations

import re

from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import ActorKind, Mention

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHARES = frozenset({"much", "most", "many", "some", "part", "parts", "half", "all", "rest", "few", "several"})
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ant", "ent", "ee", "one", "body")
_PEOPLE = ("man", "woman", "body")
_LONGEST = 12
"""Words of a phrase that are looked at."""


def speaker_kind(text: str, mention: Mention, words: Words) -> ActorKind:
    """The kind of a mention; another than its own only for phrases without a name that were taken for one of a thing.

    "Much of the press" is of the kind of "press"; plurals are groups; an ordinary noun for a thing is no person, and
    one for a person no organisation ("the council's clerk").
    """
    if not mention.speaker_only or mention.name is not None or mention.form != "nominal":
        return mention.kind
    if mention.kind not in {"person", "organisation"}:
        return mention.kind
    head_words = _WORD.findall(text[mention.head.start : mention.head.end])
    if mention.kind == "organisation":
        # The statements step calls every ordinary noun so that it did not find as a mention.
        head = head_words[-1].lower() if head_words else ""
        return "person" if words.singular.get(head) == "person" or head.endswith(_PEOPLE) else mention.kind
    if not head_words or (head_words[-1][0].isupper() and head_words[-1].lower() not in _SHARES):
        return mention.kind
    head = head_words[-1].lower()
    if head in _SHARES:
        after = [word.lower() for word in _WORD.findall(text[mention.head.end : mention.span.end])[:_LONGEST]]
        if after[:1] == ["of"]:
            known = (words.plural.get(word) or words.singular.get(word) for word in after[1:])
            kind = next((kind for kind in known if kind is not None), None)
            return "group" if kind in {None, "person"} else kind
    if (head in words.person_nouns and head in words.singular) or head.endswith(_PERSON_ENDINGS):
        return mention.kind
    kind = words.singular.get(head) or words.plural.get(head)
    if kind is not None:
        return kind
    return "group" if head.endswith("s") and not head.endswith("ss") else "organisation"
