# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The governing verb: ``extracting.deeds.governing`` over the letters themselves.

Why a verb governs stands there; here stands the same in the same order.
"""

from cpython.unicode cimport PyUnicode_4BYTE_KIND, PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND
from cpython.unicode cimport PyUnicode_READ
from libc.stdint cimport int32_t, uint32_t
from libc.stdlib cimport free, malloc

from luoshi.native.records cimport named
from luoshi.native.words cimport Verbs, Words, exactly, opens

cdef enum:
    LONGEST = 400  # governing._LONGEST
    LAST_LOOKED_AT = 12  # governing._LAST_LOOKED_AT
    BLANK = 0xE000  # governing.BLANK
    SURE = 1  # the lists of which a word is one, as bits
    MANNER = 2
    LATE = 4
    LIGHT = 16
    CLOSED = 32
    HASTENING = 64


cpdef str mask(str text):
    """Give the text with all inside quotes and brackets blanked, the length unchanged."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t length = len(text), at = 0, end, place
    cdef uint32_t* letters = NULL
    cdef Py_UCS4 opening, closing, letter = 0
    while at < length:
        opening = PyUnicode_READ(kind, <void*>data, at)
        closing = _closing(opening)
        at += 1
        if not closing:
            continue
        end = at
        while end < length:
            letter = PyUnicode_READ(kind, <void*>data, end)
            if letter == closing or letter == opening:
                break
            end += 1
        if end == length or letter != closing:
            continue
        if letters == NULL:
            letters = <uint32_t*>malloc(length * sizeof(uint32_t))
            if letters == NULL:
                raise MemoryError
            for place in range(length):
                letters[place] = PyUnicode_READ(kind, <void*>data, place)
        for place in range(at - 1, end + 1):
            letters[place] = BLANK
        at = end + 1
    if letters == NULL:
        return text
    try:
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, letters, length)
    finally:
        free(letters)


cdef inline Py_UCS4 _closing(Py_UCS4 letter) noexcept:
    if letter == u"“":
        return u"”"
    if letter == u"‘":
        return u"’"
    if letter == u"《":
        return u"》"
    if letter == u"（":
        return u"）"
    if letter == u"(":
        return u")"
    if letter == u"【":
        return u"】"
    return u'"' if letter == u'"' else 0


cdef inline bint _parts(Py_UCS4 letter) noexcept:
    """Whether the letter ends a clause (``governing._CLAUSE``)."""
    if letter < 128:
        return letter == u"," or letter == u";" or letter == u":" or letter == u"!" or letter == u"?" or letter == u"\n"
    if letter < 0x3000 or 0x3002 < letter < 0xFF01:
        return False
    return (
        letter == u"，" or letter == u"。" or letter == u"；" or letter == u"：" or letter == u"！" or letter == u"？"
    )


