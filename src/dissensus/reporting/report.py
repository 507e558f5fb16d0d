"""Write a comparison as one self-contained HTML page."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dissensus.comparing.counted import counted_statements
from dissensus.model.annotations import ACTS, Annotation
from dissensus.model.documents import Document
from dissensus.model.findings import Findings
from dissensus.model.keeping import kept_statements
from dissensus.model.options import ComparingOptions, ReportingOptions
from dissensus.model.whole_files import written_aside
from dissensus.reporting._documents import DocumentView, Speakers, document_view
from dissensus.reporting._folding import by_outlet, first_and_rest, iso, periods_of
from dissensus.reporting._quotes import Quote, render
from dissensus.reporting._text import plain, shown, two_digits
from dissensus.reporting._timechart import chart_of, known_part, unit_of
from dissensus.reporting._views import View, view_of

if TYPE_CHECKING:
    import pyarrow as pa

    from dissensus.comparing.comparison import Comparison
    from dissensus.model.tables import Table

MOST_TEXT = 6_000_000
"""Most characters of articles in one report; articles beyond are left to their quotes, and the report says so."""

_UNANNOTATED = "documents without annotation"
_TOLD = ("problems", _UNANNOTATED)
"""What the overview tells in a sentence, so that the list of versions and options leaves it out."""

MODE_NAMES = {"direct": "direct", "indirect": "indirect", "mixed": "mixed", "own_voice": "own voice"}
"""How modes are called on the page."""

_OF_POSITIONS = frozenset(
    (
        "claims",
        "positions",
        "claim_matrix",
        "position_agreement",
        "position_changes",
        "divergent_ascriptions",
        "claim_silences",
    )
)
"""Tables that are empty without a codebook."""

LONGEST_WORD = 16
"""Most characters of an outlet's word that the columns of a matrix make room for; longer words are broken."""

BASIS_NAMES = {
    "said": "said then",
    "publication": "printed then",
    "content": "told of by a speaker",
    "narrative": "told of by the outlet",
}
"""How the bases of dates are called on the page."""


@dataclass(slots=True)
class _Plan:
    """What the page needs of each document.

    Attributes:
        quotes: by document id.
        numbers: documents with their full text in the page: id to number.
        spans: places that the text of each needs, besides its statements.
        documents: rows of the documents table, each with what only the document itself tells.
        counts: how many documents are dated, undated, ...
    """

    quotes: dict[str, list[Quote]]
    numbers: dict[str, int]
    spans: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    documents: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def write_report(
    path: Path,
    comparison: Comparison,
    findings: Findings,
    documents: Callable[[str], Document],
    annotations: Callable[[str], Annotation],
    options: ReportingOptions | None = None,
    about: Mapping[str, str] | None = None,
) -> None:
    """Write the report. The same input gives the same bytes.

    Args:
        path: the file; it appears whole or not at all.
        comparison: what `dissensus.comparing.comparison.compare` made of the findings.
        findings: what was found.
        documents: gives a document by its id; called at most twice a document, one at a time.
        annotations: gives a document's annotation by the document's id.
        options: heading and bounds.
        about: what else the page tells in its section on method: name to value, in order (versions, options,
        digests). Two
            numbers stand in the overview: under "problems", and under "documents without annotation" (if any).

    Raises:
        EvidenceError: the words of a piece of evidence do not stand in the document.
    """
    options = options or ReportingOptions()
    statements = counted_statements(findings, comparison.options)
    counting = _counting(annotations, comparison.options)
    view = view_of(comparison, statements, options)
    plan = _plan(view, comparison, documents, counting, options)
    context = _context(view, plan, comparison, options, dict(about or {}))
    used = set(statements["act"].unique().to_pylist())
    context["acts"] = [act for act in ACTS if act in used]
    context["document_views"] = _document_views(plan, comparison, findings, documents, counting)
    _write(path, context)


def _counting(annotations: Callable[[str], Annotation], options: ComparingOptions) -> Callable[[str], Annotation]:
    """Annotations whose nested statements have only parents that count; all statements keep their numbers."""

    def annotation(document_id: str) -> Annotation:
        found = annotations(document_id)
        kept = kept_statements(found.statements, options.min_confidence, own_voice=options.own_voice)
        return replace(found, statements=tuple(kept.get(n, each) for n, each in enumerate(found.statements)))

    return annotation


