package model

// opening is a number of posts of a service that open in the same week and are filled alike.
type opening struct {
	week, experience int
	posts            float64
	fte              float64 // of all together, in thousandths
}

// openingsOf groups the posts of so many places, which all have the given ones.
func openingsOf(posts []Post, places int) (openings []opening) {
	type kind struct{ week, experience int }
	place := map[kind]int{}
	for _, post := range posts {
		k := kind{post.Opens, post.Experience}
		i, known := place[k]
		if !known {
			i = len(openings)
			place[k] = i
			openings = append(openings, opening{week: post.Opens, experience: post.Experience})
		}
		openings[i].posts += float64(places)
		openings[i].fte += float64(float64(places) * float64(post.FTE))
	}
	return openings
}

// expectedPost is what to expect of one post, by weeks since it opened.
type expectedPost struct {
	hires, leavers []float64
	inPost         []float64 // chance that it is filled
	carries        []float64 // share of its full caseload
}

// expectedPosts are the courses of posts in one draw, which depend on the experience of the specialist who is already there.
type expectedPosts struct {
	v            *values
	ramp         Ramp
	weeks        int
	byExperience map[int]*expectedPost
}

func newExpectedPosts(v *values, ramp Ramp, weeks int) *expectedPosts {
	return &expectedPosts{v, ramp, weeks, map[int]*expectedPost{}}
}

// of is a renewal process in expectation: who comes are those recruited and those who follow, after a vacancy, on someone who left.
func (p *expectedPosts) of(experience int) *expectedPost {
	if post := p.byExperience[experience]; post != nil {
		return post
	}
	byWeek := func() []float64 { return make([]float64, p.weeks) }
	post := &expectedPost{byWeek(), byWeek(), byWeek(), byWeek()}
	p.byExperience[experience] = post

	// comes enters a specialist who comes in week t, for as long as the chance of still being there lasts.
	comes := func(t int, present float64, experience int) {
		for k := experience; t < p.weeks && present > 0; k++ {
			post.inPost[t] += present
			post.carries[t] += float64(present * float64(p.ramp.At(k)) / float64(p.ramp.Denominator))
			present *= 1 - p.v.leaves
			t++
		}
	}
	if experience > 0 {
		comes(0, 1, experience)
	} else {
		spread(post.hires, 0, 1, span{0, chancesOf(&p.v.recruitment)})
	}
	vacancy := span{0, chancesOf(&p.v.vacancy)}
	for t := range p.weeks {
		if t > 0 {
			post.leavers[t] = p.v.leaves * post.inPost[t-1]
		}
		spread(post.hires, t, post.leavers[t], vacancy)
		comes(t, post.hires[t], 0)
	}
	return post
}

// expectedStaff is the staff of a service, by week.
type expectedStaff struct {
	capacity        []float64 // people, not rounded down
	inPost, planned []float64 // FTE in thousandths
	leavers, hires  []float64
}

// staff adds up the posts of a service.
func (p *expectedPosts) staff(openings []opening, caseload *Caseload) *expectedStaff {
	byWeek := func() []float64 { return make([]float64, p.weeks) }
	s := &expectedStaff{byWeek(), byWeek(), byWeek(), byWeek(), byWeek()}
	for _, o := range openings {
		if o.week >= p.weeks {
			continue
		}
		post := p.of(o.experience)
		spread(s.inPost, o.week, o.fte, span{0, post.inPost})
		spread(s.leavers, o.week, o.posts, span{0, post.leavers})
		spread(s.hires, o.week, o.posts, span{0, post.hires})
		for t := o.week; t < p.weeks; t++ {
			s.planned[t] += o.fte
			full := float64(caseload.LimitIn(t)) * o.fte / float64(FullTime)
			s.capacity[t] += float64(full * post.carries[t-o.week])
		}
	}
	return s
}

// measure records the staff of week t.
func (s *expectedStaff) measure(now *Tally[float64], t int) {
	now.InPostWeeks += s.inPost[t]
	now.PlannedWeeks += s.planned[t]
	now.Leavers += s.leavers[t]
	now.Hires += s.hires[t]
}

// measureLeaders records a staff of team leaders in all periods.
func (s *expectedStaff) measureLeaders(periods []Tally[float64]) {
	for t := range s.inPost {
		now := &periods[min(t/WeeksPerQuarter, len(periods)-1)]
		now.LeaderInPostWeeks += s.inPost[t]
		now.LeaderPlannedWeeks += s.planned[t]
		now.LeaderLeavers += s.leavers[t]
		now.LeaderHires += s.hires[t]
	}
}
