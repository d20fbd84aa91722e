// There is one thread, and its process is its own.

export const ownsProcessState = true;
