/* What a zygote that rewinds may still open: files of /proc, which is where its isolates' memory is. */
#if defined(__x86_64__)

#include <errno.h>
#include <fcntl.h>

#include "system.h"
#include "zygote.h"

/* Of linux/landlock.h (Linux 5.13), in the first version of its interface. */
#define EVERY_ACCESS ((1ull << 13) - 1)
#define WRITE_FILE (1ull << 1)
#define READ_FILE (1ull << 2)
#define RULE_PATH_BENEATH 1

struct ruleset {
    uint64_t handled_accesses;
};

struct path_beneath {
    uint64_t allowed_accesses;
    int32_t folder;
} __attribute__((packed));

static long restrict_to(long rules)
{
    long folder = sys(SYS_openat, AT_FDCWD, "/proc", O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    if (folder < 0) return folder;
    struct path_beneath proc = {READ_FILE | WRITE_FILE, (int32_t)folder};
    long result = sys(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &proc, 0);
    sys(SYS_close, folder);
    return result < 0 ? result : sys(SYS_landlock_restrict_self, rules, 0);
}

long keep_to_proc(void)
{
    struct ruleset all = {EVERY_ACCESS};
    long rules = sys(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    /* Not built into this kernel, not switched on, or unknown to libseccomp: one layer less around code that is ours alone. */
    if (rules == -ENOSYS || rules == -EOPNOTSUPP || rules == -EPERM) return 0;
    if (rules < 0) return rules;
    long result = restrict_to(rules);
    sys(SYS_close, rules);
    return result;
}

#endif
