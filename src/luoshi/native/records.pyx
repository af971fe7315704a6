# cython: language_level=3, boundscheck=False, wraparound=False
"""Frozen records made without a call for each field."""

from cpython.object cimport PyObject, PyTypeObject
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_SET_ITEM

from luoshi.native.records cimport PyType_GenericAlloc, alone, named


cdef extern from "Python.h":
    ctypedef int (*descrsetfunc)(PyObject*, PyObject*, PyObject*) except -1
    ctypedef struct SlotsOf "PyTypeObject":
        descrsetfunc tp_descr_set
    SlotsOf* Py_TYPE(PyObject*)


cdef class Maker:
    """Makes records of a named tuple or a frozen dataclass with slots from the values of all its fields.

    A frozen dataclass sets each field by a call of ``object.__setattr__``; this writes to the same
    slots. It must not be used on a class that has a ``__post_init__``, or that holds anything but
    frozen values: the garbage collector does not look into what is made here.
    """

    cdef type cls
    cdef bint named, collected
    cdef tuple slots

    def __init__(self, cls):
        self.cls = cls
        self.named = issubclass(cls, tuple)
        self.collected = cls.__flags__ & 1 << 14 != 0  # Py_TPFLAGS_HAVE_GC
        self.slots = tuple([getattr(cls, name) for name in (cls._fields if self.named else cls.__slots__)])

    def __call__(self, *values):
        cdef Py_ssize_t at, count = len(self.slots)
        cdef PyObject* slot
        if len(values) != count:
            raise TypeError(f"{self.cls.__name__} has {count} fields, not {len(values)}")
        if self.named:
            return named(self.cls, values)
        made = PyType_GenericAlloc(self.cls, 0)
        for at in range(count):
            slot = <PyObject*>self.slots[at]
            Py_TYPE(slot).tp_descr_set(slot, <PyObject*>made, <PyObject*>values[at])
        if self.collected:
            alone(made)
        return made


def rows(type cls, *columns):
    """Give a list of named tuples of a class, from a list for each of its fields."""
    cdef Py_ssize_t at, place, count = len(columns)
    cdef list out = [], column
    for at in range(len(<list>columns[0])):
        made = PyType_GenericAlloc(cls, count)
        for place in range(count):
            column = columns[place]
            value = column[at]
            Py_INCREF(value)
            PyTuple_SET_ITEM(made, place, value)
        alone(made)
        out.append(made)
    return out
