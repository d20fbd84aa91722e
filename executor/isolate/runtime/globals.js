// What a code block takes for granted and the engine lacks: evaluated once in the zygote.

import './web/index.js';

globalThis.global = globalThis;
