package main

import (
	"errors"
	"time"

	"github.com/dop251/goja"
)

var (
	errExpired = errors.New("time is over")
	errNothing = errors.New("the script waits for what never comes")
)

type timer struct {
	due      time.Time
	callback goja.Callable
	args     []goja.Value
}

// runtime is one call's: a goja runtime with `require`, timers and a loop that runs them. One goroutine uses it.
type runtime struct {
	*goja.Runtime
	engine *engine
	loaded map[string]goja.Value
	timers map[int64]timer
	last   int64
}

func (r *runtime) setUp() {
	r.Set("setTimeout", r.setTimeout)
	r.Set("clearTimeout", func(id int64) { delete(r.timers, id) })
}

func (r *runtime) require(name string) (goja.Value, error) {
	if exports, ok := r.loaded[name]; ok {
		return exports, nil
	}
	program, ok := r.engine.modules[name]
	if !ok {
		return nil, errors.New("Cannot find module '" + name + "'")
	}
	function, err := r.RunProgram(program)
	if err != nil {
		return nil, err
	}
	evaluate, _ := goja.AssertFunction(function)
	module := r.NewObject()
	exports := r.NewObject()
	module.Set("exports", exports)
	if _, err = evaluate(goja.Undefined(), exports, r.ToValue(r.require), module); err != nil {
		return nil, err
	}
	r.loaded[name] = module.Get("exports")
	return r.loaded[name], nil
}

func (r *runtime) setTimeout(call goja.FunctionCall) goja.Value {
	callback, ok := goja.AssertFunction(call.Argument(0))
	if !ok {
		panic(r.NewTypeError("the callback of setTimeout is no function"))
	}
	if r.timers == nil {
		r.timers = map[int64]timer{}
	}
	r.last++
	delay := time.Duration(call.Argument(1).ToFloat() * float64(time.Millisecond))
	args := call.Arguments[min(2, len(call.Arguments)):]
	r.timers[r.last] = timer{time.Now().Add(delay), callback, args}
	return r.ToValue(r.last)
}

func (r *runtime) start(program *goja.Program, inputJSON string) (*goja.Promise, error) {
	body, err := r.RunProgram(program)
	if err != nil {
		return nil, err
	}
	function, err := r.RunProgram(r.engine.serve)
	if err != nil {
		return nil, err
	}
	serve, _ := goja.AssertFunction(function)
	promise, err := serve(goja.Undefined(), body, r.ToValue(inputJSON), r.ToValue(r.require))
	if err != nil {
		return nil, err
	}
	return promise.Export().(*goja.Promise), nil
}

// wait runs the next timer when it is due. goja runs what awaits it before the callback's call returns.
func (r *runtime) wait(expired <-chan time.Time) error {
	var next int64
	for id, candidate := range r.timers {
		known, ok := r.timers[next]
		if !ok || candidate.due.Before(known.due) || candidate.due.Equal(known.due) && id < next {
			next = id
		}
	}
	due, ok := r.timers[next]
	if !ok {
		return errNothing
	}
	select {
	case <-time.After(time.Until(due.due)):
	case <-expired:
		return errExpired
	}
	delete(r.timers, next)
	_, err := due.callback(goja.Undefined(), due.args...)
	return err
}

func (r *runtime) thrown(reason goja.Value) *scriptError {
	object, ok := reason.(*goja.Object)
	if !ok {
		return &scriptError{"Error", reason.String()}
	}
	text := func(key, otherwise string) string {
		if value := object.Get(key); value != nil && !goja.IsUndefined(value) {
			return value.String()
		}
		return otherwise
	}
	return &scriptError{text("name", "Error"), text("message", object.String())}
}
