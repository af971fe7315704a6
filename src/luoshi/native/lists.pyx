# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Lists under one frame: ``extracting.lists`` over the letters, for those that claim no number."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t
from libc.stdlib cimport free, malloc

from luoshi.native.governing cimport NOMINAL, Governor, mask
from luoshi.native.words cimport Words

cdef enum:
    LEAST = 3  # enumerations._LEAST
    LONGEST_ITEM = 30  # enumerations._LONGEST_ITEM
    LOOKED_AT = 4000  # enumerations._LOOKED_AT
    SHORT = 3  # items._SHORT


cdef struct Span:
    Py_ssize_t start
    Py_ssize_t end


cdef class Lister:
    """Gives the lists of a text, the same as ``enumerations.plain_enumerations_of``, which is ``longer``.

    That is asked for whatever a list claims: where a numeral, a colon or 一是 stands at it. ``made`` makes
    a list of its claim, its stretches and whether it is open, ``ordered`` puts several in order.
    ``words`` are the words behind a verb, the openers and the cuts.
    """

    cdef Governor governor
    cdef Words after, openers, cuts
    cdef object figure, longer, part, made, ordered

    def __init__(self, Governor governor, tuple words, figure, longer, part, made, ordered):
        self.governor, self.figure = governor, figure
        self.after, self.openers, self.cuts = words
        self.longer, self.part, self.made, self.ordered = longer, part, made, ordered

    def lists(self, str document, Py_ssize_t start, Py_ssize_t end):
        """Give the lists in ``document[start:end]``, the one that leads first."""
        cdef int kind = PyUnicode_KIND(document)
        cdef const void* data = PyUnicode_DATA(document)
        cdef Py_ssize_t at, begin, length
        cdef bint listed = False, comma
        cdef Py_UCS4 letter
        cdef str text, masked
        cdef list out = None
        if end > start + LOOKED_AT:
            end = start + LOOKED_AT
        if end > len(document):
            end = len(document)
        for at in range(start, end):
            letter = PyUnicode_READ(kind, <void*>data, at)
            if letter == u"、":
                listed = True
            elif letter == u"一" and at + 1 < end and PyUnicode_READ(kind, <void*>data, at + 1) == u"是":
                return self.longer(document, start, end)
        if not listed:
            return ()
        text = document[start:end]
        masked = mask(text)
        kind = PyUnicode_KIND(masked)
        data = PyUnicode_DATA(masked)
        length = len(masked)
        at = 0
        while at < length:
            begin = at
            comma = False
            while at < length:
                letter = PyUnicode_READ(kind, <void*>data, at)
                if letter == u"、":
                    comma = True
                elif _parts(letter):
                    break
                at += 1
            if comma:
                found = self._in_part(text, masked, begin, at)
                if found is not None:
                    if out is None:
                        out = []
                    out.append(self.made(text, start, *found))
            at += 1
        if out is None:
            return ()
        return tuple(out) if len(out) == 1 else self.ordered(out)

    cdef object _in_part(self, str text, str masked, Py_ssize_t start, Py_ssize_t end):
        """The list between two stops."""
        cdef int kind = PyUnicode_KIND(masked)
        cdef const void* data = PyUnicode_DATA(masked)
        cdef Py_ssize_t at, count = 2
        cdef Span* bounds
        for at in range(start, end):
            count += PyUnicode_READ(kind, <void*>data, at) == u"、"
        bounds = <Span*>malloc(count * sizeof(Span))
        if bounds == NULL:
            raise MemoryError
        try:
            return self._bounded(text, masked, kind, data, start, end, bounds)
        finally:
            free(bounds)

    cdef object _bounded(
        self, str text, str masked, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Span* bounds
    ):
        cdef Py_ssize_t at, count = self._split(kind, data, start, end, bounds), others, place, kept = 0, stop
        cdef Span last = bounds[count - 1], whole, head
        cdef int figures = 0
        cdef bint open_ended
        cdef list places
        if (start > 0 and _colon(PyUnicode_READ(kind, <void*>data, start - 1))) or (
            bounds[1].end > bounds[1].start and PyUnicode_READ(kind, <void*>data, bounds[1].start) == u"进"
        ):
            return self.part(text, masked, (start, end))
        others = _and_others(kind, data, last.start, last.end, len(masked))
        open_ended = others >= 0
        if open_ended:
            last.end = others
            stop = others + 1
        else:
            # the text itself: “三大行动” in quotes behind its list is a claim too
            if _numeral_in(text, last.start + 1, last.end):
                return self.part(text, masked, (start, end))
            at = _find(kind, data, last.start + 1, last.end, u"的")
            if at > 0 and _find(kind, data, bounds[count - 2].start, bounds[count - 2].end, u"的") < 0:
                last.end = at
            stop = last.end
        if _numeral_in(text, stop, end if end < stop + 2 else stop + 2):
            return self.part(text, masked, (start, end))
        if count == 2:
            whole = last
            _trim(text, &whole)
            if self._joint(masked, kind, data, whole) < 0:
                return None
        if not self._first(masked, kind, data, bounds, count, &head):
            return self.part(text, masked, (start, end))
        bounds[0], bounds[count - 1] = head, last
        for place in range(count):
            whole = bounds[place]
            _trim(text, &whole)
            if whole.end <= whole.start:
                continue
            if whole.end - whole.start > LONGEST_ITEM:
                return None
            for at in range(whole.start, whole.end):
                if PyUnicode_READ(kind, <void*>data, at).isdecimal():
                    figures += self.figure.search(masked, whole.start, whole.end) is not None
                    break
            bounds[kept] = whole
            kept += 1
        if kept < 2 or figures > 1:
            return None
        at = self._joint(masked, kind, data, bounds[kept - 1])
        if kept + (at >= 0) < LEAST:
            return None
        places = [(bounds[place].start, bounds[place].end) for place in range(kept)]
        if at >= 0:
            place = at + 1 + (PyUnicode_READ(kind, <void*>data, at) == u"以")
            places[kept - 1] = (bounds[kept - 1].start, at)
            places.append((place, bounds[kept - 1].end))
        return None, places, open_ended

    cdef Py_ssize_t _split(
        self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop, Span* bounds
    ) noexcept:
        cdef Py_ssize_t count = 0, comma
        while True:
            comma = _find(kind, data, at, stop, u"、")
            bounds[count].start = at
            if comma < 0 or (count and _and_others(kind, data, at, comma, stop + 1) >= 0):
                bounds[count].end = stop
                return count + 1
            bounds[count].end = comma
            count += 1
            at = comma + 1

    cdef Py_ssize_t _joint(self, str masked, int kind, const void* data, Span span) except -2:
        """Where the word stands that parts B和C at the end of a list of things (``items.parted``); else -1."""
        cdef Py_ssize_t at
        cdef Py_UCS4 word
        if self._opens_deed(masked, kind, data, span.start, span.end):
            return -1
        at = span.end - 1
        while at - 1 >= span.start and not (
            PyUnicode_READ(kind, <void*>data, at) == u"及" and PyUnicode_READ(kind, <void*>data, at - 1) == u"以"
        ):
            at -= 1
        if at - 1 - span.start >= 2 and span.end - at - 1 >= 2:
            return at - 1
        for word in u"和与及":
            at = span.end - 1
            while at >= span.start and PyUnicode_READ(kind, <void*>data, at) != word:
                at -= 1
            if at - span.start >= 2 and span.end - at - 1 >= 2:
                return at
        return -1

    cdef bint _opens_deed(
        self, str masked, int kind, const void* data, Py_ssize_t start, Py_ssize_t end
    ) except -1:
        cdef Py_ssize_t at = self.governor.verbs.at(
            kind, data, self.governor._head(masked, kind, data, start, end), end
        )
        return 0 <= at < end

    cdef bint _first(
        self, str masked, int kind, const void* data, Span* bounds, Py_ssize_t count, Span* out
    ) except -1:
        """Where the first item begins (``items.first_item``); whether it can be told here."""
        cdef Py_ssize_t start = bounds[0].start, end = bounds[0].end, place, usual = 0
        cdef bint doubled = True, shared = count > 2, deeds = True
        cdef Py_UCS4 letter, first = 0
        cdef Span head
        while start < end and PyUnicode_READ(kind, <void*>data, start).isspace():
            start += 1
        for place in range(1, count):
            head = bounds[place]
            while head.start < head.end and PyUnicode_READ(kind, <void*>data, head.start).isspace():
                head.start += 1
            letter = PyUnicode_READ(kind, <void*>data, head.start) if head.start < head.end else 0
            if head.end - head.start < 2 or letter != PyUnicode_READ(kind, <void*>data, head.start + 1):
                doubled = False
            if place > 1 and letter != first:
                shared = False
            first = letter
            if place < count - 1 or count == 2:
                usual = max(usual, head.end - head.start)
            deeds = deeds and self._opens_deed(masked, kind, data, head.start, head.end)
        if doubled or shared:
            return False
        out.start, out.end = self._behind_verb(masked, kind, data, start, end, deeds, usual), end
        return True

    cdef Py_ssize_t _behind_verb(
        self, str masked, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, bint deeds, Py_ssize_t usual
    ) except -2:
        cdef Py_ssize_t at = self.governor._head(masked, kind, data, start, end), verb, after, begin
        cdef int32_t value = 0
        cdef Py_UCS4 letter
        if at >= end:
            at = start
        while at < end:
            begin = at
            if at > start:
                letter = PyUnicode_READ(kind, <void*>data, at)
                begin += letter == u"和" or letter == u"与" or letter == u"、"
            verb = self.governor.verbs.at(kind, data, begin, end)
            if verb < 0 or verb >= end:
                break
            if deeds and not 0 <= self.governor.verbs.at(kind, data, verb, end) < end:
                return at
            after = self.after.longest(kind, data, verb, end, &value)
            at = after if 0 <= after < end else verb
        after = self.openers.longest(kind, data, at, end, &value)
        if 0 <= after < end:
            at = after
        if deeds or end - at <= usual + SHORT:
            return at
        return self._last_cut(kind, data, at, end, usual)

    cdef Py_ssize_t _last_cut(
        self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t usual
    ) noexcept:
        cdef Py_ssize_t best = -1, at = start, stop
        cdef int32_t value = 0
        while at < end:
            stop = self.cuts.longest(kind, data, at, end, &value)
            if stop >= 0 and 2 <= end - stop <= usual + SHORT and stop > best:
                best = stop
            at = stop if stop >= 0 else at + 1
        at = start
        while at < end:
            stop = self.governor.every.longest(kind, data, at, end, &value)
            if (
                stop > best
                and 2 <= end - stop <= usual + SHORT
                and not self.governor._in(NOMINAL, kind, data, at, stop)
            ):
                best = stop
            at = stop if stop >= 0 else at + 1
        return best if best >= 0 else start


