// The one symbol of it that streams over C++ objects use.

export const symbols = { owner_symbol: Symbol('owner_symbol') };
