"""The second derivatives of an unstructured covariance, were its parameters those of a Cholesky factor.

V = (D·L)(D·L)' with a diagonal D, by the logarithms of its entries, and a unit lower triangular L.
"""

from __future__ import annotations

import numpy as np

from bedside.design.binomial import Floats


def second_derivatives(matrix: Floats, slopes: Floats, spread: Floats) -> Floats:
    """∂²V times the covariance of these parameters, summed over their pairs (t × t).

    `matrix` is V (t × t), `slopes` its derivatives by its own entries (q × t × t), `spread` their covariance (q × q).
    """
    root = np.asarray(np.linalg.cholesky(matrix), dtype=float)
    t = len(root)
    below = [(a, b) for a in range(t) for b in range(a)]
    first = [_row(root, a) for a in range(t)] + [_cell(root, a, b) for a, b in below]
    once = np.array([each @ root.T + root @ each.T for each in first])
    flat = slopes.reshape(len(slopes), -1)
    turn = np.linalg.lstsq(flat.T, once.reshape(len(once), -1).T, rcond=None)[0]
    back = np.linalg.inv(turn)
    weight = back @ spread @ back.T
    stacked = np.array(first)
    crossed = np.einsum("ij,iab,jcb->ac", weight, stacked, stacked, optimize=True)
    twice = np.zeros((t, t))
    for i in range(t):
        twice += weight[i, i] * first[i]
        for j, (a, _) in enumerate(below, start=t):
            if a == i:
                twice += 2 * weight[i, j] * first[j]
    return np.asarray(twice @ root.T + root @ twice.T + 2 * crossed)


def _row(root: Floats, a: int) -> Floats:
    """The derivative of the factor by the logarithm of an entry of D."""
    found = np.zeros_like(root)
    found[a] = root[a]
    return found


def _cell(root: Floats, a: int, b: int) -> Floats:
    """The derivative of the factor by an entry of L."""
    found = np.zeros_like(root)
    found[a, b] = root[a, a]
    return found
