"""A whole quotation with its cue right after it and no comma between: “We are staying.” Helen Ware tweeted on Monday.

Tweets and headlines are written so. The words tell the cue: nothing but a short name or phrase stands before the verb,
and nothing after it but when, where or to whom.
"""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

LONGEST_SUBJECT = 8
"""Most tokens of the speaker between the closing mark and the verb."""
LONGEST_REST = 12
"""Most tokens from the verb to the end of its sentence. A judgement: of forty whole quotations with a name and a verb
of saying right after them, read on PolNeAR train, all but one belong to that verb."""
_NAMING = words("DT JJ CD POS HYPH PRP IN")
_ENDS = words(". ? ! ; ... …")
_GOING_ON = words("that : “ ‘ \" ' « because if whether")
_MORE = words("VBD VBP VBZ MD")


def bare_cue(view: View, lead: range, first: int, high: int) -> tuple[int, Span] | None:
    """The verb and the speaker that stand from a token on, or None where something else does.

    Args:
        view: the text.
        lead: tokens of the sentence before the quotation; one with words goes on in it, so that it is not whole.
        first: the token after the closing mark.
        high: the token after the last that may belong to it.
    """
    if any(map(str.isalnum, "".join(view.low[lead.start : lead.stop]))):
        return None
    verb = next((i for i in range(first, min(first + LONGEST_SUBJECT + 1, high)) if _speaks(view, i)), None)
    if verb is None or not all(view.tag[i][:2] == "NN" or view.tag[i] in _NAMING for i in range(first, verb)):
        return None
    if not any(view.tag[i][:2] in {"NN", "PR"} for i in range(first, verb)) or view.tag[first] == "IN":
        return None
    end = next((i for i in range(verb + 1, min(verb + LONGEST_REST, high)) if view.low[i] in _ENDS), None)
    if end is None:
        end = high if high - verb <= LONGEST_REST else verb
    rest = range(verb + 1, end)
    if end == verb or any(view.low[i] in _GOING_ON or view.tag[i] in _MORE for i in rest):
        return None
    if view.child(verb, "ccomp") in rest or (view.child(verb, "dobj") in rest and view.low[verb] not in lexicon.TOLD):
        return None
    speaker = view.span(first, verb)
    return None if speaker is None else (verb, speaker)


def _speaks(view: View, i: int) -> bool:
    return view.low[i] in lexicon.SPEECH_STRONG and view.tag[i] in {"VBD", "VBZ", "VBP", "VBN"}
