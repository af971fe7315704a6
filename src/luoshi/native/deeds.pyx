# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Force, kind, object of a deed: ``extracting.deeds`` over the letters themselves.

What each rule is, and why, stands there. A deed is a ``Governing`` as a tuple.
"""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t

from luoshi.native.words cimport Words, exactly, step

cdef enum:
    BINDING = 1  # numbers of the auxiliaries
    STRIVING = 2
    OTHER = 3
    SURE = 64  # bits of a verb beside those of its kinds
    ENDS = 128
    NEAR_END = 8  # kinds._NEAR_END


cdef class Forces:
    """Gives the force of a commitment, the same as ``force.plain_force_of``.

    ``auxiliaries`` gives each word its number, 0 for one that only looks like an auxiliary;
    ``verbs`` gives each verb the index of its force in ``names``.
    """

    cdef Words auxiliaries, verbs, others
    cdef tuple names
    cdef object counted
    cdef int directional
    cdef frozenset deciding

    def __init__(self, dict auxiliaries, dict verbs, tuple names, Words others, counted):
        self.auxiliaries, self.verbs = Words(auxiliaries, auxiliaries), Words(verbs, verbs)
        self.names, self.others, self.counted = names, others, counted
        self.directional = names.index("directional")
        self.deciding = frozenset(("exploratory", "striving", "binding"))

    def force_of(self, str text, governing):
        """Give the force and the word that decided."""
        cdef tuple deed = <tuple>governing  # a named one is one as well
        cdef str masked = deed[0]
        cdef int kind = PyUnicode_KIND(masked)
        cdef const void* data = PyUnicode_DATA(masked)
        cdef Py_ssize_t at = 0, length = len(masked), end, stop = deed[2], start = deed[3]
        cdef tuple verbs = deed[5]
        cdef str order = "", striving = ""
        cdef int32_t value = 0
        while at < length:
            end = self.auxiliaries.longest(kind, data, at, length, &value)
            if end < 0:
                at += 1
                continue
            if value == BINDING:
                return "binding", masked[at:end]
            if value and at < stop:
                if value == STRIVING:
                    striving = striving or masked[at:end]
                elif at <= start or not verbs:
                    order = order or masked[at:end]
            at = end
        if striving:
            return "striving", striving
        return self._by_verb(kind, data, deed, order, text)

    cdef tuple _by_verb(self, int kind, const void* data, tuple deed, str order, str text):
        cdef int32_t force = -1
        cdef Py_ssize_t first = 0, last = 0, at, end, stop
        cdef tuple verbs = deed[5], verb
        cdef str word = ""
        if verbs:
            verb = verbs[0]
            first, last = verb[0], verb[1]
            force = exactly(self.verbs, kind, data, first, last)
            if len(verbs) > 1:
                first, last = deed[3], deed[4]
                for verb in verbs:
                    at, end = verb[0], verb[1]
                    if force >= 0 and exactly(self.verbs, kind, data, at, end) == force:
                        first, last = at, end
            word = text[first:last]
        name = self.names[force] if force >= 0 else ""
        if name in self.deciding:
            return name, word
        if order or <str>deed[7]:
            return "firm", order or deed[7]
        if force == self.directional:
            at, stop = deed[4], deed[2]
            if exactly(self.others, kind, data, first, last) < 0:
                found = self._figure(kind, data, deed[0], at, stop)
                if found is not None:
                    return "firm", word or found.group()
        elif force < 0:
            found = self._figure(kind, data, deed[0], 0, len(<str>deed[0]))
            return ("firm", found.group()) if found is not None else ("directional", "")
        return name, word

    cdef object _figure(self, int kind, const void* data, str masked, Py_ssize_t at, Py_ssize_t stop):
        if stop > len(masked):
            stop = len(masked)
        while at < stop:
            if PyUnicode_READ(kind, <void*>data, at).isdecimal():
                return self.counted.search(masked, at, stop)
            at += 1
        return None


cdef class Kinds:
    """Gives the kind of a commitment, the same as ``kinds.plain_kind_of``.

    ``verbs`` gives each verb the bits of its kinds, ``SURE`` and ``ENDS``; ``cues`` gives each word the
    index of its kind in ``names``, the last of which is ``thing``.
    """

    cdef Words verbs, cues
    cdef int study, publicity, monitoring, principle, project, goal, thing

    def __init__(self, dict verbs, dict cues, tuple names):
        self.verbs, self.cues = Words(verbs, verbs), Words(cues, cues)
        self.study, self.publicity, self.monitoring = [names.index(k) for k in ("study", "publicity", "monitoring")]
        self.principle, self.project, self.goal = [names.index(k) for k in ("principle", "project", "goal")]
        self.thing = names.index("thing")

    def kind_of(self, str text, governing, bint has_target, bint heading):
        """Give the kind."""
        cdef tuple deed = <tuple>governing  # a named one is one as well
        cdef str masked = deed[0]
        cdef int kind = PyUnicode_KIND(masked)
        cdef const void* data = PyUnicode_DATA(masked)
        cdef Py_ssize_t at = 0, length = len(masked), end, stop = deed[2]
        cdef Py_ssize_t verb_end = deed[4], principle = -1
        cdef int32_t value = 0, spoken = 0, last = 0, said, found = 0
        cdef tuple verbs = deed[5], verb
        cdef Py_UCS4 before
        cdef bint named = False
        for verb in verbs:
            at, end = verb[0], verb[1]
            last = exactly(self.verbs, kind, data, at, end)
            if last < 0:
                last = 0
            spoken |= last & 63
            named = True
        at = 0
        while at < length:
            end = self.cues.longest(kind, data, at, length, &value)
            if end < 0:
                at += 1
                continue
            if at and PyUnicode_READ(kind, <void*>data, at) == u"进":
                before = text[at - 1]
                if before == u"推" or before == u"促" or before == u"改" or before == u"引" or before == u"先":
                    at = end
                    continue
            if value != self.thing:
                if value == self.principle and principle < 0:
                    principle = at
                found |= 1 << value
            elif last & SURE or stop - end <= NEAR_END:
                found |= 1 << value
            at = end
        if spoken or found:
            said = spoken | found
            if said >> self.study & 1:
                return "study"
            if said >> self.publicity & 1:
                return "publicity"
            if said >> self.monitoring & 1:
                return "monitoring"
            if verb_end == 0:
                verb_end = len(text)
            if spoken >> self.principle & 1 or 0 <= principle < verb_end:
                return "principle"
        if not heading and (last & SURE or (spoken >> self.project & 1 and found >> self.thing & 1)):
            return "project"
        if heading or has_target or spoken >> self.goal & 1:
            return "goal"
        if found >> self.goal & 1 and (not named or last & ENDS):
            return "goal"
        return "measure"


cdef class Things:
    """Says whether a commitment names a thing to look at, the same as ``measurability.plain_checkable``."""

    cdef Words deeds, things

    def __init__(self, Words deeds, Words things):
        self.deeds, self.things = deeds, things

    def checkable(self, str text, str kind_of, governing):
        """Whether somebody could go and look at it."""
        cdef tuple deed = <tuple>governing  # a named one is one as well
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef tuple verb
        cdef Py_ssize_t at, end, stop
        if kind_of == "project":
            return True
        for verb in <tuple>deed[5]:
            at, end = verb[0], verb[1]
            if exactly(self.deeds, kind, data, at, end) < 0:
                continue
            at, stop = deed[4], deed[2]
            if stop > len(text):
                stop = len(text)
            while at < stop:
                if PyUnicode_READ(kind, <void*>data, at) == u"《" or self._ends(kind, data, at, stop):
                    return True
                at += 1
            return False
        return False

    cdef bint _ends(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t stop) noexcept:
        """Whether a thing at ``at`` ends its phrase."""
        cdef int32_t node = 0
        cdef Py_UCS4 letter
        while at < stop:
            node = step(self.things, node, PyUnicode_READ(kind, <void*>data, at))
            if node < 0:
                return False
            at += 1
            if self.things.values[node] < 0:
                continue
            if at == stop:
                return True
            letter = PyUnicode_READ(kind, <void*>data, at)
            if letter in u"等、和，,；;。）)" or (letter == u"\n" and at + 1 == stop):
                return True
            if at + 1 < stop and (
                (letter == u"建" and PyUnicode_READ(kind, <void*>data, at + 1) == u"设")
                or (letter == u"编" and PyUnicode_READ(kind, <void*>data, at + 1) == u"制")
            ):
                return True
        return False


cdef class Objects:
    """Gives action and object of a deed, the same as ``deed.plain_deed_of``, which is ``longer``.

    That is asked where the object holds a list or ends with a bracket.
    """

    cdef Words after, complements
    cdef object longer

    def __init__(self, Words after, Words complements, longer):
        self.after, self.complements, self.longer = after, complements, longer

    def deed_of(self, str text, governing):
        """Give action and object."""
        cdef tuple deed = <tuple>governing  # a named one is one as well
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at, end, begin = deed[3], start = deed[4], stop = deed[2]
        cdef int32_t value = 0
        cdef Py_UCS4 last
        if begin >= start:
            return None, None
        if stop > len(text):
            stop = len(text)
        at = self.after.longest(kind, data, start, stop, &value)
        if at < start:
            at = start
        if at < stop:
            last = PyUnicode_READ(kind, <void*>data, stop - 1)
            if last == u"）" or last == u")":
                return self.longer(text, governing)
        end = stop
        while at < end and self._edge(PyUnicode_READ(kind, <void*>data, at)):
            at += 1
        while at < end and self._edge(PyUnicode_READ(kind, <void*>data, end - 1)):
            end -= 1
        if at >= end or exactly(self.complements, kind, data, at, end) >= 0:
            return text[begin:start], None
        for stop in range(at, end):
            if PyUnicode_READ(kind, <void*>data, stop) == u"、":
                return self.longer(text, governing)
        return text[begin:start], text[at:end]

    cdef bint _edge(self, Py_UCS4 letter) noexcept:
        return (
            letter == u" " or letter == u"\t" or letter == u"\u3000" or letter == u"、" or letter == u"，"
            or letter == u"," or letter == u"；" or letter == u";" or letter == u"。" or letter == u"："
            or letter == u":" or letter == u"！" or letter == u"!" or letter == u"？" or letter == u"?"
        )
