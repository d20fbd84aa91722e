// The web platform's globals, as Node has them. The order is the point: each builds on those before it.

import './dom-exception.js';
import './event.js';
import './event-target.js';
import './abort.js';
import './base64.js';
import './text-encoder.js';
import './text-decoder.js';
import './blob.js';
import './url-search-params.js';
import './url.js';
import './object-url.js';
import './structured-clone.js';
import './message-channel.js';
import './streams.js';
import './text-streams.js';
import './compression-streams.js';
