// load calls Execute or ExecuteBatch as fast as answers come (closed), at a fixed rate (open), or in streams (batch).
//
// Why not h2load or ghz. h2load paces each connection with a timer of 10 ms or more and starts all of them at once:
// what it calls a rate is a row of bursts, and it takes times from when a request left, not from when it should have.
// ghz, too, counts from the begin of an RPC, with -async as well, and neither looks at what was answered.
//
// Here messages are bytes made beforehand, and an answer is compared with the expected bytes of its result. In the
// open loop a latency counts from the time the call was meant to start, whatever kept it from starting.
//
// Prints one line of JSON. With -serve it is the trivial server that shows what rate the generator itself reaches.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

const (
	unary  = "/executor.v1.ExecutorService/Execute"
	stream = "/executor.v1.ExecutorService/ExecuteBatch"
	// Far above any true answer: what takes longer is cancelled and counted as wrong.
	patience = 30 * time.Second
	// An open loop with more calls under way than this has left the server behind for good.
	most = 20_000
)

// One call: the message to send, the message of each further item (batch only), and the bytes of the right result.
type call struct {
	Request []byte `json:"request"`
	Item    []byte `json:"item"`
	Result  []byte `json:"result"`
}

type report struct {
	Calls   int            `json:"calls"`
	Seconds float64        `json:"seconds"`
	CPU     float64        `json:"cpu_seconds"`
	Wrong   map[string]int `json:"wrong"`
	// Microseconds, in order of completion.
	Latencies []uint32 `json:"latencies_us"`
	// Microseconds between the intended start of a call and its true one (open loop).
	Lateness []uint32 `json:"lateness_us"`
}

// The results of all workers.
type tally struct {
	sync.Mutex
	report
}

func (t *tally) add(latency time.Duration, wrong string) {
	t.Lock()
	defer t.Unlock()
	t.Calls++
	t.Latencies = append(t.Latencies, uint32(latency.Microseconds()))
	if wrong != "" {
		t.Wrong[wrong]++
	}
}

// codec passes bytes through. Its name makes the content type that every gRPC server takes.
type codec struct{}

func (codec) Name() string { return "proto" }

func (codec) Marshal(value any) ([]byte, error) { return *value.(*[]byte), nil }

func (codec) Unmarshal(data []byte, value any) error {
	// The buffer behind data is used again.
	*value.(*[]byte) = bytes.Clone(data)
	return nil
}

// field gives the first length-delimited field with this number, or nil.
func field(message []byte, number uint64) []byte {
	if all := fields(message, number); len(all) > 0 {
		return all[0]
	}
	return nil
}

// fields gives all length-delimited fields with this number. Enough of protobuf for three messages.
func fields(message []byte, number uint64) (all [][]byte) {
	varint := func() (value uint64) {
		for shift := 0; len(message) > 0; shift += 7 {
			next := message[0]
			message = message[1:]
			value |= uint64(next&0x7f) << shift
			if next < 0x80 {
				break
			}
		}
		return
	}
	skip := func(count int) { message = message[min(count, len(message)):] }
	for len(message) > 0 {
		tag := varint()
		switch tag & 7 {
		case 0:
			varint()
		case 1:
			skip(8)
		case 5:
			skip(4)
		default:
			size := min(int(varint()), len(message))
			if tag>>3 == number {
				all = append(all, message[:size])
			}
			skip(size)
		}
	}
	return
}

// fault says what is wrong with an answer; nothing when it is right.
func fault(answer []byte, err error, result []byte) string {
	if err != nil {
		return status.Code(err).String()
	}
	if got := field(answer, 2); !bytes.Equal(got, result) {
		return fmt.Sprintf("result of %d bytes, not the %d expected", len(got), len(result))
	}
	return ""
}

func invoke(ctx context.Context, to *grpc.ClientConn, what *call) string {
	var answer []byte
	err := to.Invoke(ctx, unary, &what.Request, &answer)
	return fault(answer, err, what.Result)
}

// closed has workers who each wait for their answer; they name so many callers, one none.
func closed(ctx context.Context, to []*grpc.ClientConn, plan []call, workers, callers int, until time.Time, all *tally) {
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			ctx := ctx
			if callers > 1 {
				ctx = metadata.AppendToOutgoingContext(ctx, "x-caller", fmt.Sprintf("caller-%d", worker%callers))
			}
			for number := worker; time.Now().Before(until); number++ {
				begun := time.Now()
				wrong := invoke(ctx, to[worker%len(to)], &plan[number%len(plan)])
				all.add(time.Since(begun), wrong)
			}
		})
	}
	group.Wait()
}

