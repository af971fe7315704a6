# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Words in a tree of letters: the longest at a place, and the next one in a text."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc


cdef class Words:
    """Finds words from left to right, the longest at each place, as an alternation of them would.

    ``numbers`` may give each word a whole number, not negative. A letter above the BMP counts as
    one that may open a word; the tree then tells. ``lexicon.trie.PlainWords`` is the plain form.
    """

    def __cinit__(self, given, dict numbers=None):
        cdef dict words = dict.fromkeys(given, 0) if numbers is None else numbers
        cdef uint32_t size = 64
        cdef int32_t node, following
        cdef int32_t count = 1
        # small tables: many word lists must share the caches
        cdef uint64_t nodes = 1 + len({word[:end] for word in words for end in range(1, len(word) + 1)})
        cdef uint32_t letter
        cdef Py_UCS4 sign
        while size < nodes * 2:
            size *= 2
        self.mask = size - 1
        self.keys = <uint64_t*>calloc(size, sizeof(uint64_t))
        self.nexts = <int32_t*>calloc(size, sizeof(int32_t))
        self.values = <int32_t*>malloc(nodes * sizeof(int32_t))
        if self.keys == NULL or self.nexts == NULL or self.values == NULL:
            raise MemoryError
        self.values[0] = -1
        for word, value in words.items():
            if not word:
                continue
            node = 0
            for sign in <str>word:
                letter = sign
                if node == 0 and letter < 65536:
                    self.firsts[letter >> 3] |= <uint8_t>(1 << (letter & 7))
                following = step(self, node, letter)
                if following < 0:
                    following = count
                    count += 1
                    self.values[following] = -1
                    self.join(node, letter, following)
                node = following
            self.values[node] = value

    def __dealloc__(self):
        free(self.keys)
        free(self.nexts)
        free(self.values)

    cdef void join(self, int32_t node, uint32_t letter, int32_t following):
        cdef uint64_t key = ((<uint64_t>node << 21) | <uint64_t>letter) + 1
        cdef uint32_t slot = <uint32_t>((key * 0x9E3779B97F4A7C15ULL) >> 32) & self.mask
        while self.keys[slot]:
            slot = (slot + 1) & self.mask
        self.keys[slot] = key
        self.nexts[slot] = following

    cdef Py_ssize_t longest(
        self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop, int32_t* value
    ) noexcept:
        """Where the longest word at ``at`` ends, -1 for none; its number goes to ``value``."""
        cdef Py_ssize_t found = -1
        cdef int32_t node = 0
        if at >= stop or not opens(self, PyUnicode_READ(kind, <void*>data, at)):
            return -1
        while at < stop:
            node = step(self, node, PyUnicode_READ(kind, <void*>data, at))
            if node < 0:
                break
            at += 1
            if self.values[node] >= 0:
                found = at
                value[0] = self.values[node]
        return found

    cpdef Py_ssize_t end(self, str text, Py_ssize_t at, Py_ssize_t stop):
        """Where the longest of the words that stands at ``at`` ends, no later than ``stop``; else -1."""
        cdef int32_t value = 0
        if stop > len(text):
            stop = len(text)
        return self.longest(PyUnicode_KIND(text), PyUnicode_DATA(text), at, stop, &value)

    def find(self, str text, Py_ssize_t at, Py_ssize_t stop):
        """Give the first word in ``text[at:stop]`` as a pair of offsets, or ``None``."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef int32_t value = 0
        cdef Py_ssize_t end
        if stop > len(text):
            stop = len(text)
        while at < stop:
            end = self.longest(kind, data, at, stop, &value)
            if end >= 0:
                return at, end
            at += 1
        return None

    def all(self, str text, Py_ssize_t at, Py_ssize_t stop):
        """Give the places of all words in ``text[at:stop]``, in order and without overlap."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef int32_t value = 0
        cdef Py_ssize_t end
        cdef list out = []
        if stop > len(text):
            stop = len(text)
        while at < stop:
            end = self.longest(kind, data, at, stop, &value)
            if end >= 0:
                out.append((at, end))
                at = end
            else:
                at += 1
        return out

    def found_in(self, str text):
        """Give the words that stand in the text, in order and without overlap."""
        return [text[at:end] for at, end in self.all(text, 0, len(text))]


cdef class Verbs:
    """``lexicon.deeds.PlainVerbs``: ``ranks`` gives each verb its rank, ``tails`` follow a noun."""

    def __init__(self, dict ranks, Words tails):
        self.ranks = Words(ranks, ranks)
        self.tails = tails

    def end(self, str text, Py_ssize_t at, Py_ssize_t stop):
        """Where the verb at ``at`` ends, no later than ``stop``; -1 where none stands there."""
        if stop > len(text):
            stop = len(text)
        return self.at(PyUnicode_KIND(text), PyUnicode_DATA(text), at, stop)

    cdef Py_ssize_t at(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept:
        cdef Py_ssize_t nominal[16]
        cdef Py_ssize_t plain = -1, longer = -1
        cdef int32_t node = 0, value = 0
        cdef int count = 0
        if at >= stop or not opens(self.ranks, PyUnicode_READ(kind, <void*>data, at)):
            return -1
        while at < stop:
            node = step(self.ranks, node, PyUnicode_READ(kind, <void*>data, at))
            if node < 0:
                break
            at += 1
            if self.ranks.values[node] == 0:
                longer = at
            elif self.ranks.values[node] == 1 and count < 16:
                nominal[count] = at
                count += 1
            elif self.ranks.values[node] == 2:
                plain = at
        if longer >= 0:
            return longer
        for node in range(count - 1, -1, -1):
            if self.tails.longest(kind, data, nominal[node], stop, &value) < 0:
                return nominal[node]
        return -1 if count else plain
