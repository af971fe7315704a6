# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Weights looked up by the letters of a feature's name, and text with its digits made one."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcmp

cdef enum:
    BMP = 65536
    MOST_KEYS = 50000  # as in luoshi.lexicon.sums: a hostile text cannot fill the memory


cdef extern from *:
    """
    #if defined(__GNUC__) || defined(__clang__)
    #define luoshi_prefetch(place) __builtin_prefetch(place)
    #else
    #define luoshi_prefetch(place) ((void)(place))
    #endif
    """
    void prefetch "luoshi_prefetch"(const void* place) noexcept nogil


cdef inline uint64_t upper(uint64_t state) noexcept nogil:
    """The half of a hash that tells most other names in the same place apart, never 0."""
    cdef uint64_t half = state >> 32
    return half if half else 1


cdef class Weights:
    """``rows[name]`` holds ``lanes`` whole numbers.

    A name is told by its letters and not by its hash alone: two names never share a row.
    """

    def __cinit__(self, dict rows, int lanes):
        cdef uint32_t size = 64
        cdef uint32_t slot
        cdef uint64_t state
        cdef Py_ssize_t place = 0
        cdef int lane
        cdef uint32_t letter
        cdef Py_UCS4 sign
        while size < len(rows) * 2:
            size *= 2
        self.lanes = lanes
        self.mask = size - 1
        self.slots = <uint64_t*>calloc(size, sizeof(uint64_t))
        self.pool = <uint32_t*>malloc(
            (sum([len(name) for name in rows]) + len(rows) * (lanes + 1) + 1) * sizeof(uint32_t)
        )
        if self.slots == NULL or self.pool == NULL:
            raise MemoryError
        for name, row in rows.items():
            state = 0
            for sign in <str>name:
                letter = sign
                state = mixed(state, letter)
            slot = <uint32_t>state & self.mask
            while self.slots[slot]:
                slot = (slot + 1) & self.mask
            self.slots[slot] = upper(state) << 32 | <uint64_t>place
            self.pool[place] = <uint32_t>len(name)
            place += 1
            for sign in <str>name:
                self.pool[place] = sign
                place += 1
            for lane in range(lanes):
                (<int32_t*>self.pool)[place] = row[lane]
                place += 1

    def __dealloc__(self):
        free(self.slots)
        free(self.pool)

    cdef const int32_t* found(self, uint64_t state, const uint32_t* name, int length) noexcept nogil:
        """The weights of a name whose hash is ``state``; NULL for one that is not known."""
        cdef uint32_t slot = <uint32_t>state & self.mask
        cdef uint64_t half = upper(state)
        cdef const uint32_t* entry
        while self.slots[slot]:
            if self.slots[slot] >> 32 == half:
                entry = self.pool + <uint32_t>self.slots[slot]
                if <int>entry[0] == length and not memcmp(entry + 1, name, length * sizeof(uint32_t)):
                    return <const int32_t*>(entry + 1 + length)
            slot = (slot + 1) & self.mask
        return NULL

    cdef void soon(self, uint64_t state) noexcept nogil:
        """Have the processor fetch the place of a name that ``found`` will be asked for."""
        prefetch(self.slots + (<uint32_t>state & self.mask))

    cdef const int32_t* of(self, const uint32_t* name, int length) noexcept nogil:
        cdef uint64_t state = 0
        cdef int at
        for at in range(length):
            state = mixed(state, name[at])
        return self.found(state, name, length)

    def get(self, str name):
        """Give the weights of a name as a list, or ``None``."""
        cdef const int32_t* row
        cdef uint32_t* letters = <uint32_t*>malloc((len(name) + 1) * sizeof(uint32_t))
        cdef int at
        if letters == NULL:
            raise MemoryError
        for at in range(<int>len(name)):
            letters[at] = <Py_UCS4>name[at]
        row = self.of(letters, <int>len(name))
        free(letters)
        return None if row == NULL else [row[at] for at in range(self.lanes)]


cdef class Memo:
    """Rows of sums by a small key, added up once."""

    def __cinit__(self, int lanes):
        self.places = {}
        self.lanes = lanes
        self.count = 0
        self.room = 256
        self.rows = <int32_t*>malloc(self.room * lanes * sizeof(int32_t))
        if self.rows == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self.rows)

    cdef const int32_t* get(self, object key) except? NULL:
        place = self.places.get(key)
        return NULL if place is None else self.rows + <int32_t>place * self.lanes

    cdef const int32_t* keep(self, object key, object row) except NULL:
        """Keep a row; pointers to rows got before are not good any more."""
        cdef int lane
        cdef int32_t* rows
        if self.count >= MOST_KEYS:
            self.places.clear()
            self.count = 0
        if self.count == self.room:
            rows = <int32_t*>realloc(self.rows, self.room * 2 * self.lanes * sizeof(int32_t))
            if rows == NULL:
                raise MemoryError
            self.rows = rows
            self.room *= 2
        for lane in range(self.lanes):
            self.rows[self.count * self.lanes + lane] = row[lane]
        self.places[key] = self.count
        self.count += 1
        return self.rows + (self.count - 1) * self.lanes


cdef class Flat:
    """The letters of a text with its digits made one, four bytes each."""

    def __cinit__(self, Py_ssize_t length):
        self.length = length
        self.letters = <uint32_t*>malloc((length + 1) * sizeof(uint32_t))
        if self.letters == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self.letters)


cdef class Flattener:
    """Makes letters one as ``str.translate`` does with the same table, letter for letter."""

    def __cinit__(self, dict table):
        cdef uint32_t letter
        cdef Py_UCS4 sign
        self.shapes = <uint32_t*>malloc(BMP * sizeof(uint32_t))
        if self.shapes == NULL:
            raise MemoryError
        for letter in range(BMP):
            self.shapes[letter] = letter
        for key, value in table.items():
            self.shapes[<uint32_t>key] = <uint32_t>value

    def __dealloc__(self):
        free(self.shapes)

    cdef Flat flat(self, str text):
        cdef Flat out = Flat(len(text))
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef uint32_t letter
        cdef Py_UCS4 sign
        cdef Py_ssize_t at
        for at in range(out.length):
            letter = PyUnicode_READ(kind, <void*>data, at)
            out.letters[at] = self.shapes[letter] if letter < BMP else letter
        return out
