"""The base line of an alignment: BM25 over character bigrams of the commitment with its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log

import numpy as np

from luoshi.aligning.index import CentralIndex
from luoshi.aligning.reading import terms
from training.aligned import Asked

K1, B = 1.2, 0.75


def bm25(index: CentralIndex) -> Callable[[Asked], np.ndarray]:
    """Give a function that scores the provisions for a row; nothing is fitted."""
    counted = [Counter(terms(provision.text)) for provision in index.provisions]
    sizes = [sum(some.values()) for some in counted]
    mean, count = sum(sizes) / len(sizes), len(sizes)
    held = Counter(term for some in counted for term in some)

    def score(asked: Asked) -> np.ndarray:
        out = np.zeros(count)
        for term, times in Counter(terms(f"{asked.quote}。{asked.context.sentence}")).items():
            rare = log(1 + (count - held[term] + 0.5) / (held[term] + 0.5))
            for at, some in enumerate(counted):
                if term in some:
                    room = K1 * (1 - B + B * sizes[at] / mean)
                    out[at] += times * rare * some[term] * (K1 + 1) / (some[term] + room)
        return out

    return score
