"""The scorer of pairs that ships, with classes looked up in groups, scores as the network does. Needs PyTorch."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from training.coreference.export import TOGETHER, Scorer
from training.coreference.model import Network
from training.statements.model import Shape

from dissensus.annotating.mentions.coreference.pairs import OFFSETS, SIZES
from dissensus.annotating.mentions.coreference.rows import FORMS

MENTIONS, PAIRS = 6, 200


@pytest.fixture
def network() -> Network:
    torch.manual_seed(3)
    made = Network(Shape(layers=(0,), width=32, heads=4, hidden=32, pair=8, dropout=0.0)).eval()
    torch.nn.init.normal_(made.weights.weight)
    return made


def drawn() -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    torch.manual_seed(4)
    classes = torch.stack([OFFSETS[name] + torch.randint(0, SIZES[name], (PAIRS,)) for name in SIZES], 1)
    later, earlier = torch.randint(0, MENTIONS, (PAIRS,)), torch.randint(0, MENTIONS, (PAIRS,))
    head, first = torch.randn(MENTIONS, 32), torch.randn(MENTIONS, 32)
    return head, first, torch.randint(0, FORMS, (MENTIONS,)), later, earlier, classes


def test_every_feature_of_a_pair_is_in_one_group() -> None:
    assert sorted(name for group in TOGETHER for name in group) == sorted(SIZES)


def test_groups_score_as_features_one_by_one(network: Network) -> None:
    head, first, form, later, earlier, classes = drawn()
    with torch.no_grad():
        shipped, nothing = Scorer(network)(head, first, form, later, earlier, classes)
        plain, also_nothing = network.score(torch.cat([head, first], -1), form, later, earlier, classes)
    assert torch.allclose(shipped, plain, atol=1e-5)
    assert torch.equal(nothing, also_nothing)
    assert shipped.std() > 0.1, "scores that are all alike would hide a wrong group"


def test_rows_that_fill_up_a_batch_read_no_vector_outside_the_table(network: Network) -> None:
    head, first, form, later, earlier, classes = drawn()
    scorer = Scorer(network)
    with torch.no_grad():
        alone, _ = scorer(head, first, form, later, earlier, classes)
        for number in (0, int(classes.max()) + 1):
            filler = torch.full((1, len(SIZES)), number)
            places = torch.cat([later, later[:1]]), torch.cat([earlier, earlier[:1]])
            filled, _ = scorer(head, first, form, *places, torch.cat([classes, filler]))
            assert torch.equal(filled[:-1], alone)
