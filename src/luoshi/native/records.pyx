# cython: language_level=3, boundscheck=False, wraparound=False
"""Frozen records made without a call for each field."""

from cpython.object cimport PyObject, PyTypeObject


cdef extern from "Python.h":
    ctypedef int (*descrsetfunc)(PyObject*, PyObject*, PyObject*) except -1
    ctypedef struct SlotsOf "PyTypeObject":
        descrsetfunc tp_descr_set
    SlotsOf* Py_TYPE(PyObject*)


cdef class Maker:
    """Makes records of a frozen dataclass with slots from the values of all its fields, in order.

    A frozen dataclass sets each field by a call of ``object.__setattr__``; this writes to the same
    slots. It must not be used on a class that has a ``__post_init__``.
    """

    cdef type cls
    cdef tuple slots

    def __init__(self, cls):
        self.cls = cls
        self.slots = tuple([getattr(cls, name) for name in cls.__slots__])

    def __call__(self, *values):
        cdef Py_ssize_t at, count = len(self.slots)
        cdef PyObject* slot
        if len(values) != count:
            raise TypeError(f"{self.cls.__name__} has {count} fields, not {len(values)}")
        made = self.cls.__new__(self.cls)
        for at in range(count):
            slot = <PyObject*>self.slots[at]
            Py_TYPE(slot).tp_descr_set(slot, <PyObject*>made, <PyObject*>values[at])
        return made
