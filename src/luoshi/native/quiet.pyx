# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Clauses that surely name nobody: nearly half of all, told without the expressions for names."""

from cpython.bytearray cimport PyByteArray_AS_STRING
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

    cdef Words led, not_before, but_before, pivoting, starts, suffix, companions, with_words, joint, follows

    def __init__(self, *words):
        self.led, self.not_before, self.but_before, self.pivoting = words[:4]
        self.starts, self.suffix, self.companions, self.with_words, self.joint, self.follows = words[4:]

    def quiet(self, str text, Py_ssize_t at, Py_ssize_t end):
        """Say whether the clause ``text[at:end]`` surely names nobody."""
        return self._quiet(PyUnicode_KIND(text), PyUnicode_DATA(text), at, end)

    def marks(self, str text, tuple clauses):
        """Say so of each clause, as a byte each."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at, count = len(clauses)
        cdef tuple clause
        cdef bytearray out = bytearray(count)
        cdef char* marks = PyByteArray_AS_STRING(out)
        for at in range(count):
            clause = <tuple>clauses[at]  # a named one is one as well
            marks[at] = self._quiet(kind, data, clause[0], clause[1])
        return bytes(out)

    cdef bint _quiet(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
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
        if self._aside(kind, data, at, end):
            return False
        if self._stands(self.not_before, kind, data, at, end) and not self._stands(
            self.but_before, kind, data, at, end
        ):
            return not self._stands(self.pivoting, kind, data, at, end)
        return not self._named(kind, data, at, end)

    cdef bint _named(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
        """Whether a name may end in the clause with a deed right behind it."""
        cdef Py_ssize_t stop, limit = end if end < at + REACH else at + REACH
        cdef int32_t value = 0
        cdef Py_UCS4 letter
        while at < limit:
            stop = self.suffix.longest(kind, data, at, limit, &value)
            if stop < 0:
                at += 1
                continue
            at = stop
            if stop >= end:
                continue
            letter = PyUnicode_READ(kind, <void*>data, stop)
            if letter == u"（" or letter == u"(" or letter == u"在" or letter.isdecimal():
                return True
            if self._stands(self.follows, kind, data, stop, end):
                return True
            # “大型商业银行普惠小微企业贷款增长…”
            if stop >= 2 and PyUnicode_READ(kind, <void*>data, stop - 1) == u"行" and PyUnicode_READ(
                kind, <void*>data, stop - 2
            ) == u"银":
                return True
        return False

    cdef bint _aside(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
        """Whether a companion or a doer behind 由 may be named."""
        # what does not stand behind the first such word stands behind no later one
        cdef bint asked = False, asked_with = False
        while at < end:
            if PyUnicode_READ(kind, <void*>data, at) == u"由":
                return True
            if not asked_with and self._stands(self.with_words, kind, data, at, end):
                asked_with = True
                if self._holds(self.joint, kind, data, at + 1, end):
                    return True
            if not asked and self._stands(self.companions, kind, data, at, end):
                asked = True
                if self._holds(self.suffix, kind, data, at + 1, end) or self._holds(
                    self.starts, kind, data, at + 1, end
                ):
                    return True
            at += 1
        return False

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
