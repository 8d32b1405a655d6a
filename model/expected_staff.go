package model

// opening is a number of posts of a service that open in the same week and are filled alike.
type opening struct {
	week, experience int
	posts            float64
	fte              float64 // of all together, in thousandths
}

// openingsOf groups the posts of all centres of a service.
func openingsOf(service *Service) (openings []opening) {
	type kind struct{ week, experience int }
	place := map[kind]int{}
	centres := float64(service.Centres)
	for _, post := range service.Posts {
		k := kind{post.Opens, post.Experience}
		i, known := place[k]
		if !known {
			i = len(openings)
			place[k] = i
			openings = append(openings, opening{week: post.Opens, experience: post.Experience})
		}
		openings[i].posts += centres
		openings[i].fte += float64(centres * float64(post.FTE))
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
func (p *expectedPosts) staff(openings []opening, limit int) *expectedStaff {
	byWeek := func() []float64 { return make([]float64, p.weeks) }
	s := &expectedStaff{byWeek(), byWeek(), byWeek(), byWeek(), byWeek()}
	for _, o := range openings {
		if o.week >= p.weeks {
			continue
		}
		post := p.of(o.experience)
		full := float64(limit) * o.fte / float64(FullTime)
		spread(s.capacity, o.week, full, span{0, post.carries})
		spread(s.inPost, o.week, o.fte, span{0, post.inPost})
		spread(s.leavers, o.week, o.posts, span{0, post.leavers})
		spread(s.hires, o.week, o.posts, span{0, post.hires})
		for t := o.week; t < p.weeks; t++ {
			s.planned[t] += o.fte
		}
	}
	return s
}

// measure records the staff of week t.
func (s *expectedStaff) measure(now *Tally[float64], t int) {
	now.CapacityWeeks += s.capacity[t]
	now.InPostWeeks += s.inPost[t]
	now.PlannedWeeks += s.planned[t]
	now.Leavers += s.leavers[t]
	now.Hires += s.hires[t]
}
