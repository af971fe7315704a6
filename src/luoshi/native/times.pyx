# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Places where a time may begin: ``times.patterns.opening`` over the letters themselves."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, uint8_t
from libc.string cimport memset

from luoshi.native.words cimport Words, step

cdef enum:
    NUMERAL = 1  # what a letter may be, as bits
    UNIT = 2
    SPACE = 4
    DASH = 8  # between two numbers in figures
    LINK = 16  # between two numbers in characters
    BARS = 32  # no number begins behind it
    POINT = 64
    FIRST = 128  # of a word of time


cdef class Openings:
    """Matches an expression wherever ``pairs``, a prefix with a digit behind it, or a number opens a time.

    ``letters`` gives the letters of each kind: numerals, units, spaces, dashes, links, and those that bar a number.
    """

    cdef Words pairs, prefixes
    cdef object match
    cdef uint8_t kinds[65536]

    def __init__(self, Words pairs, Words prefixes, firsts, tuple letters, match):
        cdef Py_UCS4 letter
        cdef int bit = 1
        self.pairs, self.prefixes, self.match = pairs, prefixes, match
        memset(self.kinds, 0, sizeof(self.kinds))
        for some in letters:
            for letter in <str>some:
                self.kinds[<int>letter] |= bit
            bit <<= 1
        self.kinds[<int>c"."] |= POINT
        for some in firsts:
            letter = (<str>some)[0]
            self.kinds[<int>letter] |= FIRST

    def matches(self, str text):
        """Give the matches in the text, in order and without overlap."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at = 0, length = len(text)
        cdef int what
        cdef list out = []
        while at < length:
            what = self._kind(PyUnicode_READ(kind, <void*>data, at))
            if what & (FIRST | NUMERAL) and (
                (what & FIRST and self._word(kind, data, at, length))
                or (what & NUMERAL and self._number(kind, data, at, length))
            ):
                found = self.match(text, at)
                if found is not None:
                    out.append(found)
                    at = found.end()
                    continue
            at += 1
        return out

    cdef inline int _kind(self, Py_UCS4 letter) noexcept:
        """The bits of a letter; any decimal digit is a numeral and bars the begin of one."""
        if <int>letter < 65536 and self.kinds[<int>letter]:
            return self.kinds[<int>letter]
        return NUMERAL | BARS if letter >= 128 and letter.isdecimal() else 0

    cdef bint _word(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t length) noexcept:
        cdef int32_t value = 0, node = 0
        if self.pairs.longest(kind, data, at, length, &value) >= 0:
            return True
        while at < length:
            node = step(self.prefixes, node, PyUnicode_READ(kind, <void*>data, at))
            if node < 0:
                return False
            at += 1
            if self.prefixes.values[node] >= 0 and at < length and PyUnicode_READ(kind, <void*>data, at).isdecimal():
                return True
        return False

    cdef int _at(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t length) noexcept:
        return self._kind(PyUnicode_READ(kind, <void*>data, at)) if at < length else 0

    cdef bint _number(self, int kind, const void* data, Py_ssize_t start, Py_ssize_t length) noexcept:
        """Whether a number begins here with a unit of time, or another number, behind it."""
        cdef Py_ssize_t at = start + 1, dashed
        cdef int what
        if start and self._kind(PyUnicode_READ(kind, <void*>data, start - 1)) & BARS:
            return False
        while at < start + 7 and self._at(kind, data, at, length) & (NUMERAL | POINT):
            at += 1
        what = self._at(kind, data, at, length)
        if what & UNIT or (what & SPACE and self._at(kind, data, at + 1, length) & UNIT):
            return True
        at = start + 1
        while at < start + 4 and at < length and PyUnicode_READ(kind, <void*>data, at).isdecimal():
            at += 1
        dashed = at
        while at < dashed + 3 and self._at(kind, data, at, length) & DASH:
            at += 1
        if at > dashed and self._at(kind, data, at, length) & NUMERAL:
            return True
        at = start + 1
        while (
            at < start + 3
            and self._at(kind, data, at, length) & NUMERAL
            and not PyUnicode_READ(kind, <void*>data, at).isdecimal()
        ):
            at += 1
        return bool(self._at(kind, data, at, length) & LINK and self._at(kind, data, at + 1, length) & NUMERAL)
