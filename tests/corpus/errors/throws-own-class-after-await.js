// an error of a class of one's own, thrown behind an await and by a called function
class OrderError extends Error { constructor(message, options) { super(message, options); this.name = 'OrderError'; } }
const check = async (order) => { await null; if (order.total === undefined) throw new OrderError(`order ${order.id} has no total`, { cause: new TypeError('total is missing') }); };
await check({ id: 7 });
