"""What finding actors costs: its share of annotating, and how the resolution grows with the number of entities."""

from __future__ import annotations

import random
import statistics
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from actors.reading import Clock, mentions_of, read_drafts

if TYPE_CHECKING:
    from dissensus.model.documents import Document
    from dissensus.model.findings import DocumentMentions

STEPS = ("mentions", "entities", "coreference")
"""How the versioned names of the steps begin that find mentions and entities."""

LIMIT = 0.4
"""Most that mentions, entities and actors may add to the time of all the rest of annotating."""

_ARTICLES = 40
_ROUNDS = 3


def articles(shared: Path, most: int = _ARTICLES) -> list[Document]:
    """Real news: the first articles of PolNeAR's dev split by name, after the seeds."""
    from dissensus.model.documents import Document

    paths = sorted((shared / "seeds").glob("*.txt"))
    paths += sorted((shared / "data" / "polnear" / "dev" / "text").glob("*.txt"))[:most]
    return [Document(id=path.stem, text=path.read_bytes().decode("utf-8")) for path in paths]


def cost(documents: Sequence[Document], rounds: int = 3) -> dict[str, float]:
    """CPU time of mentions, entities and actors beside that of the other steps; medians of the rounds.

    ``added_to_rest`` is the ratio that the limit is for, ``rest_to_added`` the same the other way round, so that more
    is better; ``parse_to_steps`` is the parse beside the two steps without the actors.
    """
    from dissensus.reconciling.actors import RuleActorResolver

    for _ in read_drafts(documents[:1]):
        pass
    resolver = RuleActorResolver()
    ratios, parses = [], []
    for _ in range(rounds):
        clock = Clock()
        mentions = [mentions_of(draft) for draft in read_drafts(documents, clock)]
        begin = time.process_time()
        resolver(mentions)
        resolving = time.process_time() - begin
        steps = clock.spent(*STEPS)
        ratios.append((steps + resolving) / (clock.total - steps))
        parses.append(clock.spent("language") / steps)
    added = statistics.median(ratios)
    return {
        "added_to_rest": added,
        "rest_to_added": 1 / added,
        "parse_to_steps": statistics.median(parses),
    }


def generated(count: int, seed: int = 1) -> Iterator[DocumentMentions]:
    """Documents of twenty entities each: people by full name or surname, organisations, states and groups."""
    from dissensus.model.annotations import Mention
    from dissensus.model.findings import DocumentMentions
    from dissensus.model.spans import Span

    rng = random.Random(seed)
    here = Span(0, 1)
    syllables = ["ka", "lo", "mi", "ren", "sta", "vol", "dor", "bel", "sin", "tam"]

    def word() -> str:
        return "".join(rng.choices(syllables, k=3)).capitalize()

    for number in range(count // 20):
        mentions, words = [], []
        for entity in range(20):
            sort = rng.random()
            if sort < 0.5:
                name = f"{word()} {word()}" if rng.random() < 0.7 else word()
                mentions.append(Mention(here, here, "person", "name", name=name, entity=entity))
            elif sort < 0.8:
                name = f"{word()} {rng.choice(['Council', 'Party', 'Union'])}"
                mentions.append(Mention(here, here, "organisation", "name", name=name, entity=entity))
            else:
                name = f"{rng.choice(['Danish', 'Norwegian', 'Finnish'])} {rng.choice(['dockers', 'miners', 'pilots'])}"
                mentions.append(Mention(here, here, "group", "nominal", entity=entity))
            words.append(name)
        heads = tuple(name.split()[-1] for name in words)
        yield DocumentMentions(f"d{number:07}", tuple(mentions), tuple(words), heads)


def scaling(entities: int) -> dict[str, float]:
    """Time and memory of resolving generated entities; how the time grows when they double. Each the best of three."""
    from dissensus.reconciling.actors import RuleActorResolver

    resolver = RuleActorResolver()
    seconds = {}
    for count in (entities // 2, entities):
        documents = list(generated(count))
        rounds = []
        for _ in range(_ROUNDS):
            begin = time.process_time()
            resolver(documents)
            rounds.append(time.process_time() - begin)
        seconds[count] = min(rounds)
    tracemalloc.start()
    resolution = resolver(generated(entities))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    growth = seconds[entities] / seconds[entities // 2]
    return {
        "entities": float(entities),
        "actors": float(len(resolution.actors)),
        "seconds": seconds[entities],
        "entities_per_second": entities / seconds[entities],
        "double_to_growth": 2 / growth,
        "peak_megabytes": peak / 1e6,
    }


def run(shared: Path, entities: int, most: int = _ARTICLES) -> dict[str, float]:
    """Measure both, return the measures that floors are of."""
    documents = articles(shared, most)
    words = sum(len(document.text.split()) for document in documents)
    measures = cost(documents)
    print(
        f"{len(documents)} articles, {words:,} words: mentions, entities and actors add "
        f"{measures['added_to_rest']:.2f} of the time of the rest of annotating (limit {LIMIT})"
    )
    return {**measures, **scaling(entities)}
