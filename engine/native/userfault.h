/* userfaultfd in its asynchronous write-protecting mode: the kernel itself lets a write through and notes the page
 * (Linux 6.7, Documentation/admin-guide/mm/userfaultfd.rst). */
#ifndef USERFAULT_H
#define USERFAULT_H

#include <stdint.h>

/* Of linux/userfaultfd.h, which older headers do not have in whole. */
#define UFFD_API_VERSION 0xaaull
#define UFFD_USER_ONLY 1
#define UFFD_PROTECTS_SHMEM (1 << 12)
#define UFFD_PROTECTS_UNPOPULATED (1 << 13)
#define UFFD_ASYNCHRONOUS (1 << 15)
#define UFFD_REGISTER_PROTECTED 2

struct userfault_api {
    uint64_t api, features, ioctls;
};
struct userfault_register {
    uint64_t start, length, mode, ioctls;
};
struct userfault_protect {
    uint64_t start, length, mode;
};
struct userfault_copy {
    uint64_t target, source, length, mode;
    int64_t copied; /* bytes, or minus an error number */
};

#define USERFAULT_API 0xc018aa3ful
#define USERFAULT_REGISTER 0xc020aa00ul
#define USERFAULT_PROTECT 0xc018aa06ul
#define USERFAULT_COPY 0xc028aa03ul

#endif
