// client calls Execute over one channel and says what became of the calls: a caller that uses what grpc-go has, and
// nothing of its own. Tests watch how its balancer treats servers that warm up, drain, fail or are restarted.
//
//	client -target ipv4:127.0.0.1:50051,127.0.0.1:50052 -config deploy/service-config.json -n 100 -concurrency 4
//
// It ends after -n calls, or with -n 0 at SIGTERM or SIGINT (calls under way are finished), and prints one line of JSON:
//
//	{"calls":100,"ok":98,"errors":{"Unavailable: warming up":2},"peers":{"127.0.0.1:50051":49,"127.0.0.1:50052":49}}
//
// ok counts calls whose result is -want, where it is given; errors has the others by status or kind; peers has all that
// reached a server. The exit code is 0 if all calls were ok, 1 if not, 2 for wrong flags.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc"
	_ "google.golang.org/grpc/health" // Makes healthCheckConfig work: without it the setting is ignored.
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	pb "flow-executor/tests/clients/go/executorpb"
)

// The result of all calls, as it is printed.
type tally struct {
	mutex  sync.Mutex
	Calls  int            `json:"calls"`
	Ok     int            `json:"ok"`
	Errors map[string]int `json:"errors"`
	Peers  map[string]int `json:"peers"`
}

// Counts one call: its error in words, empty if there was none, and the address that it reached.
func (t *tally) add(failure, address string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.Calls++
	if failure == "" {
		t.Ok++
	} else {
		t.Errors[failure]++
	}
	if address != "" {
		t.Peers[address]++
	}
}

// What is called, and how.
type caller struct {
	stub     pb.ExecutorServiceClient
	code     string
	input    string
	want     string
	token    string
	deadline time.Duration
	pause    time.Duration
}

// Makes one call: its error in words, empty if there was none, and the address that it reached.
func (c *caller) call() (failure, address string) {
	ctx, cancel := context.WithTimeout(context.Background(), c.deadline)
	defer cancel()
	if c.token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+c.token)
	}
	var server peer.Peer
	// Without wait-for-ready a call fails at once while no server is SERVING; with it, it waits for its deadline.
	response, err := c.stub.Execute(ctx, &pb.ExecuteRequest{Code: c.code, InputJson: c.input},
		grpc.Peer(&server), grpc.WaitForReady(true))
	if server.Addr != nil {
		address = server.Addr.String()
	}
	switch {
	case err != nil:
		failure = fmt.Sprintf("%s: %s", status.Code(err), status.Convert(err).Message())
	case response.GetError() != nil:
		failure = fmt.Sprintf("%s: %s", response.GetError().GetKind(), response.GetError().GetMessage())
	case c.want != "" && response.GetResultJson() != c.want:
		failure = "wrong result: " + response.GetResultJson()
	}
	return failure, address
}

// Calls from several goroutines until n calls were begun (0: no end) or the context ends.
func (c *caller) run(ctx context.Context, n int64, concurrency int) *tally {
	counts := &tally{Errors: map[string]int{}, Peers: map[string]int{}}
	var begun atomic.Int64
	var group sync.WaitGroup
	for range concurrency {
		group.Go(func() {
			for ctx.Err() == nil && (begun.Add(1) <= n || n == 0) {
				counts.add(c.call())
				select {
				case <-ctx.Done():
				case <-time.After(c.pause):
				}
			}
		})
	}
	group.Wait()
	return counts
}

func main() {
	log.SetFlags(0)
	c := &caller{}
	target := flag.String("target", "ipv4:127.0.0.1:50051", "gRPC target; ipv4: takes several addresses with commas")
	config := flag.String("config", "", "file with the service config; none: grpc-go's defaults")
	n := flag.Int64("n", 1, "calls to make; 0: until SIGTERM")
	concurrency := flag.Int("concurrency", 1, "calls under way at a time")
	flag.StringVar(&c.code, "code", "return 1", "script")
	flag.StringVar(&c.input, "input", "", "its input, as JSON")
	flag.StringVar(&c.want, "want", "", "the result that it must have, as JSON; none: any")
	flag.StringVar(&c.token, "token", "", "bearer token")
	flag.DurationVar(&c.deadline, "deadline", 30*time.Second, "of each call")
	flag.DurationVar(&c.pause, "pause", 0, "between an answer and the next call of the same goroutine")
	files := &certificates{}
	flag.StringVar(&files.ca, "ca", "", "file with the CA of the servers; none: plain text")
	flag.StringVar(&files.certificate, "cert", "", "file with the client's certificate (with -ca)")
	flag.StringVar(&files.key, "key", "", "file with its key")
	flag.Parse()

	connection, err := connect(*target, *config, files)
	if err != nil {
		log.Println("client:", err)
		os.Exit(2)
	}
	defer connection.Close()
	c.stub = pb.NewExecutorServiceClient(connection)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	counts := c.run(ctx, *n, *concurrency)
	if err := json.NewEncoder(os.Stdout).Encode(counts); err != nil {
		log.Fatalln("client:", err)
	}
	if counts.Ok != counts.Calls {
		os.Exit(1)
	}
}
