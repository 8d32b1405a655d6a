package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// builder turns a decoded file into the plans that model and budgets work with, and reports what does not fit together.
type builder struct {
	d     *decoder
	s     *Scenario
	file  *File
	years int // the file's own, then those asked for
}

func (b *builder) build(name string, years int) {
	if years > b.file.Years {
		b.d.faultAt("years", "is %d; %d years were asked for; ask for fewer, or lengthen the scenario with an overlay", b.file.Years, years)
		return
	}
	b.checkLengths()
	if len(b.d.faults) > 0 {
		return
	}
	if years > 0 {
		b.years = years
	}
	b.published()
	if len(b.d.faults) > 0 {
		return
	}
	m := &b.s.Model
	m.Stream = name
	if b.file.Stream != "" {
		m.Stream = b.file.Stream
	}
	m.Years = b.years
	b.caseload(m)
	b.staffing(m)
	b.pathway(m)
	b.services(m)
	b.planned()
	b.budget()
	b.s.Claims = b.d.evaluate(b.file.Claims, b.file.figures())
	if len(b.d.faults) == 0 {
		if err := m.Validate(); err != nil {
			b.d.faultAt("", "the plan cannot be simulated: %v", err)
		}
	}
}

// checkLengths reports series that do not fit the file's horizon.
func (b *builder) checkLengths() {
	years := b.file.Years
	series := func(path string, y *Yearly) {
		if y != nil && !y.Published && len(y.Values) > 1 && len(y.Values) != years {
			b.d.faultAt(path, "has %d values for %d years; write one for each year, or one for all", len(y.Values), years)
		}
	}
	series("referrals.per_year", b.file.Referrals.PerYear)
	series("pathway.engage.rate", b.file.Pathway.Engage.Rate)
	series("pathway.job_start.rate", b.file.Pathway.JobStart.Rate)
	series("pathway.sustain_13w.rate", b.file.Pathway.Sustain13w.Rate)
	for key, line := range b.file.Cost.All() {
		series("cost."+key+".amount", &line.Amount.Yearly)
	}
	for key, funder := range b.file.Funding.All() {
		if funder.PerYear != nil {
			series("funding."+key+".per_year", &funder.PerYear.Yearly)
		}
	}
	if m := b.file.Referrals.Monthly; m != nil && len(m.Values) != 12 {
		b.d.faultAt("referrals.monthly", "has %d values; write twelve, one for each month", len(m.Values))
	}
	p := b.file.Published
	if p == nil {
		return
	}
	outcomes := []struct {
		key string
		of  []float64
	}{{"referrals", p.Referrals}, {"engagements", p.Engagements}, {"job_starts", p.JobStarts}, {"sustainments_13w", p.Sustainments},
		{"engaged_percent", p.EngagedPercent}, {"job_start_percent", p.JobStartPercent}, {"sustained_percent", p.SustainedPercent}}
	for _, o := range outcomes {
		switch n := len(o.of); {
		case n > years:
			b.d.faultAt("published."+o.key, "has %d values for %d years", n, years)
		case n > 0 && n != len(p.Referrals):
			b.d.faultAt("published."+o.key, "has %d values where referrals has %d; write one for each published year", n, len(p.Referrals))
		}
	}
	if p.Budget != nil {
		for _, o := range []struct {
			key string
			of  []float64
		}{{"staff", p.Budget.Staff}, {"non_staff", p.Budget.NonStaff}, {"total", p.Budget.Total}} {
			if n := len(o.of); n > years {
				b.d.faultAt("published.budget."+o.key, "has %d values for %d years", n, years)
			}
		}
	}
}

// published fills in the outcomes, cut to the years asked for.
func (b *builder) published() {
	p := b.file.Published
	if p == nil {
		return
	}
	cut := func(series []float64) []float64 { return slices.Clone(series[:min(len(series), b.years)]) }
	b.s.Published = Outcomes{cut(p.Referrals), cut(p.Engagements), cut(p.JobStarts), cut(p.Sustainments)}
}

