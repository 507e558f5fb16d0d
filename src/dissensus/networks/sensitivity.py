"""How much the picture changes with choices that are left open: duplicates, normalization, thresholds, time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build_from, settled, weights_of, whole_numbers
from dissensus.networks.counting import Counts, frame
from dissensus.networks.filtering import rules_told_apart, select
from dissensus.networks.network import Network
from dissensus.networks.options import Duplicates, NetworkOptions, Normalization
from dissensus.networks.sensitivity_measures import MEASURES, adjusted_rand, compared, variance_shares, without_weakest

Partition = Callable[[Network], Sequence[int]]
"""One community for each row of a network; negative for a node without one."""
CampScore = Callable[[Network, Network], float]
"""Polarization of a network of congruence and one of conflict."""

CHOICES = ("duplicates", "normalization", "least_confidence", "weakest", "window")
MOST_SETTINGS = 20_000
UNMOVED = 1e-9
"""A measure that changes by less than this does not change: sums in another order."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time.

    Attributes:
        name: what to call it.
        start, stop: first and last time in seconds since 1970 (UTC), both included; None for those of the options.
    """

    name: str
    start: int | None = None
    stop: int | None = None


WHOLE = Window("all")


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice of everything.

    Attributes:
        duplicates, normalization, least_confidence: as in `NetworkOptions`.
        weakest: share of the ties, weakest first, that are left out.
        window: the stretch of time.
    """

    duplicates: Duplicates
    normalization: Normalization
    least_confidence: float
    weakest: float
    window: Window


@dataclass(frozen=True, slots=True)
class Change:
    """The network of one setting beside that of the reference; not a number where there is nothing to compare.

    Attributes:
        setting: the choices.
        statements: how many statements the network is made of.
        nodes: how many nodes have a tie.
        shared_nodes: share of the nodes with a tie in either that have one in both.
        correlation: of all weights (Pearson), those of pairs that only one has being 0 in the other.
        same_sign: share of the pairs tied in either whose ties have the same sign in both.
        rand: adjusted Rand index of the communities of the nodes that have one in both.
        polarization: its value.
        polarization_difference: less that of the reference.
    """

    setting: Setting
    statements: int
    nodes: int
    shared_nodes: float
    correlation: float
    same_sign: float
    rand: float
    polarization: float
    polarization_difference: float


@dataclass(frozen=True, slots=True)
class Influence:
    """How much one choice matters.

    Attributes:
        choice: one of `CHOICES`.
        share: mean over the measures of the share of their variance over all settings that the choice alone explains.
        shares: that share by measure.
        alone: by measure, its value farthest from no change when only this choice is another than in the reference.
        farthest: by measure, the setting that has that value, of equal ones the first; only measures that this choice
            moves when it alone is another.
    """

    choice: str
    share: float
    shares: Mapping[str, float]
    alone: Mapping[str, float]
    farthest: Mapping[str, Setting]


