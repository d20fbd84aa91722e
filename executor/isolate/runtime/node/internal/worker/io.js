// There are no other threads to send a stream to.

export const MessageChannel = undefined;
