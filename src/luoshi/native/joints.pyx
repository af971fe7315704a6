# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The joint model: ``extracting.labels.joints`` in loops over whole numbers.

What each feature is, and why, stands there; here stands how it is added up.
"""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc

from luoshi.native.shapes cimport Lone, Row, read_rows, size_of, stops
from luoshi.native.weights cimport Flat, Flattener, Memo, Name, Weights, mixed, put, put_some
from luoshi.native.words cimport Words, step

cdef enum:
    END = 5  # joints._END
    BEHIND = 2  # letters that may stand behind the word that tells
    ADVERBS = 3  # that may stand before the word that tells
    UNKNOWN = -2


cdef struct Shape:
    int begin  # UNKNOWN until it is asked for, -1 for none, else a class
    int end
    int last


cdef class Joiner:
    """Says for each clause whether it goes on with the one before, the same as ``joints.joined``.

    ``begins`` gives the words that open a clause the number of their class, ``ends`` are the
    abstract and the concrete words at its end; ``step_row`` gives the sum for a step.
    """

    cdef Weights weights
    cdef int64_t threshold
    cdef Flattener flattener
    cdef Lone lone
    cdef Words begins, adverbs, abstract, concrete
    cdef object step_row
    cdef Memo steps

    def __init__(self, Weights weights, threshold, Flattener flattener, Lone lone, words, step_row):
        self.weights, self.threshold, self.flattener, self.lone = weights, threshold, flattener, lone
        self.begins, self.adverbs, self.abstract, self.concrete = words
        self.step_row = step_row
        self.steps = Memo(1)

    def joined(self, str text, tuple clauses, tuple sentences, list labels):
        """Give whether each clause goes on with the unit of the clause before it."""
        cdef Py_ssize_t count = len(clauses), at
        cdef Flat flat = self.flattener.flat(text)
        cdef Row* rows = <Row*>malloc((count + 1) * sizeof(Row))
        cdef Shape* shapes = <Shape*>malloc((count + 1) * sizeof(Shape))
        cdef list out = [False] * count
        cdef str label
        try:
            if rows == NULL or shapes == NULL:
                raise MemoryError
            read_rows(clauses, flat, self.lone, rows)
            for at in range(count):
                shapes[at].begin = UNKNOWN
            for at in range(1, count):
                label = labels[at]
                if rows[at].opens_line or never_over(rows[at - 1].ender) or label not in "CRP":
                    continue
                if label == labels[at - 1]:
                    out[at] = self._pair(text, flat, rows, shapes, at, label[0], <tuple>sentences[rows[at].sentence])
        finally:
            free(rows)
            free(shapes)
        return out

    cdef int _begin(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t end, int depth) noexcept:
        """The class that comes first of the words at ``at``, behind as few adverbs as will do."""
        cdef int node = 0, found = -1, count = 0
        cdef Py_ssize_t place = at
        cdef Py_ssize_t behind[16]
        while place < end:
            node = step(self.begins, node, PyUnicode_READ(kind, <void*>data, place))
            if node < 0:
                break
            place += 1
            if self.begins.values[node] >= 0 and (found < 0 or self.begins.values[node] < found):
                found = self.begins.values[node]
        if found >= 0 or depth == ADVERBS:
            return found
        node = 0
        place = at
        while place < end and count < 16:
            node = step(self.adverbs, node, PyUnicode_READ(kind, <void*>data, place))
            if node < 0:
                break
            place += 1
            if self.adverbs.values[node] >= 0:
                behind[count] = place
                count += 1
        while count > 0 and found < 0:
            count -= 1
            found = self._begin(kind, data, behind[count], end, depth + 1)
        return found

    cdef bint _ends(self, Words words, int kind, const void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
        """Whether one of the words stands at ``at`` with no more than ``BEHIND`` letters behind it."""
        cdef int node = 0
        while at < end:
            node = step(words, node, PyUnicode_READ(kind, <void*>data, at))
            if node < 0:
                return False
            at += 1
            if words.values[node] >= 0 and end - at <= BEHIND:
                return True
        return False

    cdef Shape* _shape(self, int kind, const void* data, Row* row, Shape* shape) noexcept:
        cdef Py_ssize_t at
        if shape.begin != UNKNOWN:
            return shape
        shape.begin = self._begin(kind, data, row.start, row.end, 0)
        shape.last = row.ender == 0 or never_over(row.ender)
        shape.end = 0
        for at in range(row.end - END if row.end - END > row.start else row.start, row.end):
            if self._ends(self.abstract, kind, data, at, row.end):
                shape.end = 1
            elif self._ends(self.concrete, kind, data, at, row.end):
                shape.end = 2
            if shape.end:
                break
        return shape

    cdef bint _pair(
        self, str text, Flat flat, Row* rows, Shape* shapes, Py_ssize_t at, uint32_t label, tuple sentence
    ) except -1:
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t first = sentence[2], last = sentence[3]
        cdef Shape* here = self._shape(kind, data, &rows[at], &shapes[at])
        cdef Shape* before = self._shape(kind, data, &rows[at - 1], &shapes[at - 1])
        cdef int earlier = -2, after = -1
        cdef int place = min(at - first + 1, 4), left = min(last - 1 - at, 3), size = min(last - first, 6)
        cdef const int32_t* found
        cdef int64_t total
        if at - 2 >= first:
            earlier = self._shape(kind, data, &rows[at - 2], &shapes[at - 2]).begin
        if at + 1 < last:
            after = self._shape(kind, data, &rows[at + 1], &shapes[at + 1]).begin
        key = earlier + 2 | before.begin + 1 << 3 | before.end << 6 | before.last << 8 | here.begin + 1 << 9
        key |= here.end << 12 | here.last << 14 | after + 1 << 15 | place << 18 | left << 21 | size << 23
        found = self.steps.get(key)
        if found == NULL:
            shaped = (before.begin, before.end, before.last), (here.begin, here.end, here.last)
            found = self.steps.keep(key, self.step_row(earlier, *shaped, after, (place, left, size)))
        total = found[0] + self._words(
            flat, &rows[at - 1], &rows[at], here.last, label, &rows[at + 1] if at + 1 < last else NULL
        )
        return total > self.threshold

    cdef int64_t _words(
        self, Flat flat, Row* told, Row* row, bint last, uint32_t label, Row* follows
    ) noexcept:
        """``joints.word_names``, in its order, and the pairs of letters."""
        cdef const uint32_t* here = flat.letters + row.start
        cdef const uint32_t* before = flat.letters + told.start
        cdef int length = row.length, size = told.length, at, some
        cdef int first = 2 if length > 2 else length
        cdef int ends = first
        cdef int head = 2 if size > 2 else size
        cdef int figures = told.figures + 2 * row.figures
        cdef int sizes = size_of(size), own = size_of(length)
        cdef bint same = first == head and here[0] == before[0] and (first < 2 or here[1] == before[1])
        cdef Name name
        cdef int64_t total = 0
        cdef uint64_t state
        total += self._said(&name, b"=", label, 0, NULL, 0)
        for at in range(1, 5):
            total += self._said(&name, b"^", 0, 0, here, at if at < length else length)
        start(&name, b"")
        put(&name, label)
        total += self._tied(&name, last, b"^", here, first)
        total += self._said(&name, b"$", 0, 0, here + length - ends, ends)
        start(&name, b"")
        total += self._tied(&name, last, b"$", here + length - ends, ends)
        for at in range(1, 4):
            total += self._said(&name, b"p^", 0, 0, before, at if at < size else size)
        for at in range(1, 3):
            some = at if at < size else size
            total += self._said(&name, b"p$", 0, 0, before + size - some, some)
        for at in range(1, 3):
            start(&name, b"p^")
            put_some(&name, before, at if at < size else size)
            total += self._tied(&name, False, b"^", here, first)
        start(&name, b"pe")
        if told.ender:
            put(&name, told.ender)
        total += self._tied(&name, last, b"", &label, 1)
        start(&name, b"pl")
        put(&name, c"0" + sizes)
        total += self._tied(&name, last, b"", NULL, 0)
        start(&name, b"l")
        put(&name, c"0" + own)
        total += self._tied(&name, last, b"", NULL, 0)
        start(&name, b"pl")
        put(&name, c"0" + sizes)
        put(&name, c"l")
        put(&name, c"0" + own)
        total += self._tied(&name, False, b"", NULL, 0)
        total += self._said(&name, b"f", c"0" + figures, label, NULL, 0)
        total += self._said(&name, b"f", c"0" + figures, c"^", here, first)
        start(&name, b"lone")
        put_ascii(&name, truth(told.lone))
        total += self._tied(&name, False, b"", &label, 1)
        start(&name, b"same")
        total += self._tied(&name, False, truth(same), NULL, 0)
        start(&name, b"resumes")
        total += self._tied(&name, False, truth(row.resumes), NULL, 0)
        total += self._said(&name, b"shared", c"0" + shared(here, length, before, size), 0, NULL, 0)
        start(&name, b"de")
        put_ascii(&name, truth(holds(here, length, u"的")))
        total += self._tied(&name, last, b"", NULL, 0)
        start(&name, b"list")
        put_ascii(&name, truth(holds(here, length, u"、")))
        total += self._tied(&name, False, truth(holds(before, size, u"、")), NULL, 0)
        start(&name, b"more")
        total += self._tied(&name, False, truth(more(here[0])), NULL, 0)
        if follows != NULL:
            some = 2 if follows.length > 2 else follows.length
            total += self._said(&name, b"n^", 0, 0, flat.letters + follows.start, some)
        name.letters[0] = c"w"
        for at in range(length - 1):
            name.letters[1] = here[at]
            name.letters[2] = here[at + 1]
            total += weight(self.weights.of(name.letters, 3))
        return total

    cdef int64_t _said(
        self, Name* name, const char* head, uint32_t one, uint32_t two, const uint32_t* letters, int count
    ) noexcept:
        start(name, head)
        if one:
            put(name, one)
        if two:
            put(name, two)
        put_some(name, letters, count)
        return weight(self.weights.of(name.letters, name.length))

    cdef int64_t _tied(
        self, Name* name, bint last, const char* mark, const uint32_t* letters, int count
    ) noexcept:
        """The weight of a name begun, with the mark of a sentence's end and what comes behind it."""
        if last:
            put(name, c".")
        put_ascii(name, mark)
        put_some(name, letters, count)
        return weight(self.weights.of(name.letters, name.length))


