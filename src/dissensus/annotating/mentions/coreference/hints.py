"""What is added to the network's scores where the words stand in a pattern that it learned from too few examples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions.coreference.pairs import Candidates, role_of
from dissensus.annotating.mentions.coreference.predicates import told_of
from dissensus.annotating.mentions.coreference.rows import KINDS, Rows

Floats = NDArray[np.float32]

TOLD_WITH_NAME = 4.0
"""For a person's role told with the name: [the mayor, Ada Quill], [Ada Quill, a miner]. On the train documents of GUM
29 of 31 such pairs of gold mentions are one person."""
TOLD_OF = 3.0
"""For a phrase of a person or group that a sentence says of somebody: [Quill] is [a miner], [she] served as [mayor]. On
the five held-back documents of GUM 1.5 adds 0.2 points after "is", 3.0 0.4, and after "as" as much again; 4.0 and 6.0
are as 3.0."""
TOLD_OF_THINGS = 1.0
"""The same for organisations and places."""


def hints_of(tokens: Tokens, rows: Rows, pairs: Candidates) -> Floats:
    """What is added to the score of each pair (P).

    Args:
        tokens: the parse.
        rows: the mentions (M).
        pairs: the pairs (P).
    """
    role = (rows.kind[pairs.later] == KINDS["person"]) & role_of(rows, pairs.later, pairs.earlier)
    found: Floats = np.where(role, TOLD_WITH_NAME, 0.0).astype(np.float32)
    forms, of_whom = rows.form.tolist(), np.full(len(rows), -1, dtype=np.int64)
    for k, token in enumerate(rows.token.tolist()):
        if 1 <= forms[k] <= 3:
            of_whom[k] = told_of(tokens, token)
    people = (rows.kind == KINDS["person"]) | (rows.kind == KINDS["group"])
    weight = np.where(people, TOLD_OF, TOLD_OF_THINGS).astype(np.float32)
    told = (of_whom[pairs.later] >= 0) & (of_whom[pairs.later] == rows.token[pairs.earlier])
    found[told] += weight[pairs.later[told]]
    return found
