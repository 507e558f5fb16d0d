"""Names that stand beside a quotation without a verb: before a colon, or after a dash that signs it."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._grammar import FINITE
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

LONGEST_COLON_SPEAKER = 8
"""Most tokens of a speaker before a bare colon ("Mayor Ada Quill: …")."""
LONGEST_COLON_ROLE = 4
"""The same for a role without a name, where the quotation fills the rest of the line ("Mayor: ‘We will stay’")."""
LONGEST_SIGNATURE = 14
"""Most tokens after a dash that sign the quotation before ("— Ada Quill, mayor of Lindau")."""
_DASHES = frozenset({"—", "–", "--", "-", "―"})


def before_colon(view: View, low: int, colon: int) -> Span | None:
    """The speaker before a bare colon, without where it was said ("The minister, in a tweet: …")."""
    for i in range(low + 1, colon):
        if view.low[i] in {"in", "on", "via"} and any(view.low[k] in lexicon.MEDIA for k in range(i, colon)):
            return view.span(low, i)
    return view.span(low, colon)


def signed(view: View, low: int, first: int, after: int) -> tuple[int, Span] | None:
    """The dash and the speaker that sign a quotation which fills its line, on the same line or the next one.

    Args:
        view: the text.
        low: first token of the quotation's paragraph.
        first: first token of the quotation.
        after: token after its last.
    """
    if first - low > 3 or any(map(str.isalnum, "".join(view.low[low:first]))):
        return None
    dash = after
    while dash < len(view) and view.low[dash].isspace() and dash - after < 3:
        dash += 1
    if dash + 1 >= len(view) or view.low[dash] not in _DASHES:
        return None
    name = dash + 1
    while name + 1 < len(view) and view.low[name].isspace() and "\n" not in view.low[name]:
        name += 1
    end = name
    while end < len(view) and "\n" not in view.low[end]:
        end += 1
        if end - dash > LONGEST_SIGNATURE:
            return None
    if not view.tag[name].startswith(("DT", "NN")) or any(
        view.tag[i] in FINITE or view.low[i] in {".", "?", "!"} for i in range(name, end - 1)
    ):
        return None
    speaker = view.span(name, end)
    return None if speaker is None else (dash, speaker)
