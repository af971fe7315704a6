# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The label model: ``extracting.labels`` (features, frames, labels) in loops over whole numbers.

What each feature is, and why, stands there; here stands how it is added up.
"""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int8_t, int32_t, int64_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc

from luoshi.native.shapes cimport LONGEST, Lone, Row, read_rows, size_of, stops
from luoshi.native.weights cimport Flat, Flattener, Memo, Name, Weights, mixed, put, put_some
from luoshi.native.words cimport Words

cdef enum:
    TAGS = 8
    OPENING = 60  # letters of a clause in which the words of a frame stand
    MOST_PLACES = 5

cdef int64_t NEVER = -1000000000


cdef class Labeller:
    """Gives the tags of a document's clauses, the same as ``labels.best_path`` of ``emissions``.

    ``rows`` are the functions that name the features of the groups with few keys, each giving
    the sums for all tags: place, cues, near, turn. Their sums are kept.
    """

    cdef Weights weights
    cdef Flattener flattener
    cdef Lone lone
    cdef Words cues, opens
    cdef tuple cue_names, open_names
    cdef int order, lasting, moments
    cdef object place_row, cue_row, near_row, turn_row
    cdef Memo places, cued, nears, turns
    cdef dict frames
    cdef int64_t transitions[TAGS][TAGS]

    def __init__(self, Weights weights, transitions, Flattener flattener, Lone lone, frames, rows):
        cdef int one, other
        self.weights, self.flattener, self.lone = weights, flattener, lone
        self.cues, self.cue_names, self.opens, self.open_names = frames[:4]
        self.order = 1 << self.cue_names.index("order")
        self.lasting = sum([1 << at for at, name in enumerate(self.open_names) if name in frames[4]])
        self.moments = sum([1 << at for at, name in enumerate(self.open_names) if name in frames[5]])
        self.place_row, self.cue_row, self.near_row, self.turn_row = rows
        self.places, self.cued, self.nears, self.turns = Memo(TAGS), Memo(TAGS), Memo(TAGS), Memo(TAGS)
        self.frames = {}
        for one in range(TAGS):
            for other in range(TAGS):
                self.transitions[one][other] = transitions[one][other]

    def tags(self, str text, tuple clauses, list roles, str kind, int year):
        """Give the tag of each clause by the best path; ``year`` 0 for a text without a date."""
        cdef Py_ssize_t count = len(clauses)
        cdef int32_t* scores = <int32_t*>malloc((count + 1) * TAGS * sizeof(int32_t))
        cdef Row* rows = <Row*>malloc((count + 1) * sizeof(Row))
        try:
            if scores == NULL or rows == NULL:
                raise MemoryError
            self._score(text, clauses, roles, kind, year, rows, scores)
            return self._path(scores, count)
        finally:
            free(scores)
            free(rows)

    def scores(self, str text, tuple clauses, list roles, str kind, int year):
        """Give the score of each tag for each clause, as ``unpack`` of ``emissions`` does."""
        cdef Py_ssize_t count = len(clauses)
        cdef int32_t* scores = <int32_t*>malloc((count + 1) * TAGS * sizeof(int32_t))
        cdef Row* rows = <Row*>malloc((count + 1) * sizeof(Row))
        try:
            if scores == NULL or rows == NULL:
                raise MemoryError
            self._score(text, clauses, roles, kind, year, rows, scores)
            return [[scores[at * TAGS + tag] for tag in range(TAGS)] for at in range(count)]
        finally:
            free(scores)
            free(rows)

    cdef int _score(
        self, str text, tuple clauses, list roles, str kind, int year, Row* rows, int32_t* scores
    ) except -1:
        cdef Flat flat = self.flattener.flat(text)
        cdef int unikind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at, count = len(clauses)
        cdef int position = 0, ordered = 0, frame = -1, mood = -1, moment = -1, place
        cdef Py_ssize_t section = -1, sentence = -1
        cdef bint changed
        cdef Row* row
        cdef int32_t* total
        cdef str role = ""
        cdef int32_t tag
        read_rows(clauses, flat, self.lone, rows)
        for at in range(count):
            rows[at].cues = self._cues(unikind, data, rows[at].start, rows[at].end)
        for at in range(count):
            row = &rows[at]
            total = scores + at * TAGS
            for tag in range(TAGS):
                total[tag] = 0
            position += 1
            changed = frame < 0
            if row.section != section or (row.opens_line and not (mood >= 0 and self.lasting >> mood & 1)):
                changed |= row.section != section or mood != -1
                mood, section = -1, row.section
                role = roles[section]
            if row.sentence != sentence:
                changed |= moment != -1
                sentence, ordered, position, moment = row.sentence, 0, 1, -1
            if self._open(unikind, data, row, len(text), &mood, &moment):
                changed = True
            if changed:
                frame = self._frame(role, mood, moment, kind)
            place = position if position < MOST_PLACES else MOST_PLACES
            self._few(rows, at, count, frame, place, ordered, total)
            if year:
                self._years(unikind, data, row, year, total)
            self._grams(flat, row, total)
            self._words(flat, rows, at, count, position, frame, total)
            ordered |= (row.cues & self.order) != 0
        return 0

    cdef int _cues(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
        """The classes of the cue words in a clause, a bit each."""
        cdef int found = 0
        cdef int32_t value = 0
        cdef Py_ssize_t stop
        while at < end:
            stop = self.cues.longest(kind, data, at, end, &value)
            if stop >= 0:
                found |= value
                at = stop
            else:
                at += 1
        return found

    cdef bint _open(
        self, int kind, const void* data, Row* row, Py_ssize_t length, int* mood, int* moment
    ) noexcept:
        cdef Py_ssize_t at = row.start, end = row.end + 1, stop
        cdef int32_t value = 0
        cdef bint found = False
        if end > row.start + OPENING:
            end = row.start + OPENING
        if end > length:
            end = length
        while at < end:
            stop = self.opens.longest(kind, data, at, end, &value)
            if stop < 0:
                at += 1
                continue
            at = stop
            found = True
            if self.moments >> value & 1:
                moment[0] = value
            else:
                mood[0] = value
        return found

    cdef int _frame(self, str role, int mood, int moment, str kind) except -1:
        """A number for the frame; ``frames`` gives back what it stands for, and its letters."""
        cdef tuple key = (
            role,
            self.open_names[mood] if mood >= 0 else "",
            self.open_names[moment] if moment >= 0 else "",
            kind,
        )
        number = self.frames.get(key)
        if number is None:
            if len(self.frames) > 8000:
                self.frames.clear()
                self.places, self.cued = Memo(TAGS), Memo(TAGS)
            number = len(self.frames) // 2
            self.frames[key] = number
            self.frames[number] = key
        return number

    cdef int _few(
        self, Row* rows, Py_ssize_t at, Py_ssize_t count, int frame, int place, int ordered, int32_t* total
    ) except -1:
        """The groups with few keys: place, cues, the neighbours' cues, the turn from the clause before."""
        cdef Row* row = &rows[at]
        cdef Row* before = row
        cdef const int32_t* found
        cdef int marks = row.heading | row.opens_line << 1 | row.resumes << 2 | ordered << 3
        cdef int size = size_of(row.end - row.start)
        cdef int last = stops(row.ender), figures = 0
        key = (<uint64_t>frame << 32) | (<uint64_t>row.ender << 11) | (place << 7) | (size << 4) | marks
        found = self.places.get(key)
        if found == NULL:
            of = self.frames[frame]
            bits = (marks & 1 == 1, marks & 2 == 2, marks & 4 == 4, marks & 8 == 8)
            found = self.places.keep(key, self.place_row(of[:3], of[3], _mark(row.ender), size, place, bits))
        add(total, found)
        if row.cues:
            key = (<uint64_t>frame << 16) | <uint64_t>row.cues
            found = self.cued.get(key)
            if found == NULL:
                of = self.frames[frame]
                found = self.cued.keep(key, self.cue_row(self._named(row.cues), of[:3]))
            add(total, found)
        if at:
            self._near(0, place > 1, rows[at - 1].cues, total)
        if at + 1 < count:
            self._near(1, rows[at + 1].sentence == row.sentence, rows[at + 1].cues, total)
        if place == 1:
            key = 0
        else:
            before = &rows[at - 1]
            figures = before.figures + 2 * row.figures
            size = size_of(before.length)
            key = (
                1 | last << 1 | figures << 2 | size << 4 | before.lone << 7 | (<uint64_t>before.ender << 8)
            )
        found = self.turns.get(key)
        if found == NULL:
            found = self.turns.keep(
                key,
                self.turn_row(_mark(before.ender), "." if last else "", size, figures, before.lone == 1)
                if place > 1
                else self.turn_row(None, "", 0, 0, False),
            )
        add(total, found)
        return 0

    cdef int _near(self, int side, bint near, int cues, int32_t* total) except -1:
        cdef const int32_t* found
        if not cues:
            return 0
        key = cues << 2 | near << 1 | side
        found = self.nears.get(key)
        if found == NULL:
            row = self.near_row("n" if side else "p", "" if near else ".", self._named(cues))
            found = self.nears.keep(key, row)
        add(total, found)
        return 0

    cdef tuple _named(self, int cues):
        return tuple([name for at, name in enumerate(self.cue_names) if cues >> at & 1])

    cdef void _years(self, int kind, const void* data, Row* row, int year, int32_t* total) noexcept:
        """20[0-4]x in the clause: before, in or after the year of the text."""
        cdef Py_ssize_t at = row.start
        cdef uint32_t third
        cdef Py_UCS4 fourth
        cdef uint32_t name[2]
        cdef int written
        while at + 4 <= row.end:
            if PyUnicode_READ(kind, <void*>data, at) == c"2" and PyUnicode_READ(kind, <void*>data, at + 1) == c"0":
                third = PyUnicode_READ(kind, <void*>data, at + 2)
                fourth = PyUnicode_READ(kind, <void*>data, at + 3)
                if c"0" <= third <= c"4" and fourth.isdecimal():
                    written = 2000 + 10 * (<int>third - c"0") + _digit(fourth)
                    name[0] = c"y"
                    name[1] = c"<" if written < year else c"=" if written == year else c">"
                    add(total, self.weights.of(name, 2))
                    at += 4
                    continue
            at += 1

    cdef void _grams(self, Flat flat, Row* row, int32_t* total) noexcept:
        """The pairs and triples of letters."""
        cdef const uint32_t* words = flat.letters + row.start
        cdef int at
        cdef uint64_t pairs[LONGEST]
        cdef uint64_t triples[LONGEST]
        for at in range(row.length - 1):
            pairs[at] = mixed(mixed(0, words[at]), words[at + 1])
            self.weights.soon(pairs[at])
            if at + 2 < row.length:
                triples[at] = mixed(pairs[at], words[at + 2])
                self.weights.soon(triples[at])
        for at in range(row.length - 1):
            add(total, self.weights.found(pairs[at], words + at, 2))
            if at + 2 < row.length:
                add(total, self.weights.found(triples[at], words + at, 3))

    cdef int _words(
        self, Flat flat, Row* rows, Py_ssize_t at, Py_ssize_t count, int position, int frame, int32_t* total
    ) except -1:
        """``features.word_names``, in its order."""
        cdef Row* row = &rows[at]
        cdef const uint32_t* words = flat.letters + row.start
        cdef const uint32_t* near
        cdef int length = row.length, first = 2 if length > 2 else length, size, some
        cdef bint last = stops(row.ender)
        cdef Name name
        cdef str role, mood, moment, kind
        role, mood, moment, kind = self.frames[frame]
        for size in range(1, 5):
            self._one(&name, total, c"^", words, size if size < length else length)
        for size in range(1, 4):
            some = size if size < length else length
            self._one(&name, total, c"$", words + length - some, some)
        name.length = 0
        put_text(&name, moment)
        put(&name, c"^")
        self._one_more(&name, total, c"^", words, first)
        name.length = 0
        put_text(&name, role)
        put_text(&name, mood)
        self._one_more(&name, total, c"^", words, first)
        name.length = 0
        if last:
            put(&name, c".")
        put(&name, c"@")
        put(&name, c"0" + (position if position < 3 else 3))
        self._one_more(&name, total, c"^", words, first)
        if at:
            near = flat.letters + rows[at - 1].start
            size = rows[at - 1].length
            some = size if size < 2 else 2
            name.length = 0
            put(&name, c"p")
            if position == 1:
                put(&name, c".")
            self._one_more(&name, total, c"^", near, some)
            if position > 1:
                self._turned(near, size, words, first, last, rows[at - 1].figures + 2 * row.figures, total)
        if at + 1 < count:
            near = flat.letters + rows[at + 1].start
            size = rows[at + 1].length
            name.length = 0
            put(&name, c"n")
            if rows[at + 1].sentence != row.sentence:
                put(&name, c".")
            self._one_more(&name, total, c"^", near, size if size < 2 else 2)
        return 0

    cdef void _turned(
        self, const uint32_t* near, int size, const uint32_t* words, int first, bint last, int figures, int32_t* total
    ) noexcept:
        """What holds letters of the clause before, in the same sentence."""
        cdef Name name
        cdef int some = size if size < 2 else 2
        name.letters[0] = c"p"
        name.letters[1] = c"1"
        name.length = 2
        put_some(&name, near, 1)
        self._one_more(&name, total, c"^", words, first)
        name.length = 3
        put(&name, c"|")
        if last:
            put(&name, c".")
        add(total, self.weights.of(name.letters, name.length))
        name.letters[1] = c"2"
        name.length = 2
        put_some(&name, near, some)
        self._one_more(&name, total, c"^", words, first)
        name.length = 1
        self._one_more(&name, total, c"$", near + size - some, some)
        name.letters[1] = c"f"
        name.letters[2] = c"0" + figures
        name.length = 3
        self._one_more(&name, total, c"^", words, first)

    cdef void _one(self, Name* name, int32_t* total, uint32_t mark, const uint32_t* letters, int count) noexcept:
        name.length = 0
        self._one_more(name, total, mark, letters, count)

    cdef void _one_more(
        self, Name* name, int32_t* total, uint32_t mark, const uint32_t* letters, int count
    ) noexcept:
        put(name, mark)
        put_some(name, letters, count)
        add(total, self.weights.of(name.letters, name.length))

    cdef list _path(self, const int32_t* scores, Py_ssize_t count):
        """The best path through the scores (Viterbi); of equal ones the reference's."""
        cdef int64_t best[TAGS]
        cdef int64_t new[TAGS]
        cdef int64_t top, sum
        cdef int8_t* back
        cdef Py_ssize_t at
        cdef int tag, other, came
        cdef list path = [0] * count
        if not count:
            return path
        back = <int8_t*>malloc(count * TAGS)
        if back == NULL:
            raise MemoryError
        for tag in range(TAGS):
            best[tag] = NEVER if goes_on(tag) else scores[tag]
        for at in range(1, count):
            for tag in range(TAGS):
                if goes_on(tag):
                    came = tag - 1
                    top = best[tag - 1] + self.transitions[tag - 1][tag]
                    sum = best[tag] + self.transitions[tag][tag]
                    if sum > top:
                        came, top = tag, sum
                else:
                    came = 0
                    top = best[0] + self.transitions[0][tag]
                    for other in range(1, TAGS):
                        sum = best[other] + self.transitions[other][tag]
                        if sum > top:
                            came, top = other, sum
                new[tag] = top + scores[at * TAGS + tag]
                back[at * TAGS + tag] = came
            for tag in range(TAGS):
                best[tag] = new[tag]
        tag = 0
        for other in range(1, TAGS):
            if best[other] > best[tag]:
                tag = other
        for at in range(count - 1, -1, -1):
            path[at] = tag
            if at:
                tag = back[at * TAGS + tag]
        free(back)
        return path


cdef inline bint goes_on(int tag) noexcept:
    return tag >= 3 and tag & 1  # N E CB CI RB RI PB PI


cdef inline void add(int32_t* total, const int32_t* row) noexcept:
    cdef int tag
    if row != NULL:
        for tag in range(TAGS):
            total[tag] += row[tag]


cdef inline void put_text(Name* name, str text) noexcept:
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    for at in range(len(text)):
        put(name, PyUnicode_READ(kind, <void*>data, at))


cdef int _digit(Py_UCS4 letter):
    return int(letter)


cdef str _mark(uint32_t ender):
    return chr(<int>ender) if ender else ""
