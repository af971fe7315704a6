# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What was found in a stretch of a text: ``extracting.found``."""


def between(list found, list starts, Py_ssize_t start, Py_ssize_t end):
    """Give what begins in the stretch; ``starts`` are the offsets of ``found``, in order."""
    cdef Py_ssize_t first = 0, last = len(starts), middle
    while first < last:
        middle = (first + last) // 2
        if <Py_ssize_t>starts[middle] < start:
            first = middle + 1
        else:
            last = middle
    last = first
    while last < len(starts) and <Py_ssize_t>starts[last] < end:
        last += 1
    return found[first:last] if last > first else ()
