# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Whether a stretch of text is Chinese."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ


def chinese_letters(str text, Py_ssize_t start, Py_ssize_t end):
    """Give how many Chinese letters and how many letters, digits and ``_`` in all stand in the stretch."""
    cdef Py_ssize_t han = 0, letters = 0
    letters_of(PyUnicode_KIND(text), PyUnicode_DATA(text), start, end if end < len(text) else len(text), &han, &letters)
    return han, letters


cdef void letters_of(
    int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t* han, Py_ssize_t* letters
) noexcept:
    cdef Py_UCS4 letter
    while start < end:
        letter = PyUnicode_READ(kind, <void*>data, start)
        if u"\u3400" <= letter <= u"\u9fff":
            han[0] += 1
            # a sign of the I Ching (U+4DC0) lies among the Chinese letters and is none of any alphabet
            letters[0] += not u"\u4dc0" <= letter <= u"\u4dff"
        elif letter == u"_" or letter.isalnum():
            letters[0] += 1
        start += 1
