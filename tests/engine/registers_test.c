/* All that a process may have changed in its registers is as at the mark afterwards, whatever it was: a child of this program is
 * the isolate, and this program its zygote. Exits with 0, or says what is wrong. */
#include <cpuid.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "context.c"
#include "registers.c"

#define DIRECTION 0x400ul
#define TRAP 0x100ul
#define ALIGNMENT 0x40000ul
/* Of the XSAVE area (Intel SDM, volume 1, chapter 13): the x87 control word, MXCSR, which parts it holds; and the part of PKRU. */
#define CONTROL_WORD 0
#define MXCSR 24
#define PARTS 512
#define PKRU 9

static const char without_rseq[] = "glibc.pthread.rseq=0";

static void stopped(const struct isolate *isolate)
{
    int status;
    CHECK(ptrace(PTRACE_INTERRUPT, isolate->pid, 0, 0) == 0);
    CHECK(waitpid(isolate->pid, &status, 0) == isolate->pid && WIFSTOPPED(status));
}

static struct isolate child(void)
{
    struct isolate isolate = {.pid = fork()};
    CHECK(isolate.pid >= 0);
    if (isolate.pid == 0)
        for (;;) pause();
    CHECK(ptrace(PTRACE_SEIZE, isolate.pid, 0, PTRACE_O_EXITKILL) == 0);
    stopped(&isolate);
    return isolate;
}

static void killed(const struct isolate *isolate)
{
    CHECK(kill(isolate->pid, SIGKILL) == 0);
    CHECK(waitpid(isolate->pid, NULL, 0) == isolate->pid);
}

static void put16(char *at, uint16_t value) { memcpy(at, &value, sizeof value); }
static void put32(char *at, uint32_t value) { memcpy(at, &value, sizeof value); }

/* Where the area has PKRU; 0 where this processor has none. */
static uint32_t place_of_pkru(const char *xstate)
{
    uint64_t parts;
    memcpy(&parts, xstate + PARTS, sizeof parts);
    uint32_t size = 0, place = 0, none;
    if (!(parts >> PKRU & 1) || !__get_cpuid_count(0xd, PKRU, &size, &place, &none, &none)) return 0;
    return place;
}

static void spoil(const struct zygote *zygote, const struct isolate *isolate)
{
    struct user_regs_struct registers;
    memset(&registers, 0x5a, sizeof registers);
    /* The kernel takes no others of these. */
    registers.cs = zygote->registers.cs, registers.ss = zygote->registers.ss;
    registers.ds = registers.es = registers.fs = registers.gs = 0;
    registers.fs_base = 0x5a5a5000, registers.gs_base = 0xa5a5a000;
    registers.eflags = PLAIN_FLAGS | DIRECTION | TRAP | ALIGNMENT;
    CHECK(set_registers(isolate, &registers) == 0);

    char xstate[XSTATE_BYTES];
    memcpy(xstate, zygote->xstate, sizeof xstate);
    put16(xstate + CONTROL_WORD, 0x0c7f);
    put32(xstate + MXCSR, 0x7f80);
    uint32_t pkru = place_of_pkru(xstate);
    if (pkru) put32(xstate + pkru, 0x5ffffff4);
    struct iovec all = {xstate, zygote->xstate_length};
    CHECK(ptrace(PTRACE_SETREGSET, isolate->pid, NT_X86_XSTATE, &all) == 0);
}

static void registers_are_those_of_the_mark_again(struct zygote *zygote)
{
    struct isolate isolate = child();
    struct user_regs_struct now_there;
    char xstate[XSTATE_BYTES] = {0};
    uint64_t length;
    CHECK(get_registers(&isolate, &now_there) == 0);
    CHECK(learn_registers(zygote, &isolate, &now_there) == 0);
    CHECK(zygote->registers.fs_base == now_there.fs_base && now_there.fs_base != 0);

    spoil(zygote, &isolate);
    CHECK(get_registers(&isolate, &now_there) == 0 && now_there.fs_base == 0x5a5a5000);
    CHECK((now_there.eflags & (DIRECTION | TRAP | ALIGNMENT)) == (DIRECTION | TRAP | ALIGNMENT));
    CHECK(get_xstate(&isolate, xstate, &length) == 0 && memcmp(xstate, zygote->xstate, length) != 0);

    CHECK(restore_registers(zygote, &isolate) == NULL && set_xstate(zygote, &isolate) == 0);
    CHECK(get_registers(&isolate, &now_there) == 0);
    CHECK(memcmp(&now_there, &zygote->registers, sizeof now_there) == 0);
    CHECK(get_xstate(&isolate, xstate, &length) == 0);
    CHECK(length == zygote->xstate_length && memcmp(xstate, zygote->xstate, length) == 0);

    uint64_t blocked = zygote->blocked_signals | 1ul << (SIGUSR1 - 1);
    CHECK(ptrace(PTRACE_SETSIGMASK, isolate.pid, sizeof blocked, &blocked) == 0);
    CHECK(strcmp(restore_registers(zygote, &isolate), "signals") == 0);
    killed(&isolate);
}

static void child_with_a_restartable_section_is_refused(struct zygote *zygote)
{
    struct isolate isolate = child();
    struct user_regs_struct first;
    CHECK(get_registers(&isolate, &first) == 0);
    long result = learn_registers(zygote, &isolate, &first);
    /* A C library before 2.35 registers none. */
    CHECK(result == -EBUSY || result == 0);
    if (result == 0) puts("no rseq");
    killed(&isolate);
}

int main(int count, char **arguments)
{
    struct inheritance inheritance = {0};
    struct zygote *zygote = calloc(1, sizeof *zygote);
    zygote->inheritance = &inheritance;
    alarm(60); /* Nothing here waits. */
    if (count == 1) {
        child_with_a_restartable_section_is_refused(zygote);
        fflush(stdout);
        CHECK(setenv("GLIBC_TUNABLES", without_rseq, 1) == 0);
        execl("/proc/self/exe", arguments[0], "without", NULL);
        CHECK(!"exec");
    }
    registers_are_those_of_the_mark_again(zygote);
    free(zygote);
    return 0;
}
