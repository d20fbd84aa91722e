package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// Gives the result's JSON as the value of a promise.
const serveSource = `(function (body, inputJson, require) {
	return body(JSON.parse(inputJson), require).then(function (value) {
		var text = JSON.stringify(value);
		return text === undefined ? 'null' : text;
	});
})`

type scriptError struct{ name, message string }

// engine holds what is compiled once for all runtimes. Programs are read-only and safe to share.
type engine struct {
	modules map[string]*goja.Program
	serve   *goja.Program
	// Of each code that was seen. A bench sends a handful; a service would bound it.
	bodies sync.Map
}

func newEngine(sources map[string]string) (*engine, error) {
	made := &engine{modules: map[string]*goja.Program{}}
	for name, source := range sources {
		program, err := goja.Compile(name+".js", "(function (exports, require, module) {"+source+"\n})", false)
		if err != nil {
			return nil, err
		}
		made.modules[name] = program
	}
	var err error
	made.serve, err = goja.Compile("serve.js", serveSource, false)
	return made, err
}

func (e *engine) body(code string) (*goja.Program, error) {
	if known, ok := e.bodies.Load(code); ok {
		return known.(*goja.Program), nil
	}
	program, err := goja.Compile("script.js", "(async function (input, require) {\n"+code+"\n})", false)
	if err == nil {
		e.bodies.Store(code, program)
	}
	return program, err
}

// run gives the result's JSON, or the script's error.
func (e *engine) run(code, inputJSON string, timeout time.Duration) (string, *scriptError) {
	program, err := e.body(code)
	if err != nil {
		return "", &scriptError{"SyntaxError", err.Error()}
	}
	vm := &runtime{Runtime: goja.New(), engine: e, loaded: map[string]goja.Value{}}
	expired := time.After(timeout)
	watchdog := time.AfterFunc(timeout, func() { vm.Interrupt("timeout") })
	defer watchdog.Stop()
	vm.setUp()
	promise, err := vm.start(program, inputJSON)
	for err == nil && promise.State() == goja.PromiseStatePending {
		err = vm.wait(expired)
	}
	if err != nil {
		return "", failed(err, timeout)
	}
	if promise.State() == goja.PromiseStateRejected {
		return "", vm.thrown(promise.Result())
	}
	return promise.Result().String(), nil
}

func failed(err error, timeout time.Duration) *scriptError {
	if _, interrupted := err.(*goja.InterruptedError); interrupted || err == errExpired {
		return &scriptError{"Error", fmt.Sprintf("the script took longer than %v", timeout)}
	}
	return &scriptError{"Error", err.Error()}
}
