// odd operators: comma, void, in, delete, exponent, unsigned shift, chained comparison, ASI
let i = 0;
const a = (i++, i++, i);
const f = () => {
  return
  5;
};
const b = 1
const c = [1, 2]
;[i] = [i + 1]
return [a, void 0 === undefined, 2 ** 3 ** 2, (-2) ** 2, -1 >>> 0, -1 >>> 28, 1 << 31, 1 << 32, 5 & 6 | 1 ^ 3, ~~-3.7, 3 > 2 > 1, 1 < 2 < 3, '5' * '2', '5' + 2, '5' - 2, +'', +' ', +'0x1f', +'1e3', +[], +{} + '', [] + {}, [] + [], [1] == 1, null == 0, null >= 0, undefined == null, NaN != NaN, '10' < '9', '10' < 9, 'b' > 'a', typeof null, typeof undefined, typeof function () {}, f() === undefined, b, c, i, 0.1 + 0.2, 5 % -3, -5 % 3, 5.5 % 2, 2 ** -1, 0 === -0, Object.is(0, -0), 1 / -0 < 0, !!'' + !!'0', [10, 9, 1].sort(), [undefined, 3, null, 1].sort().map(String), `${[1, [2, 3]]}`, String({}), String([null, undefined, 1]), parseInt('08'), parseInt('0x1g'), Number('1_000') + '', 010, 0o10, 1_000];
