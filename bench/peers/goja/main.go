// goja answers Execute with a fresh goja runtime for each call: `goja MODULES` prints the port when it listens.
//
// The modules and each code that was seen are compiled once (goja.Compile) and run in every runtime that needs them,
// modules where a script requires them, as goja_nodejs/require does. MODULES is a folder of CommonJS files, es2015:
// goja knows no async generators, which axios and qs contain above that.
//
// Messages are read and written with protowire: two strings in, one out, and no generated code to keep.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protowire"
)

const (
	// What a script may take; the executor's own default.
	timeout = 5 * time.Second
	// Field numbers of executor.proto.
	requestCode   = 1
	requestInput  = 2
	requestID     = 5
	responseID    = 1
	responseJSON  = 2
	responseError = 3
	errorName     = 2
	errorMessage  = 3
)

// rawCodec hands messages through as bytes.
type rawCodec struct{}

func (rawCodec) Marshal(v any) ([]byte, error)      { return v.([]byte), nil }
func (rawCodec) Unmarshal(data []byte, v any) error { *v.(*[]byte) = data; return nil }
func (rawCodec) Name() string                       { return "proto" }

type request struct{ code, input, id string }

func parse(message []byte) (parsed request, err error) {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return parsed, protowire.ParseError(n)
		}
		message = message[n:]
		if n = protowire.ConsumeFieldValue(number, kind, message); n < 0 {
			return parsed, protowire.ParseError(n)
		}
		if kind == protowire.BytesType {
			value, _ := protowire.ConsumeBytes(message)
			switch number {
			case requestCode:
				parsed.code = string(value)
			case requestInput:
				parsed.input = string(value)
			case requestID:
				parsed.id = string(value)
			}
		}
		message = message[n:]
	}
	return parsed, nil
}

func appendText(message []byte, number protowire.Number, text string) []byte {
	return protowire.AppendString(protowire.AppendTag(message, number, protowire.BytesType), text)
}

func response(id, result string, failure *scriptError) []byte {
	message := appendText(nil, responseID, id)
	if failure == nil {
		return appendText(message, responseJSON, result)
	}
	return appendText(message, responseError, string(appendText(
		appendText(nil, errorName, failure.name), errorMessage, failure.message)))
}

func execute(server any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	var message []byte
	if err := decode(&message); err != nil {
		return nil, err
	}
	asked, err := parse(message)
	if err != nil {
		return nil, err
	}
	if asked.input == "" {
		asked.input = "null"
	}
	result, failure := server.(*engine).run(asked.code, asked.input, timeout)
	return response(asked.id, result, failure), nil
}

func main() {
	// Each call leaves a whole runtime to the collector. It runs after four times the live heap instead of once: memory
	// for CPU, 25% less of it for a no-op, for lodash and for 100 KB of JSON.
	debug.SetGCPercent(400)
	sources := map[string]string{}
	// What bench/peers/modules.mjs bundled.
	list, err := os.ReadFile(filepath.Join(os.Args[1], "names.json"))
	if err != nil {
		log.Fatal(err)
	}
	var names []string
	if err := json.Unmarshal(list, &names); err != nil {
		log.Fatal(err)
	}
	for _, name := range names {
		source, err := os.ReadFile(filepath.Join(os.Args[1], name+".js"))
		if err != nil {
			log.Fatal(err)
		}
		sources[name] = string(source)
	}
	made, err := newEngine(sources)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer(grpc.ForceServerCodec(rawCodec{}))
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "executor.v1.ExecutorService",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "Execute", Handler: execute}},
	}, made)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(server.Serve(listener))
}
