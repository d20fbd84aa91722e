"""ICU, the library that gives Node its `Intl`: the few dozen functions of it that runtime/intl asks for.

The `icu4py` wheel brings ICU with the data of all locales, zones and dictionaries as a shared object: mapped read-only,
so all isolates share its 33 MB, and none of it is on a heap that a fork would have to copy. Its Python classes cover
little of it; we call the C API below them through ctypes (`library`), the same version that Node 20 is built with.

Every operation (`operations`) is a plain function of JSON values, without handles that a script could forge: a script can
ask for anything, so every index into a table of ICU's is checked, and what cannot be done is an error in JSON. What ICU
builds for one (a formatter costs some 100 µs) is kept by its arguments.
"""
