// whole numbers past 2^53 in another radix: zeros for what the number does not hold
const out = [];
for (const n of [2 ** 53, 2 ** 53 + 2, 1e16, 1e21, 1.5e21, 123456789012345680000, 2 ** 64, 2 ** 100, 3 ** 60, 1e100, Number.MAX_VALUE, -1e21, 9007199254740991, 9007199254740993, 0xdeadbeefcafe]) {
  for (const radix of [2, 3, 7, 8, 11, 16, 26, 32, 35, 36]) out.push(n.toString(radix));
}
return out;