def _plan(
    view: View,
    comparison: Comparison,
    documents: Callable[[str], Document],
    annotations: Callable[[str], Annotation],
    options: ReportingOptions,
) -> _Plan:
    """Read every document once: render its quotes, and choose whose text the page holds."""
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for quote in view.quotes:
        quotes[quote.document_id].append(quote)
    rows: list[dict[str, Any]] = comparison.documents.arrow.drop_columns(["evidence"]).to_pylist()
    number_of = {outlet.row["outlet"]: outlet.number for outlet in view.outlets}
    order = {row["document_id"]: at for at, row in enumerate(rows)}
    # Where not all texts fit, those that most quotes of the page come from are kept.
    wanted = sorted(order, key=lambda key: (-len(quotes.get(key, ())), order[key]))[: options.max_documents]
    chosen = sorted(wanted, key=order.__getitem__)
    plan = _Plan(quotes, {key: number for number, key in enumerate(chosen, 1)})
    room = MOST_TEXT
    for row in rows:
        key = row["document_id"]
        document = documents(key)
        if key in plan.numbers:
            room -= len(document.text)
            if room < 0:
                del plan.numbers[key]
        row["inferred"] = document.published is not None and document.published.inferred
        row["number"] = plan.numbers.get(key)
        row["outlet_number"] = number_of.get(row["outlet"], -1)
        plan.counts["inferred"] += row["inferred"]
        plan.counts["outlet_unknown"] += row["outlet"] is None
        plan.counts["undated"] += row["published"] is None
        plan.counts["partial"] += row["published"] is not None and len(row["published"]) < 10
        plan.counts["reprints"] += row["original_id"] is not None
        plan.counts["words"] += row["words"]
        mine = quotes.get(key, [])
        if mine:
            spans, _ = render(mine, document, annotations(key), plan.numbers.get(key))
            plan.spans[key] = spans
    plan.documents = rows
    return plan


def _context(
    view: View, plan: _Plan, comparison: Comparison, options: ReportingOptions, about: dict[str, str]
) -> dict[str, Any]:
    times = comparison.times.arrow
    unit = unit_of(_all_dates(times))
    periods = periods_of(view.times, unit)
    lanes: dict[str | None, tuple[int, str]] = {
        outlet.row["outlet"]: (outlet.number, plain(outlet.name, 22)) for outlet in view.outlets
    }
    chart = chart_of(times, lanes, {period.name: period.id for period in periods}, unit)
    shown_documents = plan.documents[: options.max_rows]
    by_id = {row["document_id"]: row for row in plan.documents}
    return {
        "options": options,
        "title": options.title,
        "view": view,
        "chart": chart,
        "periods": periods,
        "plan": plan,
        "by_id": by_id,
        "documents": shown_documents,
        "documents_left_out": len(plan.documents) - len(shown_documents),
        "texts_left_out": len(plan.documents) - len(plan.numbers),
        "comparison": comparison,
        "tables": _told_tables(view, comparison),
        "about": {name: value for name, value in about.items() if name not in _TOLD},
        "notes": list(_notes(plan, comparison, about)),
        "unannotated": int(about.get(_UNANNOTATED, "0")),
        "outlet_count": sum(outlet is not None for outlet in comparison.outlets.arrow["outlet"].to_pylist()),
        "statement_count": sum(outlet.row["statements"] for outlet in view.outlets),
        "speaker_count": _distinct_speakers(comparison),
        "modes": MODE_NAMES,
        "bases": BASIS_NAMES,
    }


def _told_tables(view: View, comparison: Comparison) -> Mapping[str, Table]:
    """The tables that the section on method describes: those of positions only where there is a codebook."""
    if view.positions is not None:
        return comparison.tables
    return {name: table for name, table in comparison.tables.items() if name not in _OF_POSITIONS}


def _all_dates(times: pa.Table) -> list[tuple[str | None, str | None, str | None]]:
    names = ["first", "last", "value"]
    rows = times.select(names).group_by(names).aggregate([]).to_pylist()
    return [(iso(row["first"]), iso(row["last"]), row["value"]) for row in rows if row["first"] or row["last"]]


