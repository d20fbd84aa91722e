// Fails for an order without a customer, to show what its author sees then.
const customer = input.customer.name;
return customer.toUpperCase();
