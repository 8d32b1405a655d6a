package output

import "testing"

func TestDepth(t *testing.T) {
	d := &Document{}
	for _, level := range []int{2, 5, 2, 7} {
		d.Heading(level, Text{})
	}
	for level, want := range map[int]int{2: 1, 5: 2, 7: 3} {
		if got := d.Depth(level); got != want {
			t.Errorf("level %d is %d deep, not %d", level, got, want)
		}
	}
}
