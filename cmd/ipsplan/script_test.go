package main

import (
	"context"
	"os"
	"os/signal"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts call ipsplan as a program of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ipsplan": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		status := ipsplan(ctx, os.Stdout, os.Stderr, os.Args[1:])
		stop()
		os.Exit(status)
	}})
}

// TestScripts plays sessions as a user would type them.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status}})
}

// status runs a command and compares its exit status: status 3 ipsplan check bad.toml.
func status(ts *testscript.TestScript, _ bool, args []string) {
	want := args[0]
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = strconv.Itoa(exit.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %s, not %s", got, want)
	}
}