// yearly gives a series for each year of the horizon; ofPublished gives the value of a published year.
func (b *builder) yearly(path string, y *Yearly, ofPublished func(year int) (float64, bool)) []float64 {
	values := make([]float64, b.years)
	for year := range values {
		switch {
		case !y.Published && len(y.Values) == 1:
			values[year] = y.Values[0]
		case !y.Published:
			values[year] = y.Values[year]
		default:
			x, ok := ofPublished(min(year, b.publishedYears()-1))
			if !ok {
				b.d.faultAt(path, "is \"published\", but [published] does not give what it needs for year %d", year+1)
				return values
			}
			if beyond := b.file.BeyondPublished; year >= b.publishedYears() && (beyond == nil || beyond.Hold == "" || beyond.Volume == nil) {
				b.d.faultAt(path, "is \"published\", but only %d of %d years are; add [beyond_published] with hold and volume to say how the rest is filled, or set years = %d",
					b.publishedYears(), b.years, b.publishedYears())
				return values
			}
			values[year] = x
		}
	}
	b.resolve(path, y, values, Derived)
	return values
}

// resolve puts what "published" stands for into the table of assumptions.
func (b *builder) resolve(path string, y *Yearly, values []float64, status Status) {
	if !y.Published {
		return
	}
	for i := range b.d.inputs {
		if input := &b.d.inputs[i]; input.Path == path {
			input.Value = joinNumbers(values)
			input.Provenance = Provenance{Status: status, Source: b.file.Published.Source}
			if status == Published && strings.HasPrefix(path, "cost.") {
				input.Source = b.file.Published.Budget.Source
			}
		}
	}
}

func (b *builder) publishedYears() int {
	if b.file.Published == nil {
		return 0
	}
	return len(b.file.Published.Referrals)
}

// ratio is the published share of one stage in the one before.
func ratio(of, in []float64) func(int) (float64, bool) {
	return func(year int) (float64, bool) {
		if year < 0 || year >= len(of) || year >= len(in) || in[year] <= 0 || of[year] > in[year] {
			return 0, false
		}
		return of[year] / in[year], true
	}
}

func (b *builder) caseload(m *model.Plan) {
	c := b.file.Caseload
	m.Caseload.Limit = int(c.Limit.Exact())
	switch {
	case c.RampUpMonths != nil && c.RampUp != nil:
		b.d.faultAt("caseload.ramp_up", "stands beside ramp_up_months; keep one of the two")
	case c.RampUp != nil:
		thousandths := make([]int, len(c.RampUp.Values))
		for i, x := range c.RampUp.Values {
			thousandths[i] = int(math.Round(x * 1000))
		}
		m.Caseload.Ramp = model.MonthlyRamp(thousandths)
	case c.RampUpMonths != nil:
		m.Caseload.Ramp = model.LinearRamp(int(math.Round(c.RampUpMonths.Exact() * model.WeeksPerYear / 12)))
	default:
		m.Caseload.Ramp = model.LinearRamp(0)
	}
}

func (b *builder) staffing(m *model.Plan) {
	s := b.file.Staff
	m.Staffing = model.Staffing{
		Turnover:    s.Turnover.Quantity("staff.turnover"),
		Recruitment: s.RecruitmentWeeks.orExactly(0),
		Vacancy:     s.VacancyWeeks.Duration,
		DropOut:     s.DropOut.Quantity("staff.drop_out"),
	}
}

func (w *Weeks) orExactly(weeks int) quantity.Duration {
	if w == nil {
		return quantity.ExactWeeks(weeks)
	}
	return w.Duration
}

func (b *builder) pathway(m *model.Plan) {
	p := &b.file.Pathway
	pub := b.file.Published
	if pub == nil {
		pub = &PublishedPlan{}
	}
	m.Pathway = model.Pathway{
		Engage:        b.rates("pathway.engage", p.Engage.Rate, p.Engage.CertainAs, ratio(pub.Engagements, pub.Referrals)),
		JobStart:      b.rates("pathway.job_start", p.JobStart.Rate, p.JobStart.CertainAs, ratio(pub.JobStarts, pub.Engagements)),
		Sustain:       b.rates("pathway.sustain_13w", p.Sustain13w.Rate, p.Sustain13w.CertainAs, ratio(pub.Sustainments, pub.JobStarts)),
		SustainPerJob: p.Sustain13w.Counts == "jobs",
		Return:        p.SearchAgain.Chance.Quantity("pathway.search_again.chance"),
		ToJob:         p.JobStart.Weeks.Duration,
		ToExit:        p.NoJob.Weeks.Duration,
		Support:       b.file.Support.Weeks.Duration,
		Unlimited:     b.file.Support.UnlimitedShare.Quantity("support.unlimited_share"),
	}
	if further := b.file.Job.FurtherWeeks; further != nil {
		m.Pathway.Tenure = &further.Duration
	}
}

