"""The act of a statement's cue: what a speaker does with the words ("said", "called for", "did not support").

The acts are those of speech act theory, made finer where a reader of controversies needs it: Searle's assertives (says,
admits, denies, accuses, warns), directives (asks, demands), commissives (promises), expressives (criticises, supports,
rejects, fears, hopes) and declarations (decides) (A Classification of Illocutionary Acts, Language in Society 5, 1976).
Verbs of mind (thinks, knows, doubts, wants) and of research (shows) are kept apart from verbs of speech as in the
studies of reporting verbs (Thompson and Ye, Evaluation in the Reporting Verbs Used in Academic Papers, Applied
Linguistics 12, 1991; Hyland, Academic Attribution, Applied Linguistics 20, 1999). Words and definitions stand in
``acts.toml``.

No parse is needed. The cue is read from left to right, at each place the longest entry first, and one act is chosen:

1. the first word with an act of its own, be it a verb, an adjective or several words. A noun counts unless a verb of
   saying governs it ("responded to criticism" says, "voiced criticism" criticises);
2. else it says where a verb of saying stands in it ("seemed to say");
3. else the first weak word ("seemed", "signed"); else it says.

Words directly before the cue and in it can negate or refuse; closed tables in ``acts.toml`` tell what an act becomes
then. Words directly after it can complete it ("called" + "for a strike") or show what it does ("told" + "them to go").
"""

from __future__ import annotations

from dissensus.annotating.statements.acts._cue import act_of, is_listed
from dissensus.annotating.statements.acts._lists import words_of_acts

__all__ = ["act_of", "is_listed", "words_of_acts"]
