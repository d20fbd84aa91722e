// The commission of each salesperson, in TypeScript: the types are for the author's editor, and erased before it runs.

type Currency = 'EUR' | 'USD';

interface Sale {
  readonly seller: string;
  amount: number;
  currency: Currency;
  returned?: boolean;
}

interface Input {
  sales: Sale[];
  rates: Record<Currency, number>;
  tiers: [from: number, percent: number][];
}

const { groupBy, sumBy } = require('lodash');
const { sales, rates, tiers } = input as Input;

const inEuro = ({ amount, currency }: Sale): number => amount / rates[currency];

function percentOf(total: number): number {
  const reached = tiers.filter(([from]) => total >= from);
  return reached.at(-1)?.[1] ?? 0;
}

class Commission {
  private readonly total: number;

  constructor(readonlySales: readonly Sale[]) {
    this.total = sumBy(readonlySales as Sale[], inEuro);
  }

  get amount(): number {
    return Math.round(this.total * percentOf(this.total)) / 100;
  }

  toJSON() {
    return { total: Math.round(this.total * 100) / 100, percent: percentOf(this.total), commission: this.amount };
  }
}

const kept = sales.filter((sale): sale is Sale & { returned?: false } => !sale.returned);
const bySeller: Record<string, Sale[]> = groupBy(kept, 'seller' satisfies keyof Sale);
return Object.fromEntries(Object.entries(bySeller).map(([seller, own]) => [seller, new Commission(own)] as const));
