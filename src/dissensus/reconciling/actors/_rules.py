"""Why names join: each rule in words, with how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to take two names for one actor's.

    Attributes:
        words: the reason as it is shown to people.
        confidence: 0 to 1.
    """

    words: str
    confidence: float


# The confidence is (right + 1) / (joins + 2) where it was measured, on entities of the train topics of ECB+ that joined
# others across documents and of which the corpus tells who they are; the number of joins, or of pairs
# of phrases that a rule found alike, stands beside. The others are
# judgements: too few joins, or facts that the corpus does not test.
SPELLING = Rule("same name apart from spelling, title and small words", 0.99)  # 533 joins
INSTITUTION = Rule("known name of one institution", 0.97)
STATE_NAME = Rule("name of the state", 0.98)
STATE_PEOPLE = Rule("words for a state's people", 0.95)
STATE_CAPITAL = Rule("capital for the state", 0.85)
STATE_SEAT = Rule("seat for the state", 0.9)
GOVERNMENT = Rule("words for a state's government", 0.9)
LABEL = Rule("same phrase with a name in it", 0.95)
IN_DOCUMENT = Rule("one actor inside a document", 0.85)
IN_DOCUMENT_SURNAME = Rule("surname after full name in one document", 0.97)
ACRONYM = Rule("acronym defined in the text", 0.95)
ACRONYM_INITIALS = Rule("initials of one longer name, and the documents share other names", 0.85)
SMALL_LETTERS = Rule("same words as the name, in small letters", 0.95)
MIDDLE = Rule("middle name left out", 0.97)
LEADING_INITIAL = Rule("initial before the given name left out", 0.93)
GIVEN_INITIAL = Rule("initial for given name", 0.9)
GIVEN_FORM = Rule("short form or other language's form of the given name", 0.9)
NOUN_BEFORE = Rule("words before a full name left out, and the documents share other names", 0.9)
ONE_LETTER = Rule("one letter of difference, and the documents share other names", 0.85)
SURNAME_ONE = Rule("surname with one candidate in all documents", 0.9)
SURNAME_BESIDE = Rule("surname of the one such person in the document", 0.93)
SURNAME_OFFICE = Rule("surname with the office of one candidate", 0.9)
SURNAME_CONTEXT = Rule("surname, and the documents share names with one candidate only", 0.85)
GIVEN_BESIDE = Rule("given name of the one such person in the document", 0.9)
GIVEN_CONTEXT = Rule("given name of one candidate, and the documents share other names", 0.85)
PART_OF_NAME = Rule("part of one longer name, and the documents share other names", 0.98)  # 65 joins
BEGINNING = Rule("first word of one organisation's name, and the documents share other names", 0.9)
OTHER_KIND_FULL = Rule("same full name, of another kind elsewhere", 0.98)  # 44 joins
OTHER_KIND_LONE = Rule("same name, of another kind elsewhere", 0.85)
HOLDER = Rule("office of one person in all documents", 0.85)
STORY = Rule("same words in documents that tell the same story", 0.89)  # 139 pairs
STORY_HEAD = Rule("same noun, said more closely, in documents that tell the same story", 0.74)  # 21 pairs
STORY_BESIDE = Rule("described so in another document of the same story", 0.93)  # 137 pairs
STORY_PERSON = Rule("described so only in other documents of the same story", 0.85)
STORY_OWNED = Rule("same relation to the same actor in documents that tell the same story", 0.94)  # 14 pairs
