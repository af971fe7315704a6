from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t


cdef class Words:
    cdef uint8_t firsts[8192]
    cdef uint64_t* keys
    cdef int32_t* nexts
    cdef int32_t* values
    cdef uint32_t mask

    cdef void _join(self, int32_t node, uint32_t letter, int32_t following)
    cdef int32_t step(self, int32_t node, uint32_t letter) noexcept
    cdef bint opens(self, uint32_t letter) noexcept
    cdef Py_ssize_t longest(
        self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop, int32_t* value
    ) noexcept
    cpdef Py_ssize_t end(self, str text, Py_ssize_t at, Py_ssize_t stop)
