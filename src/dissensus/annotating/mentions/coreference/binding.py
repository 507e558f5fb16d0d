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
"""Verbs above the pronoun's own in which its subject is looked for; bounds the work."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative"})
_RELATIVE = frozenset({"who", "which", "that"})
_OBJECTS_OF = frozenset({"to", "on", "upon", "at", "for", "from", "of", "against", "by"})
"""Prepositions whose object is one of the verb's ("voted against her"), and no place: "Quill looked behind her". These
and the next were chosen by reading what gold has together, and sentences of our own."""
_BESIDE_AN_OBJECT = frozenset({"for", "from", "of", "against"})
"""Those of them where the verb has an object, too: "Quill pulled the boy to her" tells a place."""
_BY_THE_OBJECT = frozenset({"for", "of", "from", "against", "into", "with"})
"""Prepositions before what the object does: "Quill thanked Brand for praising her", but "Quill won Brand over by …"."""
_BY_THE_SUBJECT = ("promis", "threaten", "vow", "swear", "swore", "sworn")
"""How verbs begin whose subject does what their infinitive tells, although they have an object."""

Children = dict[int, list[int]]


def not_meant(tokens: Tokens, rows: Rows) -> dict[int, list[int]]:
    """For each pronoun (its number) the mentions before it that it does not mean; none for most.

    On the training documents of GUM and ECB+ and the development texts of GAP, gold had 147 such pairs apart and 11
    together before prepositions were told apart; of the 11 most are errors of the parse.

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
    verb = _verb(tokens, below, pronoun)
    for _ in range(_CLIMB):
        if verb < 0:
            return ()
        subject = next((i for i in below.get(verb, ()) if tokens.dep[i] in _SUBJECTS), -1)
        dep, above = tokens.dep[verb], tokens.head[verb]
        if subject >= 0:
            if dep == "relcl" and tokens.low[subject] in _RELATIVE:
                subject = above
            return _with_conjuncts(tokens, below, subject)
        objects = [i for i in below.get(above, ()) if tokens.dep[i] in _OBJECTS and i < verb]
        if dep == "xcomp":
            if objects and not tokens.low[above].startswith(_BY_THE_SUBJECT):
                return _with_conjuncts(tokens, below, objects[-1])
        elif dep == "pcomp":
            preposition, above = above, tokens.head[above]
            objects = [i for i in below.get(above, ()) if tokens.dep[i] in _OBJECTS and i < preposition]
            if objects and tokens.low[preposition] in _BY_THE_OBJECT:
                return _with_conjuncts(tokens, below, objects[-1])
        elif dep != "conj":
            return ()
        verb = above if above != verb else -1
    return ()


def _with_conjuncts(tokens: Tokens, below: Children, first: int) -> list[int]:
    """A noun and those joined with it: in lists the parse hangs each on the one before."""
    found = [first]
    for each in found:
        found += [i for i in below.get(each, ()) if tokens.dep[i] == "conj"]
    return found


def _verb(tokens: Tokens, below: Children, pronoun: int) -> int:
    """The verb whose object it is, -1 for none: "the house behind her" has none."""
    dep, verb = tokens.dep[pronoun], tokens.head[pronoun]
    if dep == "pobj":
        preposition, verb = verb, tokens.head[verb]
        given = tokens.dep[preposition] == "dative"
        if not given and (
            tokens.dep[preposition] not in {"prep", "agent"} or tokens.low[preposition] not in _OBJECTS_OF
        ):
            return -1
        held = any(tokens.dep[i] == "dobj" for i in below.get(verb, ()))
        if not given and held and tokens.low[preposition] not in _BESIDE_AN_OBJECT:
            return -1
    elif dep not in _OBJECTS:
        return -1
    return verb if tokens.tag[verb].startswith("VB") else -1
