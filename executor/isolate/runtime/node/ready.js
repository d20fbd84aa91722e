// The realm once its primordials are filled.

import { internalBinding, primordials, process } from './realm.js';
import 'node:internal/per_context/primordials';

export { internalBinding, primordials, process };
