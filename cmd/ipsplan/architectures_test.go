package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// The program is to print the same bytes on every machine. It is built for others here, and what they print is compared with what this
// one does.

// sameRun is what all of them are asked: every bundled plan, with all that is uncertain.
func sameRun() []string { return []string{"run", "--all", "--reps", "300", "--format", "csv"} }

// sameMoney asks the same of money, quarter by quarter.
func sameMoney() []string {
	return []string{"funding", "--all", "--by", "quarter", "--reps", "100", "--format", "csv"}
}

// everyForm is a run of a plan that has every form of uncertain number.
func everyForm() []string {
	forms := filepath.Join("..", "..", "scenarios", "testdata")
	return []string{"run", filepath.Join(forms, "small.toml") + "+" + filepath.Join(forms, "forms.toml"), "--reps", "300", "--format", "csv"}
}

// whatIfRun finds a value, with how sure it is.
func whatIfRun() []string {
	return []string{"run", "croatia", "--solve", "pathway.job_start.rate", "--target", "chance(people.job_starts.total >= 40) >= 0.3", "--reps", "300", "--format", "csv"}
}

// builtFor builds the program for another system or processor.
func builtFor(t *testing.T, system, processor string) (program string) {
	t.Helper()
	if testing.Short() {
		t.Skip("not with -short, since the program is built anew")
	}
	program = filepath.Join(t.TempDir(), "ipsplan")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(build.Environ(), "GOOS="+system, "GOARCH="+processor, "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// sameBytes compares what another machine printed with what this one does.
func sameBytes(t *testing.T, where string, run []string, there []byte) {
	t.Helper()
	var here, errs bytes.Buffer
	if status := ipsplan(context.Background(), &here, &errs, run); status != 0 {
		t.Fatalf("exit status %d: %s", status, errs.String())
	}
	if bytes.Equal(there, here.Bytes()) {
		return
	}
	other := strings.Split(string(there), "\n")
	for i, line := range strings.Split(here.String(), "\n") {
		if i >= len(other) || other[i] != line {
			t.Fatalf("the same run prints other figures on %s, first %q instead of %q", where, slices.Concat(other, []string{""})[min(i, len(other))], line)
		}
	}
	t.Errorf("the same run prints more lines on %s", where)
}

// TestSameBytesOn386: a processor with other arithmetic units and narrower integers.
func TestSameBytesOn386(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("programs for 386 run on Linux on amd64")
	}
	program := builtFor(t, "linux", "386")
	for _, run := range [][]string{sameRun(), sameMoney(), everyForm(), whatIfRun()} {
		there, err := exec.Command(program, run...).Output()
		if err != nil {
			t.Fatal(err)
		}
		sameBytes(t, "386", run, there)
	}
}

// TestSameBytesOnArm64: a processor for which the compiler makes one instruction, with one rounding, of a product and a sum.
func TestSameBytesOnArm64(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("an emulator of single programs is there on Linux only")
	}
	const emulator = "qemu-aarch64-static"
	if _, err := exec.LookPath(emulator); err != nil {
		if os.Getenv("IPSPLAN_REQUIRE_TOOLS") != "" {
			t.Fatal(err)
		}
		t.Skip("needs ", emulator, " (Debian: qemu-user-static)")
	}
	there, err := exec.Command(emulator, append([]string{builtFor(t, "linux", "arm64")}, sameRun()...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	sameBytes(t, "arm64", sameRun(), there)
}

// TestSameBytesOnOlderProcessors: on amd64 itself the exponential function of package math is another one on processors without fused
// multiplication and addition, and people are taken eight at once where there is AVX-512.
func TestSameBytesOnOlderProcessors(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the choices are those of amd64")
	}
	for _, without := range []string{"fma", "avx512f"} {
		program := exec.Command(builtFor(t, runtime.GOOS, "amd64"), sameRun()...)
		program.Env = append(program.Environ(), "GODEBUG=cpu."+without+"=off")
		there, err := program.Output()
		if err != nil {
			t.Fatal(err)
		}
		sameBytes(t, "a processor without "+without, sameRun(), there)
	}
}

// TestSameBytesInWebAssembly runs the program as a browser or a sandbox would: without processors to choose from, files or terminal.
func TestSameBytesInWebAssembly(t *testing.T) {
	ctx := context.Background()
	program, err := os.ReadFile(builtFor(t, "wasip1", "wasm"))
	if err != nil {
		t.Fatal(err)
	}
	machine := wazero.NewRuntime(ctx)
	defer machine.Close(ctx)
	wasi_snapshot_preview1.MustInstantiate(ctx, machine)
	var there, errs bytes.Buffer
	settings := wazero.NewModuleConfig().WithArgs(append([]string{"ipsplan"}, sameRun()...)...).
		WithStdout(&there).WithStderr(&errs).WithSysWalltime().WithSysNanotime().WithSysNanosleep()
	if _, err := machine.InstantiateWithConfig(ctx, program, settings); err != nil {
		t.Fatal(err, errs.String())
	}
	sameBytes(t, "WebAssembly", sameRun(), there.Bytes())
}

// TestNothingIsFused looks at the machine code for arm64: a product that goes into a sum has to be rounded first, by float64(x*y) + z,
// or processors that can do both in one step give other figures than those that cannot. Where the figures of a run agree that may be luck; here it shows.
func TestNothingIsFused(t *testing.T) {
	if testing.Short() {
		t.Skip("not with -short, since everything is built anew")
	}
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-gcflags="+module+"/...=-S", "./...")
	build.Dir = top
	build.Env = append(build.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	code, err := build.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(code, []byte("FMULD")) || !bytes.Contains(code, []byte("("+top)) {
		t.Fatal("the code that was looked at multiplies nothing, or does not say where it comes from")
	}
	// Functions of libraries that stand in our code are not ours to write otherwise, and what output/chart works out are places on a page, no figures.
	fused := regexp.MustCompile(`\((\S+\.go:\d+)\)\s+FN?M(?:ADD|SUB)[DS]\s`)
	places := map[string]bool{}
	for _, found := range fused.FindAllSubmatch(code, -1) {
		if place, ours := strings.CutPrefix(string(found[1]), top+string(filepath.Separator)); ours && !places[place] && !strings.HasPrefix(place, filepath.Join("output", "chart")) {
			places[place] = true
			t.Errorf("%s: a product is added without being rounded first; write float64(x*y) + z", place)
		}
	}
}
