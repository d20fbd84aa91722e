/* The few lines that C cannot say: a second stack, a fork onto another, and the loop that puts pages back. */
#ifndef CONTEXT_H
#define CONTEXT_H

#include <stdint.h>

/* What a function's caller may rely on: with these registers and 0 as its result, `enter_on_stack` returns once more. */
struct context {
    uint64_t rbx, rbp, r12, r13, r14, r15, rsp, rip;
};

/* Calls `function(argument)` on another stack, having noted where it would return to. Returns what it returns. */
long enter_on_stack(struct context *context, void *stack_top, long (*function)(void *), void *argument);

/* clone(2) with these flags; the child calls `function`, which does not return, on a stack of its own. */
long clone_onto(unsigned long flags, void *stack_top, void (*function)(void *, long), void *first, long second);

/* Stops the process that calls it, if it is traced; a trap that is not traced kills. */
void trap(void);
extern const char trap_end[];

/* Behind the trap of `rewind_stop` (rewind.h). */
extern const char rewind_stop_end[];

/* Entered by force, never called: r12 is a list of entries, r13 how many. An entry is two words: the address of a page, with
 * the number of pages in its low 12 bits, and where to copy them from. It keeps everything in registers, uses no stack and no system call,
 * and ends in a trap. */
extern const char copy_pages[], copy_pages_end[];

/* Where an isolate that was put back goes on: with the registers of poll(2) set, it waits for a job without having written
 * a byte, and returns to the mark. */
extern const char wait_for_job[];

#endif
