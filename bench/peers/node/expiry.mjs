export class Expired extends Error {}

// A promise that rejects with `Expired` after so many milliseconds, unless cleared.
export function expiry(timeout) {
  let timer;
  const promise = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Expired(`the script took longer than ${timeout} ms`)), timeout);
  });
  return { promise, clear: () => clearTimeout(timer) };
}