cdef Py_ssize_t _find(int kind, const void* data, Py_ssize_t at, Py_ssize_t end, Py_UCS4 wanted) noexcept:
    while at < end:
        if PyUnicode_READ(kind, <void*>data, at) == wanted:
            return at
        at += 1
    return -1


cdef Py_ssize_t _and_others(
    int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t length
) noexcept:
    """``items.and_others``: where 等 stands behind an item."""
    cdef Py_ssize_t at = _find(kind, data, start + 1, end, u"等")
    cdef Py_UCS4 letter
    while at >= 0:
        if at + 1 >= length:
            return at
        letter = PyUnicode_READ(kind, <void*>data, at + 1)
        if not (letter == u"级" or letter == u"教" or letter == u"学" or letter == u"职" or letter == u"于"):
            return at
        at = _find(kind, data, at + 1, end, u"等")
    return -1


cdef void _trim(str text, Span* span) noexcept:
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    while span.start < span.end and PyUnicode_READ(kind, <void*>data, span.start).isspace():
        span.start += 1
    while span.end > span.start and PyUnicode_READ(kind, <void*>data, span.end - 1).isspace():
        span.end -= 1


cdef bint _numeral_in(str text, Py_ssize_t at, Py_ssize_t end) noexcept:
    """Whether a letter stands in the stretch with which a claim may begin."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 letter
    while at < end:
        letter = PyUnicode_READ(kind, <void*>data, at)
        if letter.isdecimal() or letter in u"一二三四五六七八九十两":
            return True
        at += 1
    return False


cdef inline bint _colon(Py_UCS4 letter) noexcept:
    return letter == u"：" or letter == u":"


cdef inline bint _parts(Py_UCS4 letter) noexcept:
    """Whether the letter ends a part (``enumerations._PART``)."""
    if letter < 128:
        return letter == u"," or letter == u";" or letter == u":" or letter == u"!" or letter == u"?"
    return (
        letter == u"，" or letter == u"。" or letter == u"；" or letter == u"：" or letter == u"！" or letter == u"？"
    )
