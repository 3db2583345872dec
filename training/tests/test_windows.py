import numpy as np

from telltale_training.evidence import cut_windows, sentence_lengths
from telltale_training.mix import loss_weights
from telltale_training.shelf import Shelf
from telltale_training.windows import WindowCutter, endless, pairs, source_weights


def shelf(lengths: list[int], labels: list[int], sources: list[str], groups: list[str]) -> Shelf:
    offset = np.cumsum([0, *lengths])
    start = np.zeros(offset[-1], np.bool_)
    start[::7] = True
    start[offset[:-1]] = True
    names: dict[str, list[str]] = {"dataset": sorted(set(sources)), "group": sorted(set(groups))}
    codes = {
        "dataset": np.array([names["dataset"].index(s) for s in sources], np.int32),
        "group": np.array([names["group"].index(g) for g in groups], np.int32),
    }
    tokens = np.arange(offset[-1]).astype(np.uint16)
    return Shelf(tokens, start, offset, np.array(labels, np.int8), names, codes)


def test_a_window_begins_at_a_sentence_and_stays_in_its_text() -> None:
    texts = shelf([100, 30, 300], [0, 1, 0], ["a", "a", "b"], ["1", "1", "2"])
    rng = np.random.default_rng(0)
    cutter = WindowCutter(texts, 20, 120)
    for _ in range(300):
        text = int(rng.integers(3))
        window = cutter.cut(text, cutter.length(rng), rng)
        assert texts.offset[text] <= window.begin < window.end <= texts.offset[text + 1]
        assert texts.sentence_start[window.begin]
        assert window.end - window.begin <= 120


def test_labels_are_drawn_evenly_and_sources_by_less_than_their_size() -> None:
    labels = [0] * 90 + [1] * 10
    sources = ["large"] * 64 + ["small"] * 26 + ["ai"] * 10
    texts = shelf([5] * 100, labels, sources, [str(i) for i in range(100)])
    weight = source_weights(texts, np.ones(100, np.bool_), {})
    assert np.isclose(weight[:90].sum(), 0.5)
    assert np.isclose(weight[:64].sum() / weight[64:90].sum(), (64 / 26) ** 0.6)


def test_unusable_texts_are_never_drawn() -> None:
    texts = shelf([5] * 4, [0, 0, 1, 1], ["a"] * 4, ["1", "2", "1", "2"])
    usable = np.array([True, False, True, True])
    draw = endless(source_weights(texts, usable, {}), np.random.default_rng(0))
    assert {int(next(draw)) for _ in range(200)} == {0, 2, 3}


def test_a_human_text_and_a_mirror_weigh_more_in_the_loss() -> None:
    texts = shelf([5] * 3, [0, 1, 1], ["web", "web", "telltale_mirrors"], ["1", "2", "3"])
    human, older, mirror = loss_weights(texts)
    assert older == 1
    assert human > 1
    assert mirror > 1


def test_pairs_are_groups_with_both_labels() -> None:
    texts = shelf([5] * 5, [0, 1, 1, 0, 1], ["a"] * 5, ["x", "x", "x", "y", "z"])
    found = pairs(texts, np.ones(5, np.bool_))
    assert [(h.tolist(), a.tolist()) for h, a in found] == [([0], [1, 2])]


def test_short_texts_are_one_window_and_long_ones_even_ones() -> None:
    assert cut_windows([10, 20], 254) == [30]
    assert cut_windows([], 254) == []
    windows = cut_windows([20] * 20, 254)
    assert sum(windows) == 400
    assert windows == [200, 200]


def test_a_sentence_longer_than_a_window_is_cut_through() -> None:
    assert cut_windows([600], 254) == [254, 254, 92]


def test_sentence_lengths_add_up() -> None:
    assert sentence_lengths(np.array([True, False, False, True, False])) == [3, 2]
