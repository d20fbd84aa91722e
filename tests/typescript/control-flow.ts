// types in loops, switches, catches and generators
const out: unknown[] = [];
for (let i: number = 0, n: number = 2; i < n; i++) out.push(i as number);
for (const [key, value] of Object.entries({ a: 1 }) as [string, number][]) out.push(key, value!);
for (const key in { z: 1 } as Record<string, number>) out.push(key as string);
try { throw new RangeError('r') as Error; } catch (error: any) { out.push(error.message as string); }
switch (out.length as number) { case 6 as number: out.push('six'); break; default: out.push('other'); }
function* count(n: number): Generator<number, string, void> { for (let i = 0; i < n; i++) yield i as number; return 'done' as const; }
out.push(...count(2)); if ((out[0] as number) === 0) out.push('zero' satisfies string); else out.push('never');
do out.push('once' as string); while (false as boolean);
return out;
