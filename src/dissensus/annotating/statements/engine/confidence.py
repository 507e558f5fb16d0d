"""How sure the engine is of a statement: a probability that was fitted to be right as often as it says.

A network's own probabilities are too bold or too shy (Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural
Networks", ICML 2017). A logistic function of them and of a few facts about the reading (Platt, "Probabilistic Outputs
for Support Vector Machines", 1999, with more than one input) mends that; its coefficients come with the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

from dissensus.annotating.statements.engine.reader import Reading
from dissensus.annotating.statements.engine.tokens import Tokens

FEATURES = ("likely", "certain", "speaker", "cue", "length", "quoted")
"""What the confidence is computed from, in this order; :func:`features_of` says what each is."""
LEAST_LIKELY = 1e-4
"""The probability of an anchor is taken as at least this and at most one minus this, so that its logit is finite."""
LEAST_CERTAIN = 1e-6
"""The probability of a label sequence is taken as at least this, so that its logarithm is finite."""
LEAST, MOST = 0.01, 0.99
"""No reading is called impossible or beyond doubt: two trained people do not agree that far either."""
LARGEST = 1000.0
"""Largest size of a coefficient; more can only come from a damaged file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Coefficients of the logistic function, by feature; the defaults leave the anchor's probability as it is.

    Attributes:
        intercept: what is added to all.
        likely: of the logit of the anchor's probability; never negative, so that a likelier anchor is never less sure.
        certain: of the logarithm of the label sequence's probability.
        speaker: of whether a speaker was found.
        cue: of whether a cue was found.
        length: of the logarithm of the number of content tokens.
        quoted: of the share of content tokens inside quotation marks.

    Raises:
        ValueError: a coefficient is not a finite number of at most ``LARGEST``, or that of ``likely`` is negative.
    """

    intercept: float = 0.0
    likely: float = 1.0
    certain: float = 0.0
    speaker: float = 0.0
    cue: float = 0.0
    length: float = 0.0
    quoted: float = 0.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ValueError(f"calibration: {name} is not a number but {value!r}")  # noqa: TRY004
            if not abs(value) <= LARGEST:  # false for NaN too
                raise ValueError(f"calibration: {name} is {value!r}, which is not between {-LARGEST:g} and {LARGEST:g}")
        if self.likely < 0:
            raise ValueError(f"calibration: likely is {self.likely!r}; a likelier anchor would be less sure")

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Coefficients from a mapping of plain JSON, as :meth:`as_dict` writes it.

        Raises:
            ValueError: it is no mapping, lacks a coefficient or has one too many, or one of them is wrong.
        """
        if not isinstance(values, Mapping):
            raise ValueError(  # noqa: TRY004
                f"calibration: expected an object with coefficients, found {type(values).__name__}"
            )
        names = [field.name for field in fields(cls)]
        missing = [name for name in names if name not in values]
        if missing:
            raise ValueError(f"calibration: no coefficient for {', '.join(missing)}")
        unknown = sorted(str(name) for name in values if name not in names)
        if unknown:
            raise ValueError(f"calibration: unknown coefficient {', '.join(unknown)}")
        return cls(**{name: values[name] for name in names})

    def as_dict(self) -> dict[str, float]:
        """The coefficients by name, for JSON."""
        return asdict(self)


def features_of(reading: Reading, tokens: Tokens) -> tuple[float, ...]:
    """The values of ``FEATURES`` for a reading.

    They are: the logit of ``likely``; the natural logarithm of ``certain``; 1 with a speaker, else 0; 1 with a cue,
    else 0; the natural logarithm of the number of content tokens; the share of content tokens inside quotation marks,
    the marks included.
    """
    likely = min(max(reading.likely, LEAST_LIKELY), 1 - LEAST_LIKELY)
    certain = min(max(reading.certain, LEAST_CERTAIN), 1.0)
    length = sum(after - first for first, after in reading.content)
    quoted = sum(int((tokens.quote[first:after] > 0).sum()) for first, after in reading.content)
    return (
        math.log(likely / (1 - likely)),
        math.log(certain),
        float(bool(reading.speaker)),
        float(bool(reading.cue)),
        math.log(max(length, 1)),
        quoted / max(length, 1),
    )


def confidence_of(reading: Reading, tokens: Tokens, calibration: Calibration) -> float:
    """Probability that a reading is a statement as a trained person would mark it.

    "As a person would mark it" is the match of the benchmark of attributions: at least half of the words of both
    contents are common, and the speakers share a word or neither has one.

    Returns:
        0.01 to 0.99, rounded to four decimals; never less for a reading that differs in a higher ``likely`` alone.
    """
    score = calibration.intercept
    for name, value in zip(FEATURES, features_of(reading, tokens), strict=True):
        score += float(getattr(calibration, name)) * value
    return round(min(max(_logistic(score), LEAST), MOST), 4)


def _logistic(score: float) -> float:
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    grown = math.exp(max(score, -700.0))  # below, a double has no room for it
    return grown / (1 + grown)
