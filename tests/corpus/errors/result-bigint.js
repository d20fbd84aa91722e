// a BigInt is no JSON
return { total: 10n };