class Sensitivity:
    """All settings of a full factorial design, each computed when it is asked for and then kept.

    Attributes:
        reference: the setting that all are compared with.
        settings: all settings, in order of the choices; the reference is one of them.
        warnings: what was replaced and why, a sentence each.
    """

    def __init__(
        self,
        coded: CodedStatements,
        options: NetworkOptions,
        choices: tuple[tuple[object, ...], ...],
        communities: Partition | None,
        polarization: CampScore | None,
    ) -> None:
        self._coded, self._options = coded, options
        self._communities, self._polarization = communities, polarization
        rules = [settled(coded, replace(options, duplicates=rule))[1] for rule in choices[0]]  # type: ignore[arg-type]
        self.warnings = tuple(dict.fromkeys(line for told in rules for line in told))
        self.reference = _setting(tuple(values[0] for values in choices))
        self.settings = tuple(_setting(values) for values in product(*choices))
        self._made: dict[Setting, tuple[Network, tuple[int, ...], float]] = {}
        self._changes: dict[Setting, Change] = {}
        self._counted: dict[tuple[Duplicates, float, Window, bool], tuple[Counts, Network]] = {}

    def __len__(self) -> int:
        return len(self.settings)

    def __iter__(self) -> Iterator[Change]:
        """Changes in the order of the settings."""
        for setting in self.settings:
            yield self.change(setting)

    def change(self, setting: Setting) -> Change:
        """One setting beside the reference."""
        if setting not in self._changes:
            if self.reference not in self._made:
                self._made[self.reference] = self._picture(self.reference)
            known = self._made[self.reference]
            new = known if setting == self.reference else self._picture(setting)
            shared, correlation, same = compared(known[0], new[0])
            self._changes[setting] = Change(
                setting,
                new[0].statements,
                int(_tied(new[0]).sum()),
                shared,
                correlation,
                same,
                adjusted_rand(*_common(known, new)) if self._communities else float("nan"),
                new[2],
                new[2] - known[2],
            )
        return self._changes[setting]

    def ranking(self) -> tuple[Influence, ...]:
        """Choices of more than one value, the most influential first; computes all settings.

        Shares are those of an analysis of variance with main effects over the full factorial design; what is left to 1
        is due to combinations of choices. Where some settings have no value of a measure the design is not balanced,
        and its shares are approximate.
        """
        changes = list(self)
        found = []
        for choice in CHOICES:
            values = [getattr(change.setting, choice) for change in changes]
            if len(set(values)) < 2:
                continue
            shares = {}
            for measure in MEASURES:
                share = variance_shares(values, [getattr(change, measure) for change in changes])
                if share is not None:
                    shares[measure] = share
            mean = float(np.mean(list(shares.values()))) if shares else 0.0
            worst, farthest = self._alone(choice, changes)
            found.append(Influence(choice, mean, shares, worst, farthest))
        return tuple(sorted(found, key=lambda each: (-each.share, CHOICES.index(each.choice))))

    def _alone(self, choice: str, changes: list[Change]) -> tuple[dict[str, float], dict[str, Setting]]:
        """By measure the value farthest from no change with this choice alone, and where there is any, its setting."""
        base = self.change(self.reference)
        alone = [
            change
            for change in changes
            if all(getattr(change.setting, c) == getattr(self.reference, c) for c in CHOICES if c != choice)
        ]
        worst: dict[str, float] = {}
        farthest: dict[str, Setting] = {}
        for measure in MEASURES:
            unchanged = getattr(base, measure)
            known = [(value, change.setting) for change in alone if not np.isnan(value := getattr(change, measure))]
            if not known or np.isnan(unchanged):
                continue
            distances = [abs(value - unchanged) for value, _ in known]
            worst[measure], setting = known[int(np.argmax(distances))]
            if max(distances) > UNMOVED:
                farthest[measure] = setting
        return worst, farthest

    def _picture(self, setting: Setting) -> tuple[Network, tuple[int, ...], float]:
        network = self._network(setting, self._options)
        labels: tuple[int, ...] = ()
        if self._communities:
            labels = tuple(int(label) for label in self._communities(network))
            if len(labels) != len(network.rows):
                raise NetworkError(
                    f"communities gave {len(labels)} labels for {len(network.rows)} nodes", code="NET002"
                )
        value = float("nan")
        if self._polarization and len(network.rows):
            pair = [
                self._network(setting, replace(self._options, aggregation=aggregation))
                for aggregation in ("congruence", "conflict")
            ]
            value = float(self._polarization(pair[0], pair[1]))
        return network, labels, value

    def _network(self, setting: Setting, options: NetworkOptions) -> Network:
        window = setting.window
        options = replace(
            options,
            duplicates=setting.duplicates,
            normalization=setting.normalization,
            least_confidence=setting.least_confidence,
            start=_later(options.start, window.start),
            stop=_earlier(options.stop, window.stop),
        )
        options, _ = settled(self._coded, options)
        # What is counted depends on neither normalization nor aggregation, but that "ignore" knows other duplicates.
        key = (setting.duplicates, setting.least_confidence, window, options.aggregation == "ignore")
        if key not in self._counted:
            selection = select(self._coded, options)
            counts = frame(self._coded, selection.loaded, selection.kept, options).counts(selection.kept)
            self._counted[key] = (counts, build_from(self._coded, selection, options))
        counts, known = self._counted[key]
        weights = without_weakest(weights_of(counts, options), setting.weakest)
        return replace(known, matrix=weights, options=options, integer=whole_numbers(counts, options))


