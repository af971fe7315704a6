# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Cutting a line at its marks: ``parsing.clauses`` in one pass over the letters."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.string cimport memset

from luoshi.native.records cimport named

cdef enum:
    DEEP = 24  # clauses._DEEP


cdef class Cutter:
    """Cuts as ``clauses.plain_pieces`` does; ``opens`` and ``closes`` are the marks of pairs, in one order."""

    cdef unsigned char kinds[65536]  # 0 no mark, 1 a clause's end, 2 opens a pair, 3 closes one, 4 an edge
    cdef dict pairs
    cdef str closes

    def __init__(self, str opens, str closes, str marks, str edges):
        cdef Py_UCS4 letter
        self.pairs = {opens[at]: at for at in range(len(opens))}
        self.closes = closes
        memset(self.kinds, 0, sizeof(self.kinds))
        for kind, letters in ((1, marks), (2, opens), (3, closes), (4, edges)):
            for letter in <str>letters:
                self.kinds[<int>letter] = kind

    def pieces(self, str text, Py_ssize_t start, Py_ssize_t end):
        """Give the clauses of the line as tuples of start, end and the mark that ends them."""
        cdef list out = []
        if not self._cut(text, start, end, True, out):
            out.clear()
            self._cut(text, start, end, False, out)
        return out

    cdef bint _cut(self, str text, Py_ssize_t start, Py_ssize_t end, bint paired, list out) except -1:
        """Cut the line; whether every pair was closed."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_UCS4 letter
        cdef Py_UCS4 depth[DEEP]
        cdef int deep = 0, level
        cdef unsigned char what
        cdef Py_ssize_t at, begin = start, length = len(text)
        for at in range(start, end):
            letter = PyUnicode_READ(kind, <void*>data, at)
            what = self.kinds[<int>letter] if <int>letter < 65536 else 0
            if what == 0 or what == 4:
                continue
            if what == 1:
                if deep or (paired and letter == u"," and self._in_number(kind, data, at, length)):
                    continue
                self._piece(text, kind, data, begin, at, letter, out)
                begin = at + 1
            elif not paired:
                continue
            elif what == 2:
                if deep >= DEEP:
                    return False
                depth[deep] = self.closes[<Py_ssize_t>self.pairs[letter]]
                deep += 1
            else:
                for level in range(deep - 1, -1, -1):
                    if depth[level] == letter:
                        deep = level
                        break
        if deep:
            return False
        self._piece(text, kind, data, begin, end, 0, out)
        return True

    cdef bint _in_number(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t length) noexcept:
        """Whether a digit stands before the comma, and nothing but one to three digits behind it."""
        cdef Py_ssize_t place
        if at == 0 or at + 1 >= length or not PyUnicode_READ(kind, <void*>data, at - 1).isdigit():
            return False
        for place in range(at + 1, at + 4 if at + 4 < length else length):
            if not PyUnicode_READ(kind, <void*>data, place).isdigit():
                return False
        return True

    cdef int _piece(
        self, str text, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_UCS4 ender, list out
    ) except -1:
        cdef Py_ssize_t at
        cdef Py_UCS4 letter
        while start < end and self._edge(PyUnicode_READ(kind, <void*>data, start)):
            start += 1
        while end > start and self._edge(PyUnicode_READ(kind, <void*>data, end - 1)):
            end -= 1
        for at in range(start, end):
            letter = PyUnicode_READ(kind, <void*>data, at)
            if letter == u"_" or letter.isalnum():
                out.append((start, end, chr(<int>ender) if ender else ""))
                return 0
        return 0

    cdef bint _edge(self, Py_UCS4 letter) noexcept:
        return <int>letter < 65536 and self.kinds[<int>letter] == 4


cdef class Parts:
    """Clauses and sentences of a text, collected line by line as ``outline.PlainParts`` does."""

    cdef object pieces
    cdef type clause, sentence
    cdef str text
    cdef readonly list clauses, sentences
    cdef Py_ssize_t open_first, open_start, open_section, last_end

    def __init__(self, pieces, type clause, type sentence, str text):
        self.pieces, self.clause, self.sentence, self.text = pieces, clause, sentence, text
        self.clauses, self.sentences = [], []
        self.open_first = -1

    def add(self, Py_ssize_t start, Py_ssize_t end, bint resumes, Py_ssize_t limit, Py_ssize_t section):
        """Add the clauses of a line; those that begin before ``limit`` belong to its heading."""
        cdef tuple piece
        cdef Py_ssize_t begin
        cdef str ender
        cdef bint opens = True
        for piece in self.pieces(self.text, start, end):
            begin = piece[0]
            ender = piece[2]
            if self.open_first < 0:
                self.open_first, self.open_start, self.open_section = len(self.clauses), begin, section
            self.last_end = piece[1]
            self.clauses.append(
                named(
                    self.clause,
                    (
                        piece[0],
                        piece[1],
                        ender,
                        opens and not resumes,
                        opens and resumes,
                        begin < limit,
                        section,
                        len(self.sentences),
                    ),
                )
            )
            opens = False
            if ender and ender in "。！!？?":
                self.end_sentence()

    cpdef end_sentence(self):
        """End the sentence that is open, if one is."""
        if self.open_first < 0:
            return
        self.sentences.append(
            named(
                self.sentence,
                (self.open_start, self.last_end, self.open_first, len(self.clauses), self.open_section),
            )
        )
        self.open_first = -1
