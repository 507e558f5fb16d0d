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
    """ISO 639-1 code of the text's language, or None when it is too short or not clear."""
    sample = text[:SAMPLE_CHARACTERS]
    letters = 0
    for match in _LETTERS.finditer(sample):
        letters += match.end() - match.start()
        if letters >= MIN_LETTERS:
            break
    else:
        return None
    code, confidence = _identifier().classify(sample)  # type: ignore[no-untyped-call]
    return str(code) if confidence >= MIN_CONFIDENCE else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: LanguageIdentifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)  # type: ignore[no-untyped-call]
    identifier.set_languages(LANGUAGES)  # type: ignore[no-untyped-call]
    return identifier