// rates makes the yearly series of a rate, as uncertain as the file says.
func (b *builder) rates(path string, y *Yearly, certain *Certain, ofPublished func(int) (float64, bool)) quantity.Series {
	series := quantity.Series{Name: path + ".rate"}
	for _, rate := range b.yearly(path+".rate", y, ofPublished) {
		if certain == nil {
			series.Years = append(series.Years, quantity.Certain(rate))
			continue
		}
		series.Years = append(series.Years, quantity.Beta{Average: rate, People: certain.People.Exact()})
	}
	return series
}

func (b *builder) services(m *model.Plan) {
	f := b.file
	pub := f.Published
	perYear := b.yearly("referrals.per_year", f.Referrals.PerYear, func(year int) (float64, bool) {
		if pub == nil || year < 0 || year >= len(pub.Referrals) {
			return 0, false
		}
		return pub.Referrals[year], true
	})
	b.resolve("referrals.per_year", f.Referrals.PerYear, perYear, Published)
	b.demand(m)
	if len(f.Services.Keys) == 0 {
		b.d.faultAt("services", "has no service; add a table such as [services.zagreb]")
	}
	shares := b.shares()
	names := map[string]string{}
	for key, s := range f.Services.All() {
		path := "services." + key
		if other, taken := names[strings.ToLower(s.Name)]; taken {
			b.d.faultAt(path+".name", "%q is the name of services.%s too; give each service a name of its own", s.Name, other)
		}
		names[strings.ToLower(s.Name)] = key
		service := model.Service{Key: key, Centres: max(1, wholeOf(s.Centres)), InitialCaseload: wholeOf(s.InitialCaseload)}
		service.Posts = b.posts(path, s, service.Centres)
		for _, n := range perYear {
			service.ReferralsPerYear = append(service.ReferralsPerYear, n*shares[key])
		}
		m.Services = append(m.Services, service)
	}
}

func (b *builder) demand(m *model.Plan) {
	f := b.file
	m.Demand.GiveUp = f.WaitingList.GiveUpPerWeek.Quantity("waiting_list.give_up_per_week")
	if f.Referrals.Monthly != nil {
		m.Demand.Profile = f.Referrals.Monthly.Values
		if slices.Max(m.Demand.Profile) <= 0 {
			b.d.faultAt("referrals.monthly", "has no month above 0")
		}
	}
	factor := quantity.Distribution(quantity.Certain(1))
	if f.Referrals.Factor != nil {
		factor = f.Referrals.Factor.Distribution
		if mean := factor.Mean(); math.Abs(mean-1) > 0.1 {
			b.d.faultAt("referrals.factor", "has the mean %s; a factor lies around 1, and per_year says how many are expected", trim(mean))
		}
	}
	m.Demand.Volume = quantity.Series{Name: "referrals.factor"}
	for year := range b.years {
		law := factor
		if f.Referrals.PerYear.Published && year >= b.publishedYears() && f.BeyondPublished != nil {
			law = f.BeyondPublished.Volume.Distribution
		}
		m.Demand.Volume.Years = append(m.Demand.Volume.Years, law)
	}
}

func wholeOf(w *Whole) int {
	if w == nil {
		return 0
	}
	return int(w.Exact())
}

// shares are the services' shares of all referrals: as stated, or in proportion to their specialists.
func (b *builder) shares() map[string]float64 {
	stated, sum, specialists := 0, 0.0, 0.0
	for _, s := range b.file.Services.All() {
		if s.ShareOfReferrals != nil {
			stated++
			sum += s.ShareOfReferrals.Exact()
		}
		specialists += s.Specialists.Exact()
	}
	n := len(b.file.Services.Keys)
	shares := map[string]float64{}
	if stated > 0 && (stated < n || math.Abs(sum-1) > 1e-6) {
		b.d.faultAt("services", "share_of_referrals adds up to %s over %d of %d services; give every service one, adding up to 1, or none", trim(sum), stated, n)
	}
	for key, s := range b.file.Services.All() {
		switch {
		case stated > 0:
			shares[key] = s.ShareOfReferrals.Exact()
		case specialists > 0:
			shares[key] = s.Specialists.Exact() / specialists
		default:
			shares[key] = 1 / float64(n)
		}
	}
	return shares
}

