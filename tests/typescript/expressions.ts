// what looks like types and is none: comparisons, ternaries, labels, object literals, regular expressions
const a = 1, b = 2, c = 3, as = { b: 4 };
const less = a < b, more = b > a, both = (a < b) as boolean === (c > (a)), shift = 256 >> 2 >>> 1;
const choice = a ? (b) : c, nested = a ? (x: number): number => x : null, chosen = a ? b as number : c as number;
label: for (const i of [1, 2]) { if (i as number > 1) break label; }
const object = { a: b as number, type: 1, async: 2, get: 3, set: 4, ['k' as string]: 5, satisfies: 6, as };
const regular = /a<b>(c)/.test('a<b>(c)'.replace('(c)', 'c')) satisfies boolean;
const call = ((x: number) => x)(a as number), spread = [...(new Set<number>([1]) as Iterable<number>)];
const optional = (object as { z?: () => number }).z?.() as undefined, power = (2 as number) ** 3;
const assigned = ((as.b as number) = 5);
const keywords = [typeof (a as any), void (0 as any), !(0 as any), -(1 as any), await (a as any)];
return [less, more, both, shift, choice, nested!(7), chosen, object, regular, call, spread, optional ?? 'none', power, assigned, keywords];