def sensitivity(
    coded: CodedStatements,
    options: NetworkOptions,
    *,
    duplicates: Sequence[Duplicates] | None = None,
    normalizations: Sequence[Normalization] | None = None,
    confidences: Sequence[float] = (),
    weakest: Sequence[float] = (0.0, 0.1, 0.25),
    windows: Sequence[Window] | int = 2,
    communities: Partition | None = None,
    polarization: CampScore | None = None,
) -> Sensitivity:
    """Every combination of the choices, beside the network that the options ask for.

    The options' own values are the reference and always among the choices.

    Args:
        coded: the statements.
        options: of the reference network; one-mode or two-mode.
        duplicates: rules of duplicates; None for all by which the statements can be told apart (without times not by
            week, month and year, without documents not by document).
        normalizations: None for all that go with the mode.
        confidences: least confidences of codings.
        weakest: shares of the ties, weakest first, that are left out, from 0 to below 1; the reference leaves none out.
        windows: stretches of time beside the whole; a number for so many parts with equally many statements.
        communities: gives a community for each node; None to leave communities out.
        polarization: gives the polarization of congruence and conflict; None to leave it out.

    Raises:
        NetworkError: an option has no such value (NET002), unknown variables (NET001), or more than 20,000 settings
            (NET005).
    """
    options, _ = settled(coded, options)
    if options.mode == "event-list":
        raise NetworkError("a list of events has no ties to compare", code="NET002")
    if options.mode != "one-mode" and polarization is not None:
        raise NetworkError("polarization is that of one-mode networks", code="NET002")
    if not all(0.0 <= share < 1.0 for share in weakest):
        raise NetworkError("shares of ties that are left out lie from 0 to below 1", code="NET002")
    if normalizations is None:
        two = options.mode == "two-mode"
        normalizations = (
            ("no", "activity", "prominence") if two else ("no", "average", "jaccard", "cosine", "true jaccard")
        )
    if isinstance(windows, int):
        windows = _parts(coded, options, windows)
    choices = (
        _first(options.duplicates, rules_told_apart(coded) if duplicates is None else duplicates),
        _first(options.normalization, normalizations or ()),
        _first(options.least_confidence, confidences),
        _first(0.0, weakest),
        _first(WHOLE, windows),
    )
    count = int(np.prod([len(values) for values in choices]))
    if count > MOST_SETTINGS:
        raise NetworkError(f"{count:,} settings are more than {MOST_SETTINGS:,}; name fewer values", code="NET005")
    for rule, division in product(choices[0], choices[1]):
        _, told = settled(coded, replace(options, duplicates=rule, normalization=division))  # type: ignore[arg-type]
        if len(told) and division != options.normalization and any("nothing is divided" in line for line in told):
            raise NetworkError(f"“{division}” does not go with {options.mode} networks", code="NET002")
    return Sensitivity(coded, options, choices, communities, polarization)


def _parts(coded: CodedStatements, options: NetworkOptions, count: int) -> tuple[Window, ...]:
    """Stretches of time with equally many statements, as far as those of one time stay together."""
    if count < 1:
        raise NetworkError(f"time falls into one part or more, not {count}", code="NET002")
    times = np.sort(coded.time[select(coded, options).kept])
    if count == 1 or not len(times):
        return ()
    firsts = sorted({int(times[len(times) * part // count]) for part in range(1, count)} - {int(times[0])})
    starts = [None, *firsts]
    stops = [*(first - 1 for first in firsts), None]
    if len(starts) == 1:
        return ()
    return tuple(
        Window(f"part {number} of {len(starts)}", start, stop)
        for number, (start, stop) in enumerate(zip(starts, stops, strict=True), start=1)
    )


def _first(value: object, others: Sequence[object]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((value, *others)))


def _setting(values: tuple[object, ...]) -> Setting:
    return Setting(*values)  # type: ignore[arg-type]


def _later(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else max(one, other)


def _earlier(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else min(one, other)


def _tied(network: Network) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(abs(network.matrix).sum(axis=1) > 0)


def _common(
    known: tuple[Network, tuple[int, ...], float], new: tuple[Network, tuple[int, ...], float]
) -> tuple[list[int], list[int]]:
    """Communities of the nodes that have one in both networks."""
    place = dict(zip(new[0].rows, new[1], strict=True))
    pairs = [(label, place[name]) for name, label in zip(known[0].rows, known[1], strict=True) if name in place]
    pairs = [(one, other) for one, other in pairs if one >= 0 and other >= 0]
    return [one for one, _ in pairs], [other for _, other in pairs]
