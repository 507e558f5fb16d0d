"""Language of a text by py3langid (a fork of langid.py: Lui and Baldwin 2012, ACL system demonstrations)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_LETTERS = 200
"""Letters from which a language is told. In invented paragraphs of 11 languages the right one had a probability of 0.91
or more from 60 letters on; a list of foreign names in English needs more."""

SHORT_LETTERS = 60
"""Letters from which another language than English is told of a short text, which may be a list of foreign names in
English. This and the two constants below were set on invented texts of 57 to 113 letters: 25 in 14 other languages, all
told rightly, and 37 in English, full of foreign names, of which two were taken for others (lists of French and Italian
dishes). Of 29 that were written afterwards, none of 14 English ones was, and 13 of 15 others were told (an Indonesian
sentence and one in capitals were not)."""

SHORT_UNCAPITALISED_LETTERS = 25
"""Letters in words without a capital that a short text needs: names alone do not tell the language they stand in. The
other languages had 30 or more; English ones that would be taken for others, without the lists of dishes, at most 16."""

MAX_ENGLISH_SHARE = 0.05
"""Share of common English words up to which a short text can be in another language; on the same texts 0 in all others,
and in English a sentence has mostly more, a headline or list mostly none."""

SAMPLE_CHARACTERS = 1_500
"""How much of a text is looked at; more takes time and changes nothing on the same paragraphs."""

MIN_CONFIDENCE = 0.9
"""Probability from which a language is told, as normalised by the library. In the same paragraphs, cut to 250
characters, right answers had 0.96 or more, wrong ones (English made of foreign names) 0.77 or less."""

LANGUAGES = (
    "af", "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr",
    "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "lt", "lv", "mk", "mr", "ms",
    "mt", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk",
    "ur", "vi", "zh",
)  # fmt: skip
"""Languages in which newspapers with a wide readership appear; the rarer ones of the model are mistaken for names."""

_ENGLISH = frozenset((
    "about", "after", "also", "and", "been", "but", "could", "from", "his", "into", "said", "says", "than", "that",
    "the", "their", "they", "this", "when", "where", "which", "while", "who", "with", "would",
))  # fmt: skip
"""Common words of English; those that other languages spell alike ("in", "was", "of", "are") are left out."""

_LETTERS = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*\Z", re.IGNORECASE)
_NAMES = {
    "english": "en", "eng": "en", "german": "de", "deu": "de", "ger": "de", "french": "fr", "fra": "fr", "fre": "fr",
    "spanish": "es", "spa": "es", "russian": "ru", "rus": "ru", "ukrainian": "uk", "ukr": "uk", "italian": "it",
    "ita": "it", "portuguese": "pt", "por": "pt", "polish": "pl", "pol": "pl", "dutch": "nl", "nld": "nl",
    "arabic": "ar", "ara": "ar", "chinese": "zh", "zho": "zh", "turkish": "tr", "tur": "tr",
}  # fmt: skip


def language_code(words: str) -> str | None:
    """ISO 639-1 code for a language as people write it ("en", "en-GB", "English"); None when not understood."""
    plain = words.strip().lower()
    if plain in _NAMES:
        return _NAMES[plain]
    match = _CODE.match(plain)
    return match.group(1) if match else None


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the text's language, or None when it is too short or not clear.

    Of a short text only another language than English is told, and only when its words without a capital are of the
    same language as the whole and next to none is a common English word.
    """
    sample = text[:SAMPLE_CHARACTERS]
    words = _LETTERS.findall(sample)
    letters = sum(map(len, words))
    if letters < SHORT_LETTERS:
        return None
    is_short = letters < MIN_LETTERS
    if is_short and sum(word.lower() in _ENGLISH for word in words) >= MAX_ENGLISH_SHARE * len(words):
        return None
    code, confidence = _classified(sample)
    if confidence < MIN_CONFIDENCE or (is_short and not _is_clearly_foreign(code, words)):
        return None
    return code


def _is_clearly_foreign(code: str, words: list[str]) -> bool:
    """Whether the words that are no names are in this language too."""
    plain = [word for word in words if not word[0].isupper()]
    if code == "en" or sum(map(len, plain)) < SHORT_UNCAPITALISED_LETTERS:
        return False
    return _classified(" ".join(plain))[0] == code


def _classified(sample: str) -> tuple[str, float]:
    code, confidence = _identifier().classify(sample)  # type: ignore[no-untyped-call]
    return str(code), float(confidence)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: LanguageIdentifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)  # type: ignore[no-untyped-call]
    identifier.set_languages(LANGUAGES)  # type: ignore[no-untyped-call]
    return identifier
