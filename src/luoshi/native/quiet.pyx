# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Clauses that surely name nobody: nearly half of all, told without the expressions for names."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t

from luoshi.native.words cimport Words, opens

cdef enum:
    LABEL = 16  # subjects._LABEL
    REACH = 48  # subjects._REACH


cdef class Quiet:
    """Tells of a clause that ``subjects.own_actors`` finds nobody in it.

    It asks what that asks first, in the same order, and says no where an expression would have to
    be tried: a no is no answer.
    """

    cdef Words led, not_before, but_before, pivoting, starts, suffix, asides

    def __init__(self, *words):
        self.led, self.not_before, self.but_before, self.pivoting = words[:4]
        self.starts, self.suffix, self.asides = words[4:]

    def quiet(self, str text, Py_ssize_t at, Py_ssize_t end):
        """Say whether the clause ``text[at:end]`` surely names nobody."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t place
        cdef Py_UCS4 first
        for place in range(at, end if end < at + LABEL else at + LABEL):
            if PyUnicode_READ(kind, <void*>data, place) == u"：":
                at = place + 1
                break
        if at >= end:
            return False
        first = PyUnicode_READ(kind, <void*>data, at)
        if first.isdecimal() or opens(self.led, first):
            return False
        if self._stands(self.starts, kind, data, at, end):
            return False
        if self._stands(self.not_before, kind, data, at, end) and not self._stands(
            self.but_before, kind, data, at, end
        ):
            if self._stands(self.pivoting, kind, data, at, end):
                return False
        elif self._holds(self.suffix, kind, data, at, end if end < at + REACH else at + REACH):
            return False
        return not self._holds(self.asides, kind, data, at, end)

    cdef bint _stands(self, Words words, int kind, const void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
        cdef int32_t value = 0
        return words.longest(kind, data, at, end, &value) >= 0

    cdef bint _holds(self, Words words, int kind, const void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
        cdef int32_t value = 0
        while at < end:
            if words.longest(kind, data, at, end, &value) >= 0:
                return True
            at += 1
        return False
