// `as`, `as const`, `satisfies` and `!`, alone and chained
const shape = { kind: 'a', size: [1, 2] as [number, number] } as const satisfies { kind: string };
const text = (input as { missing?: { deep: string } } | null)?.missing?.deep as string | undefined;
const list = [1, 2, 3].map(n => n as number as unknown as string);
let maybe: number | undefined = 4;
maybe! += 1;
const sum = (maybe as number) + maybe!;
const cast = <const T,>(value: T): T => value;
return [shape.size.length, text ?? 'none', list[0]!, sum, cast(1), (maybe satisfies number | undefined) === 5];
