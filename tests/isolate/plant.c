/* What native code of a script can leave behind: garbage in any page that it can write to, its own stack among them. Keeps all it needs in
 * registers, calls nothing, and stops where an isolate stops that has answered. For test_rewound.py. */
#include <stdint.h>

#define GARBAGE 96

/* `places`: how many, and where each begins. */
__attribute__((optimize("O2"), noreturn)) void plant(const uint64_t *places, void *stop)
{
    uint64_t noise = 88172645463325252ull;
    for (uint64_t left = places[0]; left; left--) {
        volatile uint64_t *at = (volatile uint64_t *)places[left];
        for (int word = 0; word < GARBAGE / 8; word++) {
            /* xorshift64 (Marsaglia, Journal of Statistical Software 8, 2003). */
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            at[word] = noise;
        }
    }
    __asm__ volatile("jmp *%0" : : "r"(stop));
    __builtin_unreachable();
}
