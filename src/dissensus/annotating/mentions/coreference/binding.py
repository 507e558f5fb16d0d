"""Whom a pronoun does not mean by grammar: in "Quill saw her", she is not Quill.

A pronoun that is no reflexive does not mean the subject of its own verb (principle B of the binding theory: Chomsky,
Lectures on Government and Binding, 1981; as a filter of candidates: Lappin and Leass, Computational Linguistics 1994).
The subject may stand with an earlier verb: "Quill rose and saw her", "Quill asked Brand to see her".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions.coreference.rows import Rows

_FORMS = frozenset({4, 5, 6, 7})
"""He, she, it, they."""
_CLIMB = 6
"""Verbs above the pronoun's own in which its subject is looked for."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative"})
_RELATIVE = frozenset({"who", "which", "that"})
_PLACES = frozenset({"with", "behind", "around", "before", "beside", "above", "below", "near", "over", "in"})
"""Prepositions after which the subject may be meant: "Quill looked behind her"."""

Children = dict[int, list[int]]


def not_meant(tokens: Tokens, rows: Rows) -> dict[int, list[int]]:
    """For each pronoun (its number) the mentions before it that it does not mean; none for most.

    On the training documents of GUM and ECB+ and the development texts of GAP, gold has 147 such pairs apart and 11
    together, of which most are errors of the parse.

    Args:
        tokens: the parse.
        rows: the mentions.
    """
    forms, plain = rows.form.tolist(), (rows.reflexive == 0).tolist()
    asked = [k for k, form in enumerate(forms) if form in _FORMS and plain[k]]
    if not asked:
        return {}
    below: Children = defaultdict(list)
    for i, dep in enumerate(tokens.dep):
        if dep in _SUBJECTS or dep in _OBJECTS or dep == "conj":
            below[tokens.head[i]].append(i)
    at: Children = defaultdict(list)
    for k, token in enumerate(rows.token.tolist()):
        at[token].append(k)
    token_of = rows.token.tolist()
    found = {}
    for k in asked:
        barred = [m for i in _subjects(tokens, below, token_of[k]) for m in at.get(i, ()) if m < k]
        if barred:
            found[k] = barred
    return found


def _subjects(tokens: Tokens, below: Children, pronoun: int) -> Sequence[int]:
    """Tokens of the subject of the pronoun's verb, where the pronoun is its object or that of a preposition."""
    verb = _verb(tokens, pronoun)
    for _ in range(_CLIMB):
        if verb < 0:
            return ()
        subject = next((i for i in below.get(verb, ()) if tokens.dep[i] in _SUBJECTS), -1)
        dep, above = tokens.dep[verb], tokens.head[verb]
        if subject >= 0:
            if dep == "relcl" and tokens.low[subject] in _RELATIVE:
                subject = above
            return [subject, *(i for i in below.get(subject, ()) if tokens.dep[i] == "conj")]
        if dep == "xcomp":
            objects = [i for i in below.get(above, ()) if tokens.dep[i] in _OBJECTS and i < verb]
            if objects:
                return objects[-1:]
        elif dep == "pcomp":
            above = tokens.head[above]
        elif dep != "conj":
            return ()
        verb = above if above != verb else -1
    return ()


def _verb(tokens: Tokens, pronoun: int) -> int:
    """The verb whose object it is, -1 for none: "the house behind her" has none."""
    dep, verb = tokens.dep[pronoun], tokens.head[pronoun]
    if dep == "pobj":
        if tokens.low[verb] in _PLACES or tokens.dep[verb] not in {"prep", "dative"}:
            return -1
        verb = tokens.head[verb]
    elif dep not in _OBJECTS:
        return -1
    return verb if tokens.tag[verb].startswith("VB") else -1