cdef inline int64_t weight(const int32_t* row) noexcept:
    return row[0] if row != NULL else 0


cdef inline bint never_over(Py_UCS4 ender) noexcept:
    return stops(ender) or ender == u"；" or ender == c";"


cdef inline bint more(Py_UCS4 letter) noexcept:
    return letter == u"还" or letter == u"也" or letter == u"并" or letter == u"又"


cdef inline const char* truth(bint value) noexcept:
    return b"True" if value else b"False"


cdef inline void start(Name* name, const char* head) noexcept:
    name.length = 0
    put_ascii(name, head)


cdef inline void put_ascii(Name* name, const char* letters) noexcept:
    cdef int at = 0
    while letters[at]:
        put(name, <uint32_t>letters[at])
        at += 1


cdef inline bint holds(const uint32_t* letters, int length, Py_UCS4 wanted) noexcept:
    cdef int at
    for at in range(length):
        if <Py_UCS4>letters[at] == wanted:
            return True
    return False


cdef int shared(const uint32_t* here, int length, const uint32_t* before, int size) noexcept:
    """How many pairs of letters stand in the clause before too; three is many."""
    cdef int at, other, found = 0
    for at in range(length - 1):
        for other in range(size - 1):
            if before[other] == here[at] and before[other + 1] == here[at + 1]:
                found += 1
                break
        if found == 3:
            break
    return found
