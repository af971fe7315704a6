# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Runs of clauses of one label: ``extracting.units``."""

from luoshi.native.records cimport named


def units(type unit, dict types, tuple clauses, list labels):
    """Give the units, as ``units.plain_units`` does."""
    cdef Py_ssize_t first = 0, last, count = len(labels)
    cdef tuple label, following
    cdef str letter
    cdef list out = []
    while first < count:
        label = <tuple>labels[first]  # a named one is one as well
        letter = label[0]
        last = first + 1
        if letter != "N":
            while last < count:
                following = <tuple>labels[last]
                if <str>following[0] != letter:
                    break
                if <bint>following[1] and not (
                    letter == "E" and (<tuple>clauses[last])[7] == (<tuple>clauses[last - 1])[7]
                ):
                    break
                last += 1
            out.append(
                named(
                    unit,
                    (
                        types[letter],
                        first,
                        last,
                        (<tuple>clauses[first])[0],
                        (<tuple>clauses[last - 1])[1],
                        _pieces(clauses, first, last),
                        label[2],
                    ),
                )
            )
        first = last
    return out


cdef tuple _pieces(tuple clauses, Py_ssize_t first, Py_ssize_t last):
    cdef tuple clause = <tuple>clauses[first], before
    cdef Py_ssize_t at
    cdef list out = None
    start = clause[0]
    for at in range(first + 1, last):
        clause = <tuple>clauses[at]
        if clause[4] is True or clause[3] is True:
            before = <tuple>clauses[at - 1]
            if out is None:
                out = []
            out.append((start, before[1] + len(<str>before[2])))
            start = clause[0]
    clause = <tuple>clauses[last - 1]
    if out is None:
        return ((start, clause[1]),)
    out.append((start, clause[1]))
    return tuple(out)
