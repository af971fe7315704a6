# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Whether a stretch of text is Chinese."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ


def chinese_letters(str text, Py_ssize_t start, Py_ssize_t end):
    """Give how many Chinese letters and how many letters, digits and ``_`` in all stand in the stretch."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t han = 0, letters = 0
    cdef Py_UCS4 letter
    if end > len(text):
        end = len(text)
    while start < end:
        letter = PyUnicode_READ(kind, <void*>data, start)
        if u"\u3400" <= letter <= u"\u9fff":
            han += 1
        # a sign of the I Ching (U+4DC0) lies among the Chinese letters and is none of any alphabet
        if letter == u"_" or letter.isalnum():
            letters += 1
        start += 1
    return han, letters