func open(ctx context.Context, to []*grpc.ClientConn, plan []call, rate float64, seconds float64, all *tally) {
	var group sync.WaitGroup
	underWay := make(chan struct{}, most)
	begun := time.Now()
	for number := range int(rate * seconds) {
		intended := begun.Add(time.Duration(float64(number) / rate * float64(time.Second)))
		time.Sleep(time.Until(intended))
		all.Lateness = append(all.Lateness, uint32(max(0, time.Since(intended).Microseconds())))
		select {
		case underWay <- struct{}{}:
		default:
			all.add(time.Since(intended), fmt.Sprintf("not sent: %d calls under way", most))
			continue
		}
		group.Go(func() {
			wrong := invoke(ctx, to[number%len(to)], &plan[number%len(plan)])
			all.add(time.Since(intended), wrong)
			<-underWay
		})
	}
	group.Wait()
}

// batch streams items, `window` of them unanswered at a time in each of the streams.
func batch(ctx context.Context, to []*grpc.ClientConn, plan []call, streams, window, chunk int, until time.Time, all *tally) {
	var group sync.WaitGroup
	for worker := range streams {
		group.Go(func() { items(ctx, to[worker%len(to)], &plan[worker%len(plan)], window, chunk, until, all) })
	}
	group.Wait()
}

// items is one stream, of messages with `chunk` inputs each.
func items(ctx context.Context, to *grpc.ClientConn, what *call, window, chunk int, until time.Time, all *tally) {
	both, err := to.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, stream)
	if err != nil {
		all.add(0, status.Code(err).String())
		return
	}
	sent := make(chan time.Time, max(1, window/chunk))
	go func() {
		defer close(sent)
		defer both.CloseSend()
		if both.SendMsg(&what.Request) != nil {
			return
		}
		for time.Now().Before(until) {
			select {
			case sent <- time.Now():
			case <-both.Context().Done():
				return
			}
			// The error itself comes from RecvMsg.
			if both.SendMsg(&what.Item) != nil {
				return
			}
		}
	}()
	var ready [][]byte
	for begun := range sent {
		for range chunk {
			for len(ready) == 0 {
				var answer []byte
				if err := both.RecvMsg(&answer); err != nil {
					all.add(time.Since(begun), status.Code(err).String())
					return
				}
				// One response, or several that were ready together.
				ready = append(fields(answer, 2), fields(answer, 3)...)
			}
			all.add(time.Since(begun), fault(ready[0], nil, what.Result))
			ready = ready[1:]
		}
	}
	var end []byte
	both.RecvMsg(&end)
}

func serve() {
	// ExecuteResponse{result_json: "1"}
	answer := []byte{2<<3 | 2, 1, '1'}
	server := grpc.NewServer(grpc.ForceServerCodec(codec{}), grpc.UnknownServiceHandler(
		func(_ any, call grpc.ServerStream) error {
			var request []byte
			if err := call.RecvMsg(&request); err != nil {
				return err
			}
			return call.SendMsg(&answer)
		}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	check(server.Serve(listener))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(2)
	}
}

func cpu() float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

func main() {
	address := flag.String("address", "", "host:port, plaintext")
	calls := flag.String("calls", "", "JSON file: list of {request, item, result}, each base64")
	mode := flag.String("mode", "closed", "closed, open or batch")
	concurrency := flag.Int("concurrency", 16, "closed: calls at once; batch: streams")
	connections := flag.Int("connections", 4, "TCP connections")
	callers := flag.Int("callers", 1, "closed: names of callers, in turn")
	rate := flag.Float64("rate", 100, "open: calls a second")
	window := flag.Int("window", 32, "batch: unanswered items a stream")
	chunk := flag.Int("chunk", 1, "batch: inputs in the message of an item")
	seconds := flag.Float64("seconds", 5, "how long calls are begun")
	serving := flag.Bool("serve", false, "be the trivial server instead; prints its port")
	flag.Parse()
	// On two cores, half as many more calls a second against the trivial server as with both: no threads that spin.
	runtime.GOMAXPROCS(1)
	if *serving {
		serve()
		return
	}

	text, err := os.ReadFile(*calls)
	check(err)
	var plan []call
	check(json.Unmarshal(text, &plan))
	// Cancelled by a timer below: a deadline of the context would travel in each call, and cost the server a timer.
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var to []*grpc.ClientConn
	for range *connections {
		connection, err := grpc.NewClient("passthrough:///"+*address,
			grpc.WithTransportCredentials(insecure.NewCredentials()),
			grpc.WithDefaultCallOptions(grpc.ForceCodec(codec{}), grpc.WaitForReady(true)))
		check(err)
		connection.Connect()
		to = append(to, connection)
	}
	length := time.Duration(*seconds * float64(time.Second))
	time.AfterFunc(length+patience, cancel)

	all := tally{report: report{Wrong: map[string]int{}, Latencies: []uint32{}, Lateness: []uint32{}}}
	begun, spent := time.Now(), cpu()
	switch *mode {
	case "closed":
		closed(ctx, to, plan, *concurrency, *callers, begun.Add(length), &all)
	case "open":
		open(ctx, to, plan, *rate, *seconds, &all)
	case "batch":
		batch(ctx, to, plan, *concurrency, *window, *chunk, begun.Add(length), &all)
	}
	all.Seconds, all.CPU = time.Since(begun).Seconds(), cpu()-spent
	check(json.NewEncoder(os.Stdout).Encode(all.report))
}
