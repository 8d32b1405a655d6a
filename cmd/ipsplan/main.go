// Command ipsplan projects what a plan to scale up Individual Placement and Support is likely to deliver, what it costs and what is missing.
//
// Exit status: 0 done; 1 failed (a file cannot be written); 2 wrong usage (an unknown scenario, a format against the file's ending);
// 3 invalid scenario; 4 check --strict or reconcile --strict found something; 130 interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// version is set when a release is built.
var version = "development"

// Exit statuses.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitInvalid     = 3
	exitFound       = 4
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := ipsplan(ctx, os.Stdout, os.Stderr, os.Args[1:])
	stop()
	os.Exit(status)
}

// ipsplan is the whole program: it writes results to out and everything else to errs, and gives the exit status.
func ipsplan(ctx context.Context, out, errs io.Writer, args []string) int {
	root := newRoot(out, errs)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var found *foundError
	switch status := exitStatus(err); {
	case errors.As(err, &found):
		fmt.Fprintln(errs, err)
		return exitFound
	case status == exitInterrupted:
		fmt.Fprintln(errs, "interrupted; nothing was written")
		return status
	default:
		fmt.Fprintln(errs, err)
		return status
	}
}

// usageError is a mistake in the command line.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// foundError says that a strict check found something.
type foundError struct{ what string }

func (e *foundError) Error() string { return e.what }

func exitStatus(err error) int {
	var wrong usageError
	var unknown *scenarios.UnknownError
	var unknownOption *study.UnknownOptionError
	var tooManyYears *scenarios.TooManyYearsError
	var faults scenarios.Faults
	switch {
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &wrong), errors.As(err, &unknown), errors.As(err, &unknownOption), errors.As(err, &tooManyYears):
		return exitUsage
	case errors.As(err, &faults):
		return exitInvalid
	}
	return exitFailed
}
