package model

// watches says whether people are observed or what they reach is kept.
func (s *Simulator) watches() bool { return s.Observe != nil || s.Engaged != nil }

// newEpisode makes an episode a person's with nothing in it yet.
func (s *Simulator) newEpisode(e *Episode, came when) {
	e.Service, e.Centre, e.Referred, e.Position = s.here.Service, s.here.Centre, int(came.referred), int(came.position)
	e.Declined, e.GaveUp, e.Engaged, e.Jobs = false, NoWeek, NoWeek, e.Jobs[:0]
	e.Sustained13, e.Sustained26, e.Sustained52 = NoWeek, NoWeek, NoWeek
	e.Left, e.LeftInWork = NoWeek, false
}

// watch begins with a person who engages in week t, about whose next search something is known.
func (s *Simulator) watch(came when, t int, first *search) {
	if s.Engaged != nil {
		*s.Engaged = append(*s.Engaged, Milestones{})
		s.milestones = &(*s.Engaged)[len(*s.Engaged)-1] // no copy is made of what has just been written: the processor would have to wait for it
	}
	if first.number > 0 {
		s.milestones.foresee(&s.here, came, &s.centre.line.aheads[first.place], len(s.centre.weeks))
	} else {
		s.milestones.begin(&s.here, came, t)
	}
	if s.Observe == nil {
		return
	}
	s.newEpisode(&s.episode, came)
	if first.number > 0 {
		s.observeFirstJob(t, &s.centre.line.aheads[first.place])
	}
}

// watched ends with that person.
func (s *Simulator) watched() {
	if s.Observe != nil {
		s.episode.take(s.milestones)
		s.Observe(&s.episode)
	}
	s.milestones = &s.nobody
}

// take takes over a person's milestones.
func (e *Episode) take(m *Milestones) {
	e.Engaged, e.Left = int(m.Reached[0]), int(m.Left)
	e.Sustained13, e.Sustained26, e.Sustained52 = int(m.Reached[2]), int(m.Reached[3]), int(m.Reached[4])
}

// observeForeseen tells the observer about the first so many in the line who engaged and went through what was foreseen to its end.
func (s *Simulator) observeForeseen(people int) {
	for i := range people {
		came, p := s.centre.line.whens[i], &s.centre.line.aheads[i]
		if s.milestones.foresee(&s.here, came, p, len(s.centre.weeks)) == 0 {
			continue
		}
		s.newEpisode(&s.episode, came)
		s.episode.take(s.milestones)
		s.episode.LeftInWork = s.episode.Left != NoWeek && p.frees%2 == inWork
		s.observeFirstJob(s.episode.Engaged, p)
		s.Observe(&s.episode)
	}
}

// observeFirstJob enters the first job, if there is one, of someone who engaged in week t and of whom it is foreseen.
func (s *Simulator) observeFirstJob(t int, p *ahead) {
	if p.job > 0 {
		start := t + int(p.search)
		s.episode.Jobs = append(s.episode.Jobs, Job{Start: start, End: start + int(p.job), From16: p.course&from16Hours != 0})
	}
}

// observeReferred gives the willing among so many people who were referred from a week on, and who stand in the line after those who waited, their positions in
// the week. It tells an observer about the others.
func (s *Simulator) observeReferred(from, all int) {
	c := &s.centre
	whens := c.line.whens[:c.line.len()+1]
	weeks := c.weekOf[:all]
	for i, place := range c.rank[:all] {
		whens[place].position = int32(i - c.before[weeks[i]&(weeksRoom-1)]) // the place of someone who is not willing is the next person's
	}
	if s.Observe == nil {
		return
	}
	week := 0
	for i := range all {
		for c.before[week+1] <= i {
			week++
		}
		if c.rank[i+1] == c.rank[i] {
			s.newEpisode(&s.episode, when{referred: uint16(from + week), position: int32(i - c.before[week])})
			s.episode.Declined = true
			s.Observe(&s.episode)
		}
	}
}

// observeWaiting tells the observer about someone who waited and did not engage: the week in which they gave up, or NoWeek.
func (s *Simulator) observeWaiting(came when, gaveUp int) {
	s.newEpisode(&s.episode, came)
	s.episode.GaveUp = gaveUp
	s.Observe(&s.episode)
}