// posts are the posts of one centre: whole ones and, for what remains, a smaller one.
func (b *builder) posts(path string, s *Service, centres int) []model.Post {
	thousandths := s.Specialists.Exact() * float64(model.FullTime)
	perCentre := int(math.Round(thousandths)) / centres
	if math.Abs(thousandths-math.Round(thousandths)) > 1e-6 || perCentre*centres != int(math.Round(thousandths)) {
		b.d.faultAt(path+".specialists", "%s specialists cannot be split evenly over %d centres in thousandths of a full-time post", trim(s.Specialists.Exact()), centres)
		return nil
	}
	full := int(model.FullTime)
	if s.PartTime != nil {
		full = int(math.Round(s.PartTime.Exact() * float64(model.FullTime)))
	}
	var posts []model.Post
	for left := perCentre; left > 0; left -= full {
		posts = append(posts, model.Post{FTE: model.FTE(min(left, full)), Opens: wholeOf(s.OpensWeek), Experience: wholeOf(s.ExperienceWeeks)})
	}
	return posts
}

// planned works out the plan's own arithmetic: referrals × rate × rate × rate, rounded to whole people at each stage where the rate is published.
func (b *builder) planned() {
	m := &b.s.Model
	o := &b.s.Planned
	for year := range b.years {
		referrals := 0.0
		for _, s := range m.Services {
			referrals += s.ReferralsPerYear[year]
		}
		engagements := referrals * m.Pathway.Engage.Years[year].Mean()
		jobs := engagements * m.Pathway.JobStart.Years[year].Mean()
		o.Referrals = append(o.Referrals, tidy(referrals))
		o.Engagements = append(o.Engagements, tidy(engagements))
		o.JobStarts = append(o.JobStarts, tidy(jobs))
		o.Sustainments = append(o.Sustainments, tidy(jobs*m.Pathway.Sustain.Years[year].Mean()))
	}
}

// tidy removes the noise of floating point from a number that is whole but for it: 70 × (60/70) is 60.
func tidy(x float64) float64 {
	if whole := math.Round(x); math.Abs(x-whole) < 1e-9*max(1, x) {
		return whole
	}
	return x
}

func (b *builder) budget() {
	f, p := b.file, &b.s.Budget
	p.Currency, p.Years = f.Currency, b.years
	if len(f.Currency) != 3 || strings.ToUpper(f.Currency) != f.Currency {
		b.d.faultAt("currency", "%q is not a three-letter code such as EUR", f.Currency)
	}
	specialists := 0.0
	posts := 0.0
	for key, s := range f.Services.All() {
		specialists += s.Specialists.Exact()
		for i := range b.s.Model.Services {
			if service := &b.s.Model.Services[i]; service.Key == key {
				posts += float64(len(service.Posts) * service.Centres)
			}
		}
	}
	for year := range b.years {
		o := &b.s.Planned
		v := budgets.Volumes{Specialists: specialists, Engagements: o.Engagements[year], JobStarts: o.JobStarts[year], Sustainments: o.Sustainments[year]}
		if year == 0 {
			v.Hires = posts
		}
		p.Planned = append(p.Planned, v)
	}
	for key, line := range f.Cost.All() {
		p.Lines = append(p.Lines, b.line(key, line, specialists))
	}
	b.funding(p)
}

func (b *builder) line(key string, c *CostLine, specialists float64) budgets.Line {
	path := "cost." + key
	line := budgets.Line{Key: key, Name: c.Name, Category: budgets.Category(c.Category), Driver: budgets.PerYear,
		SavedWhenVacant: c.SavedWhenVacant.Quantity(path + ".saved_when_vacant")}
	if c.Per != "" {
		line.Driver = budgets.Driver(c.Per)
	}
	if c.SavedWhenVacant != nil && line.Driver != budgets.PerYear && line.Driver != budgets.PerSpecialist {
		b.d.faultAt(path+".saved_when_vacant", "goes with an amount per year or per specialist only")
	}
	factor := 1.0
	if c.ScalesWith != nil {
		factor = specialists / c.ScalesWith.Specialists
	}
	for _, amount := range b.amounts(path+".amount", &c.Amount.Yearly, line.Category) {
		line.Amount = append(line.Amount, budgets.CentsOf(amount).Scale(factor))
	}
	return line
}

