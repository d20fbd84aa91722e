// The price of an order's line; run over a file of lines with `flow-executor map`. A line without a price is an error.
if (!(input.price >= 0)) throw new RangeError(`no price: ${input.price}`);
return { sku: input.sku, total: Math.round(input.price * input.count * 100) / 100 };
