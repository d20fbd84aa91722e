// imports and exports of types alone are gone; so are exported types
import type { Order } from './order';
import type Thing, { } from 'things';
import type * as all from 'all';
export type { Order };
export interface Kept { a: number }
export type Alias = Order;
export declare const somewhere: number;
const order: Order = { id: 1 };
return [order, await Promise.resolve(typeof (require as (name: string) => any)('lodash').map)];
