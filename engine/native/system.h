/* System calls without the C library: what runs after the mark may write to no page of the image, and errno is in one. */
#ifndef SYSTEM_H
#define SYSTEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

#define PAGE_BYTES 4096ul

/* Of linux/mman.h of Linux 5.14, which older headers do not have. */
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#endif

/* A result, or minus an error number, as the kernel gives it. */
static inline long system6(long number, long a, long b, long c, long d, long e, long f)
{
#if defined(__x86_64__)
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
#else
#error "rewind knows the system calls of x86_64 and aarch64 only"
#endif
}

/* sys(number, arguments...): up to six, each a long. */
#define sys(number, ...) sys_padded(number, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define sys_padded(number, a, b, c, d, e, f, ...) \
    system6((number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* In decimal; the end of it. */
static inline char *put_number(char *at, uint64_t number)
{
    char digits[20];
    int count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count) *at++ = digits[--count];
    return at;
}

static inline void copy_bytes(void *to, const void *from, size_t count)
{
    for (size_t at = 0; at < count; at++) ((volatile char *)to)[at] = ((const char *)from)[at];
}

static inline void clear_bytes(void *to, size_t count)
{
    for (size_t at = 0; at < count; at++) ((volatile char *)to)[at] = 0;
}

#endif
