from libc.stdint cimport int32_t, uint32_t, uint64_t

cdef enum:
    LONGEST_NAME = 96


cdef struct Name:
    uint32_t letters[96]
    int length


cdef inline uint64_t mixed(uint64_t state, uint32_t letter) noexcept nogil:
    state = (state ^ <uint64_t>letter) * 0xFF51AFD7ED558CCDULL
    return state ^ (state >> 32)


cdef inline void put(Name* name, uint32_t letter) noexcept nogil:
    name.letters[name.length] = letter
    name.length += 1


cdef inline void put_some(Name* name, const uint32_t* letters, int count) noexcept nogil:
    cdef int at
    for at in range(count):
        name.letters[name.length + at] = letters[at]
    name.length += count


cdef class Weights:
    cdef readonly int lanes
    cdef uint32_t mask
    cdef uint64_t* slots  # the upper half of a name's hash, and where it stands in the pool; 0 for an empty place
    cdef uint32_t* pool  # of each name its length, its letters, its row

    cdef const int32_t* found(self, uint64_t state, const uint32_t* name, int length) noexcept nogil
    cdef void soon(self, uint64_t state) noexcept nogil
    cdef const int32_t* of(self, const uint32_t* name, int length) noexcept nogil


cdef class Memo:
    cdef dict places
    cdef int lanes
    cdef int32_t* rows
    cdef int32_t count
    cdef int32_t room

    cdef const int32_t* get(self, object key) except? NULL
    cdef const int32_t* keep(self, object key, object row) except NULL


cdef class Flat:
    cdef uint32_t* letters
    cdef Py_ssize_t length


cdef class Flattener:
    cdef uint32_t* shapes

    cdef Flat flat(self, str text)
