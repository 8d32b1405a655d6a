package main

import "testing"

// TestHowFar: a share once it is known of how many, before that a number.
func TestHowFar(t *testing.T) {
	for _, c := range []struct {
		done, of int64
		want     string
	}{
		{0, 0, "0 so far"},
		{2_500, 0, "2,500 so far"},
		{5_000, 26_000, "19 %"},
		{26_000, 26_000, "100 %"},
	} {
		if got := howFar(c.done, c.of); got != c.want {
			t.Errorf("%d of %d: %q, not %q", c.done, c.of, got, c.want)
		}
	}
}
