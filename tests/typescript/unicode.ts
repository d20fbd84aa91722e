// wide characters, accents and emoji around and within types; columns count UTF-16 units
type 名字 = '你好' | '🎉';
const größe: Record<'ключ' | '🔑', number> = { ключ: 1, '🔑': 2 };
const 值 = ('你好' as 名字) + `${größe['🔑'] as number}🎉`; const später: string = 'é';
const escaped\u0061: number = 3;
let error: Error | undefined; try { (null as any).字; } catch (e: unknown) { error = e as Error; }
return [值, später, escapeda, /script\.js:6:\d+|:\d+:\d+/.test(error!.stack!), error instanceof TypeError];
