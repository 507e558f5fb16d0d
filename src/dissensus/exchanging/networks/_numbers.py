"""Numbers as text: exact and short as our own way, and as Java writes them where DNA is followed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite, isnan

_MILLIONTH = Decimal("0.000001")
_WIDE = Context(prec=400)


def exact(value: float, *, integer: bool = False) -> str:
    """The shortest text that reads back as the same number; whole numbers without a point if ``integer``."""
    if not isfinite(value):
        return _unbounded(value)
    return str(int(value)) if integer and value == int(value) else repr(float(value))


def java_decimals(value: float, *, integer: bool) -> str:
    """As DNA writes cells: whole, or six decimals with halves away from zero."""
    if not isfinite(value):
        return _unbounded(value)
    if integer:
        return str(int(value))
    return format(Decimal(repr(float(value))).quantize(_MILLIONTH, rounding=ROUND_HALF_UP, context=_WIDE), "f")


def java_double(value: float) -> str:
    """As Java shows a double: at least one decimal, exponents below 0.001 and from ten million on."""
    number = float(value)
    if not isfinite(number):
        return _unbounded(number)
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        text = format(Decimal(repr(number)), "f")
        return text if "." in text else f"{text}.0"
    mantissa, _, power = f"{Decimal(repr(number)).normalize():E}".partition("E")
    return f"{mantissa if '.' in mantissa else f'{mantissa}.0'}E{int(power)}"


def _unbounded(value: float) -> str:
    """What is no finite number, in words that Java, JavaScript and Python read."""
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"


def moment(seconds: int, between: str = "T") -> str:
    """A time in seconds since 1970 (UTC) as year-month-day and hours:minutes:seconds."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime(f"%Y-%m-%d{between}%H:%M:%S")
