//go:build !wasm

package main

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// patience is how long a run may take before it shows how far it is.
const patience = 300 * time.Millisecond

// withProgress asks a question and, on a terminal, shows progress when it takes long.
func withProgress(ctx context.Context, errs io.Writer, all []*scenarios.Scenario, asked study.Asked, quiet bool, ask question) (*study.Results, error) {
	file, ok := errs.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(file.Fd())) {
		return ask(ctx, all, asked)
	}
	begun := make(chan struct{})
	show := time.AfterFunc(patience, func() { close(begun) })
	progress := mpb.New(mpb.WithOutput(errs), mpb.WithRenderDelay(begun), mpb.WithAutoRefresh())
	bar := progress.AddBar(int64(asked.Replications*len(all)), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name("simulating ")), mpb.AppendDecorators(decor.Percentage()))
	asked.Progress = func(done int) { bar.SetCurrent(int64(done)) }
	results, err := ask(ctx, all, asked)
	bar.Abort(true)
	if show.Stop() {
		close(begun) // nothing was shown; let the renderer end
	}
	progress.Wait()
	return results, err
}
