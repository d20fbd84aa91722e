// a flow: a draft of an order that does not touch the original
const order = { id: 7, placed: new Date(Date.UTC(2024, 0, 2)), lines: new Map([['a', { qty: 1, tags: new Set(['x']) }]]), pattern: /ab+/gi, bytes: new Uint8Array([1, 2, 3]), customer: { name: '王芳' }, missing: undefined, big: 12n };
order.self = order; order.again = order.customer;
const draft = structuredClone(order);
draft.lines.get('a').qty = 9; draft.lines.get('a').tags.add('y'); draft.customer.name = 'changed'; draft.bytes[0] = 99; draft.placed.setUTCFullYear(2030);
return [order.lines.get('a').qty, [...order.lines.get('a').tags], order.customer.name, [...order.bytes], order.placed.toISOString(), draft.self === draft, draft.again === draft.customer, 'missing' in draft, String(draft.big), draft.pattern.source + draft.pattern.flags];
