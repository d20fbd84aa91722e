// mistakes in callbacks of array methods, as their authors meet them
const told = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };

const orders = [{ id: 1, customer: { name: 'A' } }, { id: 2 }, null];
return [told(() => orders.map((o) => o.customer.name)), told(() => orders.slice(0, 2).map((o) => o.customer.name)), told(() => orders.map(({ id }) => id)), told(() => orders.filter((o) => o.tags.includes('x'))), told(() => orders[0].customer.name.first.toUpperCase()), told(() => orders.reduce((s, o) => s + o.price.amount, 0)), told(() => orders.find((o) => o.id === 9).id), told(() => orders.forEach(orders.missing)), told(() => orders.sort((a, b) => a.id.localeCompare(b.id))), told(() => orders.at(-1).id), told(() => orders.flatMap((o) => [...o.lines])), told(() => Object.entries(orders[2])), told(() => orders.customer.name), told(() => orders[5].id), told(() => orders.toUppercase())];