cdef class Governor:
    """Finds governing verbs, the same as ``governing.plain_governing``.

    ``lists`` gives each word the sum of the bits of its lists. ``words`` are every verb, the words
    of manner, the prepositions, the tails that make a noun, the ends of a place, and the words before
    a verb: those that are sure, those that count before a verb only, and all their first letters.
    ``dated`` and ``ordered`` are expressions, tried where one of their first letters stands.
    """

    def __init__(self, type record, Verbs verbs, dict lists, tuple words, dated, ordered):
        self.record, self.verbs, self.lists = record, verbs, Words(lists, lists)
        self.every, self.manner, self.prepositions, self.tails, self.place_ends = words[:5]
        self.sure, self.doubtful, self.heads = words[5:]
        self.dated, self.ordered = dated, ordered

    def governing(self, str text):
        """Find the verb that governs a commitment."""
        cdef str masked = mask(text)
        cdef int kind = PyUnicode_KIND(masked)
        cdef const void* data = PyUnicode_DATA(masked)
        cdef Py_ssize_t at = 0, start, stop, length = len(masked)
        cdef int count = 0
        cdef tuple here, spare = None
        while True:
            while at < length and _parts(PyUnicode_READ(kind, <void*>data, at)):
                at += 1
            if at == length:
                break
            start = at
            while at < length and not _parts(PyUnicode_READ(kind, <void*>data, at)):
                at += 1
            stop = at if at < start + LONGEST else start + LONGEST
            here = <tuple>self._in_clause(masked, kind, data, start, stop)
            if <bint>here[6] and not self._is_manner(kind, data, here, length):
                return here
            if spare is None or (<tuple>here[5] and not <tuple>spare[5]):
                spare = here
            if count == LAST_LOOKED_AT:
                break
            count += 1
        if spare is None:
            return self._made(masked, 0, length, 0, 0, (), False, "")
        return spare

    def head(self, str text, Py_ssize_t at, Py_ssize_t stop):
        """Where the words end that may stand before the verb of ``text[at:stop]``."""
        if stop > len(text):
            stop = len(text)
        return self._head(text, PyUnicode_KIND(text), PyUnicode_DATA(text), at, stop)

    cdef object _made(
        self, str masked, Py_ssize_t clause, Py_ssize_t stop, Py_ssize_t start, Py_ssize_t end, tuple verbs,
        bint direct, str hastened
    ):
        return named(self.record, (masked, clause, stop, start, end, verbs, direct, hastened))

    cdef bint _in(self, int which, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept:
        """Whether the stretch is a word of one of the lists."""
        cdef int32_t lists = exactly(self.lists, kind, data, at, stop)
        return lists >= 0 and lists & which != 0

    cdef bint _stands(self, Words words, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept:
        cdef int32_t value = 0
        return words.longest(kind, data, at, stop, &value) >= 0

    cdef bint _is_manner(self, int kind, const void* data, tuple here, Py_ssize_t length) except -1:
        cdef tuple verb = (<tuple>here[5])[0]
        cdef Py_ssize_t clause = here[1], start = verb[0], end = verb[1]
        if self._in(MANNER, kind, data, start, end):
            return True
        return start != clause and self._stands(self.manner, kind, data, clause, length)

    cdef Py_ssize_t _head(
        self, str text, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop
    ) except -2:
        """``DeedWords.head``: past adverbs, dates and dashes."""
        cdef int32_t value = 0
        cdef Py_ssize_t end
        cdef Py_UCS4 letter
        cdef bint dated
        if at >= stop:
            return at
        letter = PyUnicode_READ(kind, <void*>data, at)
        if letter.isalpha():
            if not opens(self.heads, letter):
                return at
            dated = letter == u"到" or letter == u"至" or letter == u"截"
            if not dated and not self._stands(self.sure, kind, data, at, stop) and not self._stands(
                self.doubtful, kind, data, at, stop
            ):
                return at
        while at < stop:
            end = self.sure.longest(kind, data, at, stop, &value)
            if end < 0:
                end = self._doubtful(kind, data, at, stop)
            if end < 0:
                letter = PyUnicode_READ(kind, <void*>data, at)
                if letter.isspace() or letter == u"·" or letter == u"—" or letter == u"-":
                    end = at + 1
                elif letter.isdecimal() or letter == u"到" or letter == u"至" or letter == u"截":
                    found = self.dated.match(text, at, stop)
                    end = -1 if found is None else found.end()
            if end < 0:
                return at
            at = end
        return at

    cdef Py_ssize_t _doubtful(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept:
        """Where the longest adverb at ``at`` ends that has a verb behind it."""
        cdef Py_ssize_t limit = stop, end
        cdef int32_t value = 0
        while True:
            end = self.doubtful.longest(kind, data, at, limit, &value)
            if end < 0 or self.verbs.at(kind, data, end, stop) >= 0:
                return end
            limit = end - 1

    cdef object _in_clause(self, str masked, int kind, const void* data, Py_ssize_t start, Py_ssize_t stop):
        cdef Py_ssize_t at = start, begin = start, behind, opening
        cdef Py_ssize_t end = self.verbs.at(kind, data, start, stop)
        cdef tuple verbs, late
        if end < 0 or not self._in(SURE, kind, data, start, end):
            at = self._head(masked, kind, data, start, stop)
            behind = self.verbs.at(kind, data, at, stop) if at > start else -1
            if behind >= 0 and (end < 0 or not self._is_noun(kind, data, at, behind, stop)):
                begin, end = at, behind
        if end < 0:
            behind = self._ordered(masked, kind, data, at, stop)
            if behind >= 0:
                begin = self._head(masked, kind, data, behind, stop)
                end = self.verbs.at(kind, data, begin, stop)
        if end >= 0:
            verbs = self._chain(kind, data, begin, end, stop)
            opening = (<tuple>verbs[0])[0]
            hastened = masked[begin:end] if opening > begin else ""
            end = (<tuple>verbs[len(verbs) - 1])[1]
            return self._made(masked, start, stop, opening, end, verbs, True, hastened)
        late = self._behind(masked, kind, data, start, at, stop)
        if late is None:
            return self._made(masked, start, stop, at, at, (), False, "")
        return self._made(masked, start, stop, late[0], late[1], (late,), False, "")

    cdef Py_ssize_t _ordered(
        self, str masked, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop
    ) except -2:
        """Where 要 ends that orders the deed behind its subject; -1 where none does."""
        while at < stop and PyUnicode_READ(kind, <void*>data, at) != u"要":
            at += 1
        if at >= stop:
            return -1
        found = self.ordered.search(masked, at, stop)
        return -1 if found is None else found.end()

    cdef bint _is_noun(
        self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t stop
    ) noexcept:
        cdef Py_UCS4 follows
        if end >= stop:
            return False
        follows = PyUnicode_READ(kind, <void*>data, end)
        if (follows != u"和" and follows != u"与") or not self._in(NOMINAL, kind, data, start, end):
            return False
        return self.verbs.at(kind, data, end + 1, stop) < 0

    cdef tuple _chain(self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t stop):
        """The verbs side by side with one object, each as a pair of offsets."""
        cdef list verbs = None
        cdef Py_ssize_t begin, following
        cdef tuple first = (start, end)
        cdef Py_UCS4 follows
        cdef bint joined
        while end < stop:
            follows = PyUnicode_READ(kind, <void*>data, end)
            joined = follows == u"、" or follows == u"和" or follows == u"并" or follows == u"与"
            if joined and verbs is not None and len(verbs) > 1 and self._in(NOMINAL, kind, data, start, end):
                break
            begin = end + joined
            following = self.verbs.at(kind, data, begin, stop)
            if following < 0 or following >= stop:
                break
            if verbs is None:
                verbs = [first]
            if not joined:
                if self._in(CLOSED, kind, data, start, end):
                    break
                if self._in(LIGHT, kind, data, start, end) and self._in(NOMINAL, kind, data, begin, following):
                    break
                if self._in(HASTENING, kind, data, start, end):
                    verbs.clear()
            start, end = begin, following
            verbs.append((start, end))
        return (first,) if verbs is None else tuple(verbs)

    cdef tuple _behind(
        self, str masked, int kind, const void* data, Py_ssize_t start, Py_ssize_t at, Py_ssize_t stop
    ):
        """The verb behind a subject, or behind 将… or 以…."""
        cdef Py_ssize_t place, end, ended = -1
        cdef int32_t value = 0
        cdef tuple last = None
        cdef bint carried
        cdef Py_UCS4 letter
        if at >= stop:
            return None
        carried = self._stands(self.prepositions, kind, data, at, stop) or (
            at > start and self._stands(self.prepositions, kind, data, start, stop)
        )
        letter = PyUnicode_READ(kind, <void*>data, at)
        if letter == u"在" or letter == u"从":
            place = at
            while place < stop:
                end = self.place_ends.longest(kind, data, place, stop, &value)
                ended = end if end >= 0 else ended
                place = end if end >= 0 else place + 1
            if ended >= 0:
                at, carried = self._head(masked, kind, data, ended, stop), False
                end = self.verbs.at(kind, data, at, stop)
                if end >= 0:
                    return at, end
        place = at
        while place < stop:
            end = self.every.longest(kind, data, place, stop, &value)
            if end < 0:
                place += 1
                continue
            if carried and self._in(LATE, kind, data, place, end):
                return place, end
            if self._is_verb(kind, data, place, end, stop, carried):
                if not carried:
                    return place, end
                last = (place, end)
            place = end
        if last is None:
            end = self.every.longest(kind, data, at, stop, &value)
            if 0 <= end < stop:
                return at, end
        return last

    cdef bint _is_verb(
        self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t stop, bint carried
    ) noexcept:
        cdef Py_UCS4 follows
        if end < stop:
            follows = PyUnicode_READ(kind, <void*>data, end)
            if follows == u"的" or follows == u"、" or follows == u"和" or follows == u"与" or follows == u"等":
                return False
            if follows.isdigit():
                return True
        elif carried:
            return False
        if end - start == 1 or self._stands(self.tails, kind, data, end, stop):
            return False
        return carried or not self._in(NOMINAL, kind, data, start, end)
