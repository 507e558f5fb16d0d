"""Articles from a grammar: any number of them, the same for the same seed, for measuring speed and memory only."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

OUTLETS = ("Harbour Courier", "Valley Herald", "Red Lantern", "Market Wire", "Citizen Post", "Evening Ledger")
FIRST = ("Mara", "Ilan", "Teodor", "Greta", "Oskar", "Livia", "Anton", "Petra", "Jonas", "Selma", "Viktor", "Dora")
LAST = ("Velden", "Korsak", "Brandt", "Illes", "Moreau", "Tanaka", "Okafor", "Lindqvist", "Petrak", "Duarte", "Hale")
ROLES = ("mayor", "union leader", "energy minister", "company spokeswoman", "opposition leader", "engineer")
GROUPS = ("the dockworkers", "the fishermen of the bay", "the city council", "the protest movement", "local farmers")
CLAIMS = (
    "the dam will flood the lower valley",
    "the agreement was signed without a vote",
    "the company paid for the study itself",
    "more than 3,000 jobs depend on the port",
    "the police used force against peaceful people",
    "the government had promised to wait until autumn",
)
CUES = ("said", "claimed", "told reporters that", "insisted", "denied that", "warned that", "added that")
TIMES = ("on Wednesday", "last Thursday", "in May 2019", "since June 6", "two weeks ago", "yesterday", "in the 1980s")
ACTS = ("marched to the harbour", "blocked the coastal road", "met behind closed doors", "left the hall in protest")


def article(random_: random.Random, words: int) -> str:
    """One article of about so many words."""
    people = [(f"{random_.choice(FIRST)} {random_.choice(LAST)}", random_.choice(ROLES)) for _ in range(4)]
    paragraphs: list[str] = [f"{random_.choice(GROUPS).capitalize()} {random_.choice(ACTS)}"]
    count = 0
    while count < words:
        sentences = []
        for _ in range(random_.randint(2, 4)):
            name, role = random_.choice(people)
            claim, cue, when = random_.choice(CLAIMS), random_.choice(CUES), random_.choice(TIMES)
            group, act = random_.choice(GROUPS), random_.choice(ACTS)
            sentences.append(
                random_.choice(
                    (
                        f"“{claim.capitalize()},” {role} {name} said {when}. “We will not forget it.”",
                        f"{name} {cue} {claim}.",
                        f"According to {group}, {claim}.",
                        f"{group.capitalize()} {act} {when}, and {random_.randint(20, 900)} people watched.",
                        f"The {role}, {name}, called the plan a “disaster for the valley”.",
                        f"Nobody must accept that {claim}.",
                        f"{name.split()[1]} {act} {when} while {group} waited outside the town hall.",
                    )
                )
            )
        paragraph = " ".join(sentences)
        count += len(paragraph.split())
        paragraphs.append(paragraph)
    return "\n\n".join(paragraphs) + "\n"


def write_articles(folder: Path, count: int, *, words: int = 150, seed: int = 1) -> None:
    """Write so many articles with a metadata.csv; one in twenty is a reprint of an earlier one."""
    folder.mkdir(parents=True, exist_ok=True)
    random_ = random.Random(seed)
    day = dt.date(2019, 6, 20)
    recent: list[str] = []
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        metadata = csv.writer(file)
        metadata.writerow(["id", "file", "title", "outlet", "published"])
        for number in range(count):
            if recent and random_.random() < 0.05:
                text = random_.choice(recent) + "This text was shortened.\n"
            else:
                text = article(random_, words)
                recent = [*recent[-50:], text]
            name = f"{number:06}.txt"
            (folder / name).write_text(text, encoding="utf-8")
            published = day + dt.timedelta(days=random_.randint(0, 200))
            title = text.partition("\n")[0]
            metadata.writerow([f"{number:06}", name, title, random_.choice(OUTLETS), published.isoformat()])
