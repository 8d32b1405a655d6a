package main

import (
	"context"
	"io"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// withProgress asks a question. There is no terminal to show progress on, and the library that draws it cannot be built for WebAssembly.
func withProgress(ctx context.Context, _ io.Writer, all []*scenarios.Scenario, asked study.Asked, _ bool, ask question) (*study.Results, error) {
	return ask(ctx, all, asked)
}
