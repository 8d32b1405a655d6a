package scenarios

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/expr-lang/expr"
)

func env(s *Scenario) map[string]any {
	p := s.File.Published
	sp := 0.0
	for _, v := range s.File.Services.All() {
		sp += v.Specialists.Exact()
	}
	tot := func(f *float64) float64 {
		if f == nil {
			return math.NaN()
		}
		return *f
	}
	return map[string]any{"referrals": p.Referrals, "engagements": p.Engagements, "job_starts": p.JobStarts, "sustainments_13w": p.Sustainments,
		"engaged_percent": p.EngagedPercent, "specialists": sp, "services": len(s.File.Services.Keys), "years": s.File.Years,
		"summary": map[string]any{"specialists": p.Summary.Specialists, "engagements": p.Summary.Engagements, "job_starts": p.Summary.JobStarts},
		"budget": map[string]any{"staff": p.Budget.Staff, "non_staff": p.Budget.NonStaff, "total": p.Budget.Total, "staff_total": tot(p.Budget.StaffTotal), "grand_total": tot(p.Budget.GrandTotal)}}
}

func check(name string, claims []string, by map[string]*Claim, e map[string]any) {
	type span struct {
		k, t   string
		lo, hi float64
	}
	groups := map[string][]span{}
	var order []string
	for _, k := range claims {
		c := by[k]
		h := c.Nearest / 2
		lo, hi := c.Says.Number-h, c.Says.Number+h
		if c.Bound == "at least" {
			hi = math.Inf(1)
		}
		if groups[c.About] == nil {
			order = append(order, c.About)
		}
		groups[c.About] = append(groups[c.About], span{k, c.Says.Text, lo, hi})
		if c.Equals != "" {
			v, err := expr.Eval(c.Equals, e)
			if err != nil {
				fmt.Println(name, k, "EXPR", err)
				continue
			}
			var x float64
			switch t := v.(type) {
			case float64:
				x = t
			case int:
				x = float64(t)
			}
			if x < lo-1e-9 || x > hi+1e-9 {
				fmt.Printf("%s: %s (%s) says %v, recomputed %v\n", name, k, c.Where, c.Says.Number, x)
			}
		}
	}
	for _, a := range order {
		g := groups[a]
		bad := false
		for i := range g {
			for j := range g {
				if g[i].t != g[j].t || g[i].lo > g[j].hi+1e-9 {
					bad = true
				}
			}
		}
		if bad {
			fmt.Printf("%s: ABOUT %q:", name, a)
			for _, x := range g {
				fmt.Printf(" %s=%s[%v,%v]", x.k, x.t, x.lo, x.hi)
			}
			fmt.Println()
		}
		if len(g) == 1 && by[g[0].k].Equals == "" {
			fmt.Printf("%s: lone claim %s\n", name, g[0].k)
		}
	}
	fmt.Println(name, len(claims), "claims,", len(order), "subjects")
}

func TestZZ(t *testing.T) {
	for _, n := range []string{"denmark", "france"} {
		for y := 1; y < 5; y++ {
			if _, err := Load(n, Options{Years: y}); err != nil {
				t.Error(n, y, err)
			}
		}
	}
	fmt.Println(Bundled())
	all := map[string]any{}
	for _, n := range []string{"croatia", "czech-republic", "denmark", "france", "spain"} {
		s, err := Load(n, Options{})
		if err != nil {
			t.Error(n, "\n", err)
			continue
		}
		e := env(s)
		key := n
		if n == "czech-republic" {
			key = "czech_republic"
		}
		all[key] = e
		fmt.Printf("== %s planned %v warnings %v\n", n, s.Planned, s.Warnings)
		for _, l := range s.Budget.Lines {
			fmt.Println("  ", l.Key, l.Amount)
		}
		for _, sv := range s.Model.Services {
			fmt.Println("  ", sv.Key, sv.Centres, len(sv.Posts), sv.Posts[0], sv.ReferralsPerYear)
		}
		check(n, s.File.Claims.Keys, s.File.Claims.ByKey, e)
	}
	var pf struct {
		Title   string
		Sources map[string]map[string]any
		Norms   map[string]map[string]any
		Claims  map[string]map[string]any
	}
	text, _ := os.ReadFile("portfolio.toml")
	md, err := toml.Decode(string(text), &pf)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(md.Undecoded(), pf.Norms)
	by := map[string]*Claim{}
	var keys []string
	for _, k := range md.Keys() {
		if len(k) == 2 && k[0] == "claims" {
			m := pf.Claims[k[1]]
			c := &Claim{Where: m["where"].(string), About: m["about"].(string)}
			switch v := m["says"].(type) {
			case int64:
				c.Says.Number = float64(v)
			case float64:
				c.Says.Number = v
			case string:
				c.Says.Text = v
			}
			if v, ok := m["nearest"].(int64); ok {
				c.Nearest = float64(v)
			}
			c.Bound, _ = m["bound"].(string)
			c.Equals, _ = m["equals"].(string)
			by[k[1]] = c
			keys = append(keys, k[1])
		}
	}
	check("portfolio", keys, by, all)
}
