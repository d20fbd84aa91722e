/* What dukpy's glue uses of Python's stable ABI, declared by us.
 *
 * So the engine needs no Python headers to be built, and one build serves every CPython from 3.11: the functions and
 * structures below are those that CPython promises not to change before 4.0 (PEP 384 and 652; its list is
 * Misc/stable_abi.toml). The glue is written for Python's full headers. What those give as macros that look into
 * objects (PyTuple_GET_ITEM, Py_INCREF, the type checks) are calls here, since layouts of objects are not promised.
 * Not for free-threaded builds, which have another ABI. tests/engine/test_build.py compiles the glue with Python's own
 * headers too, where a machine has them, and abi3audit checks the result.
 */
#ifndef ENGINE_PYTHON_H
#define ENGINE_PYTHON_H

#include <stddef.h>
#include <sys/types.h>

typedef ssize_t Py_ssize_t;
typedef struct _typeobject PyTypeObject;
typedef struct {
    Py_ssize_t ob_refcnt;
    PyTypeObject *ob_type;
} PyObject;

typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef void (*PyCapsule_Destructor)(PyObject *);

typedef struct {
    const char *ml_name;
    PyCFunction ml_meth;
    int ml_flags;
    const char *ml_doc;
} PyMethodDef;

typedef struct {
    PyObject ob_base;
    PyObject *(*m_init)(void);
    Py_ssize_t m_index;
    PyObject *m_copy;
} PyModuleDef_Base;

typedef struct PyModuleDef {
    PyModuleDef_Base m_base;
    const char *m_name;
    const char *m_doc;
    Py_ssize_t m_size;
    PyMethodDef *m_methods;
    void *m_slots;
    void *m_traverse;
    void *m_clear;
    void *m_free;
} PyModuleDef;

#define PyModuleDef_HEAD_INIT {{1, NULL}, NULL, 0, NULL}
#define PyMODINIT_FUNC __attribute__((visibility("default"))) PyObject *
#define METH_VARARGS 0x0001
#define METH_NOARGS 0x0004

extern PyTypeObject PyCapsule_Type;
extern PyObject _Py_NoneStruct;
extern PyObject _Py_FalseStruct;
#define Py_None (&_Py_NoneStruct)
#define Py_False (&_Py_FalseStruct)

void Py_IncRef(PyObject *);
void Py_DecRef(PyObject *);
PyObject *PyObject_Type(PyObject *);
unsigned long PyType_GetFlags(PyTypeObject *);

/* With PY_SSIZE_T_CLEAN, which 3.11 still asks for, Python's own headers give the first three these names. */
#define PyArg_ParseTuple _PyArg_ParseTuple_SizeT
#define PyObject_CallMethod _PyObject_CallMethod_SizeT
#define Py_BuildValue _Py_BuildValue_SizeT
int PyArg_ParseTuple(PyObject *, const char *, ...);
PyObject *PyObject_CallMethod(PyObject *, const char *, const char *, ...);
PyObject *Py_BuildValue(const char *, ...);

PyObject *PyObject_GetAttrString(PyObject *, const char *);
PyObject *PyObject_Repr(PyObject *);
PyObject *PyModule_Create2(PyModuleDef *, int);
int PyModule_AddObject(PyObject *, const char *, PyObject *);
PyObject *PyCapsule_New(void *, const char *, PyCapsule_Destructor);
void *PyCapsule_GetPointer(PyObject *, const char *);
char *PyBytes_AsString(PyObject *);
int PyBytes_AsStringAndSize(PyObject *, char **, Py_ssize_t *);
PyObject *PyUnicode_AsEncodedString(PyObject *, const char *, const char *);
const char *PyUnicode_AsUTF8AndSize(PyObject *, Py_ssize_t *);
Py_ssize_t PyTuple_Size(PyObject *);
PyObject *PyTuple_GetItem(PyObject *, Py_ssize_t);
void PyErr_Clear(void);
int PyErr_CheckSignals(void);
void PyErr_Fetch(PyObject **, PyObject **, PyObject **);
PyObject *PyErr_NewException(const char *, PyObject *, PyObject *);
PyObject *PyErr_Occurred(void);
void PyErr_SetString(PyObject *, const char *);
void *PyMem_Malloc(size_t);
void PyMem_Free(void *);

/* 3 is the version of the stable ABI. */
#define PyModule_Create(definition) PyModule_Create2(definition, 3)
#define PyUnicode_AsUTF8(text) PyUnicode_AsUTF8AndSize(text, NULL) /* itself promised from 3.13 only */
#define PyTuple_GET_SIZE PyTuple_Size
#define PyTuple_GET_ITEM PyTuple_GetItem
#define Py_INCREF(object) Py_IncRef((PyObject *)(object))
#define Py_DECREF(object) Py_DecRef((PyObject *)(object))
#define Py_XDECREF(object) Py_DecRef((PyObject *)(object)) /* takes NULL */
#define Py_CLEAR(variable)                        \
    do {                                          \
        PyObject *cleared = (PyObject *)(variable); \
        (variable) = NULL;                        \
        Py_DecRef(cleared);                       \
    } while (0)

static inline int engine_has_flag(PyObject *object, int bit) {
    PyObject *type = PyObject_Type(object);
    int answer = (PyType_GetFlags((PyTypeObject *)type) >> bit) & 1;
    Py_DecRef(type);
    return answer;
}

static inline int engine_is_exactly(PyObject *object, PyTypeObject *expected) {
    PyObject *type = PyObject_Type(object);
    Py_DecRef(type);
    return type == (PyObject *)expected;
}

/* Bits of tp_flags that the stable ABI promises. */
#define PyTuple_Check(object) engine_has_flag((PyObject *)(object), 26)
#define PyBytes_Check(object) engine_has_flag((PyObject *)(object), 27)
#define PyUnicode_Check(object) engine_has_flag((PyObject *)(object), 28)
#define PyCapsule_CheckExact(object) engine_is_exactly((PyObject *)(object), &PyCapsule_Type)

#endif
