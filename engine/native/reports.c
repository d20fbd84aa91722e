#if defined(__x86_64__)

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "system.h"
#include "zygote.h"

char *put_text(char *at, const char *text)
{
    while (*text) *at++ = *text++;
    return at;
}

static void send_packet(struct zygote *zygote, const char *end)
{
    sys(SYS_sendto, zygote->control, zygote->packet, end - zygote->packet, MSG_NOSIGNAL, 0, 0);
}

void tell_rewound(struct zygote *zygote, const struct isolate *isolate)
{
    struct {
        char mark;
        int32_t pid;
        uint32_t pages;
        uint64_t elapsed_ns;
    } __attribute__((packed)) rewound = {'W', isolate->pid, isolate->pages, now() - isolate->began};
    copy_bytes(zygote->packet, &rewound, sizeof rewound);
    send_packet(zygote, zygote->packet + sizeof rewound);
}

void tell_not_rewound(struct zygote *zygote, int pid, const char *reason)
{
    char *at = put_text(zygote->packet, "[\"NotRewound\", {\"pid\": ");
    at = put_number(at, (uint64_t)pid);
    at = put_text(at, ", \"reason\": \"");
    at = put_text(at, reason);
    send_packet(zygote, put_text(at, "\"}]"));
}

void tell_fork_failed(struct zygote *zygote, const char *what, long error)
{
    char *at = put_text(zygote->packet, "[\"ForkFailed\", {\"error\": \"");
    at = put_text(at, what);
    if (error < 0) {
        at = put_text(at, ": errno ");
        at = put_number(at, (uint64_t)-error);
    }
    send_packet(zygote, put_text(at, "\"}]"));
}

long pass_on(struct zygote *zygote, const struct isolate *isolate)
{
    char *at = put_text(zygote->packet, "[\"Forked\", {\"pid\": ");
    at = put_text(put_number(at, (uint64_t)isolate->pid), "}]");
    struct iovec text = {zygote->packet, (size_t)(at - zygote->packet)};
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } descriptors;
    clear_bytes(&descriptors, sizeof descriptors);
    descriptors.header = (struct cmsghdr){CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    int both[2] = {isolate->socket, isolate->pidfd};
    copy_bytes(CMSG_DATA(&descriptors.header), both, sizeof both);
    struct msghdr message = {0};
    message.msg_iov = &text;
    message.msg_iovlen = 1;
    message.msg_control = &descriptors;
    message.msg_controllen = sizeof descriptors.room;
    return sys(SYS_sendmsg, zygote->control, &message, MSG_NOSIGNAL);
}

void tell_lost(struct zygote *zygote, struct isolate *isolate, const char *reason, long error)
{
    if (zygote->is_testing) {
        char *at = put_text(zygote->problem, reason);
        if (error < 0) at = put_number(put_text(at, ": errno "), (uint64_t)-error);
        *at = 0;
    } else if (isolate->is_passed) {
        tell_not_rewound(zygote, isolate->pid, reason);
    } else {
        tell_fork_failed(zygote, reason, error);
    }
}

#endif
