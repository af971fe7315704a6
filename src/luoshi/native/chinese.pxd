cdef void letters_of(
    int kind, const void* data, Py_ssize_t start, Py_ssize_t end, Py_ssize_t* han, Py_ssize_t* letters
) noexcept
