// A promise that rejects after so many milliseconds, unless cleared.
export function expiry(timeout) {
  let timer;
  const promise = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the script took longer than ${timeout} ms`)), timeout);
  });
  return { promise, clear: () => clearTimeout(timer) };
}
