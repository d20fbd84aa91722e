// execute calls an executor with grpc-go: a result, a script's error, a refusal, and a program.
//
// In an empty directory, with CHECKOUT for the executor's repository, Go 1.26 or later and protoc:
//
//	$ cp "$CHECKOUT"/docs/clients/go/* "$CHECKOUT"/protos/executor/v1/executor.proto "$CHECKOUT"/deploy/service-config.json .
//	$ GOBIN="$PWD/bin" go install tool && PATH="$PWD/bin:$PATH" go generate
//	$ go run . 127.0.0.1:50051
package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	_ "google.golang.org/grpc/health" // Makes healthCheckConfig work: without it the setting is ignored.
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	pb "example/execute/executorpb"
)

//go:generate protoc -I. --go_out=. --go_opt=module=example/execute,Mexecutor.proto=example/execute/executorpb --go-grpc_out=. --go-grpc_opt=module=example/execute,Mexecutor.proto=example/execute/executorpb executor.proto

// round_robin, health checking and the retry policy.
//
//go:embed service-config.json
var config string

func call(executor pb.ExecutorServiceClient, code string, value any) string {
	return send(executor, &pb.ExecuteRequest{Code: code}, value)
}

// callProgram is call for code that is called often: its hash is enough.
func callProgram(executor pb.ExecutorServiceClient, code string, value any) string {
	hash := sha256.Sum256([]byte(code))
	told := send(executor, &pb.ExecuteRequest{Program: hex.EncodeToString(hash[:])}, value)
	if told != "refused: "+codes.FailedPrecondition.String() {
		return told
	}
	// The server has no such program (any more). It compiles it for the calls to come; this one goes with its code.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "x-caller", "example")
	if _, err := executor.PrepareProgram(ctx, &pb.PrepareProgramRequest{Code: code}); err != nil {
		log.Print(err)
	}
	return call(executor, code, value)
}

func send(executor pb.ExecutorServiceClient, request *pb.ExecuteRequest, value any) string {
	input, err := json.Marshal(value)
	if err != nil {
		log.Fatal(err)
	}
	// Longer than the script's own limit: it may have to wait for an isolate.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	// Whose share of the server the call takes, where no token says that.
	ctx = metadata.AppendToOutgoingContext(ctx, "x-caller", "example")
	request.InputJson, request.Timeout = string(input), durationpb.New(2*time.Second)
	response, err := executor.Execute(ctx, request)
	if err != nil {
		// The service could not run it.
		return fmt.Sprintf("refused: %s", status.Code(err))
	}
	if failed := response.GetError(); failed != nil {
		// It ran, and failed.
		return fmt.Sprintf("failed: %s: %s", failed.Kind, failed.Message)
	}
	return "result: " + response.GetResultJson()
}

func main() {
	// With TLS: credentials.NewClientTLSFromFile(ca, "").
	connection, err := grpc.NewClient(os.Args[1], grpc.WithDefaultServiceConfig(config),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	executor := pb.NewExecutorServiceClient(connection)
	fmt.Println(call(executor, "return input.a + input.b", map[string]int{"a": 1, "b": 2}))
	fmt.Println(call(executor, "throw new Error('no')", nil))
	fmt.Println(call(executor, "", nil))
	fmt.Println(callProgram(executor, "return input.a * input.b // Go", map[string]int{"a": 1, "b": 2}))
}
