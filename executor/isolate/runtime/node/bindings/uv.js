// The names and texts of system errors.

import table from './uv.json';

const byNumber = new Map(table.map(([number, name, message]) => [number, [name, message]]));

const numbers = Object.fromEntries(table.map(([number, name]) => [`UV_${name}`, number]));
export const { UV_EOF, UV_EINVAL, UV_EADDRINUSE, UV_ENOTSOCK, UV_ENOSYS, UV_EAI_MEMORY } = numbers;
export const getErrorMap = () => new Map(byNumber);
export const errname = (number) => byNumber.get(number)?.[0] ?? `Unknown system error ${number}`;
export const getErrorMessage = (number) => byNumber.get(number)?.[1] ?? `Unknown system error ${number}`;
