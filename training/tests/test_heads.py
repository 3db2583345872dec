import numpy as np

from telltale_training.heads import fit_early, fit_head


def states() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    x = np.concatenate([rng.normal(size=(2000, 6)) * (1, 1, 5, 1, 0.2, 1), rng.uniform(0.5, 1.5, (2000, 1))], 1)
    return x, x @ (1, -2, 0.3, 0, 4, 0.5, 0.2)


def test_a_head_is_fitted_to_the_windows_that_count() -> None:
    x, logit = states()
    target = (logit > 0).astype(np.float64)
    wrong = np.arange(len(x)) % 2 == 0
    target[wrong] = 1 - target[wrong]

    def agrees(weight: np.ndarray) -> float:
        head = fit_head(x, target, np.zeros(7), weight, ridge=1e-4)
        return float(np.mean((x @ head > 0) == (logit > 0)))

    assert agrees(np.where(wrong, 0.0, 1.0)) > 0.98
    assert agrees(np.where(wrong, 1.0, 0.0)) < 0.02
    assert agrees(np.where(wrong, 1.0, 3.0)) > 0.95


def test_a_head_stays_near_the_trained_one_where_windows_say_little() -> None:
    x, logit = states()
    start = np.array((1, -2, 0.3, 0, 4, 0.5, 0.2))
    assert np.allclose(fit_head(x, 1 / (1 + np.exp(-logit)), start, np.ones(len(x))), start, atol=0.05)


def test_an_early_head_imitates_the_last_one() -> None:
    x, logit = states()
    assert np.corrcoef(x @ fit_early(x, logit, ridge=1e-6), logit)[0, 1] > 0.999
