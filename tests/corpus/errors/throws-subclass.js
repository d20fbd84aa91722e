// the name of an error's class is not its name unless the class says so
class StockError extends Error { constructor(sku) { super(`no stock of ${sku}`); this.sku = sku; } }
throw new StockError('A-1');
