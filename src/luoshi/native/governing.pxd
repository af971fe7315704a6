from luoshi.native.words cimport Verbs, Words

cdef enum:
    NOMINAL = 8


cpdef str mask(str text)


cdef class Governor:
    cdef type record
    cdef Verbs verbs
    cdef Words lists, every, manner, prepositions, tails, place_ends, sure, doubtful, heads
    cdef object dated, ordered

    cdef object _made(
        self, str masked, Py_ssize_t clause, Py_ssize_t stop, Py_ssize_t start, Py_ssize_t end, tuple verbs,
        bint direct, str hastened
    )
    cdef bint _in(self, int which, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept
    cdef bint _stands(self, Words words, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept
    cdef bint _is_manner(self, int kind, const void* data, tuple here, Py_ssize_t length) except -1
    cdef Py_ssize_t _head(
        self, str text, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop
    ) except -2
    cdef Py_ssize_t _doubtful(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept
    cdef object _in_clause(self, str masked, int kind, const void* data, Py_ssize_t start, Py_ssize_t stop)
    cdef Py_ssize_t _ordered(
        self, str masked, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop
    ) except -2
    cdef bint _is_noun(
        self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t stop
    ) noexcept
    cdef tuple _chain(self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t stop)
    cdef tuple _behind(
        self, str masked, int kind, const void* data, Py_ssize_t start, Py_ssize_t at, Py_ssize_t stop
    )
    cdef bint _is_verb(
        self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t stop, bint carried
    ) noexcept
