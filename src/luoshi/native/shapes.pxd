from libc.stdint cimport int32_t, uint32_t

from luoshi.native.weights cimport Flat
from luoshi.native.words cimport Words

cdef enum:
    LONGEST = 400  # features.LONGEST


cdef struct Row:
    Py_ssize_t start
    Py_ssize_t end
    Py_ssize_t section
    Py_ssize_t sentence
    uint32_t ender
    int length  # of the letters that are looked at
    int opens_line
    int resumes
    int heading
    int figures  # 1 where a digit is among them
    int lone
    int cues


cdef class Lone:
    cdef Words begins

    cdef bint lone(self, const uint32_t* words, int length) noexcept


cdef int read_rows(tuple clauses, Flat flat, Lone lone, Row* rows) except -1


cdef inline int size_of(Py_ssize_t length) noexcept:
    return 1 if length < 5 else 2 if length < 9 else 3 if length < 16 else 4 if length < 30 else 5


cdef inline bint stops(Py_UCS4 ender) noexcept:
    return ender == u"。" or ender == u"！" or ender == c"!" or ender == u"？" or ender == c"?"
