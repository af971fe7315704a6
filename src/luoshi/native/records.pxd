from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_SET_ITEM


cdef extern from "Python.h":
    object PyType_GenericAlloc(type cls, Py_ssize_t size)
    void PyObject_GC_UnTrack(void* made)


cdef inline void alone(object made) noexcept:
    """Tell the garbage collector to leave out a record: none of its values can lead back to it."""
    PyObject_GC_UnTrack(<void*>made)


cdef inline object named(type cls, tuple values):
    """A named tuple of the values."""
    cdef Py_ssize_t at, count = len(values)
    made = PyType_GenericAlloc(cls, count)
    for at in range(count):
        value = values[at]
        Py_INCREF(value)
        PyTuple_SET_ITEM(made, at, value)
    alone(made)
    return made
