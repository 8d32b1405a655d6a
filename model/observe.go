package model

// newEpisode makes an episode a person's with nothing in it yet.
func (s *Simulator) newEpisode(e *Episode, came when) {
	e.Service, e.Centre, e.Referred, e.Position = s.here.Service, s.here.Centre, int(came.referred), int(came.position)
	e.Declined, e.GaveUp, e.Engaged, e.Jobs = false, NoWeek, NoWeek, e.Jobs[:0]
	e.Sustained13, e.Sustained26, e.Sustained52 = NoWeek, NoWeek, NoWeek
	e.Left, e.LeftInWork = NoWeek, false
}

// observeEngaged begins the episode of someone who engages in week t.
func (s *Simulator) observeEngaged(came when, t int) {
	s.newEpisode(&s.episode, came)
	s.episode.Engaged = t
}

// observeForeseen tells the observer about the first so many in the line who engaged and went through what was foreseen to its end.
func (s *Simulator) observeForeseen(people int) {
	line := &s.centre.line
	for i := range people {
		came, p := line.whens[i], &line.aheads[i]
		t := int(came.engaged)
		if t == notAsForeseen || s.goesOn(p, t) {
			continue
		}
		s.observeEngaged(came, t)
		s.observeFirstJob(t, p)
		if left := t + int(p.frees/2); left < len(s.centre.weeks) {
			s.episode.Left, s.episode.LeftInWork = left, p.frees%2 == inWork
		}
		s.Observe(&s.episode)
	}
}

// observeFirstJob enters the first job, if there is one, of someone who engaged in week t and of whom it is foreseen.
func (s *Simulator) observeFirstJob(t int, p *ahead) {
	if p.job == 0 {
		return
	}
	e, start := &s.episode, t+int(p.search)
	end := start + int(p.job)
	e.Jobs = append(e.Jobs, Job{Start: start, End: end, From16: p.course&from16Hours != 0})
	if last := min(end, len(s.centre.weeks)-1); start+SustainmentWeeks <= last {
		e.Sustained13 = start + SustainmentWeeks
		if start+2*SustainmentWeeks <= last {
			e.Sustained26 = start + 2*SustainmentWeeks
		}
		if start+4*SustainmentWeeks <= last {
			e.Sustained52 = start + 4*SustainmentWeeks
		}
	}
}

// observeReferred gives the willing among so many people who were referred from a week on, and who stand in the line after those who waited, their positions in
// the week. It tells the observer about the others if they are asked for.
func (s *Simulator) observeReferred(from, all int) {
	c := &s.centre
	whens := c.line.whens[:c.line.len()+1]
	for i, place := range c.rank[:all] {
		whens[place].position = int32(i) // the place of someone who is not willing is the next person's
	}
	willing := c.line.whens[c.waited:]
	for i := range willing {
		p := &willing[i]
		p.position -= int32(c.before[int(p.referred)-from])
	}
	if s.OnlyEngaged {
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

// observeWaiting tells the observer, if it asks for them, about someone who waited and did not engage: the week in which they gave up, or NoWeek.
func (s *Simulator) observeWaiting(came when, gaveUp int) {
	if s.Observe == nil || s.OnlyEngaged {
		return
	}
	s.newEpisode(&s.episode, came)
	s.episode.GaveUp = gaveUp
	s.Observe(&s.episode)
}
