# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Clauses whose label no rule changes, told without the rules: ``extracting.labels.rules``."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ

from luoshi.native.chinese cimport letters_of
from luoshi.native.words cimport Words, opens

cdef enum:
    LONGEST = 400  # rules._LONGEST
    ORDER = 15  # letters of a clause in which its order begins
    LEAST_HAN = 2  # rules._LEAST_HAN


cdef class Doubts:
    """Tells which clauses of an outline a rule may change; ``lasts`` are the letters that end a fault."""

    cdef Words lasts

    def __init__(self, Words lasts):
        self.lasts = lasts

    def doubts(self, str text, tuple clauses, list letters, list roles, set aims):
        """Give the indexes of the clauses to be looked at; no rule changes the others."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at
        cdef tuple clause
        cdef str letter
        cdef list out = []
        for at in range(len(clauses)):
            clause = <tuple>clauses[at]  # a named one is one as well
            letter = letters[at]
            if (
                clause[4] is True
                or clause[5] is True
                or letter == "P"
                or (aims and clause[7] in aims)
                or self._doubtful(kind, data, clause[0], clause[1], letter[0], roles[clause[6]] == "review")
            ):
                out.append(at)
        return out

    cdef bint _doubtful(
        self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_UCS4 letter, bint review
    ) except -1:
        cdef Py_ssize_t at, han = 0, all_letters = 0
        cdef Py_UCS4 sign
        if end - start > LONGEST or opens(self.lasts, PyUnicode_READ(kind, <void*>data, end - 1)):
            return True
        letters_of(kind, data, start, end, &han, &all_letters)
        if han < LEAST_HAN or 4 * han < all_letters:
            return True
        if letter != u"C":
            for at in range(start, end if end < start + ORDER else start + ORDER):
                sign = PyUnicode_READ(kind, <void*>data, at)
                if sign == u"要" or sign == u"必" or sign == u"不" or sign == u"务":
                    return True
        for at in range(start, end):
            sign = PyUnicode_READ(kind, <void*>data, at)
            if sign == u"\t":
                return True
            if review and letter == u"N" and (u"0" <= sign <= u"9" or u"０" <= sign <= u"９"):
                return True
        return False
