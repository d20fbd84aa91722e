// How bytes of a script's go through a stream of the host's, which knows the window alone.

import { ROOM, put, take } from '../../window.js';

const { min } = Math;

// `step(size, room, isLast)` is one call of the host, which answers [how it went, bytes taken, bytes given, …]. Until all is
// through, there is no room left, or it went otherwise than `fine`: the last answer, and what is left of both.
export function pass(step, fine, most, bytes, inOffset, inLength, output, outOffset, outLength) {
  for (;;) {
    const size = min(inLength, most);
    const room = min(outLength, ROOM);
    if (size > 0) put(bytes, inOffset, size);
    const answer = step(size, room, size === inLength);
    const { 1: taken, 2: given } = answer;
    if (given > 0) take(output, outOffset, given);
    inOffset += taken;
    inLength -= taken;
    outOffset += given;
    outLength -= given;
    if (!fine(answer[0]) || outLength === 0 || (inLength === 0 && given < room) || taken + given === 0) {
      return { __proto__: null, answer, inLength, outLength };
    }
  }
}
