# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Clauses as rows of whole numbers, and the few questions both models ask of their letters."""

from luoshi.native.weights cimport Flat
from luoshi.native.words cimport Words, step


cdef class Lone:
    """Whether a clause only says when, where or on what ground (``features.is_lone``)."""

    def __init__(self, begins):
        self.begins = Words(begins)

    cdef bint lone(self, const uint32_t* words, int length) noexcept:
        cdef int at, zeros, node = 0
        if length >= 12:
            return False
        for at in range(length):
            node = step(self.begins, node, words[at])
            if node < 0:
                break
            if self.begins.values[node] >= 0:
                return True
        # up to four letters, one to four digits, then the unit of a date
        zeros = 0
        for at in range(length if length < 9 else 9):
            if words[at] == c"0":
                zeros += 1
                continue
            if zeros and (<Py_UCS4>words[at] == u"年" or <Py_UCS4>words[at] == u"月" or <Py_UCS4>words[at] == u"日"):
                # as many of the digits as needed may count among the four letters, all but one
                if zeros + 4 >= at:
                    return True
            zeros = 0
        return False


cdef int read_rows(tuple clauses, Flat flat, Lone lone, Row* rows) except -1:
    """Read the clauses of an outline, in order; ``cues`` stays unset."""
    cdef Py_ssize_t at, size
    cdef tuple clause
    cdef str ender
    cdef Row* row
    cdef int letter
    for at in range(len(clauses)):
        clause = <tuple>clauses[at]  # a named one is one as well
        row = &rows[at]
        row.start = clause[0]
        row.end = clause[1]
        ender = clause[2]
        row.ender = ender[0] if ender else 0
        row.opens_line = clause[3] is True
        row.resumes = clause[4] is True
        row.heading = clause[5] is True
        row.section = clause[6]
        row.sentence = clause[7]
        size = row.end - row.start
        row.length = <int>size if size < LONGEST else LONGEST
        row.figures = 0
        for letter in range(row.length):
            if flat.letters[row.start + letter] == c"0":
                row.figures = 1
                break
        row.lone = lone.lone(flat.letters + row.start, row.length)
    return 0
