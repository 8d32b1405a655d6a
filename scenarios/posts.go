package scenarios

import (
	"fmt"
	"math"
	"reflect"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// maxPosts is the largest number of posts in a centre.
const maxPosts = 100_000

// hiring sees to it that a service says how many specialists it has, and when they are searched for, in one way.
func (b *builder) hiring(path string, s *Service) {
	if len(s.Hiring) == 0 {
		if s.Specialists == nil {
			specialists, _ := reflect.TypeFor[Service]().FieldByName("Specialists")
			b.d.faultAt(path+".specialists", "is missing; add it: %s", specialists.Tag.Get("doc"))
		}
		return
	}
	sum, first := 0.0, s.Hiring[0].opens()
	all := &Number{}
	for i := range s.Hiring {
		h := &s.Hiring[i]
		sum += h.Specialists.Exact()
		first = min(first, h.opens())
		if all.Status == "" || h.Specialists.Status == Changed {
			all.Provenance = h.Specialists.Provenance
		}
	}
	sum = tidy(float64(sum*float64(model.FullTime))) / float64(model.FullTime)
	switch {
	case s.Specialists == nil:
		all.Distribution = quantity.Certain(sum)
		s.Specialists = all
	case math.Abs(sum-s.Specialists.Exact()) > 1e-6:
		b.d.faultAt(path+".specialists", "%s is not what hiring adds up to, which is %s; change hiring too, or leave specialists out, or write hiring = [] to search for all of them at once",
			figure(s.Specialists.Exact()), figure(sum))
	}
	if first > 0 && wholeOf(s.ExperienceWeeks) > 0 {
		b.d.faultAt(path+".experience_weeks", "is nobody's, as hiring begins in week %d; say in hiring who has been there from week 0, or leave experience_weeks out", first)
	}
}

// stage is a number of specialists, or of team leaders, who are searched for from the same week on.
type stage struct {
	path        string // of what says how many
	opens       int    // week of the plan
	experience  int    // weeks
	thousandths float64
}

// stages are those of a service's specialists, at all centres together.
func (s *Service) stages(path string) []stage {
	all := func(n *Number) float64 { return float64(n.Exact() * float64(model.FullTime)) }
	opens, experience := wholeOf(s.OpensWeek), wholeOf(s.ExperienceWeeks)
	if len(s.Hiring) == 0 {
		return []stage{{path + ".specialists", opens, experience, all(s.Specialists)}}
	}
	var stages []stage
	for i := range s.Hiring {
		h := &s.Hiring[i]
		next := stage{fmt.Sprintf("%s.hiring[%d].specialists", path, i), opens + h.opens(), 0, all(h.Specialists)}
		if h.opens() == 0 {
			next.experience = experience
		}
		stages = append(stages, next)
	}
	return stages
}

// checkPosts reports specialists and team leaders that do not make posts.
func (b *builder) checkPosts(path string, s *Service) {
	centres := max(1, wholeOf(s.Centres))
	full, isWhole := postSize(s)
	for _, stage := range s.stages(path) {
		fte := stage.thousandths / float64(model.FullTime)
		whole := int(math.Round(stage.thousandths))
		switch {
		case math.Abs(stage.thousandths-float64(whole)) > 1e-6 || whole%centres != 0:
			b.d.faultAt(stage.path, "%s cannot be split evenly over %s in thousandths of a full-time post; choose numbers that can", figure(fte), counted(centres, "centre"))
		case !isWhole:
			b.d.faultAt(path+".part_time", "%s is not a number of thousandths of a full-time post; round it", figure(s.PartTime.Exact()))
			return
		case whole/centres > maxPosts*full:
			b.d.faultAt(stage.path, "%s in posts of %s make more than %s posts in a centre; check specialists, centres and part_time",
				figure(fte), trim(float64(full)/float64(model.FullTime)), figure(maxPosts))
		}
	}
	if leaders := float64(s.TeamLeaders.Exact() * float64(model.FullTime)); math.Abs(leaders-math.Round(leaders)) > 1e-6 {
		b.d.faultAt(path+".team_leaders", "%s is not a number of thousandths of a full-time post; round it", figure(s.TeamLeaders.Exact()))
	}
}

// postSize is the working time of a service's posts in thousandths, and whether it is a whole number of them.
func postSize(s *Service) (int, bool) {
	if s.PartTime == nil {
		return int(model.FullTime), true
	}
	thousandths := float64(s.PartTime.Exact() * float64(model.FullTime))
	return int(math.Round(thousandths)), math.Abs(thousandths-math.Round(thousandths)) < 1e-6
}

// posts are the posts of one centre: for each stage whole ones and, for what remains, a smaller one.
func posts(s *Service, centres int) (posts []model.Post) {
	full, _ := postSize(s)
	for _, stage := range s.stages("") {
		posts = stage.posts(posts, int(math.Round(stage.thousandths))/centres, full)
	}
	return posts
}

// posts adds the posts of a stage that make so many thousandths of a full-time one.
func (s stage) posts(posts []model.Post, thousandths, full int) []model.Post {
	for left := thousandths; left > 0; left -= full {
		posts = append(posts, model.Post{FTE: model.FTE(min(left, full)), Opens: s.opens, Experience: s.experience})
	}
	return posts
}

// leaders are the posts of a service's team leaders. As many as it names are searched for with its first specialists; where it names none, their
// number follows that of its specialists, stage by stage, in whole thousandths.
func (b *builder) leaders(s *Service) (posts []model.Post) {
	stages := s.stages("")
	perLeader := b.file.Staff.PerTeamLeader
	switch {
	case s.TeamLeaders != nil:
		first := stages[0]
		for _, stage := range stages[1:] {
			if stage.opens < first.opens {
				first = stage
			}
		}
		return first.posts(nil, int(math.Round(s.TeamLeaders.Exact()*float64(model.FullTime))), int(model.FullTime))
	case perLeader != nil:
		specialists, leaders := 0.0, 0
		for _, stage := range stages {
			specialists += stage.thousandths
			planned := int(math.Round(specialists / perLeader.Exact()))
			posts = stage.posts(posts, planned-leaders, int(model.FullTime))
			leaders = planned
		}
	}
	return posts
}
