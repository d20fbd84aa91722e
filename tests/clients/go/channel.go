package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/resolver"
)

// Files of a TLS client; no ca: plain text.
type certificates struct {
	ca, certificate, key string
}

// A channel for the target, with the service config of a file as it is.
func connect(target, config string, files *certificates) (*grpc.ClientConn, error) {
	transport, err := files.credentials()
	if err != nil {
		return nil, err
	}
	options := []grpc.DialOption{grpc.WithTransportCredentials(transport)}
	if config != "" {
		text, err := os.ReadFile(config)
		if err != nil {
			return nil, err
		}
		options = append(options, grpc.WithDefaultServiceConfig(string(text)))
	}
	return grpc.NewClient(target, options...)
}

func (c *certificates) credentials() (credentials.TransportCredentials, error) {
	if c.ca == "" {
		return insecure.NewCredentials(), nil
	}
	pem, err := os.ReadFile(c.ca)
	if err != nil {
		return nil, err
	}
	trusted := &tls.Config{RootCAs: x509.NewCertPool()}
	if !trusted.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s has no certificate", c.ca)
	}
	if c.certificate != "" {
		pair, err := tls.LoadX509KeyPair(c.certificate, c.key)
		if err != nil {
			return nil, err
		}
		trusted.Certificates = []tls.Certificate{pair}
	}
	return credentials.NewTLS(trusted), nil
}

// The scheme ipv4 of gRPC's naming, "ipv4:address,address": other languages have it, grpc-go does not.
type ipv4 struct{}

func init() { resolver.Register(ipv4{}) }

func (ipv4) Scheme() string { return "ipv4" }

// One endpoint for each address, for good.
func (ipv4) Build(target resolver.Target, channel resolver.ClientConn, _ resolver.BuildOptions) (resolver.Resolver, error) {
	var state resolver.State
	for _, address := range strings.Split(target.Endpoint(), ",") {
		if address == "" {
			return nil, errors.New("the target needs addresses: ipv4:127.0.0.1:50051,127.0.0.1:50052")
		}
		state.Endpoints = append(state.Endpoints, resolver.Endpoint{Addresses: []resolver.Address{{Addr: address}}})
	}
	return ipv4{}, channel.UpdateState(state)
}

func (ipv4) ResolveNow(resolver.ResolveNowOptions) {}
func (ipv4) Close()                                {}

// :authority and the name in a server's certificate: each address stands for itself.
func (ipv4) OverrideAuthority(target resolver.Target) string {
	first, _, _ := strings.Cut(target.Endpoint(), ",")
	return first
}
