#if defined(__x86_64__)

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "system.h"
#include "zygote.h"

#define NT_PRSTATUS 1
#define NT_X86_XSTATE 0x202
#define USER_CODE_SEGMENT 0x33
#define PLAIN_FLAGS 0x202 /* interrupts on, as ever; no direction, no trap, no alignment check */

long set_registers(const struct isolate *isolate, struct user_regs_struct *registers)
{
    struct iovec all = {registers, sizeof *registers};
    return sys(SYS_ptrace, PTRACE_SETREGSET, isolate->pid, NT_PRSTATUS, &all);
}

long get_registers(const struct isolate *isolate, struct user_regs_struct *registers)
{
    struct iovec all = {registers, sizeof *registers};
    long result = sys(SYS_ptrace, PTRACE_GETREGSET, isolate->pid, NT_PRSTATUS, &all);
    if (result < 0) return result;
    return all.iov_len == sizeof *registers && registers->cs == USER_CODE_SEGMENT ? 0 : -EINVAL;
}

static long get_xstate(const struct isolate *isolate, char *xstate, uint64_t *length)
{
    struct iovec all = {xstate, XSTATE_BYTES};
    long result = sys(SYS_ptrace, PTRACE_GETREGSET, isolate->pid, NT_X86_XSTATE, &all);
    *length = all.iov_len;
    return result;
}

long set_xstate(struct zygote *zygote, const struct isolate *isolate)
{
    struct iovec all = {zygote->xstate, zygote->xstate_length};
    return sys(SYS_ptrace, PTRACE_SETREGSET, isolate->pid, NT_X86_XSTATE, &all);
}

/* A critical section that a script planted would have the kernel jump out of code that is entered by force (rseq(2)). The
 * C library registers one unless it is told not to. */
static long refuse_restartable(const struct isolate *isolate)
{
    struct {
        uint64_t area;
        uint32_t size, signature, flags, padding;
    } planted;
    const long GET_CONFIGURATION = 0x420f; /* PTRACE_GET_RSEQ_CONFIGURATION, Linux 5.13 */
    long result = sys(SYS_ptrace, GET_CONFIGURATION, isolate->pid, sizeof planted, &planted);
    if (result < 0) return result;
    return planted.area ? -EBUSY : 0;
}

/* Those of the mark are the same for all isolates of this zygote: taken from the first, before it has run anything. */
long learn_registers(struct zygote *zygote, const struct isolate *isolate, const struct user_regs_struct *first)
{
    long result = refuse_restartable(isolate);
    if (result < 0) return result;
    result = get_xstate(isolate, zygote->xstate, &zygote->xstate_length);
    if (result < 0) return result;
    result = sys(SYS_ptrace, PTRACE_GETSIGMASK, isolate->pid, sizeof zygote->blocked_signals, &zygote->blocked_signals);
    if (result < 0) return result;
    struct user_regs_struct *at_mark = &zygote->registers;
    clear_bytes(at_mark, sizeof *at_mark);
    *at_mark = (struct user_regs_struct){
        .rbx = zygote->mark.rbx, .rbp = zygote->mark.rbp, .r12 = zygote->mark.r12, .r13 = zygote->mark.r13,
        .r14 = zygote->mark.r14, .r15 = zygote->mark.r15,
        /* On top of the stack is where to return to. */
        .rsp = zygote->mark.rsp - 8, .rip = (uint64_t)wait_for_job,
        .rdi = (uint64_t)&zygote->inheritance->job, .rsi = 1, .rdx = ~0ull,
        .orig_rax = ~0ull, .eflags = PLAIN_FLAGS,
        .cs = first->cs, .ss = first->ss, .ds = first->ds, .es = first->es, .fs = first->fs, .gs = first->gs,
        .fs_base = first->fs_base, .gs_base = first->gs_base,
    };
    zygote->has_registers = true;
    return 0;
}

bool is_at_trap(const struct isolate *isolate, int status, const char *end, struct user_regs_struct *registers)
{
    siginfo_t signal;
    if (status >> 8 != SIGTRAP) return false;
    if (sys(SYS_ptrace, PTRACE_GETSIGINFO, isolate->pid, 0, &signal) < 0 || signal.si_code != SI_KERNEL) return false;
    return get_registers(isolate, registers) == 0 && registers->rip == (uint64_t)end;
}

long go_on(const struct isolate *isolate, long signal)
{
    return sys(SYS_ptrace, PTRACE_CONT, isolate->pid, 0, signal);
}

const char *restore_registers(struct zygote *zygote, const struct isolate *isolate)
{
    uint64_t blocked;
    if (sys(SYS_ptrace, PTRACE_GETSIGMASK, isolate->pid, sizeof blocked, &blocked) < 0) return "signals";
    if (blocked != zygote->blocked_signals) return "signals";
    return set_registers(isolate, &zygote->registers) < 0 ? "registers" : NULL;
}

#endif