// amounts gives a yearly amount for each year; "published" is the budget table's row of the category.
func (b *builder) amounts(path string, y *Yearly, category budgets.Category) []float64 {
	values := make([]float64, b.years)
	var published []float64
	if y.Published {
		if b.file.Published != nil && b.file.Published.Budget != nil {
			t := b.file.Published.Budget
			published = map[budgets.Category][]float64{budgets.Staff: t.Staff, budgets.NonStaff: t.NonStaff, budgets.Unsplit: t.Total}[category]
		}
		if beyond := b.file.BeyondPublished; len(published) > 0 && beyond != nil && beyond.Cost == "other lines" {
			published = append(slices.Clone(published), make([]float64, b.years)...)
		}
		if len(published) < b.years {
			b.d.faultAt(path, "is \"published\", but [published.budget] has %d of %d years of %s; write the amounts, or add [beyond_published] with cost = \"other lines\"", len(published), b.years, category)
			return values
		}
	}
	for year := range values {
		switch {
		case y.Published:
			values[year] = published[year]
		case len(y.Values) == 1:
			values[year] = y.Values[0]
		default:
			values[year] = y.Values[year]
		}
	}
	b.resolve(path, y, values, Published)
	return values
}

func (b *builder) funding(p *budgets.Plan) {
	place := map[string]int{}
	for key, f := range b.file.Funding.All() {
		place[key] = len(p.Sources)
		p.Sources = append(p.Sources, b.source(key, f))
	}
	for i, key := range b.file.Option.Keys {
		path := "option." + key + ".pay_order"
		for j, funder := range b.file.Option.ByKey[key].PayOrder {
			at, ok := place[funder]
			if !ok {
				b.d.faultAt(fmt.Sprintf("%s[%d]", path, j), "%q is not in [funding]; %s", funder, suggest(funder, b.file.Funding.Keys))
				continue
			}
			if slices.Contains(b.file.Option.ByKey[key].PayOrder[:j], funder) {
				b.d.faultAt(fmt.Sprintf("%s[%d]", path, j), "%q is named twice", funder)
			}
			if i == 0 {
				p.PayOrder = append(p.PayOrder, at)
			}
		}
	}
	if len(b.file.Option.Keys) == 0 {
		for i := range p.Sources {
			p.PayOrder = append(p.PayOrder, i)
		}
	}
}

func (b *builder) source(key string, f *Funder) budgets.Source {
	path := "funding." + key
	s := budgets.Source{Key: key, Name: f.Name, Kind: f.Kind, Status: f.Status, Category: budgets.Category(f.Covers.Category), Lines: f.Covers.Lines,
		Share: f.Covers.Share.Quantity(path + ".covers.share"), Chance: f.Chance.Quantity(path + ".chance")}
	switch {
	case f.Chance == nil && f.Status == "secured":
		s.Chance = quantity.Exactly(1)
	case f.Chance == nil:
		b.d.faultAt(path+".chance", "is missing; a funder that is %s needs the probability that the money comes, such as { low = 0.4, best = 0.7, high = 0.9, assumed = \"why\" }", f.Status)
	}
	for i, line := range f.Covers.Lines {
		if _, ok := b.file.Cost.ByKey[line]; !ok {
			b.d.faultAt(fmt.Sprintf("%s.covers.lines[%d]", path, i), "%q is not in [cost]; %s", line, suggest(line, b.file.Cost.Keys))
		}
	}
	if f.PerYear != nil {
		if f.PerYear.Published {
			b.d.faultAt(path+".per_year", "cannot be \"published\"; write the amounts")
			return s
		}
		for _, amount := range b.amounts(path+".per_year", &f.PerYear.Yearly, "") {
			s.PerYear = append(s.PerYear, budgets.CentsOf(amount))
		}
	}
	if f.Maximum != nil {
		s.Maximum = budgets.CentsOf(f.Maximum.Exact())
	}
	return s
}
