//go:build unix

package scenarios

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipe: a pipe is refused without waiting for whoever might write to it.
func TestPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe.toml")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := Load(path, Options{}); err == nil || !strings.Contains(err.Error(), "is not an ordinary file") {
		t.Errorf("got %v", err)
	}
}
