package model_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/model"
)

// Where the processor takes eight people at once, the same happens to them as where it takes one after another.
func TestEightAtOnceAsSingly(t *testing.T) {
	restore := model.Singly()
	if restore == nil {
		t.Skip("this processor cannot take eight at once")
	}
	restore()
	type drawn struct {
		trajectory *model.Trajectory
		people     []model.Episode
	}
	draws := func(plan *model.Plan, seed uint64) (all []drawn) {
		for _, observed := range []bool{false, true} {
			s := simulator(t, plan, seed, model.LuckAndIgnorance)
			var people []model.Episode
			if observed {
				s.Observe = func(e *model.Episode) {
					one := *e
					one.Jobs = slices.Clone(e.Jobs)
					people = append(people, one)
				}
			}
			for draw := range 3 {
				people = nil
				all = append(all, drawn{copied(s.Draw(draw)), people})
			}
		}
		return all
	}
	for seed := range uint64(300) {
		plan := planOfSeed(7000 + seed)
		plan.People = model.Named
		want := func() []drawn {
			defer model.Singly()()
			return draws(plan, seed)
		}()
		if difference := cmp.Diff(want, draws(plan, seed), cmp.AllowUnexported(drawn{})); difference != "" {
			t.Fatalf("plan %d: singly (-), eight at once (+): %s", seed, difference)
		}
	}
}
