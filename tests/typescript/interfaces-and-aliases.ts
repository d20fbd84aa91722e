// declarations that are types alone, between statements, and names that are types elsewhere
interface Line { sku: string; readonly qty: number; (a: number): string; new (a: string): Line; [key: string]: unknown }
type Deep<T> = T extends (infer U)[] ? Deep<U> : { [K in keyof T as `get${string & K}`]?: T[K] };
type Handler = typeof input extends null ? never : (event: { type: `on${string}` }) => asserts event is any;
declare const missing: number;
declare function absent(a: string): void;
declare namespace Gone { const a: number; }
declare global { interface Window { a: number } }
const type = 1, declare = 2, interfaces = 3, namespace = 4, abstract = 5, as = 6, satisfies = 7, is = 8, keyof = 9, readonly = 10;
let of = type + declare + interfaces + namespace + abstract + as + satisfies + is + keyof + readonly;
return of;
