//go:build !wasm

package main

import (
	"context"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"ipsplan/output"
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
	bar := progress.AddBar(0, mpb.BarRemoveOnComplete(), mpb.PrependDecorators(decor.Name("simulating ")),
		mpb.AppendDecorators(decor.Any(func(s decor.Statistics) string { return howFar(s.Current, s.Total) })))
	asked.Progress = func(done, of int) {
		bar.SetTotal(int64(of), false)
		bar.SetCurrent(int64(done))
	}
	results, err := ask(ctx, all, asked)
	bar.Abort(true)
	if show.Stop() {
		close(begun) // nothing was shown; let the renderer end
	}
	progress.Wait()
	return results, err
}

// howFar is the share that is done or, while nobody knows of how many, the number.
func howFar(done, of int64) string {
	if of <= 0 {
		return output.Number{Value: float64(done), Step: 1}.Format() + " so far"
	}
	return strconv.FormatInt(100*done/of, 10) + " %"
}
