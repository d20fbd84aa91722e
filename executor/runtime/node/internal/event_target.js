export const kResistStopPropagation = Symbol('kResistStopPropagation');
export const kWeakHandler = Symbol('kWeak');
export const kEvents = Symbol('kEvents');
export const kMaxEventTargetListeners = Symbol('events.maxEventTargetListeners');
export const kMaxEventTargetListenersWarned = Symbol('events.maxEventTargetListenersWarned');
export const isEventTarget = (value) => typeof EventTarget === 'function' && value instanceof EventTarget;