def _distinct_speakers(comparison: Comparison) -> int:
    import pyarrow.compute as pc

    return int(pc.count_distinct(comparison.quotations.arrow["speaker_id"], mode="only_valid").as_py())


def _notes(plan: _Plan, comparison: Comparison, about: Mapping[str, str]) -> Iterator[str]:
    """Sentences on what was read."""
    import pyarrow.compute as pc

    arrow, counts = comparison.documents.arrow, plan.counts
    first, last = pc.min(arrow["first"]).as_py(), pc.max(arrow["last"]).as_py()
    if first and last:
        yield f"The articles' dates lie between {first.isoformat()} and {last.isoformat()}."
    if counts["outlet_unknown"]:
        yield f"The outlet of {_articles(counts['outlet_unknown'])} is not known."
    if counts["undated"]:
        yield f"{_articles(counts['undated'], 'has', 'have')} no date; none was made up."
    if counts["inferred"]:
        yield f"The date of {_articles(counts['inferred'])} was inferred, not stated by the outlet."
    if counts["partial"]:
        yield f"The date of {_articles(counts['partial'])} is known to the month or the year only."
    if counts["reprints"]:
        several = _articles(
            counts["reprints"], "is nearly the same as an earlier one", "are nearly the same as earlier ones"
        )
        if comparison.options.count_reprints:
            yield f"{several}; each is counted."
        else:
            yield f"{several}; a text is counted once, for the outlet of the earlier article."
    if comparison.options.min_confidence > 0:
        yield f"Statements found with a confidence below {comparison.options.min_confidence:g} are left out."
    if missing := int(about.get(_UNANNOTATED, "0")):
        takes = "could not be annotated and takes", "could not be annotated and take"
        yield f"{_articles(missing, *takes)} no part in any number or table; see Method and limits for why."
    if (problems := about.get("problems")) is not None:
        one = problems == "1"
        yield (
            "No problem was met in reading."
            if problems == "0"
            else f"In reading, {problems} problem{'' if one else 's'} {'was' if one else 'were'} met and recorded."
        )


def _articles(count: int, one: str = "", several: str = "") -> str:
    return f"{count} article{'' if count == 1 else 's'} {one if count == 1 else several}".rstrip()


def _document_views(
    plan: _Plan,
    comparison: Comparison,
    findings: Findings,
    documents: Callable[[str], Document],
    annotations: Callable[[str], Annotation],
) -> Iterator[DocumentView]:
    """The documents one after another, so that never more than one text is held."""
    speakers = Speakers.of(findings, plan.numbers)
    for row in plan.documents:
        key = row["document_id"]
        if key in plan.numbers:
            yield document_view(
                plan.numbers[key],
                row,
                documents(key),
                annotations(key),
                speakers,
                plan.spans.get(key, set()),
                comparison.options,
            )


def _write(path: Path, context: Mapping[str, Any]) -> None:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dissensus.reporting", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "plain": plain, "number": lambda value: f"{value:,}".replace(",", "\u202f")}
    environment.filters["two_digits"] = two_digits
    environment.globals |= {"first_and_rest": first_and_rest, "by_outlet": by_outlet}
    environment.globals["known_part"] = lambda row: known_part(iso(row["first"]), iso(row["last"]), row["value"])
    # The width of the tables follows from the number of their columns; a style attribute would need a weaker policy.
    outlets = context["view"].outlets
    longest = max((len(word) for outlet in outlets for word in outlet.name.split()), default=1)
    widths = f"--outlets: {max(1, len(outlets))}; --word: {min(longest, LONGEST_WORD)};"
    positions = context["view"].positions
    if positions is not None:
        widths += f" --claims: {len(positions.claims)};"
    style = f"{_part('styles.css')}{_part('positions.css') if positions is not None else ''}:root {{ {widths} }}\n"
    script = _part("script.js") + (_part("positions.js") if positions is not None else "")
    hashes = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    policy = f"default-src 'none'; {hashes}; base-uri 'none'; form-action 'none'"
    stream = environment.get_template("report.html.j2").stream(**context, style=style, script=script, policy=policy)
    stream.enable_buffering(200)
    with written_aside(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(stream)


def _part(name: str) -> str:
    text = resources.files("dissensus.reporting").joinpath("templates", name).read_text(encoding="utf-8")
    return "\n" + text


def _hash(text: str) -> str:
    """Hash of an inline style or script as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
