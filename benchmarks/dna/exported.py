"""Files as DNA writes them, byte for byte; in GraphML the nodes' places are random and are passed over."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dissensus.exchanging.networks.csv_matrix import write_csv_matrix
from dissensus.exchanging.networks.dl import write_dl
from dissensus.exchanging.networks.event_list_csv import write_event_list_csv
from dissensus.exchanging.networks.nodes import frequencies
from dissensus.exchanging.networks.visone_graphml import write_visone_graphml
from dissensus.networks.building import build, event_list
from dissensus.networks.options import DNA, NetworkOptions
from dna.inputs import coded_from_dna

PLACES = re.compile(rb'x="[^"]*" y="[^"]*"')
ONE = NetworkOptions(compatible=DNA)
TWO = replace(ONE, mode="two-mode")
NETWORKS = {
    "onemode_conflict": replace(ONE, aggregation="conflict"),
    "onemode_congruence": replace(ONE, aggregation="congruence"),
    "onemode_isolates_filtered": replace(ONE, isolates=True, exclude_values={"organization": ("Zed Corp",)}),
    "onemode_subtract_average": replace(ONE, aggregation="subtract", normalization="average"),
    "twomode_combine": replace(TWO, aggregation="combine"),
    "twomode_ignore_activity": replace(TWO, normalization="activity"),
    "twomode_subtract": replace(TWO, aggregation="subtract"),
}
"""What each file was exported with, as far as its name tells; the rest was found by its numbers."""
SURVEY = replace(ONE, variable1="actor", variable2="issue", qualifier="intensity")
LISTS = {
    "eventlist": ("DNA Statement", ONE),
    "eventlist_document": ("DNA Statement", replace(ONE, duplicates="document", aggregation="subtract")),
    "eventlist_survey": ("Survey", SURVEY),
}


def compare(folder: Path) -> Iterator[tuple[str, str]]:
    """Each exported file's name, and where ours first differs; empty if it is the same."""
    source = folder / "synthetic.dna"
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        coded = coded_from_dna(source, "DNA Statement")
        for stem, options in NETWORKS.items():
            network = build(coded, options)
            write_csv_matrix(network, out / f"{stem}.csv")
            write_dl(network, out / f"{stem}.dl")
            write_visone_graphml(network, out / f"{stem}.graphml", coded.entities, frequencies(network, coded))
        for stem, (statement_type, options) in LISTS.items():
            listed = coded_from_dna(source, statement_type)
            write_event_list_csv(event_list(listed, options), out / f"{stem}.csv", listed.entities)
        for path in sorted((folder / "exports").iterdir()):
            yield path.name, _difference(path, out / path.name)


def _difference(theirs: Path, ours: Path) -> str:
    if not ours.exists():
        return "not written"
    first, second = (each.read_bytes() for each in (theirs, ours))
    if theirs.suffix == ".graphml":
        first, second = (PLACES.sub(b"", each) for each in (first, second))
    if first == second:
        return ""
    shorter = min(len(first), len(second))
    at = next((k for k in range(shorter) if first[k] != second[k]), shorter)
    there, here = (each[max(at - 20, 0) : at + 20] for each in (first, second))
    return f"differs from byte {at}: {there!r} there, {here!r} here"
