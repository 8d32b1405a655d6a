package main

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestSameBytesOn386 builds the program for a processor with other arithmetic units and narrower integers, and compares what it prints.
func TestSameBytesOn386(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" || testing.Short() {
		t.Skip("programs for 386 run on Linux on amd64; not with -short, since the program is built anew")
	}
	program := filepath.Join(t.TempDir(), "ipsplan")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(build.Environ(), "GOARCH=386", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	args := []string{"run", "--all", "--reps", "300", "--format", "csv"}
	there, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var here, errs bytes.Buffer
	if status := ipsplan(context.Background(), &here, &errs, args); status != 0 {
		t.Fatalf("exit status %d: %s", status, errs.String())
	}
	if !bytes.Equal(there, here.Bytes()) {
		t.Error("the same run prints other figures on 386 than here")
	}
}
