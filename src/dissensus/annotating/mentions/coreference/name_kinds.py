"""Kinds of names, where the network is surer of another one than the parse and the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.mentions.coreference.network import KINDS
from dissensus.model.annotations import Mention
from dissensus.model.states import StateFacts, folded

SURE = 0.7
"""Share of one kind in those of actors from which it overrules another one."""
ACTORS = 0.5
"""Least probability that the name is an actor's at all. Both were set on GUM's training documents: kinds of 40 mentions
became right and of 2 wrong; on its test documents of 14 and of 2."""
ACRONYM = 5
"""Most capitals of a name that is taken for an acronym; of these the network knows little."""
_CALLED = frozenset(
    {
        "dad",
        "daddy",
        "gran",
        "grandma",
        "grandpa",
        "granny",
        "mam",
        "mama",
        "mamma",
        "mom",
        "mommy",
        "mum",
        "mummy",
        "papa",
    }
)
"""Words that call somebody of the family and are nobody's name."""
_OPEN = frozenset({"person", "organisation", "place"})


def with_kinds(mentions: Sequence[Mention], likely: dict[int, NDArray[np.float64]], facts: StateFacts) -> list[Mention]:
    """The mentions, with the kinds of names as the network sees them where it is sure.

    The mentions of one name are judged together, by their mean. A name of one word may become a person's, an
    organisation's or a place's; a longer one only a person's, since the words in it tell the rest better. Names of
    states, acronyms and words such as "Mama" keep their kind.

    Args:
        mentions: of one document.
        likely: by number of a name's mention, probabilities of none of the kinds and of each of `KINDS` after it.
        facts: facts about states.
    """
    names: defaultdict[str, list[int]] = defaultdict(list)
    for i in likely:
        name = mentions[i].name
        if name is not None and facts.of(name) is None and not (name.isupper() and len(name) <= ACRONYM):
            names[folded(name)].append(i)
    changed = list(mentions)
    for name, places in names.items():
        if name in _CALLED:
            continue
        mean = np.mean([likely[i] for i in places], axis=0)
        best = 1 + int(np.argmax(mean[1:]))
        kind = KINDS[best]
        if 1.0 - mean[0] < ACTORS or mean[best] < SURE * (1.0 - mean[0]):
            continue
        if " " in name and kind != "person":
            continue
        for i in places:
            if changed[i].kind in _OPEN:
                changed[i] = replace(changed[i], kind=kind)  # type: ignore[arg-type]  # "none" is left out
    return changed
