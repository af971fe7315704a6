from cpython.unicode cimport PyUnicode_READ
from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t


cdef class Words:
    cdef uint8_t firsts[8192]
    cdef uint64_t* keys
    cdef int32_t* nexts
    cdef int32_t* values
    cdef uint32_t mask

    cdef void join(self, int32_t node, uint32_t letter, int32_t following)
    cdef Py_ssize_t longest(
        self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop, int32_t* value
    ) noexcept
    cpdef Py_ssize_t end(self, str text, Py_ssize_t at, Py_ssize_t stop)


cdef class Verbs:
    cdef Words ranks, tails

    cdef Py_ssize_t at(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept


# not methods, so that the compiler can put them into the loops that call them
cdef inline int32_t step(Words words, int32_t node, uint32_t letter) noexcept:
    """The node behind ``letter``, -1 for none."""
    cdef uint64_t key = ((<uint64_t>node << 21) | <uint64_t>letter) + 1
    cdef uint32_t slot = <uint32_t>((key * 0x9E3779B97F4A7C15ULL) >> 32) & words.mask
    while words.keys[slot]:
        if words.keys[slot] == key:
            return words.nexts[slot]
        slot = (slot + 1) & words.mask
    return -1


cdef inline bint opens(Words words, uint32_t letter) noexcept:
    """Whether a word may begin with ``letter``."""
    return letter >= 65536 or (words.firsts[letter >> 3] >> (letter & 7)) & 1


cdef inline int32_t exactly(Words words, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept:
    """The number of the word that is all of the stretch; -1 where none is."""
    cdef int32_t node = 0
    if at >= stop or not opens(words, PyUnicode_READ(kind, <void*>data, at)):
        return -1
    while at < stop:
        node = step(words, node, PyUnicode_READ(kind, <void*>data, at))
        if node < 0:
            return -1
        at += 1
    return words.values[node]
