"""Main verbs that the parser hangs on a clause in their own subject: "those who support the strikers denounce …"."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import verbs, words
from dissensus.annotating.statements._view import View

_STEPS = 8
"""Most words climbed from the verb to the relative clause around it."""
_PLURAL_TAGS = words("NNS NNPS")
_PLURAL = words("those many some most all both few several others")
_COUNTING = words("DT JJ JJR JJS NN NNS CD")
_TAKES_A_VERB = verbs("let make see hear watch have help feel get keep leave set")
"""Verbs with an object and a bare infinitive, which the tagger may take for a finite verb: "who saw the men leave"."""


def swallowed(view: View, verb: int) -> tuple[int, int] | None:
    """Head token of a plural phrase whose last words the parser made a verb's subject, and the token after the phrase.

    Of "many of those who are helping with feeding the strikers denounce the law" the parser makes "the strikers
    denounce" a clause under "feeding", which takes none; the subject is the whole phrase that begins with "many".
    """
    if view.tag[verb] not in {"VBP", "VBD"} or view.dep[verb] != "ccomp" or view.head[verb] >= verb:
        return None
    at = view.head[verb]
    low = view.low[at]
    if low in lexicon.CLAUSE or low in lexicon.CLAUSE_WEAK or low in _TAKES_A_VERB or view.tag[at][:2] != "VB":
        return None
    subject = view.child(verb, "nsubj", "compound")
    if subject is None or not at < subject < verb or view.tag[subject][:2] != "NN" or view.child(verb, "mark"):
        return None
    first, after = view.edges(subject)
    if first != at + 1 or after > verb:
        return None
    for _ in range(_STEPS):
        if view.dep[at] == "relcl" and any(view.low[c] in lexicon.RELATIVE for c in view.children[at] if c < at):
            break
        if view.dep[at] == "acl" and view.tag[at] == "VBG":
            break
        if view.head[at] >= at:
            return None
        at = view.head[at]
    else:
        return None
    outer = view.head[at]
    for _ in range(_STEPS):
        of = view.head[outer]
        if view.dep[outer] != "pobj" or view.low[of] != "of" or view.tag[view.head[of]] not in _COUNTING:
            break
        outer = view.head[of]
    if outer >= at or (view.tag[outer] not in _PLURAL_TAGS and view.low[outer] not in _PLURAL):
        return None
    return outer, after
